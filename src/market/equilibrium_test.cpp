// What holds for every equilibrium, and analytic cases of periods, surprises, trees and conduct.
#include "market/equilibrium.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "market/made_up_world.h"

namespace lode::market {
namespace {

using made_up::producer;
using made_up::row;
using made_up::tier;

struct Solved {
  Model model;
  Equilibrium e;
  double price(int node, const std::string& region, const std::string& stage) const {
    const World& w = model.tree.worlds[0];
    return price_of(
        model, e,
        model.balance[model.place(static_cast<std::size_t>(node), index_in(w.regions, region),
                                  index_in(w.stages, stage))]);
  }
};

Solved solved(Tree tree) {
  Solved out{build(std::move(tree)), {}};
  Solver solver(out.model.program);
  out.e = equilibrium(out.model, solver);
  EXPECT_TRUE(out.e.solved()) << out.e.trouble;
  return out;
}
Solved solved(const World& w, const Scenario& s = {}) { return solved(path_of(w, s)); }

World with_offtake(unsigned seed) {
  World w = made_up::world(seed);
  Offtake o;
  o.id = "clause", o.producer = "r0", o.buyers = {"r1"};
  o.share = 0.5;
  o.resale = seed % 2 == 0;
  w.offtake.push_back(o);
  return w;
}

TEST(Equilibrium, certificate_and_accounts_hold_for_all) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const Solved s = solved(with_offtake(seed));
    EXPECT_LE(s.e.certificate.residual, 1e-11) << seed;
    EXPECT_LE(welfare(s.model, s.e).error, 1e-12) << seed;
  }
}

TEST(Equilibrium, balances_of_bound_material_close) {
  for (unsigned seed = 1; seed <= 9; seed += 2) {
    const Solved s = solved(with_offtake(seed));
    for (const std::uint32_t at : s.model.kept) {
      if (at == kNoIndex) continue;
      long double sum = 0, gross = 0;
      const Program& p = s.model.program;
      for (std::size_t j = 0; j < p.columns(); ++j)
        for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k)
          if (p.row[k] == at) {
            sum += p.value[k] * s.e.solution.x[j];
            gross += std::abs(p.value[k] * s.e.solution.x[j]);
          }
      EXPECT_LE(std::abs(static_cast<double>(sum)), 1e-12 * (1 + static_cast<double>(gross)));
    }
  }
}

TEST(Equilibrium, price_falls_with_own_supply) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    World w = made_up::world(seed);
    double before = HUGE_VAL;
    for (const double more : {0.0, 3.0, 8.0, 20.0}) {
      World with = w;
      with.producer.push_back(producer("own", "r1", 0, 0, "metal"));
      with.producer.back().output = row({more});
      const double price = solved(with).price(0, "r1", "metal");
      EXPECT_LE(price, before + 1e-9) << seed;
      before = price;
    }
  }
}

TEST(Equilibrium, a_slack_clause_changes_nothing) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const World w = made_up::world(seed);
    const Solved plain = solved(w);
    double carried = 0;
    for (const Columns::Flow& f : plain.model.columns.flows)
      if (f.node == 0 && f.from == 0 && f.to == 1 && f.stage == 0)
        carried += plain.e.solution.x[f.column];
    World with = w;
    Offtake o;
    o.id = "slack", o.producer = "r0", o.buyers = {"r1"};
    o.amount = row({0.5 * carried, 0});
    with.offtake.push_back(o);
    const Solved clause = solved(with);
    EXPECT_NEAR(clause.e.solution.objective / plain.e.solution.objective, 1, 1e-12);
    for (const std::string& r : w.regions)
      EXPECT_NEAR(clause.price(0, r, "metal"), plain.price(0, r, "metal"), 1e-9) << seed;
  }
}

TEST(Equilibrium, names_and_order_of_regions_change_nothing) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const World w = with_offtake(seed);
    World other = w;
    std::reverse(other.regions.begin(), other.regions.end());
    std::reverse(other.route.begin(), other.route.end());
    std::reverse(other.producer.begin(), other.producer.end());
    std::reverse(other.demand.begin(), other.demand.end());
    const Solved a = solved(w), b = solved(other);
    EXPECT_NEAR(a.e.solution.objective / b.e.solution.objective, 1, 1e-12);
    for (const std::string& r : w.regions)
      for (const std::string& k : w.stages)
        for (const int node : {0, 1})
          EXPECT_NEAR(a.price(node, r, k), b.price(node, r, k), 1e-8) << seed << " " << r << k;
  }
}

