// The maximum closure, and nested shells over a rising sequence of values.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "pit/closure.h"
#include "pit/slopes.h"

namespace lode::pit {

// The closure of largest value under the slope rules: which blocks to mine, if everything were
// mined at once. Lerchs & Grossmann (1965); solved as a minimum cut by pseudoflow, Hochbaum (2008),
// precedence generated from the pattern on the fly. Blocks above the grid's top are air. A block
// whose predecessors would lie beyond the grid's sides needs only those inside it (the grid must be
// wide enough: see blocks_on_edge).
//   value_usd  [block], whole USD; their sizes must add up to less than 9e18
//   present    [block], 1 if the block exists; empty = all do. An absent block is neither mined nor
//              needed, and nothing is needed through it (an irregular set of blocks, as in
//              MineLib).
// Guarantee: optimal for these values; of several optima the smallest pit. Throws InputError if the
// sizes differ. An empty pit is an answer, not an error. Memory: stated in the .cpp.
Pit ultimate_pit(const Grid& grid, std::span<const std::int64_t> value_usd,
                 const Precedence& precedence);
Pit ultimate_pit(const Grid& grid, std::span<const std::int64_t> value_usd, const Pattern& pattern,
                 std::span<const std::uint8_t> present = {});

// Pits of value_usd[k], k rising, each containing the one before (values must not fall with k:
// LODE_CHECK). shell [block]: the first k whose pit contains the block, value_usd.size() if none
// does; at most 65534 values.
struct Shells {
  std::vector<std::uint16_t> shell;
  std::vector<std::int64_t> value_usd;  // [k] of the pit at its own values
  std::vector<std::size_t> blocks;      // [k] cumulative
};
// Writes the values at k of these blocks (and may write others) into value_usd [block].
using ValuesOfShell = std::function<void(std::size_t k, std::span<const std::int32_t> blocks,
                                         std::span<std::int64_t> value_usd)>;
// One family from the lowest values up: what is mined stays mined, and the rest goes on from where
// it stood. values_of is asked for the last values and for the first of all blocks, then for rising
// k, of ever fewer blocks, in no order. That values which are not asked for do not fall is for the
// caller to see to; the last form checks all.
// Cost: 40 shells take some 2 times the largest pit alone (bench/pit.cpp).
Shells nested_shells(const Grid& grid, std::size_t count, const ValuesOfShell& values_of,
                     const Precedence& precedence);
// Of multiple[k][0] x first - multiple[k][1] x second: revenue factors, weight multipliers.
struct TwoColumns {
  std::span<const std::int64_t> first, second;        // [block]
  std::vector<std::array<std::int64_t, 2>> multiple;  // [k]
};
Shells nested_shells(const Grid& grid, const TwoColumns& columns, const Precedence& precedence);
Shells nested_shells(const Grid& grid, const std::vector<std::vector<std::int64_t>>& value_usd,
                     const Precedence& precedence);
Shells nested_shells(const Grid& grid, const std::vector<std::vector<std::int64_t>>& value_usd,
                     const Pattern& pattern);

// Mined blocks on the grid's four sides: a pit that the model cuts off is not to be trusted.
std::size_t blocks_on_edge(const Grid& grid, const std::vector<std::uint8_t>& mined);

// The same side by side of the grid's own axes (a block in a corner is on two), and on its floor.
struct EdgeBlocks {
  std::size_t low_x = 0, high_x = 0, low_y = 0, high_y = 0, floor = 0;
  std::size_t on_sides = 0;  // each block once
};
EdgeBlocks edge_blocks(const Grid& grid, const std::vector<std::uint8_t>& mined);

}  // namespace lode::pit
