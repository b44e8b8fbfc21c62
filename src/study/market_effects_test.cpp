#include "study/market_effects.h"

#include <gtest/gtest.h>

#include "study/made_up_market.h"
#include "study/study.h"

namespace lode::study {
namespace {

TEST(MarketEffects, are_none_at_home_and_lower_prices_with_the_project) {
  const Study s = prepare(market_case_file(), {4, 4, 1, {}});
  const auto e = market_effects(s, 4);
  ASSERT_TRUE(e);
  ASSERT_EQ(e->regime, (std::vector<std::string>{"", "ban"}));
  ASSERT_EQ(e->seller, (std::vector<std::string>{"", "project", "tied"}));
  constexpr std::size_t kNorth = 1, kSouth = 0;
  for (std::size_t d = 0; d < e->draws; ++d) {
    const auto& base = e->at(0, 0, d, kNorth);
    EXPECT_NEAR(base.lost, 0, 1e-9);
    EXPECT_EQ(base.gain, 0);
    EXPECT_LT(e->at(0, 1, d, kNorth).price, base.price);
    EXPECT_GT(e->at(1, 0, d, kNorth).price, base.price);
    EXPECT_LT(e->at(1, 0, d, kSouth).price, e->at(0, 0, d, kSouth).price);
    EXPECT_GT(e->at(1, 0, d, kNorth).lost, 0);
    EXPECT_LT(e->at(1, 0, d, kNorth).gain, 0);
    EXPECT_LT(e->at(1, 1, d, kNorth).lost, e->at(1, 0, d, kNorth).lost);
    EXPECT_NEAR(base.net_import_reliance, 0.4, 0.01);  // 20 of 50
    EXPECT_NEAR(base.marketed_by_adverse, 1, 1e-6);    // prices are met to 1e-8
  }
}

}  // namespace
}  // namespace lode::study
