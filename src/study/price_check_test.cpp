#include "study/price_check.h"

#include <gtest/gtest.h>

#include <cmath>

#include "study/made_up_market.h"
#include "study/study.h"

namespace lode::study {
namespace {

TEST(PriceCheck, compares_bids_that_move_prices) {
  const Study s = prepare(market_case_file(), {50, 4, 1, {}});
  const std::vector<PriceCheck> checks = price_check(s, 50);
  ASSERT_EQ(checks.size(), 1u);  // the other bid names no producer
  EXPECT_EQ(checks[0].bid, 0u);
  EXPECT_GT(checks[0].calm_years + checks[0].regime_years, 100u);
  EXPECT_GT(checks[0].calm_p95, 0);
  EXPECT_LT(checks[0].calm_p95, 0.05);
  EXPECT_LT(checks[0].regime_p95, 0.05);
  for (const PriceCheck::Party& party : checks[0].party)
    EXPECT_LE(std::abs(party.difference), party.used.standard_error + 1);
}

}  // namespace
}  // namespace lode::study