TEST(Equilibrium, ad_valorem_duty_of_two_linear_markets_matches_algebra) {
  // p2 = 1.25 (p1 + 6) and p1 - 10 + (p2 - 20) / 2 = 50 - p1 + 110 - p2.
  World w;
  w.regions = {"1", "2"};
  w.producer = {producer("1", "1", 10, 1), producer("2", "2", 20, 2)};
  w.demand = {tier("1", "1", 50, 1), tier("2", "2", 110, 1)};
  w.route = {made_up::route("1", "2", 6)};
  w.route[0].ad_valorem = 0.25;
  const Solved s = solved(w);
  const double p1 = (180 - 1.5 * 7.5) / (2 + 1.5 * 1.25), p2 = 1.25 * (p1 + 6);
  EXPECT_NEAR(s.price(0, "1", "metal"), p1, 1e-12 * p1);
  EXPECT_NEAR(s.price(0, "2", "metal"), p2, 1e-12 * p2);
  EXPECT_LE(s.e.certificate.residual, 1e-13);
  // The same in any unit of quantity, and as a unit tax of the size that it came to.
  w.route[0].ad_valorem = 0;
  w.route[0].tax = row({0.25 * (p1 + 6)});
  EXPECT_NEAR(solved(w).price(0, "2", "metal"), p2, 1e-12 * p2);
}

World two_periods(double imports) {
  World w;
  w.regions = {"home"};
  w.periods = 2, w.discount = 0.1;
  w.producer = {producer("mine", "home", 20, 2), producer("imports", "home", 0, 0)};
  w.producer[1].output = row({30, imports});
  w.demand = {tier("use", "home", 110, 1)};
  Stock s;
  s.id = "store", s.region = "home", s.stage = "metal";
  s.holding = row({2});
  w.stock = {s};
  return w;
}

Change cut(const std::string& of, double set, int from) {
  Change c;
  c.id = "cut", c.of = of, c.set = set, c.from = from;
  return c;
}

TEST(Equilibrium, a_surprise_keeps_what_was_decided_before) {
  // Supply (p - 20) / 2 and demand 110 - p: p = 80 - 2 m / 3 with m brought in less what is carried.
  const World w = two_periods(28);
  Scenario ban;
  ban.id = "ban", ban.surprise = 2;
  ban.change = {cut("producer.imports.output", 0, 2)};
  const Solved base = solved(w);
  Solved after{build(path_of(w, ban)), {}};
  Solver solver(after.model.program);
  after.e = equilibrium(after.model, solver, {&base.e, 1});
  ASSERT_TRUE(after.e.solved());
  EXPECT_NEAR(after.price(0, "home", "metal"), 60, 1e-11);  // as expected without a ban
  EXPECT_NEAR(after.price(1, "home", "metal"), 80, 1e-11);  // nothing was carried
  // Known from the start: 59/7 is carried (case B1).
  const Solved known = solved(w, [&] {
    Scenario s = ban;
    s.surprise = 0;
    return s;
  }());
  EXPECT_NEAR(known.price(1, "home", "metal"), 1562.0 / 21, 1e-11);
}

TEST(Equilibrium, two_stage_stock_balances_the_expected_price) {
  // Carried for both: p1 + 2 = (q p_ban + (1 - q) p_calm) / 1.1, p = 80 - 2 m / 3.
  World w = two_periods(28);
  w.known_from = 2;
  const double q = 0.6;
  Scenario calm, ban;
  calm.id = "calm", calm.probability = 1 - q;
  ban.id = "ban", ban.probability = q;
  ban.change = {cut("producer.imports.output", 0, 2)};
  const Solved s = solved(tree_of(w, {calm, ban}));
  const double p1 = s.price(0, "home", "metal");
  const double p_calm = s.price(1, "home", "metal"), p_ban = s.price(2, "home", "metal");
  const double carried = s.e.solution.x[s.model.columns.carries[0].column];
  const double expected = (80 - 2 / 3.0 * (1 - q) * 28 - (60 + 2) * 1.1) / (2 / 3.0 * (1 + 1.1));
  EXPECT_NEAR(carried, expected, 1e-11);
  EXPECT_NEAR((p1 + 2) * 1.1, q * p_ban + (1 - q) * p_calm, 1e-11);
}

