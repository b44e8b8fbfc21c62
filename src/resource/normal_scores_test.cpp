#include "resource/normal_scores.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/base.h"

namespace lode::resource {
namespace {

std::vector<double> some_values() {
  std::vector<double> out(*rc::gen::inRange<std::size_t>(1, 60));
  for (double& v : out) v = *rc::gen::inRange(0, 40) / 4.0;  // ties are common
  return out;
}

std::vector<double> some_weights(std::size_t n) {
  std::vector<double> out(n);
  for (double& w : out) w = *rc::gen::inRange(1, 100) / 10.0;
  return out;
}

TEST(NormalScores, middles_of_equal_shares_match_tables_of_the_normal_law) {
  // Phi^-1 of 1/10, 3/10, 5/10, 7/10, 9/10; Abramowitz & Stegun (1964), table 26.1 inverted.
  const NormalScores s = normal_scores(std::vector<double>{50, 10, 40, 20, 30});
  const double wanted[] = {1.2815515655446004, -1.2815515655446004, 0.5244005127080407,
                           -0.5244005127080407, 0};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(s.score[i], wanted[i], 1e-14);
}

// The definition, sample by sample.
RC_GTEST_PROP(NormalScores, shared_scores_match_the_weight_below_counted_one_by_one, ()) {
  const std::vector<double> value = some_values(), weight = some_weights(value.size());
  const NormalScores s = normal_scores(value, weight);
  for (std::size_t i = 0; i < value.size(); ++i) {
    double below = 0, same = 0, total = 0;
    for (std::size_t j = 0; j < value.size(); ++j) {
      total += weight[j];
      if (value[j] < value[i]) below += weight[j];
      if (value[j] == value[i]) same += weight[j];
    }
    RC_ASSERT(std::abs(s.score[i] - normal_quantile((below + same / 2) / total)) < 1e-12);
  }
}

RC_GTEST_PROP(NormalScores, order_tells_ties_apart, ()) {
  const std::vector<double> value = some_values();
  const NormalScores s = normal_scores(value, {}, TieRule::in_order);
  for (std::size_t i = 0; i < value.size(); ++i) {
    double rank = 0.5;
    for (std::size_t j = 0; j < value.size(); ++j)
      rank += value[j] < value[i] || (value[j] == value[i] && j < i);
    RC_ASSERT(std::abs(s.score[i] - normal_quantile(rank / static_cast<double>(value.size()))) <
              1e-12);
  }
}

RC_GTEST_PROP(NormalScores, back_transform_undoes_them_and_keeps_order, ()) {
  const std::vector<double> value = some_values();
  const auto ties = *rc::gen::element(TieRule::share, TieRule::in_order);
  const NormalScores s = normal_scores(value, some_weights(value.size()), ties);
  Tails tails{.low = -1, .high = 12};
  tails.low_power = *rc::gen::element(0.5, 1.0, 2.5);
  tails.high_power = *rc::gen::element(0.5, 1.0, 2.5);
  RC_ASSERT(fault_of(s.table, tails) == "");
  for (std::size_t i = 0; i < value.size(); ++i)
    RC_ASSERT(back_transform(s.table, s.score[i], tails) == value[i]);
  double last = back_transform(s.table, -9, tails);
  RC_ASSERT(last >= -1);
  for (double score = -8.9; score <= 9; score += 0.05) {
    const double here = back_transform(s.table, score, tails);
    RC_ASSERT(here >= last && here <= 12);
    last = here;
  }
}

TEST(NormalScores, tails_match_the_formulas_of_gslib) {
  const NormalScores s = normal_scores(std::vector<double>{1, 2, 3, 4});  // F = 1/8 .. 7/8
  const Tails linear{.low = 0, .high = 5};
  // Half of the probability left below 1/8, above 7/8.
  EXPECT_NEAR(back_transform(s.table, normal_quantile(1.0 / 16), linear), 0.5, 1e-12);
  EXPECT_NEAR(back_transform(s.table, normal_quantile(15.0 / 16), linear), 4.5, 1e-12);
  const Tails power{.low = 0, .high = 5, .low_power = 2.5, .high_power = 0.5};
  EXPECT_NEAR(back_transform(s.table, normal_quantile(1.0 / 16), power), std::pow(0.5, 0.4), 1e-12);
  EXPECT_NEAR(back_transform(s.table, normal_quantile(15.0 / 16), power), 4.25, 1e-12);
  const Tails heavy{.low = 0, .high_power = 1.5, .upper = UpperTail::hyperbolic};
  // lambda = 4^1.5 / 8; z = (lambda / (1 - F))^(1 / 1.5)
  EXPECT_NEAR(back_transform(s.table, normal_quantile(15.0 / 16), heavy),
              std::pow(std::pow(4, 1.5) / 8 * 16, 1 / 1.5), 1e-12);
}

TEST(NormalScores, missing_values_stay_missing_and_one_value_is_the_middle) {
  const NormalScores s = normal_scores(std::vector<double>{kRequired, 7});
  EXPECT_TRUE(std::isnan(s.score[0]));
  EXPECT_EQ(s.score[1], 0);
}

TEST(NormalScores, refuses_bad_weights_values_and_tails) {
  const std::vector<double> two = {1, 2};
  EXPECT_THROW(normal_scores(two, std::vector<double>{1}), InputError);
  EXPECT_THROW(normal_scores(two, std::vector<double>{1, 0}), InputError);
  EXPECT_THROW(normal_scores(two, std::vector<double>{1, kRequired}), InputError);
  EXPECT_THROW(normal_scores(std::vector<double>{1, kInfinity}), InputError);
  EXPECT_THROW(normal_scores(std::vector<double>{kRequired}), InputError);
  const ScoreTable table = normal_scores(two).table;
  EXPECT_NE(fault_of(table, {.low = 1.5, .high = 3}), "");
  EXPECT_NE(fault_of(table, {.low = 0, .high = 1.5}), "");
  EXPECT_NE(fault_of(table, {}), "");
  EXPECT_NE(fault_of(table, {.low = 0, .high = 3, .low_power = 0}), "");
}

}  // namespace
}  // namespace lode::resource
