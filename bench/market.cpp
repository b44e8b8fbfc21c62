// How long an equilibrium takes: a random market of some 4,500 variables, a world of 8 regions over
// 20 years, and one more year of it from the year before. Where Clp is installed its barrier solves
// the same programs, and its objective is compared before any time is printed.
//
//   build/bench/bench_market
#include "market/market.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "market/made_up_program.h"
#include "market/made_up_world.h"
#ifdef LODE_CLP
#include <ClpInterior.hpp>
#include <ClpSimplex.hpp>
#include <ClpSolve.hpp>
#endif

namespace {

using namespace lode::market;

double seconds(const std::function<void()>& act) {
  const auto start = std::chrono::steady_clock::now();
  act();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double least_of(int times, const std::function<void()>& act) {
  double out = HUGE_VAL;
  for (int i = 0; i < times; ++i) out = std::min(out, seconds(act));
  return out;
}

void fail(const std::string& why) {
  fmt::print("bench_market: {}\n", why);
  std::exit(1);
}

#ifdef LODE_CLP
double objective_of_clp(const Program& p) {
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
  const double* x = clp.primalColumnSolution();
  return objective(p, std::vector<double>(x, x + p.columns()));
}
#endif

// Solves it, compares with Clp, and returns the answer.
Solution race(const char* name, const Program& p) {
  Solution answer;
  const double own = least_of(5, [&] { answer = Solver(p).solve(p); });
  if (answer.status != SolveStatus::solved || answer.certificate.residual > 1e-9)
    fail(fmt::format("{} has no answer at 1e-9", name));
  std::string rival = "Clp is not installed";
#ifdef LODE_CLP
  double theirs = 0;
  const double time = seconds([&] { theirs = objective_of_clp(p); });
  const double apart = std::abs(theirs / answer.objective - 1);
  if (!(apart < 1e-5)) fail(fmt::format("{}: objectives differ by {:.2g}", name, apart));
  rival = fmt::format("objectives {:.1g} apart, Clp's barrier {:.3f} s", apart, time);
#endif
  fmt::print("{}: {} columns, {} rows; {}; cold {:.4f} s, residual {:.1e}, {} iterations\n", name,
             p.columns(), p.rows(), rival, own, answer.certificate.residual, answer.iterations);
  return answer;
}

// The next years of a market: demand and costs move a little, and some capacity.
void years(const char* name, Program p, unsigned seed) {
  std::mt19937 random(seed);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random()) / 4294967296.0;
  };
  Solver solver(p);
  Solution before = solver.solve(p);
  std::vector<double> times;
  int interior = 0;
  double worst = 0;
  for (int year = 0; year < 400; ++year) {
    const double growth = uniform(0.99, 1.02);
    for (std::size_t j = 0; j < p.columns(); ++j) {
      if (p.cost[j] < 0) p.cost[j] *= uniform(0.995, 1.005) * (year % 2 == 0 ? growth : 1 / growth);
      if (std::isfinite(p.high[j])) p.high[j] *= uniform(0.99, 1.01);
    }
    Solution now;
    times.push_back(seconds([&] { now = solver.solve(p, &before); }));
    if (now.status != SolveStatus::solved)
      fail(fmt::format("{}: no answer in year {}", name, year));
    if (now.iterations > 0) ++interior;
    worst = std::max(worst, now.certificate.residual);
    before = std::move(now);
  }
  std::sort(times.begin(), times.end());
  fmt::print(
      "{}: a warm year {:.4f} ms (median of {}), 90 % below {:.4f} ms; {} by the interior "
      "point, residual at most {:.1e}\n",
      name, 1e3 * times[times.size() / 2], times.size(), 1e3 * times[times.size() * 9 / 10],
      interior, worst);
}

}  // namespace

int main() {
  race("random market, 13 regions, 2 stages, 10 periods",
       made_up::Market({13, 2, 10, 2}, 1).program);
  race("reference world, 8 regions, 2 stages, 6 tiers, 20 years",
       made_up::Market({8, 2, 20, 6}, 2).program);
  years("reference world, one year", made_up::Market({8, 2, 1, 6}, 3).program, 4);
  const World w = made_up::world(1, 8, 20);
  Equilibrium e;
  const double all = least_of(3, [&] { e = made_up::solve(w); });
  if (!e.solved()) fail("the world has no answer");
  fmt::print(
      "a world of 8 regions over 20 years from its case, with {} programs for its value taxes: "
      "{:.4f} s, residual {:.1e}\n",
      e.passes, all, e.certificate.residual);
  return 0;
}
