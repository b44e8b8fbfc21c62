// Prices from a market in a study: where they begin, what own output does to them, what is not known.
#include "study/market_prices.h"

#include <gtest/gtest.h>

#include <cmath>

#include "study/made_up_market.h"
#include "study/scene.h"
#include "study/study.h"

namespace lode::study {
namespace {

const Study& study() {
  static const Study made = prepare(market_case_file(), {8, 4, 1, {}});
  return made;
}

TEST(MarketPrices, begin_at_the_start_and_are_the_same_whoever_asks) {
  const Study& s = study();
  ASSERT_TRUE(s.market);
  const market::Commodity& main = s.file->values.commodity.front();
  for (std::uint64_t scenario = 0; scenario < 8; ++scenario) {
    const World a = draw(s, scenario), b = draw(s, scenario);
    EXPECT_EQ(a.prices, b.prices);
    EXPECT_NEAR(a.prices[0][0] * main.quote_mass_t / main.start_usd, 1, 1e-5);
  }
}

TEST(MarketPrices, of_the_prior_are_left_alone) {
  CaseFile file = market_case_file();
  file.values.market->prices = Prices::prior;
  const Study s = prepare(std::move(file), {2, 4, 1, {}});
  EXPECT_FALSE(s.market);
  EXPECT_FALSE(draw(s, 0).market);
}

// Who sells more gets less; whose offtakes name no producer moves nothing.
TEST(MarketPrices, fall_with_the_project_of_the_bid_that_sells) {
  const Study& s = study();
  const World world = draw(s, 1);
  const Scene scene(s, world);
  const Plan& plan = s.plans[s.plan_of_bid[0]];
  const std::size_t selling = selling_of(s, s.file->values.bid[0]);
  ASSERT_NE(selling, MarketPrices::kNone);
  const Operated taker = operate(scene, plan), own = operate(scene, plan, {}, 0, selling);
  EXPECT_EQ(taker.money.price_usd_per_t[0], world.prices[0]);
  double less = 0;
  for (std::size_t t = 0; t < s.calendar.periods(); ++t)
    if (own.product_metal_t[t] > 0)
      less = std::max(less, 1 - own.money.price_usd_per_t[0][t] / world.prices[0][t]);
  EXPECT_GT(less, 0);
  EXPECT_EQ(own.money.price_usd_per_t[1], world.prices[1]);
}

TEST(MarketPrices, do_not_know_a_ban_before_it_begins) {
  const Study& s = study();
  const Conditions now(s.file, s.calendar);
  const Case& c = s.file->values;
  const std::size_t ban = c.event.size() - 1;
  const auto path = [&](std::vector<Happening> happenings) {
    return s.market->quoted(s.market->path(s.market->draw(c, s.calendar, 1, 0, happenings)),
                            s.calendar);
  };
  const std::vector<double> calm = path({}), banned = path({{ban, 5.0, 7.0}});
  for (std::size_t t = 0; t < s.calendar.periods(); ++t) {
    if (s.calendar.start_y[t] < 5 - 1e-9) {
      EXPECT_EQ(calm[t], banned[t]);
    }
    if (s.calendar.start_y[t] >= 5 && s.calendar.end_y(t) <= 7) {
      EXPECT_GT(banned[t], 1.5 * calm[t]);
    }
  }
}

}  // namespace
}  // namespace lode::study
