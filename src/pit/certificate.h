// Proof of a maximum closure that does not trust the solver.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "base/grid.h"
#include "pit/arcs.h"
#include "pit/closure.h"
#include "pit/slopes.h"

namespace lode::pit {

// Linear programming duality: with flows of at least 0 on precedence arcs, no closure is worth more
// than the sum over blocks of what is left above 0 of value + flow in - flow out (Picard 1976). If
// that sum is the pit's value, and the pit is a closure, the pit is optimal. It is the smallest
// optimum if each of its blocks is reached from a block with something left, along precedence and
// against flow (Picard & Queyranne 1980).
struct Certificate {
  std::int64_t value_usd = 0;  // of the blocks mined, summed anew
  std::int64_t bound_usd = 0;  // of the flows
  bool closed = false;         // what is mined needs nothing that is not
  bool smallest = false;
  std::string fault;  // empty = all of it holds; else the first thing that does not
};

// Precedence is looked up in the arcs, or in the patterns and the grid's corners: nothing is shared
// with the solver. Blocks that are not present must not be mined. Cost: a pass over all arcs.
Certificate certify(const Arcs& arcs, std::span<const std::int64_t> value_usd, const Pit& pit,
                    std::span<const Flow> flows);
Certificate certify(const Grid& grid, const Precedence& precedence,
                    std::span<const std::int64_t> value_usd, const Pit& pit,
                    std::span<const Flow> flows);

}  // namespace lode::pit
