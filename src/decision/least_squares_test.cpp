#include "decision/least_squares.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/clusters.h"
#include "base/error.h"
#include "base/parallel.h"
#include "base/random.h"
#include "decision/finite_differences.h"
#include "decision/process.h"
#include "decision/upper_bound.h"

namespace lode::decision {
namespace {

OneFactor put_on(double start, double volatility, double strike, int dates) {
  OneFactor out{geometric(start, 0.06, 0, volatility), 0.06, {}, {}};
  for (int i = 0; i <= dates; ++i) out.years.push_back(i / 50.0);
  out.payoff = [strike](std::size_t, std::size_t action, double price) {
    if (action == 0) return 0.0;
    return price < strike ? strike - price : kNotAllowed;
  };
  return out;
}
const Rights kPut{{"held", "ended"}, {{"wait", 0, 0}, {"exercise", 0, 1, 1}}, 0};

TEST(Polynomials, of_two_factors_reproduce_a_polynomial_exactly) {
  const Basis basis(2, 3);
  EXPECT_EQ(basis.terms(), 10u);  // C(5, 2)
  EXPECT_EQ(basis.terms(1), 3u);
  Moments sums(basis.terms(), 1);
  const Stream random(1, "test.basis");
  std::vector<double> phi(basis.terms());
  const auto f = [](double x, double y) { return 2 - x + 3 * x * y + y * y * y; };
  for (std::uint64_t i = 0; i < 200; ++i) {
    const double state[2] = {random.normal(2 * i), random.normal(2 * i + 1)};
    basis.evaluate(state, phi);
    std::size_t at = 0;
    for (std::size_t r = 0; r < phi.size(); ++r)
      for (std::size_t s = 0; s <= r; ++s) sums.gram[at++] += phi[r] * phi[s];
    const double y = f(state[0], state[1]);
    for (std::size_t r = 0; r < phi.size(); ++r) sums.cross[r] += phi[r] * y;
    sums.square[0] += y * y, ++sums.paths;
  }
  const std::vector<double> b = solve(sums, basis.terms());
  EXPECT_NEAR(squared_error(sums, b, basis.terms()), 0, 1e-8);
  const double state[2] = {0.7, -1.3};
  basis.evaluate(state, phi);
  double fitted = 0;
  for (std::size_t r = 0; r < phi.size(); ++r) fitted += b[r] * phi[r];
  EXPECT_NEAR(fitted, f(0.7, -1.3), 1e-10);
}

TEST(Polynomials, leave_out_what_others_explain) {
  Moments sums(2, 1);  // the second term is always twice the first
  for (int i = 1; i <= 9; ++i) {
    sums.gram[0] += i * i, sums.gram[1] += 2 * i * i, sums.gram[2] += 4 * i * i;
    sums.cross[0] += 5.0 * i * i, sums.cross[1] += 10.0 * i * i, sums.square[0] += 25.0 * i * i;
  }
  const std::vector<double> b = solve(sums, 2);
  EXPECT_NEAR(b[0], 5, 1e-12);
  EXPECT_EQ(b[1], 0);
}

// 4.4773: finite differences of another program for the put of Longstaff & Schwartz (2001), Table 1, row 1, at its 50
// dates.
TEST(LeastSquares, value_of_a_put_matches_paper_within_its_error) {
  const OneFactor model = put_on(36, 0.2, 40, 50);
  const PricePaths paths = simulate(model.process, model.years, 20'000, 3);
  const Valued v = least_squares(kPut, paths, payoff_of(model, paths));
  EXPECT_EQ(v.clusters, 10'000u);
  EXPECT_NEAR(v.value, 4.4773, 3 * v.standard_error);
  EXPECT_LT(v.standard_error, 0.02);
}

TEST(LeastSquares, does_not_depend_on_threads) {
  const OneFactor model = put_on(38, 0.3, 40, 10);
  const PricePaths paths = simulate(model.process, model.years, 10'000, 3);
  Valued one, two;
  {
    const ThreadLimit limit(1);
    one = least_squares(kPut, paths, payoff_of(model, paths));
  }
  {
    const ThreadLimit limit(2);
    two = least_squares(kPut, paths, payoff_of(model, paths));
  }
  EXPECT_EQ(one.path_value, two.path_value);
  EXPECT_EQ(one.taken, two.taken);
}

// A path's future is drawn anew after a date: what is decided on it up to that date, and its value
// by decisions up to then, stays to the bit; so do all paths of its fold.
TEST(LeastSquares, decides_without_a_paths_future) {
  const OneFactor model = put_on(38, 0.3, 40, 12);
  const PricePaths paths = simulate(model.process, model.years, 4'000, 5);
  const Valued before = least_squares(kPut, paths, payoff_of(model, paths));
  constexpr std::size_t kDate = 6;
  PricePaths redrawn = paths;
  const Stream random(9, "test.redraw");
  for (std::size_t p = 0; p < paths.paths; ++p) {
    if (before.fold[p] == 0) continue;
    for (std::size_t t = kDate + 1; t < paths.dates; ++t) {
      const std::size_t at = t * paths.paths + p;
      redrawn.state[at] =
          redrawn.state[at - paths.paths] + 0.05 * random.normal(p * paths.dates + t);
      redrawn.price[at] = std::exp(redrawn.state[at]);
    }
  }
  const Valued after = least_squares(kPut, redrawn, payoff_of(model, redrawn));
  std::size_t later_changes = 0;
  for (std::size_t p = 0; p < paths.paths; ++p)
    for (std::size_t t = 0; t < paths.dates; ++t) {
      if (before.fold[p] == 0) continue;  // decided by the policy of the fold that was redrawn
      const std::size_t at = t * paths.paths + p;
      if (t <= kDate)
        ASSERT_EQ(before.taken[at], after.taken[at]) << p << ' ' << t;
      else
        later_changes += before.taken[at] != after.taken[at];
    }
  EXPECT_GT(later_changes, 100u);
}

TEST(LeastSquares, keeps_clusters_in_one_fold) {
  Paths paths{400, 2, 1, std::vector<double>(800), {}};
  const Stream random(2, "test.clusters");
  for (std::size_t i = 0; i < 800; ++i) paths.state[i] = random.normal(i);
  for (std::size_t p = 0; p < 400; ++p) paths.cluster.push_back(1000 + p % 40);
  const Valued v = least_squares(kPut, paths,
                                 [&](std::size_t t, std::size_t a, std::size_t first,
                                     std::span<double> known, std::span<double>) {
                                   for (std::size_t i = 0; i < known.size() && a == 1; ++i)
                                     known[i] = paths.state[t * 400 + first + i];
                                 });
  for (std::size_t p = 0; p < 400; ++p) EXPECT_EQ(v.fold[p], v.fold[p % 40]);
  EXPECT_EQ(v.clusters, 40u);
}

// Build now for a value learnt only later, wait for a sign, or leave. The sign s is uniform in {0, 1}; a mine built is worth
// 2 if s = 1 and -1 if not, with noise that nobody can know. Before the sign building is worth 1/2; after it
// 2 or nothing: 1, less a cost of waiting of 0.2.
TEST(LeastSquares, learns_what_comes_later_only_on_average) {
  const Rights rights{
      {"open", "done"}, {{"wait", 0, 0}, {"build", 0, 1, 0, kNoDate, true}, {"leave", 0, 1}}, 0};
  constexpr std::size_t n = 20'000;
  Paths paths{n, 2, 1, std::vector<double>(2 * n, 0.0), {}};
  const Stream random(7, "test.build");
  std::vector<double> worth(n);
  for (std::size_t p = 0; p < n; ++p) {
    const bool good = random.uniform(2 * p) < 0.5;
    paths.state[n + p] = good;
    worth[p] = (good ? 2 : -1) + 3 * random.normal(50'000 + p);
  }
  const Payoff payoff = [&](std::size_t t, std::size_t a, std::size_t first,
                            std::span<double> known, std::span<double> later) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (a == 0 && t == 0) known[i] = -0.2;
      if (a == 1) later[i] = worth[first + i];
    }
  };
  const Valued v = least_squares(rights, paths, payoff);
  EXPECT_NEAR(v.value, 0.8, 4 * v.standard_error);
  EXPECT_LT(v.standard_error, 0.03);
  for (std::size_t p = 0; p < n; ++p) {
    ASSERT_EQ(v.taken[p], 0);
    ASSERT_EQ(v.taken[n + p] == 1, paths.state[n + p] == 1);
  }
}

// A plant that runs or rests, with a cost of either change: three methods on the same dates.
TEST(LeastSquares, switching_agrees_with_finite_differences_and_the_bound) {
  const Rights rights{{"open", "closed", "left"},
                      {{"run", 0, 0},
                       {"close", 0, 1},
                       {"leave", 0, 2},
                       {"rest", 1, 1},
                       {"open", 1, 0},
                       {"leave", 1, 2}},
                      0};
  OneFactor model{geometric(1, 0.03, 0.02, 0.3), 0.03, {}, {}};
  for (int i = 0; i <= 20; ++i) model.years.push_back(0.5 * i);
  model.payoff = [](std::size_t date, std::size_t a, double price) {
    const double period = date < 20 ? 0.5 : 0;
    const double open = period * 10 * (price - 1), closed = -period * 0.5;
    const double pays[] = {open, closed - 0.4, -0.2, closed, open - 0.4, -0.2};
    return pays[a];
  };
  const PricePaths paths = simulate(model.process, model.years, 20'000, 11);
  const Valued v = least_squares(rights, paths, payoff_of(model, paths));
  const DifferencesValue d = finite_differences(rights, model);
  const PricePaths fresh = simulate(model.process, model.years, 1'000, 12);
  const GridValues grid(rights, model);
  const Penalty penalty = martingale(rights, grid, fresh);
  const Bound bound = upper_bound(rights, fresh.paths, fresh.dates, fresh.cluster,
                                  payoff_of(model, fresh), penalty);
  const Followed lower = follow(rights, v.basis, v.policy, std::vector<std::uint8_t>(1'000, 0),
                                fresh, payoff_of(model, fresh));
  const std::vector<double> charge =
      penalties(lower.taken, rights.action.size(), fresh.paths, fresh.dates, penalty);
  for (std::size_t p = 0; p < fresh.paths; ++p)
    ASSERT_LE(lower.path_value[p] - charge[p], bound.path_value[p] + 1e-9);
  EXPECT_NEAR(v.value, d.value, 3 * v.standard_error);
  EXPECT_NEAR(bound.value, d.value, 0.003 * d.value + 3 * bound.standard_error);
  // With a rest and a change that cost nothing closing is free: the price alone decides.
  EXPECT_GT(d.value, 0);
}

// A stock of five units, one mined a year while open: its levels are modes. As Brennan & Schwartz (1985) with
// decisions once a year; finite differences on the same dates and modes, and the bound.
TEST(LeastSquares, a_stock_that_is_mined_agrees_with_finite_differences) {
  constexpr std::size_t stock = 5, dates = 13;
  // Modes: open with 5 .. 1 units, closed with 5 .. 1 units, gone.
  Rights rights;
  struct Move {
    bool runs, changes, abandons;
  };
  std::vector<Move> move;
  const auto open = [](std::size_t left) { return stock - left; };
  const auto closed = [](std::size_t left) { return 2 * stock - left; };
  constexpr std::size_t gone = 2 * stock;
  rights.mode.assign(gone + 1, "mode");
  for (std::size_t left = stock; left > 0; --left) {
    const std::size_t after = left > 1 ? open(left - 1) : gone;
    rights.action.push_back({"run", open(left), after}), move.push_back({true, false, false});
    rights.action.push_back({"close", open(left), closed(left)}),
        move.push_back({false, true, false});
    rights.action.push_back({"leave", open(left), gone}), move.push_back({false, false, true});
    rights.action.push_back({"rest", closed(left), closed(left)}),
        move.push_back({false, false, false});
    rights.action.push_back({"open", closed(left), after}), move.push_back({true, true, false});
    rights.action.push_back({"leave", closed(left), gone}), move.push_back({false, false, true});
  }
  OneFactor model{geometric(0.5, 0.04, 0.03, 0.28), 0.04, {}, {}};
  for (std::size_t t = 0; t < dates; ++t) model.years.push_back(static_cast<double>(t));
  model.payoff = [&move](std::size_t, std::size_t action, double price) {
    const Move& m = move[action];
    if (m.abandons) return 0.0;
    return (m.runs ? 10 * (price - 0.5) : -0.5) - (m.changes ? 0.2 : 0);
  };
  const PricePaths paths = simulate(model.process, model.years, 8'000, 21);
  const Valued v = least_squares(rights, paths, payoff_of(model, paths));
  const double exact = finite_differences(rights, model).value;
  const PricePaths fresh = simulate(model.process, model.years, 400, 22);
  const GridValues grid(rights, model);
  const Bound bound = upper_bound(rights, fresh.paths, fresh.dates, fresh.cluster,
                                  payoff_of(model, fresh), martingale(rights, grid, fresh));
  EXPECT_NEAR(v.value, exact, 3 * v.standard_error);
  EXPECT_GT(bound.value, exact - 3 * bound.standard_error);
  EXPECT_LT(bound.value, 1.01 * exact + 3 * bound.standard_error);
}

// A right more never lowers the value to a single decider: random payoffs on random states, valued
// by the bound without penalty, which is exact where nothing is uncertain.
RC_GTEST_PROP(SingleDecider, never_loses_by_a_right, ()) {
  const auto dates = *rc::gen::inRange<std::size_t>(1, 5);
  const auto modes = *rc::gen::inRange<std::size_t>(1, 4);
  const auto more = *rc::gen::inRange<std::size_t>(1, 6);
  const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1'000'000);
  const Stream random(seed, "test.rights");
  Rights rights;
  for (std::size_t m = 0; m < modes; ++m) {
    rights.mode.push_back("m"), rights.action.push_back({"stay", m, m});
  }
  const Payoff payoff = [&](std::size_t t, std::size_t a, std::size_t, std::span<double> known,
                            std::span<double>) { known[0] = random.normal(t * 64 + a); };
  const auto value = [&] {
    return upper_bound(rights, 1, dates, {}, payoff,
                       [](std::size_t, std::size_t, std::size_t, std::span<double>) {})
        .value;
  };
  double before = value();
  for (std::size_t k = 0; k < more; ++k) {
    const auto pick = [&](std::uint64_t i) {
      return std::min(modes - 1, static_cast<std::size_t>(random.uniform(1000 + 2 * k + i) *
                                                          static_cast<double>(modes)));
    };
    rights.action.push_back({"more", pick(0), pick(1)});
    const double after = value();
    RC_ASSERT(after >= before);
    before = after;
  }
}

TEST(LeastSquares, refuses_what_does_not_fit) {
  const Payoff nothing = [](std::size_t, std::size_t, std::size_t, std::span<double>,
                            std::span<double>) {};
  const Paths paths{8, 1, 1, std::vector<double>(8, 1.0), {}};
  EXPECT_THROW(least_squares({{"held"}, {{"go", 0, 4}}, 0}, paths, nothing), InputError);
  EXPECT_THROW(least_squares({{"held"}, {{"wait", 0, 0, 5}}, 0}, paths, nothing), InputError);
  EXPECT_THROW(least_squares(kPut, {8, 1, 1, std::vector<double>(7, 1.0), {}}, nothing),
               InputError);
  EXPECT_THROW(
      least_squares(kPut, {8, 1, 1, std::vector<double>(8, 1.0), std::vector<std::uint64_t>(8, 1)},
                    nothing),
      InputError);
}

}  // namespace
}  // namespace lode::decision
