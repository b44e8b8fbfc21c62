// Processes, finite differences, bounds and closed forms, each against another way to the same number.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/listed.h"
#include "decision/decision.h"

namespace lode::decision {
namespace {

double cdf(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

// Black & Scholes (1973) with a yield.
double european_put(double s, double k, double r, double y, double v, double t) {
  const double d1 = (std::log(s / k) + (r - y + v * v / 2) * t) / (v * std::sqrt(t));
  return k * std::exp(-r * t) * cdf(v * std::sqrt(t) - d1) - s * std::exp(-y * t) * cdf(-d1);
}

// Cox, Ross & Rubinstein (1979): `steps` between two dates of exercise.
double tree_put(double s, double k, double r, double y, double v, double t, int dates, int steps) {
  const int n = dates * steps;
  const double dt = t / n, up = std::exp(v * std::sqrt(dt)), down = 1 / up;
  const double p = (std::exp((r - y) * dt) - down) / (up - down), discount = std::exp(-r * dt);
  std::vector<double> value(static_cast<std::size_t>(n) + 1);
  for (int level = n; level >= 0; --level)
    for (int i = 0; i <= level; ++i) {
      const auto at = static_cast<std::size_t>(i);
      const double price = s * std::pow(up, level - 2 * i);
      double kept = level == n ? 0.0 : discount * (p * value[at] + (1 - p) * value[at + 1]);
      if (level % steps == 0 && level > 0) kept = std::max(kept, k - price);
      value[at] = kept;
    }
  return value[0];
}

OneFactor put_of(double s, double k, double r, double y, double v, double t, int dates) {
  OneFactor out{geometric(s, r, y, v), r, {}, {}};
  for (int i = 0; i <= dates; ++i) out.years.push_back(t * i / dates);
  out.payoff = [k](std::size_t, std::size_t action, double price) {
    if (action == 0) return 0.0;
    return price < k ? k - price : kNotAllowed;
  };
  return out;
}
const Rights kPut{{"held", "ended"}, {{"wait", 0, 0}, {"exercise", 0, 1, 1}}, 0};

struct Put {
  double s, k, r, y, v, t;
  int dates;
};
constexpr Put kPuts[] = {{36, 40, 0.06, 0, 0.2, 1, 50},
                         {95, 100, 0.03, 0.05, 0.35, 0.5, 4},
                         {110, 100, 0.08, 0.02, 0.15, 3, 12},
                         {100, 120, 0.01, 0, 0.5, 2, 1},
                         {50, 45, 0.05, 0.10, 0.25, 1.5, 6}};

TEST(FiniteDifferences, bermudan_put_matches_a_tree) {
  for (const Put& p : kPuts) {
    const double value =
        finite_differences(kPut, put_of(p.s, p.k, p.r, p.y, p.v, p.t, p.dates)).value;
    const int steps = 1200 / p.dates;
    // A tree swings about its limit; two of them halve that.
    const double tree = (tree_put(p.s, p.k, p.r, p.y, p.v, p.t, p.dates, steps) +
                         tree_put(p.s, p.k, p.r, p.y, p.v, p.t, p.dates, steps + 1)) /
                        2;
    EXPECT_NEAR(value, tree, 1.5e-4 * p.k) << p.s << ' ' << p.k;
    if (p.dates == 1) {
      EXPECT_NEAR(value, european_put(p.s, p.k, p.r, p.y, p.v, p.t), 1e-4 * p.k);
    }
  }
}

TEST(FiniteDifferences, error_falls_as_the_square_of_the_width) {
  const OneFactor model = put_of(100, 110, 0.04, 0, 0.3, 1, 1);
  const double exact = european_put(100, 110, 0.04, 0, 0.3, 1);
  const double coarse = finite_differences(kPut, model, {250, 250}).value - exact;
  const double fine = finite_differences(kPut, model, {1000, 1000}).value - exact;
  EXPECT_LT(std::abs(fine), std::abs(coarse) / 8);
  EXPECT_LT(std::abs(fine), 5e-4);
}

TEST(UpperBound, of_a_put_is_no_lower_than_its_value_and_close) {
  for (const Put& p : kPuts) {
    const OneFactor model = put_of(p.s, p.k, p.r, p.y, p.v, p.t, p.dates);
    const double value = finite_differences(kPut, model).value;
    const PricePaths paths = simulate(model.process, model.years, 1'000, 4);
    const GridValues grid(kPut, model);
    const Bound bound = upper_bound(kPut, paths.paths, paths.dates, paths.cluster,
                                    payoff_of(model, paths), martingale(kPut, grid, paths));
    EXPECT_GT(bound.value, value - 3 * bound.standard_error - 1e-4 * p.k);
    EXPECT_LT(bound.value, value * 1.005 + 3 * bound.standard_error) << p.s << ' ' << p.k;
  }
}

// A week, a day, a third of one: as many steps as a year has.
TEST(FiniteDifferences, hold_over_short_horizons) {
  for (const double years : {0.001, 0.0019, 0.01, 0.05})
    EXPECT_NEAR(finite_differences(kPut, put_of(100, 100, 0.05, 0, 0.2, years, 1)).value,
                european_put(100, 100, 0.05, 0, 0.2, years), 2e-4)
        << years;
}

// The increments have mean zero at any price, so that the bound is one whatever the values are.
TEST(UpperBound, expectation_is_that_of_the_interpolated_values) {
  const OneFactor model = put_of(100, 100, 0.04, 0, 0.3, 1, 5);
  const GridValues grid(kPut, model);
  const Step s = step(model.process, 0.2);
  std::array<double, 2> expected;
  for (const double price : {70.0, 93.7, 100.0, 141.0}) {
    grid.expected(2, std::log(price), expected);
    // Midpoint rule over 8 standard deviations.
    constexpr int n = 400'000;
    double sum = 0;
    for (int i = 0; i < n; ++i) {
      const double z = -8 + 16.0 * (i + 0.5) / n;
      sum += std::exp(-z * z / 2) *
             grid.value(3, 0, s.scale * std::log(price) + s.shift + s.deviation * z);
    }
    EXPECT_NEAR(expected[0], sum * 16.0 / n / std::sqrt(2 * std::numbers::pi), 1e-7);
  }
}

// Schwartz (1997): copper with lambda 0.339 in cents goes to futures of 88.08 cents at infinity.
TEST(Process, mean_reverting_forward_matches_paper) {
  const Process p = mean_reverting(100, 0.369, 4.854, 0.339, 0.233);
  EXPECT_NEAR(forward(p, 100, 200), 88.08, 0.005);
}

TEST(Process, paths_have_the_moments_of_the_step) {
  const Process p = mean_reverting(1.2, 0.8, 0.1, 0.05, 0.3);
  const double years[] = {0, 0.5, 2};
  const PricePaths paths = simulate(p, years, 20'000, 8);
  for (std::size_t t = 0; t < 3; ++t) {
    double sum = 0, squares = 0;
    const Step s = step(p, years[t]);
    for (const double state : paths.factor(t, 0)) {
      const double x = state - s.scale * std::log(1.2) - s.shift;
      sum += x, squares += x * x;
    }
    EXPECT_NEAR(sum / 20'000, 0, 1e-12);  // antithetic
    EXPECT_NEAR(std::sqrt(squares / 20'000), s.deviation, 0.02 * s.deviation + 1e-12);
  }
}

TEST(Process, two_steps_are_one) {
  const Process p = mean_reverting(1, 0.4, 0.3, 0.1, 0.25);
  const Step a = step(p, 0.7), b = step(p, 1.6), whole = step(p, 2.3);
  EXPECT_NEAR(a.scale * b.scale, whole.scale, 1e-14);
  EXPECT_NEAR(b.scale * a.shift + b.shift, whole.shift, 1e-14);
  EXPECT_NEAR(std::hypot(b.scale * a.deviation, b.deviation), whole.deviation, 1e-14);
}

// Schwartz (1997), Table XX, model 0: trigger 1.30, values 0.11, 0.99, 3.38.
TEST(Perpetual, project_matches_paper) {
  double slope = 0, constant = -2;
  for (int k = 1; k <= 10; ++k)
    slope += std::exp(-0.118 * k), constant -= 0.4 * std::exp(-0.06 * k);
  const Perpetual p = perpetual(0.06, 0.118, 0.266, slope, constant);
  EXPECT_NEAR(p.trigger, 1.30, 0.005);
  EXPECT_NEAR(p.value(0.5), 0.11, 0.005);
  EXPECT_NEAR(p.value(1.0), 0.99, 0.005);
  EXPECT_NEAR(p.value(1.5), 3.38, 0.005);
}

TEST(Perpetual, put_is_that_of_a_long_one) {
  // What comes after 60 years is discounted to e^-6; dates 5.5 days apart lose as much again.
  const Perpetual p = perpetual(0.10, 0.01, 0.3, -1, 50);
  const double dated = finite_differences(kPut, put_of(60, 50, 0.10, 0.01, 0.3, 60, 4000)).value;
  EXPECT_LT(dated, p.value(60));
  EXPECT_GT(dated, p.value(60) * 0.998);
}

TEST(Perpetual, call_without_a_yield_is_never_taken) {
  const Perpetual p = perpetual(0.05, 0, 0.3, 1, -50);
  EXPECT_TRUE(std::isinf(p.trigger));
  EXPECT_EQ(p.value(60), 60);
  EXPECT_THROW(perpetual(0.05, 0.02, 0.3, 1, 50), InputError);
  EXPECT_THROW(perpetual(0, 0.02, 0.3, 1, -50), InputError);
}

DepletableMine copper() {
  DepletableMine m;
  m.volatility = std::sqrt(0.08), m.yield = 0.01, m.nominal_rate = 0.10, m.inflation = 0.08;
  m.reserve = 150, m.output = 10, m.unit_cost = 0.5, m.maintenance = 0.5;
  m.open_cost = m.close_cost = 0.2, m.income_tax = 0.5;
  m.property_tax_open = m.property_tax_closed = 0.02;
  return m;
}

TEST(DepletableMine, declares_each_parameter_once) {
  const Listed keys = listed<DepletableMine>();
  EXPECT_EQ(keys.required, "volatility nominal_rate reserve output");
  EXPECT_EQ(keys.sampled, "");
}

// 34.09, 1.267, triggers 0.757, 0.451, 0.191: finite differences of another program (Brennan & Schwartz 1985 print
// 34.01, 1.25, 0.76, 0.44, 0.20).
TEST(DepletableMine, matches_another_program) {
  const MineValues v = solve(copper(), {800, 150, 0.3, 1.0});
  ASSERT_TRUE(v.converged);
  EXPECT_NEAR(v.open_at(1.0), 34.0873, 0.01);
  EXPECT_NEAR(v.closed_at(0.3), 1.4668, 0.003);
  EXPECT_NEAR(v.trigger[0].open_at, 0.757, 0.02 * 0.757);
  EXPECT_NEAR(v.trigger[0].close_at, 0.4508, 0.02 * 0.4508);
  EXPECT_NEAR(v.trigger[0].abandon_closed_at, 0.1913, 0.02 * 0.1913);
}

// 60.395 s - 28.199, from the parameters alone.
TEST(DepletableMine, far_above_its_triggers_rights_are_worth_little) {
  EXPECT_NEAR(without_rights(copper(), 1), 60.395 - 28.199, 1e-3);
  const MineValues v = solve(copper(), {800, 100, 0.3, 20});
  EXPECT_NEAR(v.open_at(20), without_rights(copper(), 20), 0.02);
}

TEST(DepletableMine, more_rights_and_lower_costs_are_worth_no_less) {
  DepletableMine cheap = copper(), fixed = copper(), dear = copper();
  cheap.open_cost = cheap.close_cost = 0.05, fixed.may_close = false, dear.maintenance = 2;
  const MineGrid grid{400, 60, 0.3, 1.0};
  const MineValues a = solve(cheap, grid), b = solve(copper(), grid), c = solve(dear, grid),
                   d = solve(fixed, grid);
  for (const double price : {0.3, 0.5, 0.7, 1.0}) {
    EXPECT_GE(a.open_at(price), b.open_at(price) - 1e-6);
    EXPECT_GE(b.open_at(price), c.open_at(price) - 1e-6);
    EXPECT_GE(c.open_at(price), d.open_at(price) - 1e-6);
    EXPECT_GE(d.open_at(price), 0);
  }
}

}  // namespace
}  // namespace lode::decision
