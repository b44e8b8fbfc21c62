// The solver against analytic answers, an enumeration of active sets, and a second solver.
#include "market/solve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

#include "market/made_up_program.h"
#ifdef LODE_CLP
#include <ClpInterior.hpp>
#include <ClpSimplex.hpp>
#include <ClpSolve.hpp>
#endif

namespace lode::market {
namespace {

constexpr double kNone = HUGE_VAL;

// Two regions: supply 10 + s and 20 + 2 s, demand 50 - d and 110 - d, freight 6 both ways.
Program two_regions() {
  Program p;
  p.add_row(0), p.add_row(0);
  p.add_column(10, 1, 0, kNone), p.enter(0, 1);
  p.add_column(-50, 1, 0, kNone), p.enter(0, -1);
  p.add_column(20, 2, 0, kNone), p.enter(1, 1);
  p.add_column(-110, 1, 0, kNone), p.enter(1, -1);
  p.add_column(6, 0, 0, kNone), p.enter(0, -1), p.enter(1, 1);
  p.add_column(6, 0, 0, kNone), p.enter(1, -1), p.enter(0, 1);
  return p;
}

TEST(Solve, two_regions_match_exact_fractions) {  // two linear markets by hand: case A1
  const Program p = two_regions();
  const Solution s = Solver(p).solve(p);
  ASSERT_EQ(s.status, SolveStatus::solved);
  EXPECT_NEAR(s.y[0], 342.0 / 7, 1e-13 * 50);
  EXPECT_NEAR(s.y[1], 384.0 / 7, 1e-13 * 50);
  EXPECT_NEAR(s.objective, -18058.0 / 7, 1e-12 * 2580);
  EXPECT_LE(s.certificate.residual, 1e-14);
  EXPECT_LE(s.certificate.gap, 1e-13);
}

TEST(Solve, of_several_duals_the_one_of_a_relaxed_clause) {
  // 12 units at cost 20 must go to the first of two buyers at 54.7, freight 6; the second pays 54.7
  // too, freight 5. Released of a unit the seller would earn 1 more there: case F2.
  Program p;
  p.add_row(0), p.add_row(12, -1);
  p.add_column(20, 0, 0, 12), p.enter(0, 1);
  p.add_column(6 - 54.7, 0, 0, kNone), p.enter(0, -1), p.enter(1, 1);
  p.add_column(5 - 54.7, 0, 0, kNone), p.enter(0, -1);
  p.add_column(0, 0, 0, kNone), p.enter(1, -1);
  const Solution s = Solver(p).solve(p);
  ASSERT_EQ(s.status, SolveStatus::solved);
  EXPECT_NEAR(s.y[0], 49.7, 1e-12);
  EXPECT_NEAR(s.y[1], 1, 1e-12);
  EXPECT_EQ(s.x[2], 0);
}

TEST(Solve, iso_elastic_demand_at_many_times_its_base_price) {
  for (const double elasticity : {-2.0, -0.3, -0.08, -0.04}) {
    Program p;
    p.add_row(0);
    p.add_column(0, 0, 0, 52.5 * 0.604), p.enter(0, 1);
    p.add_column(0, 0, 0, kNone), p.enter(0, -1);
    p.smooth.push_back({1, -1, 42, 52.5, elasticity});
    const Solution s = Solver(p).solve(p);
    ASSERT_EQ(s.status, SolveStatus::solved) << elasticity;
    EXPECT_NEAR(s.y[0] / (42 * std::pow(0.604, 1 / elasticity)), 1, 1e-12) << elasticity;
  }
}

TEST(Solve, complementarity_problem_matches_published) {
  // z = (2.8, 0, 0.8, 1.2): the problem of the test of Complementarity.jl as a program in z3 and z4
  // whose rows have the duals z1 and z2.
  Program p;
  p.add_row(2), p.add_row(2);
  p.add_column(-2, 2, 0, kNone), p.enter(0, 1), p.enter(1, -1);
  p.add_column(-6, 4, 0, kNone), p.enter(0, 1), p.enter(1, 2);
  p.add_column(0, 0, 0, kNone), p.enter(0, 1);
  p.add_column(0, 0, 0, kNone), p.enter(1, 1);
  p.couplings.push_back({0, 1, -2});
  const Solution s = Solver(p).solve(p);
  ASSERT_EQ(s.status, SolveStatus::solved);
  EXPECT_NEAR(-s.y[0], 2.8, 1e-13);
  EXPECT_NEAR(-s.y[1], 0, 1e-13);
  EXPECT_NEAR(s.x[0], 0.8, 1e-13);
  EXPECT_NEAR(s.x[1], 1.2, 1e-13);
}

TEST(Solve, says_which_row_cannot_be_met) {
  Program p;
  p.add_row(0), p.add_row(15);
  p.add_column(1, 0, 0, 12), p.enter(0, 1);
  p.add_column(1, 0, 0, kNone), p.enter(0, -1), p.enter(1, 1);
  const Solution s = Solver(p).solve(p);
  EXPECT_EQ(s.status, SolveStatus::infeasible);
  ASSERT_FALSE(s.obstacles.empty());
  double lacking = 0;
  for (const Solution::Obstacle& o : s.obstacles) lacking += o.amount;
  EXPECT_NEAR(lacking, 3, 1e-6);
}

TEST(Solve, says_which_columns_grow_without_end) {
  Program p;
  p.add_row(0);
  p.add_column(-2, 0, 0, kNone), p.enter(0, 1);
  p.add_column(1, 0, 0, kNone), p.enter(0, -1);
  const Solution s = Solver(p).solve(p);
  EXPECT_EQ(s.status, SolveStatus::unbounded);
  EXPECT_EQ(s.obstacles.size(), 2u);
}

// ---- every active set of small programs

struct Enumerated {
  std::vector<double> x, y;
};

// Gauss with pivoting; nothing if it has none.
std::optional<std::vector<double>> dense_solve(std::vector<std::vector<double>> a) {
  const std::size_t n = a.size();
  for (std::size_t c = 0; c < n; ++c) {
    std::size_t best = c;
    for (std::size_t r = c; r < n; ++r)
      if (std::abs(a[r][c]) > std::abs(a[best][c])) best = r;
    if (std::abs(a[best][c]) < 1e-10) return {};
    std::swap(a[c], a[best]);
    for (std::size_t r = 0; r < n; ++r)
      if (r != c) {
        const double f = a[r][c] / a[c][c];
        for (std::size_t k = c; k <= n; ++k) a[r][k] -= f * a[c][k];
      }
  }
  std::vector<double> out(n);
  for (std::size_t c = 0; c < n; ++c) out[c] = a[c][n] / a[c][c];
  return out;
}

std::optional<Enumerated> with_places(const Program& p, const std::vector<int>& place) {
  const std::size_t n = p.columns(), m = p.rows();
  std::vector<std::vector<double>> a(n + m, std::vector<double>(n + m + 1));
  for (std::size_t j = 0; j < n; ++j) {
    if (place[j] != 0) {
      a[j][j] = 1;
      a[j][n + m] = place[j] < 0 ? p.low[j] : p.high[j];
      if (!std::isfinite(a[j][n + m])) return {};
    } else {
      a[j][j] = p.curvature[j];
      a[j][n + m] = -p.cost[j];
    }
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k) {
      a[n + p.row[k]][j] = p.value[k];
      if (place[j] == 0) a[j][n + p.row[k]] = -p.value[k];
    }
  }
  for (std::size_t i = 0; i < m; ++i) a[n + i][n + m] = p.right[i];
  const auto z = dense_solve(a);
  if (!z) return {};
  const auto middle = z->begin() + static_cast<std::ptrdiff_t>(n);
  Enumerated out{{z->begin(), middle}, {middle, z->end()}};
  if (certify(p, out.x, out.y).residual > 1e-8) return {};
  return out;
}

std::optional<Enumerated> enumerate(const Program& p) {
  std::vector<int> place(p.columns(), -1);
  for (;;) {
    if (auto found = with_places(p, place)) return found;
    std::size_t j = 0;
    while (j < place.size() && place[j] == 1) place[j++] = -1;
    if (j == place.size()) return {};
    ++place[j];
  }
}

TEST(Solve, matches_every_active_set_of_small_programs) {
  std::mt19937 random(7);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
  };
  int met = 0;
  for (int round = 0; round < 60; ++round) {
    Program p;
    p.add_row(0), p.add_row(0);
    for (const std::uint32_t r : {0u, 1u}) {
      p.add_column(uniform(5, 40), uniform(0.2, 3), 0,
                   uniform(0, 1) < 0.5 ? kNone : uniform(2, 20));
      p.enter(r, 1);
      p.add_column(-uniform(30, 100), uniform(0.2, 3), 0, kNone), p.enter(r, -1);
      p.add_column(uniform(1, 20), 0, 0, uniform(0, 1) < 0.5 ? kNone : uniform(0, 8));
      p.enter(r, -1), p.enter(1 - r, 1);
    }
    const auto brute = enumerate(p);
    const Solution s = Solver(p).solve(p);
    ASSERT_EQ(s.status, SolveStatus::solved);
    if (!brute) continue;
    ++met;
    EXPECT_NEAR(s.objective, objective(p, brute->x), 1e-9 * 1000) << round;
    EXPECT_LE(s.certificate.residual, 1e-12);
  }
  EXPECT_GE(met, 55);
}

