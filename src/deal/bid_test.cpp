#include "deal/bid.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/listed.h"
#include "deal/waterfall.h"

namespace lode::deal {
namespace {

Bid sound() {
  Bid bid;
  bid.sponsor_stake = 0.7;
  bid.fund_stake = 0.3;
  return bid;
}

TEST(BidFault, refuses_what_does_not_add_up) {
  Bid bid = sound();
  EXPECT_TRUE(faults_of(bid).empty());
  bid.fund_stake = 0.4;
  EXPECT_EQ(faults_of(bid),
            std::vector<std::string>{"sponsor_stake and fund_stake add to 1.1, not to 1"});
  bid.fund_stake = kRequired;
  EXPECT_EQ(faults_of(bid).size(), 1u);
  bid = sound();
  bid.offtake = {{"a", {}, 0.6, "b", {}, {}, {}, {}, {}}, {"c", {}, 0.3, "d", {}, {}, {}, {}, {}}};
  EXPECT_EQ(faults_of(bid), std::vector<std::string>{"offtake shares add to 0.9, not to 1"});
  bid.offtake[1].share = 0.4;
  EXPECT_TRUE(faults_of(bid).empty());
  bid.delay_y = 1.5;
  EXPECT_EQ(faults_of(bid), std::vector<std::string>{"delay is 1.5 years: whole years are needed"});
  bid = sound();
  bid.venture.marketing_discount = 0.7;
  bid.venture.marketing_fee = 0.4;
  EXPECT_EQ(faults_of(bid).size(), 1u);
}

TEST(BidFault, counts_all_holders) {
  Bid bid = sound();
  bid.holder.resize(2);
  bid.holder[0].id = "a", bid.holder[1].id = "b";
  for (BidHolder& holder : bid.holder) holder.terms.stake = 0.1;
  bid.sponsor_stake = 0.5;
  EXPECT_TRUE(faults_of(bid).empty());
  for (BidHolder& holder : bid.holder) holder.terms.profit_floor = 0.6;
  EXPECT_EQ(faults_of(bid),
            std::vector<std::string>{
                "profit_floor and profit_share of all holders promise more than all profit"});
  bid.holder[1].terms.profit_floor = 0.4;
  EXPECT_TRUE(faults_of(bid).empty());
  bid.holder[0].terms.stake = kRequired;  // told as a key that is missing
  EXPECT_TRUE(faults_of(bid).empty());
}

TEST(Describe, of_a_bid_lists_every_key_and_keeps_what_moves_the_plan_fixed) {
  const Listed bid = listed<Bid>();
  for (const char* key : {"name",
                          "sponsor",
                          "sponsor_stake",
                          "fund_stake",
                          "carry",
                          "carry_rate",
                          "stake_price_rule",
                          "stake_price",
                          "stake_price_share",
                          "stake_price_premium",
                          "profit_share",
                          "profit_share_hurdle",
                          "capacity_factor",
                          "delay",
                          "closing_probability",
                          "equity_rate",
                          "marketer_is_sponsor",
                          "royalty_uplift",
                          "loan.NAME.commitment",
                          "loan.NAME.rate",
                          "offtake.NAME.share",
                          "offtake.NAME.transit",
                          "holder.NAME.stake",
                          "holder.NAME.kind",
                          "holder.NAME.buy_in_share",
                          "holder.NAME.rate"})
    EXPECT_EQ(bid.use.at(key), Use::fixed) << key;
  for (const char* key :
       {"capital_factor", "home_dividend_tax", "marketing_discount", "marketing_fee"})
    EXPECT_EQ(bid.use.at(key), Use::sampled) << key;
  EXPECT_EQ(bid.use.size(), 94u);
}

TEST(Describe, of_the_discount_rates_lists_them_all) {
  EXPECT_EQ(listed<DiscountRates>().use.size(), 10u);
}

}  // namespace
}  // namespace lode::deal
