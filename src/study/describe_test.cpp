// What a case declares, and what its values follow where it says nothing.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/listed.h"
#include "study/made_up_case.h"

namespace lode::study {
namespace {

using Names = std::vector<std::string>;

// What all scenarios share is made of fixed keys alone; what a scenario may draw is sampled.
TEST(CaseKeys, are_sound_and_fixed_where_scenarios_share_what_they_make) {
  const Listed all = listed<Case>();
  EXPECT_GT(all.use.size(), 300u);
  for (const char* key :
       {"planning.price", "planning.lag", "deposit.NAME.slopes.benches",
        "deposit.NAME.statement.tonnage", "deposit.NAME.variogram.nugget", "project.capital",
        "deposit.NAME.estimate.cut_off", "deposit.NAME.zone.NAME.cost"})
    EXPECT_EQ(all.use.at(key), Use::fixed) << key;
  for (const char* key : {"deposit.NAME.mining_cost", "deposit.NAME.mill.processing_cost",
                          "commodity.NAME.long_run", "project.capital_overrun", "tax.income_rate"})
    EXPECT_EQ(all.use.at(key), Use::sampled) << key;
}

TEST(SampledMembers, are_the_keys_that_may_be_drawn_and_point_into_the_case) {
  Case c = made_up_case();
  const std::map<std::string, SampledMember> members = sampled_members(c);
  EXPECT_EQ(members.at("deposit.hill.mining_cost").value, &c.deposit[0].mining_usd_per_t);
  EXPECT_EQ(members.at("commodity.other.long_run").value, &c.commodity[1].long_run_usd);
  EXPECT_EQ(members.at("deposit.hill.mining_cost").range.high, 100);
  EXPECT_FALSE(members.contains("planning.price"));
}

TEST(Case, takes_its_cut_off_and_by_products_from_statement_or_estimate) {
  Deposit d = made_up_case().deposit[0];
  EXPECT_EQ(least_grade(d), 0.006);
  EXPECT_EQ(by_products(d), Names{"other"});
  d.statement.reset();
  d.estimate.emplace().cut_off = 0.004;
  d.estimate->by_product = {{"silver", "", {}, {}}, {"gold", "", {}, {}}};
  EXPECT_EQ(least_grade(d), 0.004);
  EXPECT_EQ(by_products(d), (Names{"silver", "gold"}));
}

TEST(Complete, gives_rates_that_are_not_said_the_projects) {
  Case c = made_up_case();
  c.discount = {};
  c.discount.project = 0.11, c.discount.seller = 0.04;
  c.planning.discount_rate = kInfinity;
  c.bid[0].equity_rate = 0.2, c.bid[1].equity_rate = kInfinity;
  complete(c);
  EXPECT_EQ(c.discount.state, 0.11);
  EXPECT_EQ(c.discount.seller, 0.04);
  EXPECT_EQ(c.planning.discount_rate, 0.11);
  EXPECT_EQ(c.bid[0].equity_rate, 0.2);
  EXPECT_EQ(c.bid[1].equity_rate, 0.11);
}

// 1 Mt of 1.5 % and 3 Mt of 0.9 %: 4 Mt of 1.05 %.
TEST(Complete, adds_the_statement_up_from_its_classes) {
  Case c = made_up_case();
  Deposit& d = c.deposit[0];
  d.statement->tonnage_t = d.statement->grade = kInfinity;
  d.confidence[0].tonnage_t = 1e6, d.confidence[0].grade = 0.015;
  d.confidence[1].tonnage_t = 3e6, d.confidence[1].grade = 0.009;
  complete(c);
  EXPECT_NEAR(d.statement->tonnage_t, 4e6, 1e-6);
  EXPECT_NEAR(d.statement->grade, 0.0105, 1e-15);
}

TEST(MarketedProducts, are_the_refinerys_else_those_made_that_pay_for_the_main_commodity) {
  Case c = made_up_case();
  EXPECT_EQ(marketed_products(c), Names{"product"});
  c.refinery.reset();
  EXPECT_EQ(marketed_products(c), Names{});
  plant::Payable main;
  main.id = "main";
  c.product[0].pays = c.product[2].pays = {main};  // the third no mill makes
  EXPECT_EQ(marketed_products(c), Names{"concentrate"});
  deal::Offtake offtake;
  EXPECT_TRUE(is_marketed(c, offtake));
  offtake.product = "concentrate";
  EXPECT_TRUE(is_marketed(c, offtake));
  offtake.product = "other_concentrate";
  EXPECT_FALSE(is_marketed(c, offtake));
}

}  // namespace
}  // namespace lode::study
