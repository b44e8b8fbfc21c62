// Solves a `Program`: the interior point, then its active set made exact; or, from a previous
// answer, the active set alone.
//
//   Solver solver(program);                       // the pattern, once
//   Solution calm = solver.solve(program);
//   program.high[route] = 0;                      // a ban; the pattern stays
//   Solution ban = solver.solve(program, &calm);  // warm
//
// Guarantee: a status of `solved` comes with a certificate whose residual is at most 1e-9, mostly
// below 1e-13. Prices and the totals of each node are unique where demand falls strictly; flows on
// routes of equal cost need not be. Cost of a warm solve: a factorisation for each round of the
// active set, of which there are few; of a cold one 15 to 40 more.
#pragma once

#include "market/factor.h"
#include "market/program.h"

namespace lode::market {

class Solver {
 public:
  explicit Solver(const Program& program);
  // The program must have the pattern of entries and couplings that the solver was made for. A
  // column may be closed by equal bounds. `from`: a previous answer, whose active set is tried.
  Solution solve(const Program& program, const Solution* from = nullptr);

 private:
  Factor factor_;
};

}  // namespace lode::market