TEST(Equilibrium, cournot_firms_of_equal_cost_match_closed_form) {
  for (const int n : {1, 2, 3, 6}) {
    World w;
    w.regions = {"home"};
    w.demand = {tier("use", "home", 100, 2)};
    for (int i = 0; i < n; ++i) {
      const std::string id = "f" + std::to_string(i);
      w.producer.push_back(producer(id, "home", 16, 0));
      w.producer.back().owner = id;
      Firm f;
      f.id = id;
      w.firm.push_back(f);
    }
    EXPECT_NEAR(solved(w).price(0, "home", "metal"), (100 + 16.0 * n) / (n + 1), 1e-11);
  }
}

TEST(Equilibrium, cournot_at_a_kink_or_on_a_curve_is_refused) {
  World w;
  w.regions = {"home"};
  w.producer = {producer("one", "home", 10, 0)};
  w.producer[0].owner = "one";
  Firm f;
  f.id = "one";
  w.firm = {f};
  // Below 50 a second tier joins: the steep tier wants more than it, the flat sum less.
  w.demand = {tier("steep", "home", 100, 1), tier("wide", "home", 50, 0.5)};
  w.demand[0].choke = row({82});
  const Equilibrium kink = made_up::solve(w);
  if (kink.solved()) {
    const Solved s = solved(w);
    EXPECT_LE(s.e.certificate.residual, 1e-12);
  } else {
    EXPECT_NE(kink.trouble.find("begins or ends"), std::string::npos);
  }
  w.demand.resize(1);
  w.demand[0].choke = {}, w.demand[0].slope = {};
  w.demand[0].quantity = row({20}), w.demand[0].price = 30, w.demand[0].elasticity = -2;
  w.demand[0].curve = Curve::iso_elastic;
  const Equilibrium curve = made_up::solve(w);
  EXPECT_FALSE(curve.solved());
  EXPECT_NE(curve.trouble.find("affine"), std::string::npos);
}

TEST(Equilibrium, a_clause_that_cannot_be_met_says_by_how_much) {
  World w;
  w.regions = {"a", "b"};
  w.producer = {producer("mine", "a", 10, 1)};
  w.producer[0].capacity = row({12});
  w.demand = {tier("use", "b", 100, 1)};
  w.route = {made_up::route("a", "b", 1)};
  Offtake o;
  o.id = "priority", o.producer = "mine", o.buyers = {"b"}, o.amount = row({15});
  w.offtake = {o};
  const Equilibrium e = made_up::solve(w);
  EXPECT_EQ(e.status, SolveStatus::infeasible);
  EXPECT_NE(e.trouble.find("lacks 3"), std::string::npos) << e.trouble;
}

TEST(Equilibrium, a_subsidy_beyond_freight_is_unbounded_and_named) {
  World w;
  w.regions = {"a", "b"};
  w.producer = {producer("mine", "a", 10, 0)};
  w.demand = {tier("use", "b", 100, 1)};
  w.route = {made_up::route("a", "b", -3), made_up::route("b", "a", 1)};
  const Equilibrium e = made_up::solve(w);
  EXPECT_EQ(e.status, SolveStatus::unbounded);
  EXPECT_NE(e.trouble.find("route.a-b"), std::string::npos) << e.trouble;
}

// The answers of one solver carried through scenarios are those of a fresh one.
TEST(Equilibrium, warm_scenarios_are_cold_ones) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    const World w = with_offtake(seed);
    const Solved base = solved(w);
    Scenario ban;
    ban.id = "ban", ban.no_exports_from = {"r2"};
    const Solved cold = solved(w, ban);
    const Model m = build(path_of(w, ban));
    Solver solver(m.program);
    const Equilibrium warm = equilibrium(m, solver, {&base.e, 0});
    ASSERT_TRUE(warm.solved());
    EXPECT_NEAR(warm.solution.objective / cold.e.solution.objective, 1, 1e-12);
    for (std::size_t i = 0; i < m.balance.size(); ++i)
      EXPECT_NEAR(price_of(m, warm, m.balance[i]), price_of(cold.model, cold.e, m.balance[i]),
                  1e-8);
  }
}

}  // namespace
}  // namespace lode::market
