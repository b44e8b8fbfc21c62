// Zones that may not be mined, and zones with a one-off cost if the pit includes any of their
// blocks.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pit/ultimate_pit.h"

namespace lode::pit {

// The same precedence without the blocks that are excluded and without all that need one of them,
// at any remove: what an infinite cost would do, with no large number in the values.
//   excluded  [block], 1 if it may not be mined
Precedence without(const Grid& grid, Precedence precedence, std::span<const std::uint8_t> excluded);

// A village to move, a river to turn: paid once, whole, if any block of it is mined.
struct OneOff {
  std::vector<std::uint32_t> block;  // in the grid
  std::int64_t cost_usd = 0;         // not below 0
};

inline constexpr std::size_t kMostOneOffs = 8;

// nested_shells where touching a zone costs: the maximum closure with a further node per zone that
// costs cost_usd and that each block of the zone needs. Solved exactly without that node: for each
// set of zones that may be touched, the pits with the others excluded; of the sets, each value's
// best (of equals the one with fewest zones, which gives the smallest pit).
//   touched[zone]  the first shell that pays for it, the number of shells if none does
// Shells' values are less what their zones cost. Cost: 2^(zones that the pits without any such cost
// touch) families of shells. Throws InputError beyond kMostOneOffs zones, for a cost below 0 or a
// block outside the grid.
struct ZonedShells {
  Shells shells;
  std::vector<std::size_t> touched;
};
ZonedShells nested_shells(const Grid& grid, const std::vector<std::vector<std::int64_t>>& value_usd,
                          const Precedence& precedence, std::span<const OneOff> zones);

}  // namespace lode::pit
