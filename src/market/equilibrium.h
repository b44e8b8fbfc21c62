// The equilibrium of a world: its program solved, taxes that are shares of prices and the conduct of
// firms made consistent with the prices that they make.
//
//   Model model = build(path_of(world, scenario));
//   Solver solver(model.program);
//   Equilibrium calm = equilibrium(model, solver);
//   Model banned = build(path_of(world, ban));                      // the same pattern
//   Equilibrium ban = equilibrium(banned, solver, {.from = &calm}); // warm
#pragma once

#include <string>
#include <vector>

#include "market/model.h"
#include "market/solve.h"

namespace lode::market {

struct Equilibrium {
  SolveStatus status = SolveStatus::not_converged;
  std::string trouble;  // why there is no answer, in words
  Solution solution;    // of the program with the taxes and slopes below
  // What was added to the program: money per unit of a column (value taxes), slope of a sale.
  std::vector<double> value_tax, conduct_slope;  // [value tax], [sale], undiscounted
  int passes = 0;  // programs solved until taxes and conduct were consistent
  // Largest natural residual, with what taxes and conduct miss of consistency, over the largest
  // price; the gap of the last program.
  Certificate certificate;

  bool solved() const { return status == SolveStatus::solved; }
};

struct Known {
  const Equilibrium* from = nullptr;  // a previous answer of the same pattern, to start from
  // Periods before this one (from 0) keep what `from` did in them: a surprise.
  int frozen_before = 0;
};

// Conduct is exact where demand is affine: a firm's slope is that of the tiers (and of the fringe)
// that respond at the answer; the answer is a Cournot equilibrium in a neighbourhood. Where tiers
// end at the answer itself so that no slope is consistent, or where demand is a curve, the status is
// not_converged and `trouble` says so.
Equilibrium equilibrium(const Model& model, Solver& solver, const Known& known = {});

// Price, undiscounted, of a row of a node.
inline double price_of(const Model& m, const Equilibrium& e, std::uint32_t row) {
  return e.solution.y[row] / m.tree.nodes[m.row_node[row]].weight;
}
// What a bound of the column earns per unit, undiscounted: above 0 at the upper bound.
std::vector<double> bound_rents(const Model& model, const Equilibrium& answer);

// The program as it was solved last: with value taxes and slopes of conduct.
Program solved_program(const Model& model, const Equilibrium& answer);

}  // namespace lode::market
