// Precedence as a list of arcs, where no grid and slope give it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lode::pit {

// Block b needs needed[first[b]] .. needed[first[b + 1] - 1]: they must be mined before it or with
// it. 4 bytes an arc and 8 a block.
struct Arcs {
  std::vector<std::size_t> first;  // [block + 1], rising from 0
  std::vector<std::int32_t> needed;

  std::size_t blocks() const { return first.empty() ? 0 : first.size() - 1; }
  std::span<const std::int32_t> needs(std::int32_t block) const {
    const auto b = static_cast<std::size_t>(block);
    return std::span(needed).subspan(first[b], first[b + 1] - first[b]);
  }
};

// Who needs whom, the other way round.
Arcs reversed(const Arcs& arcs);

// Each block before all that it needs; blocks of rings, and what only they need, are left out.
// Kahn (1962).
std::vector<std::int32_t> from_below(const Arcs& arcs);

// Blocks that need each other in a ring, in its order, each needing the next and the last the
// first; empty if there is none.
std::vector<std::int32_t> find_cycle(const Arcs& arcs);

}  // namespace lode::pit
