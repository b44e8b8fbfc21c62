#include "market/indices.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace lode::market {
namespace {

using V = std::vector<double>;

TEST(Indices, concentration_of_equal_shares_and_of_one) {
  EXPECT_DOUBLE_EQ(concentration(V{1, 1, 1, 1}), 2500);
  EXPECT_DOUBLE_EQ(concentration(V{3}), 10000);
  EXPECT_DOUBLE_EQ(concentration(V{1}, 1), 2500);
  EXPECT_DOUBLE_EQ(concentration(V{}), 0);
}

// Exact fractions of the EU's formula: oracle_metrics.csv.
TEST(Indices, supply_risk_matches_exact_fractions) {
  EXPECT_NEAR(supply_risk(3, 1, 0.5, 0.4, 1), 9.0 / 10, 1e-15);
  EXPECT_NEAR(supply_risk(2.5, 1.5, 0.8, 0.42, 0.97), 53447.0 / 50000, 1e-15);
  EXPECT_NEAR(supply_risk(4, 2, 1, 0, 0.9), 27.0 / 10, 1e-15);
  EXPECT_NEAR(weighted_concentration(V{.6, .25, .15}, V{6, 3, 2}, V{1.1, 1, .8}), 5199.0 / 2000,
              1e-15);
}

TEST(Indices, cover_and_tails_by_hand) {
  EXPECT_DOUBLE_EQ(months_of_cover(646, 10700), 12.0 * 646 / 10700);
  EXPECT_DOUBLE_EQ(months_to_exhaustion(10, 30, 10), 6);
  EXPECT_TRUE(std::isinf(months_to_exhaustion(10, 30, 30)));
  EXPECT_DOUBLE_EQ(expected(V{0, 3, 8}, V{.7, .2, .1}), 1.4);
  EXPECT_NEAR(tail_mean(V{0, 3, 8}, V{.7, .2, .1}, 0.9), 8, 1e-14);
  EXPECT_NEAR(tail_mean(V{0, 3, 8}, V{.7, .2, .1}, 0.8), 5.5, 1e-14);
}

}  // namespace
}  // namespace lode::market
