// The maximum closure as an object that keeps its state: one precedence, one set of values after
// another.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/grid.h"
#include "pit/arcs.h"
#include "pit/slopes.h"

namespace lode::pit {

struct Pit {
  std::vector<std::uint8_t> mined;  // [block], 1 if in the pit
  std::int64_t value_usd = 0;
  std::size_t blocks = 0;
};

// Flow on a precedence arc: `from` needs `to`, and helps to pay for it.
struct Flow {
  std::int32_t from, to;  // blocks
  std::int64_t amount;    // above 0, in the values' unit
};

//   pit::ClosureSolver solver(arcs);
//   Pit first = solver.solve(values);      // from nothing
//   values[7] += 100;
//   Pit second = solver.solve(values);     // from what the first left
//
// A restart passes some times over all blocks, and goes on from the trees that it finds. On a grid
// of a million blocks with a pit of 600,000 it takes a twentieth of the time from nothing where no
// value changed, and about half of it where one in a thousand did as where all did by up to a
// tenth.
//
// Guarantee: optimal for the values given; of several optima the smallest pit, so the answer does
// not depend on what was solved before. Values: their sizes must add up to less than 9e18.
// Memory: 52 bytes a block (of a grid 36 of them a cell with its margins); the first restart
// on listed arcs lists them once more, the other way round.
class ClosureSolver {
 public:
  // The arcs are not copied: they must outlive the solver. Each must name blocks (LODE_CHECK).
  // Rings of arcs are allowed: such blocks are mined together.
  explicit ClosureSolver(const Arcs& arcs);
  // Throws InputError if the precedence does not fit the grid.
  ClosureSolver(const Grid& grid, const Precedence& precedence);
  ~ClosureSolver();
  ClosureSolver(ClosureSolver&&) noexcept;

  // Throws InputError if the sizes differ or the values add up to too much. An empty pit is an
  // answer.
  Pit solve(std::span<const std::int64_t> value_usd);
  // The same where no value is lower than at the last call (LODE_CHECK); returns what the pit
  // gained, [new block] ascending. The faster kind of restart, for families.
  std::vector<std::int32_t> raise(std::span<const std::int64_t> value_usd);
  void forget();  // the next solve starts from nothing

  // The dual answer that goes with the last one: see certificate.h.
  std::vector<Flow> flows() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lode::pit
