// A market of one year by Newton's method on its prices: the dual of its program is concave and made
// of quadratic pieces, one for each active set, so that Newton's step from an answer nearby mostly
// ends at the next one (Qi & Sun 1993, semismooth Newton; steps end near where the dual is greatest along
// them).
// Columns without curvature get a little around where they are, which moves along with them
// (Rockafellar 1976, proximal point): the answer is that of the program itself.
//
// For many small programs alike, where 1e-8 is enough. `Solver` is the one with a certificate.
#pragma once

#include <cstddef>
#include <vector>

#include "market/program.h"

namespace lode::market {

class PriceNewton {
 public:
  // Convex, without couplings and smooth terms.
  explicit PriceNewton(const Program& program);
  // From x and y to the answer of a program of the same pattern; false if it was not found: start
  // from elsewhere. Balances are met to 1e-9 of the largest quantity, marginals to 1e-8 of the largest
  // price.
  // softness: of a column without curvature, of the price for each unit off its centre; more is
  // slower and surer.
  bool solve(const Program& program, std::vector<double>& x, std::vector<double>& y,
             double softness = 1e-4);

 private:
  void respond(const Program& p, const std::vector<double>& y);
  bool step(const Program& p);
  bool climb(const Program& p, std::vector<double>& y);

  std::vector<double> centre_, soft_;  // [column] of the columns without curvature; what is added
  std::vector<double> x_, left_, move_, matrix_, trial_;
  double price_ = 1;          // the largest that it began with
  std::vector<char> inside_;  // [column] between its bounds
};

}  // namespace lode::market