TEST(Solve, warm_is_cold) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    Program p = made_up::Market({4, 2, 3, 2}, seed).program;
    Solver solver(p);
    const Solution before = solver.solve(p);
    ASSERT_EQ(before.status, SolveStatus::solved);
    std::mt19937 random(seed);
    for (std::size_t j = 0; j < p.columns(); ++j) {
      const double u = static_cast<double>(random()) / 4294967296.0;
      if (p.cost[j] < 0) p.cost[j] *= 0.95 + 0.1 * u;
      if (std::isfinite(p.high[j]) && u < 0.1) p.high[j] = 0;
    }
    const Solution warm = solver.solve(p, &before), cold = solver.solve(p);
    ASSERT_EQ(warm.status, SolveStatus::solved);
    EXPECT_LE(warm.certificate.residual, 1e-12);
    EXPECT_NEAR(warm.objective / cold.objective, 1, 1e-12);
    for (std::size_t i = 0; i < p.rows(); ++i)
      EXPECT_NEAR(warm.y[i], cold.y[i], 1e-9 * 200) << seed;
  }
}

TEST(Solve, large_random_markets_hold_their_certificate) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const Program p = made_up::Market({14, 2, 10, 2}, seed).program;
    const Solution s = Solver(p).solve(p);
    ASSERT_EQ(s.status, SolveStatus::solved);
    EXPECT_LE(s.certificate.residual, 1e-12);
    EXPECT_LE(s.certificate.gap, 1e-10);
  }
}

