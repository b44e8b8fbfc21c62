#include "study/party_breakeven.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

std::map<std::string, double> prices(const Study& study, const std::string& side) {
  std::map<std::string, double> out;
  for (const PartyBreakeven& one : party_breakevens(study))
    if (one.bid == 0 && one.side == side) out[one.term + ": " + one.setting] = one.price_usd;
  return out;
}

double sponsors_gain(const Study& study, double price_usd) {
  const World world =
      central_world(study, flat_prices(study.file->values, study.calendar, price_usd));
  const Scene scene(study, world);
  const deal::Bid bid = bid_in(scene, 0);
  const auto operated = operate(scene, study.plans[study.plan_of_bid[0]]);
  const auto built = values_of(scene, bid, books_of(scene, operated, bid).flows);
  const auto nothing = values_of(scene, bid, flows_unbuilt(scene, bid));
  const auto s = static_cast<std::size_t>(deal::Party::sponsor),
             m = static_cast<std::size_t>(deal::Party::marketer);
  return built[s] + built[m] - nothing[s] - nothing[m];
}

// At the price found the sponsor is as well off as without the venture; dearer capital, a smaller
// stake and a royalty ask for a higher price.
TEST(PartyBreakeven, is_where_the_sponsor_gains_nothing) {
  const Study study = small_study(made_up_case(), 2, 2);
  const auto price = prices(study, "sponsor_with_marketer");
  const double as_it_is = price.at("the bid: as it is");
  ASSERT_GT(as_it_is, 0);
  EXPECT_LT(sponsors_gain(study, as_it_is * 0.999), 0);
  EXPECT_GT(sponsors_gain(study, as_it_is * 1.001), 0);
  EXPECT_NEAR(price.at("capital: 1 x announced"), as_it_is, 2e-4 * as_it_is);
  EXPECT_GT(price.at("capital: 1.25 x announced"), as_it_is);
  EXPECT_GT(price.at("capital: 1.5 x announced"), price.at("capital: 1.25 x announced"));
  EXPECT_GT(price.at("sponsor's stake: 60 %"), as_it_is);
  EXPECT_LT(price.at("sponsor's stake: 80 %"), as_it_is);
  EXPECT_GT(price.at("royalty on top: 5 % of revenue"), price.at("royalty on top: 2 % of revenue"));
  EXPECT_LT(price.at("carry of the fund: the fund pays its part"), as_it_is);
  EXPECT_LT(price.at("extraction tax: none"), price.at("extraction tax: 0.5 x its rates"));
  EXPECT_LT(price.at("extraction tax: 0.5 x its rates"), as_it_is);
  EXPECT_GT(price.at("extraction tax: 1.3 x its rates"), as_it_is);
  EXPECT_GT(price.at("debt: none"), price.at("debt: half of what is lent"));
  EXPECT_GT(price.at("debt: half of what is lent"), as_it_is);
}

// Who pays nothing gains at any price.
TEST(PartyBreakeven, the_state_that_pays_nothing_gains_at_any_price) {
  const auto price = prices(small_study(made_up_case(), 2, 2), "host");
  EXPECT_EQ(price.at("the bid: as it is"), 0);
}

}  // namespace
}  // namespace lode::study
