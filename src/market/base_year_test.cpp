// Reconciliation, calibration, and what a ban does to the calibrated world.
#include "market/base_year.h"

#include <gtest/gtest.h>

#include <cmath>

#include "market/made_up_world.h"

namespace lode::market {
namespace {

using made_up::row;

Producer seen(const std::string& id, const std::string& region, double observed, double deviation,
              double elasticity) {
  Producer out;
  out.id = id, out.region = region, out.stage = "metal";
  out.observed = observed, out.deviation = deviation, out.elasticity = elasticity;
  return out;
}
Demand used(const std::string& id, const std::string& region, double observed, double deviation,
            double elasticity) {
  Demand out;
  out.id = id, out.region = region, out.stage = "metal";
  out.observed = observed, out.deviation = deviation, out.elasticity = elasticity;
  return out;
}
Route carried(const std::string& from, const std::string& to, double observed, double deviation,
              double freight) {
  Route out = made_up::route(from, to, freight);
  out.stages = {"metal"};
  out.observed = observed, out.deviation = deviation;
  return out;
}

World three_regions(Curve curve) {
  World w;
  w.regions = {"a", "b", "c"};
  w.base_year.emplace();
  w.base_year->price = 40;
  for (const auto& [region, value] : {std::pair{"b", 46.0}, std::pair{"c", 44.0}}) {
    BasePrice p;
    p.id = p.region = region, p.stage = "metal", p.value = value;
    w.price.push_back(p);
  }
  w.producer = {seen("a", "a", 80, 2, 0.2), seen("b", "b", 10, 1, 0.1)};
  w.demand = {used("a", "a", 40, 3, -0.2), used("b", "b", 33, 2, -0.1),
              used("c", "c", 20, 2, -0.3)};
  w.route = {carried("a", "b", 22, 1, 3), carried("a", "c", 20, 1, 2), made_up::route("b", "c", 1)};
  w.route[2].stages = {"metal"};
  for (Producer& p : w.producer) p.curve = curve;
  for (Demand& d : w.demand) d.curve = curve;
  return w;
}

TEST(BaseYear, is_reproduced_to_1e_9) {
  for (const Curve curve : {Curve::linear, Curve::iso_elastic}) {
    const MarketAnswer a = answer(three_regions(curve));
    ASSERT_TRUE(a.solved);
    EXPECT_LE(a.base_year_error, 1e-11);
    EXPECT_LE(a.scenarios[0].equilibrium.certificate.residual, 1e-12);
  }
}

TEST(BaseYear, adjustments_are_least_squares) {
  // The normal equations: adjustment / deviation^2 is the sum of the multipliers of its balances.
  const BaseYearWorld b = bring_to_base_year(three_regions(Curve::linear));
  ASSERT_EQ(b.status, SolveStatus::solved);
  const auto gradient = [&](std::size_t i) {
    const Adjusted& a = b.adjusted[i];
    return (a.reconciled - a.observed) / (a.deviation * a.deviation);
  };
  // producers a, b; tiers a, b, c; routes a-b, a-c.
  EXPECT_NEAR(gradient(0), -gradient(2), 1e-11);
  EXPECT_NEAR(gradient(1), -gradient(3), 1e-11);
  EXPECT_NEAR(gradient(5), gradient(1) - gradient(0), 1e-11);
  EXPECT_NEAR(b.adjusted[0].reconciled,
              b.adjusted[2].reconciled + b.adjusted[5].reconciled + b.adjusted[6].reconciled,
              1e-11);
}

TEST(BaseYear, statistics_that_contradict_are_named) {
  World w = three_regions(Curve::linear);
  for (Producer& p : w.producer) p.deviation = 0;
  for (Demand& d : w.demand) d.deviation = 0;
  for (Route& r : w.route) r.deviation = 0;
  const BaseYearWorld b = bring_to_base_year(w);
  EXPECT_EQ(b.status, SolveStatus::infeasible);
  EXPECT_NE(b.trouble.find("balance of metal in"), std::string::npos) << b.trouble;
}

// market.md section 5.3: use 52.4637 outside, 20.7738 of it lost, by form and elasticity.
TEST(BaseYear, form_of_demand_decides_the_price_in_a_ban) {
  struct Row53 {
    double elasticity, more, iso, linear;
  };
  for (const Row53& r :
       {Row53{0.08, 0, 545, 5.9}, Row53{0.15, 0, 28.8, 3.6}, Row53{0.15, 6.2, 8.8, 2.9},
        Row53{0.15, 12, 3.4, 2.1}, Row53{0.30, 0, 5.4, 2.3}, Row53{0.30, 6.2, 3.0, 1.9},
        Row53{0.30, 12, 1.8, 1.6}, Row53{0.60, 0, 2.3, 1.7}, Row53{0.60, 6.2, 1.7, 1.5},
        Row53{0.60, 12, 1.4, 1.3}})
    for (const Curve curve : {Curve::linear, Curve::iso_elastic}) {
      World w;
      w.regions = {"adverse", "others"};
      w.base_year.emplace();
      w.base_year->price = 42, w.base_year->stickiness = 1e6;
      w.producer = {seen("adverse", "adverse", 84.8959, 0, 0),
                    seen("others", "others", 31.6899, 0, 0),
                    made_up::producer("project", "others", 20, 0)};
      w.producer[2].capacity = row({0});
      w.demand = {used("adverse", "adverse", 64.1221, 0, -0.15),
                  used("others", "others", 52.4637, 0, -r.elasticity)};
      w.demand[1].curve = curve;
      w.route = {carried("adverse", "others", 20.7738, 0, 0)};
      Scenario ban;
      ban.id = "ban", ban.no_exports_from = {"adverse"};
      Change c;
      c.id = "project", c.of = "producer.project.capacity", c.set = r.more;
      ban.change = {c};
      w.scenario = {ban};
      const MarketAnswer a = answer(w);
      ASSERT_TRUE(a.solved);
      const ScenarioAnswer& s = a.scenarios[1];
      const double ratio =
          price_of(s.model, s.equilibrium, s.model.balance[s.model.place(0, 1, 0)]) / 42;
      const double left = 1 - (20.7738 - r.more) / 52.4637;
      const double exact = curve == Curve::linear ? 1 + (1 - left) / r.elasticity
                                                  : std::pow(left, -1 / r.elasticity);
      EXPECT_NEAR(ratio / exact, 1, 1e-11);
      const double printed = curve == Curve::linear ? r.linear : r.iso;
      EXPECT_NEAR(ratio, printed, printed > 100 ? 1 : 0.0501) << r.elasticity << " " << r.more;
    }
}

}  // namespace
}  // namespace lode::market
