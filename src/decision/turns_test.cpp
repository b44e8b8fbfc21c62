// Several holders by least squares: held to one decider's least squares, and to games small enough
// to enumerate.
#include "decision/turns.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/random.h"

namespace lode::decision {
namespace {

constexpr std::size_t kPaths = 4000, kDates = 3;

// A price that walks; clusters of ten paths.
Paths walk(std::uint64_t seed) {
  Paths out;
  out.paths = kPaths, out.dates = kDates, out.factors = 1;
  out.state.resize(kDates * kPaths);
  for (std::size_t p = 0; p < kPaths; ++p) {
    const Stream stream(seed, "test.turns", p);
    double x = 0;
    for (std::size_t t = 0; t < kDates; ++t) out.state[t * kPaths + p] = x += stream.normal(t);
    out.cluster.push_back(p / 10);
  }
  return out;
}

// Build now or wait; at the last date build or leave.
Rights build_or_wait() {
  Rights out{{"open", "done"}, {}, 0};
  out.action.push_back({"build", 0, 1, 0, kDates - 1, true});
  out.action.push_back({"wait", 0, 0, 0, kDates - 2, false});
  out.action.push_back({"leave", 0, 1, 0, kDates - 1, false});
  return out;
}

// What building brings is the price a date later plus noise, times each holder's part, plus a sum.
double brings(std::uint64_t seed, const Paths& paths, std::size_t t, std::size_t p) {
  return paths.state[t * kPaths + p] + Stream(seed, "test.turns.noise", p).normal(t);
}

struct Terms {
  double part, sum;
};

HolderPayoff payoff_of(std::uint64_t seed, const Paths& paths, const std::vector<Terms>& terms) {
  return [=, &paths](std::size_t t, std::size_t a, std::size_t h, std::size_t first,
                     std::span<double>, std::span<double> later) {
    for (std::size_t i = 0; a == 0 && i < later.size(); ++i)
      later[i] = terms[h].part * brings(seed, paths, t, first + i) + terms[h].sum;
  };
}

TEST(Turns, one_holder_is_least_squares) {
  const Paths paths = walk(1);
  const HolderPayoff payoff = payoff_of(1, paths, {{1, 0.2}});
  const Played played = play({build_or_wait(), {"one"}, {0, 0}, {{}, {}, {}}}, paths, payoff);
  const Valued valued =
      least_squares(build_or_wait(), paths,
                    [&](std::size_t t, std::size_t a, std::size_t first, std::span<double> known,
                        std::span<double> later) { payoff(t, a, 0, first, known, later); });
  EXPECT_NEAR(played.value[0].mean, valued.value, 1e-12);
  EXPECT_NEAR(played.value[0].standard_error, valued.standard_error, 1e-12);
  EXPECT_EQ(played.taken, valued.taken);
}

// Its value is linear in what is known, so what the holder expects is known exactly: it builds at
// the last date where the price is above minus its sum.
TEST(Turns, the_last_date_is_decided_by_what_is_expected) {
  const Paths paths = walk(2);
  const Played played = play({build_or_wait(), {"one"}, {0, 0}, {{}, {}, {}}}, paths,
                             payoff_of(2, paths, {{1, 0.5}}));
  std::size_t right = 0, decided = 0;
  for (std::size_t p = 0; p < kPaths; ++p) {
    const std::uint16_t taken = played.taken[(kDates - 1) * kPaths + p];
    if (taken == kNone) continue;
    ++decided;
    right += (taken == 0) == (paths.state[(kDates - 1) * kPaths + p] > -0.5);
  }
  EXPECT_GT(decided, kPaths / 10);
  EXPECT_GT(static_cast<double>(right), 0.97 * static_cast<double>(decided));
}

// A holder who always loses refuses; one who always gains hardly ever does.
TEST(Turns, consent_is_given_where_it_pays) {
  const Paths paths = walk(3);
  const Turns needs{build_or_wait(), {"decider", "other"}, {0, 0}, {{1}, {}, {}}};
  const Played refused = play(needs, paths, payoff_of(3, paths, {{1, 5}, {0, -1}}));
  EXPECT_EQ(refused.value[0].mean, 0);
  EXPECT_EQ(refused.value[1].mean, 0);
  EXPECT_EQ(std::count(refused.refused.begin(), refused.refused.begin() + kPaths, 1),
            static_cast<std::ptrdiff_t>(kPaths));
  const Played agreed = play(needs, paths, payoff_of(3, paths, {{1, 5}, {0, 1}}));
  const Played free = play({build_or_wait(), {"decider", "other"}, {0, 0}, {{}, {}, {}}}, paths,
                           payoff_of(3, paths, {{1, 5}, {0, 1}}));
  // Where both ways are worth the same to it, the regression's noise decides.
  EXPECT_LT(std::count(agreed.refused.begin(), agreed.refused.end(), 1), kPaths / 50);
  EXPECT_NEAR(agreed.value[0].mean, free.value[0].mean, 0.05);
}

// Two holders with opposite tastes: who decides gets what it wants, and with the other's consent
// what both want.
TEST(Turns, a_right_is_worth_something_to_its_holder) {
  const Paths paths = walk(4);
  const HolderPayoff payoff = payoff_of(4, paths, {{1, 0}, {-0.5, 0.2}});
  const auto worth = [&](std::size_t decider, std::vector<std::size_t> consent) {
    return play({build_or_wait(), {"one", "two"}, {decider, decider}, {consent, {}, {}}}, paths,
                payoff)
        .value;
  };
  const auto first = worth(0, {}), second = worth(1, {}), both = worth(0, {1});
  EXPECT_GT(first[0].mean, second[0].mean);
  EXPECT_GT(second[1].mean, first[1].mean);
  EXPECT_GT(first[0].mean, both[0].mean);
  EXPECT_GT(both[1].mean, first[1].mean);
  EXPECT_GT(both[0].mean, -3 * both[0].standard_error);
}

// A single decider's right is worth no less than nothing, but for noise.
TEST(Turns, a_single_right_is_worth_no_less_than_nothing) {
  for (std::uint64_t seed = 10; seed < 20; ++seed) {
    const Paths paths = walk(seed);
    const double sum = 0.4 * (static_cast<double>(seed) - 15);
    const Played played = play({build_or_wait(), {"one"}, {0, 0}, {{}, {}, {}}}, paths,
                               payoff_of(seed, paths, {{1, sum}}));
    EXPECT_GT(played.value[0].mean, -3 * played.value[0].standard_error);
    double always = 0;
    for (std::size_t p = 0; p < kPaths; ++p) always += brings(seed, paths, 0, p) + sum;
    EXPECT_GT(played.value[0].mean, always / kPaths - 4 * played.value[0].standard_error);
  }
}

// What is not yet revealed decides nothing: other futures, same decisions before.
TEST(Turns, nothing_is_foreseen) {
  const Paths paths = walk(5);
  Paths other = walk(6);
  // Paths of one fold keep their past and change their future after date 0: the policy of the other
  // fold, fitted on paths that stay as they are, decides the same for them at date 0.
  const auto fold_of = [](std::size_t p) { return p / 10 % 2; };
  Paths mixed = paths;
  for (std::size_t p = 0; p < kPaths; ++p)
    for (std::size_t t = 1; t < kDates; ++t)
      if (fold_of(p) == 0) mixed.state[t * kPaths + p] = other.state[t * kPaths + p];
  const Turns game{build_or_wait(), {"one"}, {0, 0}, {{}, {}, {}}};
  const Played before = play(game, paths, payoff_of(5, paths, {{1, 0}}));
  const HolderPayoff changed = [&](std::size_t t, std::size_t a, std::size_t, std::size_t first,
                                   std::span<double>, std::span<double> later) {
    for (std::size_t i = 0; a == 0 && i < later.size(); ++i)
      later[i] = brings(fold_of(first + i) == 0 ? 7 : 5, mixed, t, first + i);
  };
  const Played after = play(game, mixed, changed);
  for (std::size_t p = 0; p < kPaths; ++p)
    if (fold_of(p) == 0) {
      EXPECT_EQ(before.taken[p], after.taken[p]) << p;
    }
}

TEST(Turns, refuses_a_game_that_can_stand_still) {
  const Paths paths = walk(1);
  EXPECT_THROW(play({build_or_wait(), {"one", "two"}, {0, 0}, {{1}, {1}, {1}}}, paths,
                    payoff_of(1, paths, {{1, 0}, {1, 0}})),
               InputError);
}

}  // namespace
}  // namespace lode::decision