#ifdef LODE_CLP
TEST(Solve, objective_matches_the_barrier_of_clp) {
  for (unsigned seed = 1; seed <= 3; ++seed) {
    const Program p = made_up::Market({4, 2, 3, 2}, seed).program;
    const Solution s = Solver(p).solve(p);
    ASSERT_EQ(s.status, SolveStatus::solved);
    std::vector<CoinBigIndex> start(p.start.begin(), p.start.end());
    std::vector<int> row(p.row.begin(), p.row.end());
    ClpSimplex clp;
    clp.setLogLevel(0);
    clp.loadProblem(static_cast<int>(p.columns()), static_cast<int>(p.rows()), start.data(),
                    row.data(), p.value.data(), p.low.data(), p.high.data(), p.cost.data(),
                    p.right.data(), p.right.data());
    std::vector<CoinBigIndex> diagonal(p.columns() + 1);
    std::vector<int> column(p.columns());
    for (std::size_t j = 0; j < p.columns(); ++j)
      column[j] = static_cast<int>(j), diagonal[j + 1] = static_cast<CoinBigIndex>(j + 1);
    clp.loadQuadraticObjective(static_cast<int>(p.columns()), diagonal.data(), column.data(),
                               p.curvature.data());
    ClpSolve how;
    how.setSolveType(ClpSolve::useBarrierNoCross);
    clp.initialSolve(how);
    EXPECT_NEAR(objective(p, std::vector<double>(clp.primalColumnSolution(),
                                                 clp.primalColumnSolution() + p.columns())) /
                    s.objective,
                1, 1e-6);
  }
}
#endif

}  // namespace
}  // namespace lode::market
