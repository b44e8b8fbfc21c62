// A primal-dual interior point for `Program`: Mehrotra (1992), On the implementation of a
// primal-dual interior point method, with one step length for both sides, as quadratic terms ask.
// Curves of constant elasticity are linearised in logarithms, so that prices many times the base
// price are reached in few steps.
#pragma once

#include <vector>

#include "market/factor.h"
#include "market/program.h"

namespace lode::market {

struct InteriorPoint {
  std::vector<double> x, y;         // [column], [row]
  std::vector<double> zlow, zhigh;  // [column] duals of the bounds
  int iterations = 0;
  bool converged = false;  // residuals and complementarity at 1e-9 of the program's scale or below
};

// The program should be scaled: typical prices and quantities near 1. `from`: an answer of a program
// nearby, in the same scale, from whose inside it starts; half the iterations, if they end.
InteriorPoint interior_point(const Program& program, Factor& factor,
                             const Solution* from = nullptr);

// The factor by which dx may be taken so that the columns of smooth terms stay above 0.
double room_of_smooth(const Program& program, const std::vector<double>& x,
                      const std::vector<double>& dx);
// Slope and residual of the smooth terms, linearised in logarithms where the marginal has the sign
// of a price: adds to weight [column], and puts the residual of its condition into g [column].
void linearise_smooth(const Program& program, const std::vector<double>& x, std::vector<double>& g,
                      std::vector<double>& weight);

}  // namespace lode::market
