// A convex program of a market in columns and rows, and what proves an answer to it.
//
//   minimise  c'x + 1/2 x'Hx + sum of smooth terms   subject to  A x = b,  low <= x <= high
//
// H is diagonal but for `couplings`. A smooth term is the integral of a curve of constant
// elasticity. The duals of the rows are the prices: with all terms convex and no column bound both
// ways, x and y are an equilibrium exactly if
//
//   g = c + Hx + smooth - A'y,   g >= 0 at low, <= 0 at high, = 0 between    (complementarity)
//
// Takayama & Judge (1971), Spatial and Temporal Price and Allocation Models, for the equivalence.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lode::market {

// H[first][second] = H[second][first] = value. Coupled columns must stay convex together.
struct Coupling {
  std::uint32_t first = 0, second = 0;
  double value = 0;
};

// Adds sign * price * (x / quantity)^(1 / elasticity) to the marginal of a column: sign 1 and an
// elasticity above 0 for supply, -1 and below 0 for demand. x stays above 0.
struct Smooth {
  std::uint32_t column = 0;
  double sign = 1, price = 1, quantity = 1, elasticity = 1;
};

struct Program {
  // [column]
  std::vector<double> cost, curvature, low, high;
  // Entries of A, by column: those of column j stand in [start[j], start[j + 1]).
  std::vector<std::size_t> start = {0};
  std::vector<std::uint32_t> row;
  std::vector<double> value;
  std::vector<Coupling> couplings;
  std::vector<Smooth> smooth;
  // [row]
  std::vector<double> right;
  // [row] how a row is relaxed by an infinitesimal amount where its dual is not unique: the dual of
  // the relaxed program is the one that is told. 0: not relaxed.
  std::vector<double> relax;

  std::size_t columns() const { return cost.size(); }
  std::size_t rows() const { return right.size(); }

  std::uint32_t add_row(double right_side, double relaxed = 0);
  // A column without entries; `enter` adds them, in any order, before the next column is added.
  std::uint32_t add_column(double marginal, double slope, double least, double most);
  void enter(std::uint32_t at_row, double coefficient);
};

enum class SolveStatus { solved, infeasible, unbounded, not_converged };
const char* name_of(SolveStatus status);

// Where a column stands.
enum class Place : std::int8_t { low = -1, between = 0, high = 1 };

// Proves an answer. residual: the largest natural residual max |x - mid(low, x - g, high)| over the
// columns and |Ax - b| over the rows, prices over the largest price and quantities over the largest
// quantity. gap: of the primal and the dual objective, over 1 + the objective.
struct Certificate {
  double residual = 0, gap = 0;
};

struct Solution {
  SolveStatus status = SolveStatus::not_converged;
  std::vector<double> x, y;  // [column], [row]
  std::vector<Place> place;  // [column]
  double objective = 0;
  Certificate certificate;
  int iterations = 0;  // of the interior point; 0: the active set of a previous answer was enough
  int rounds = 0;      // of the active set
  bool polished = false;
  // What stands in the way of an answer: rows that cannot be met and by how much, or columns that
  // grow without end.
  struct Obstacle {
    std::uint32_t at = 0;
    double amount = 0;
  };
  std::vector<Obstacle> obstacles;
};

// The marginals c + Hx + smooth - A'y [column].
std::vector<double> reduced_marginals(const Program& program, const std::vector<double>& x,
                                      const std::vector<double>& y);
double objective(const Program& program, const std::vector<double>& x);
Certificate certify(const Program& program, const std::vector<double>& x,
                    const std::vector<double>& y);

}  // namespace lode::market
