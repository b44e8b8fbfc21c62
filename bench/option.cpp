// A right to stop on 100,000 paths of 50 dates, by least squares: paths drawn, policies fitted on two folds, every path
// valued by the other's. Before any time is printed the value is compared with finite differences, in its
// own standard errors, and the policy's loss with the upper bound.
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>

#include "base/parallel.h"
#include "decision/decision.h"

using namespace lode::decision;

int main() {
  const lode::ThreadLimit one(1);
  // Longstaff & Schwartz (2001), Table 1, row 1.
  const Rights rights{{"held", "ended"}, {{"wait", 0, 0}, {"exercise", 0, 1, 1}}, 0};
  OneFactor model{geometric(36, 0.06, 0, 0.2), 0.06, {}, {}};
  for (int t = 0; t <= 50; ++t) model.years.push_back(t / 50.0);
  model.payoff = [](std::size_t, std::size_t action, double price) {
    if (action == 0) return 0.0;
    return price < 40 ? 40 - price : kNotAllowed;
  };
  const double exact = finite_differences(rights, model).value;

  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::time_point a, Clock::time_point b) {
    return std::chrono::duration<double>(b - a).count();
  };
  const Clock::time_point begin = Clock::now();
  const PricePaths paths = simulate(model.process, model.years, 100'000, 1);
  const Clock::time_point drawn = Clock::now();
  const Valued v = least_squares(rights, paths, payoff_of(model, paths));
  const Clock::time_point done = Clock::now();
  const PricePaths fresh = simulate(model.process, model.years, 2'000, 2);
  const GridValues grid(rights, model);
  const Bound bound = upper_bound(rights, fresh.paths, fresh.dates, fresh.cluster,
                                  payoff_of(model, fresh), martingale(rights, grid, fresh));
  const Clock::time_point bounded = Clock::now();

  if (std::abs(v.value - exact) > 3 * v.standard_error ||
      bound.value < exact - 3 * bound.standard_error - 1e-3 || bound.value > exact * 1.01) {
    fmt::print(
        "WRONG: least squares {:.5f} ({:.5f}), finite differences {:.5f}, bound {:.5f} ({:.5f})\n",
        v.value, v.standard_error, exact, bound.value, bound.standard_error);
    return 1;
  }
  fmt::print("least squares {:.4f} ({:.4f}), finite differences {:.4f}, bound {:.4f} ({:.4f})\n",
             v.value, v.standard_error, exact, bound.value, bound.standard_error);
  fmt::print(
      "one thread: {:.2f} s to draw 100,000 x 50 prices, {:.2f} s to fit and value, {:.2f} s "
      "together\n",
      seconds(begin, drawn), seconds(drawn, done), seconds(begin, done));
  fmt::print("{:.2f} s for a bound of 2,000 paths\n", seconds(done, bounded));
  return 0;
}
