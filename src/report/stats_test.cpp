#include "report/stats.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace lode::report {
namespace {

// Type 7 quantiles of 1..5: position p (n - 1) from the first (Hyndman & Fan 1996).
TEST(Spread, of_five_numbers_matches_hand_calculation) {
  const Spread s = spread_of({5, 1, 4, std::numeric_limits<double>::quiet_NaN(), 2, 3});
  EXPECT_DOUBLE_EQ(s.mean, 3);
  EXPECT_DOUBLE_EQ(s.p90_exceed, 1.4);
  EXPECT_DOUBLE_EQ(s.p50, 3);
  EXPECT_DOUBLE_EQ(s.p10_exceed, 4.6);
  EXPECT_DOUBLE_EQ(s.share, 5.0 / 6);
}

RC_GTEST_PROP(Spread, p90_exceed_is_exceeded_by_nine_in_ten_for_all,
              (std::vector<std::uint16_t> raw)) {
  RC_PRE(raw.size() > 1);
  const std::vector<double> values(raw.begin(), raw.end());
  const Spread s = spread_of(values);
  RC_ASSERT(s.p90_exceed <= s.p50 && s.p50 <= s.p10_exceed);
  std::size_t above = 0;
  for (const double v : values) above += v >= s.p90_exceed;
  RC_ASSERT(static_cast<double>(above) >= 0.9 * static_cast<double>(values.size() - 1));
}

// With one scenario a realisation the clusters are the scenarios: s / sqrt(n), s with n - 1.
TEST(ClusteredError, with_single_scenarios_is_the_usual_one) {
  const std::vector<double> values = {1, 4, 2, 7};
  EXPECT_NEAR(clustered_error(values, {0, 1, 2, 3}, 4), std::sqrt(7.0 / 4),
              1e-12);  // variance 21/3 = 7
}

// Values that are the same within a realisation carry no more information than one scenario each.
TEST(ClusteredError, of_repeated_scenarios_does_not_shrink) {
  const double once = clustered_error({1, 4, 2, 7}, {0, 1, 2, 3}, 4);
  EXPECT_NEAR(clustered_error({1, 4, 2, 7, 1, 4, 2, 7}, {0, 1, 2, 3, 4, 5, 6, 7}, 4), once, 1e-12);
}

TEST(RankCorrelation, is_one_for_any_rising_function_and_shares_ties) {
  EXPECT_DOUBLE_EQ(rank_correlation({1, 2, 3, 4}, {1, 8, 27, 64}), 1);
  EXPECT_DOUBLE_EQ(rank_correlation({1, 2, 3, 4}, {4, 3, 2, 1}), -1);
  EXPECT_NEAR(rank_correlation({1, 2, 2, 4}, {1, 2, 3, 4}), 4.5 / std::sqrt(4.5 * 5), 1e-12);
  EXPECT_TRUE(std::isnan(rank_correlation({1, 1}, {1, 2})));
}

}  // namespace
}  // namespace lode::report
