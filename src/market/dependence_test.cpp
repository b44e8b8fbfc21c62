#include "market/dependence.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/error.h"

namespace lode::market {
namespace {

Supply supply(double tonnes, const std::string& origin, const std::string& marketed_by = "",
              const std::string& refined_in = "", std::vector<std::string> transit = {}) {
  return {"s", tonnes, origin, marketed_by, refined_in, std::move(transit)};
}

// 1,000 t of imports: 400 mined in R and sold by it; 200 mined in A but sold and refined by R; 100
// from B through R; 300 from C, nothing to do with R.
Buyer buyer() {
  Buyer b;
  b.id = "buyer";
  b.consumption_t = 1200;
  b.exports_t = 100;
  b.supply = {supply(300, "C"), supply(400, "R"), supply(200, "A", "R", "R"),
              supply(100, "B", "", "", {"X", "R"})};
  return b;
}

TEST(Dependence, base_matches_hand_computation) {
  const Dependence d = measure(buyer(), "R", {}, Displaces::pro_rata);
  EXPECT_DOUBLE_EQ(d.imports_t, 1000);
  EXPECT_DOUBLE_EQ(d.marketed_by_adverse, 0.6);
  EXPECT_DOUBLE_EQ(d.refined_in_adverse, 0.6);
  EXPECT_DOUBLE_EQ(d.through_adverse, 0.1);
  EXPECT_DOUBLE_EQ(d.touched_by_adverse, 0.7);
  EXPECT_DOUBLE_EQ(d.net_import_reliance, 900.0 / 1200);
  EXPECT_DOUBLE_EQ(d.hhi_origin, 30 * 30 + 40 * 40 + 20 * 20 + 10 * 10);
  EXPECT_DOUBLE_EQ(d.hhi_marketer, 60 * 60 + 30 * 30 + 10 * 10);
  EXPECT_EQ(d.project_t, 0);
  EXPECT_EQ(d.surplus_t, 0);
}

// 350 t come. Adverse first: the touched 700 t halve (400 -> 200, 200 -> 100, 100 -> 50), the
// others stay.
TEST(Dependence, adverse_first_matches_hand_computation) {
  const Dependence d = measure(buyer(), "R", {{350, "K", "U", "K", {}}}, Displaces::adverse_first);
  EXPECT_DOUBLE_EQ(d.imports_t, 1000);
  EXPECT_DOUBLE_EQ(d.project_t, 350);
  EXPECT_DOUBLE_EQ(d.marketed_by_adverse, 0.3);
  EXPECT_DOUBLE_EQ(d.refined_in_adverse, 0.3);
  EXPECT_DOUBLE_EQ(d.through_adverse, 0.05);
  EXPECT_DOUBLE_EQ(d.touched_by_adverse, 0.35);
  EXPECT_DOUBLE_EQ(d.hhi_origin, 30 * 30 + 20 * 20 + 10 * 10 + 5 * 5 + 35 * 35);
  EXPECT_DOUBLE_EQ(d.hhi_marketer, 30 * 30 + 30 * 30 + 5 * 5 + 35 * 35);
}

// 850 t: all 700 touched go, and half of the other 300.
TEST(Dependence, adverse_first_takes_the_others_when_nothing_adverse_is_left) {
  const Dependence d = measure(buyer(), "R", {{850, "K", "", "", {}}}, Displaces::adverse_first);
  EXPECT_NEAR(d.touched_by_adverse, 0, 1e-15);
  EXPECT_NEAR(d.hhi_origin, 85 * 85 + 15 * 15, 1e-9);
}

// 500 t pro rata: every flow halves. The project's own tonnes are sold by R: the share it markets
// rises.
TEST(Dependence, new_supply_in_adverse_hands_counts_as_theirs) {
  const Dependence d = measure(buyer(), "R", {{500, "K", "R", "R", {}}}, Displaces::pro_rata);
  EXPECT_DOUBLE_EQ(d.marketed_by_adverse, 0.3 + 0.5);
  EXPECT_DOUBLE_EQ(d.touched_by_adverse, 0.35 + 0.5);
  EXPECT_DOUBLE_EQ(d.hhi_origin, 15 * 15 + 20 * 20 + 10 * 10 + 5 * 5 + 50 * 50);
}

TEST(Dependence, never_replaces_more_than_the_imports) {
  const std::vector<NewSupply> added{{1500, "K", "", "", {}}, {500, "L", "", "", {}}};
  for (const Displaces rule : {Displaces::pro_rata, Displaces::adverse_first}) {
    const Dependence d = measure(buyer(), "R", added, rule);
    EXPECT_DOUBLE_EQ(d.imports_t, 1000);
    EXPECT_DOUBLE_EQ(d.project_t, 1000);
    EXPECT_DOUBLE_EQ(d.surplus_t, 1000);
    EXPECT_NEAR(d.hhi_origin, 75 * 75 + 25 * 25, 1e-9);  // 750 and 250 t of the two parts
  }
}

TEST(Dependence, single_origin_has_the_greatest_concentration) {
  Buyer b = buyer();
  b.supply = {supply(10, "C", "M"), supply(90, "C", "N")};
  const Dependence d = measure(b, "R", {}, Displaces::pro_rata);
  EXPECT_DOUBLE_EQ(d.hhi_origin, 10000);
  EXPECT_DOUBLE_EQ(d.hhi_marketer, 10 * 10 + 90 * 90);
  EXPECT_EQ(d.touched_by_adverse, 0);
}

TEST(Dependence, a_buyer_without_imports_leaves_all_to_others) {
  Buyer b = buyer();
  b.supply.clear();
  const Dependence d = measure(b, "R", {{50, "K", "", "", {}}}, Displaces::adverse_first);
  EXPECT_EQ(d.imports_t, 0);
  EXPECT_EQ(d.project_t, 0);
  EXPECT_EQ(d.surplus_t, 50);
  EXPECT_EQ(d.touched_by_adverse, 0);
}

RC_GTEST_PROP(Dependence, replacement_leaves_reliance_and_totals_unchanged_holds_for_all, ()) {
  const auto country = rc::gen::element<std::string>("A", "B", "C", "R", "X");
  const auto transit = rc::gen::container<std::vector<std::string>>(country);
  Buyer b;
  b.consumption_t = *rc::gen::inRange(1, 5000);
  b.exports_t = *rc::gen::inRange(0, 500);
  const int flows = *rc::gen::inRange(1, 8);
  for (int i = 0; i < flows; ++i)
    b.supply.push_back(supply(*rc::gen::inRange(0, 1000), *country, *country, *country, *transit));
  const std::vector<NewSupply> added{
      {*rc::gen::inRange(0, 3000) * 1.0, *country, *country, *country, *transit}};
  const Displaces rule = *rc::gen::element(Displaces::pro_rata, Displaces::adverse_first);
  const Dependence before = measure(b, "R", {}, rule), after = measure(b, "R", added, rule);
  RC_ASSERT(after.net_import_reliance == before.net_import_reliance);
  RC_ASSERT(after.imports_t == before.imports_t);
  RC_ASSERT(std::abs(after.project_t + after.surplus_t - added[0].tonnes) < 1e-9);
  RC_ASSERT(after.project_t <= before.imports_t);
  for (const double share :
       {after.marketed_by_adverse, after.refined_in_adverse, after.through_adverse}) {
    RC_ASSERT(share >= -1e-12);
    RC_ASSERT(share <= after.touched_by_adverse + 1e-12);
  }
  RC_ASSERT(after.touched_by_adverse <= 1 + 1e-12);
  RC_ASSERT(after.hhi_origin <= 10000 * (1 + 1e-12));
  // Replacing adverse flows first never leaves more of them than replacing all flows pro rata.
  const double first = measure(b, "R", added, Displaces::adverse_first).touched_by_adverse;
  RC_ASSERT(first <= measure(b, "R", added, Displaces::pro_rata).touched_by_adverse + 1e-12);
}

TEST(Dependence, refuses_negative_tonnes_and_no_consumption) {
  Buyer b = buyer();
  b.supply[0].tonnes = -1;
  EXPECT_THROW(measure(b, "R", {}, Displaces::pro_rata), InputError);
  EXPECT_THROW(measure(buyer(), "R", {{-1, "K", "", "", {}}}, Displaces::pro_rata), InputError);
  b = buyer();
  b.consumption_t = 0;
  EXPECT_THROW(measure(b, "R", {}, Displaces::pro_rata), InputError);
}

}  // namespace
}  // namespace lode::market
