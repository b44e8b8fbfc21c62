// Tables of `lode market` on who gains, who depends on whom, and what is expected.
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "report/tables_market.h"

namespace lode::report {

using namespace market;

namespace {

Cell number(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }

std::vector<Cell> cells(const Account& a, const Account* base) {
  return {a.consumer, a.producer, a.storage,
          a.revenue,  a.rent,     a.friction,
          a.tie,      a.total(),  base ? Cell(a.total() - base->total()) : Cell()};
}

Table welfare_table(const MarketAnswer& all) {
  const std::string& m = all.world.money_unit;
  Table out{
      "welfare",
      "Who gains what",
      "present values of all periods. consumer: benefit less what is paid (of a fixed quantity: "
      "what is paid, below 0; of a curve: from its base quantity on). producer: with plants, "
      "firms and the rents of capacity. storage: with stocks at the start. rent: of quotas. "
      "friction: half the rise of a route's own cost. tie: what clauses cost sellers. change: "
      "of the total against the base",
      {{"scenario", ""},
       {"region", ""},
       {"consumer", m},
       {"producer", m},
       {"storage", m},
       {"revenue", m},
       {"rent", m},
       {"friction", m},
       {"tie", m},
       {"total", m},
       {"change", m}},
      {}};
  const ScenarioAnswer& base = all.scenarios.front();
  for (const ScenarioAnswer& a : all.scenarios) {
    if (!a.equilibrium.solved()) continue;
    const bool compare = &a != &base && base.equilibrium.solved();
    for (std::size_t r = 0; r <= a.welfare.region.size(); ++r) {
      const bool sum = r == a.welfare.region.size();
      std::vector<Cell> row = {a.id, sum ? std::string("world") : all.world.regions[r]};
      const Account& own = sum ? a.welfare.world : a.welfare.region[r];
      const Account& before = sum ? base.welfare.world : base.welfare.region[compare ? r : 0];
      for (Cell& cell : cells(own, compare ? &before : nullptr)) row.push_back(std::move(cell));
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

Table accounts_table(const MarketAnswer& all) {
  const std::string& m = all.world.money_unit;
  Table out{
      "accounts",
      "What the accounts add up to",
      "the sum of all accounts, from prices, is the objective, the tax revenue and the conduct "
      "term, from the program; error: of that, over all that is booked",
      {{"scenario", ""},
       {"objective", m},
       {"revenue", m},
       {"conduct", m},
       {"sum", m},
       {"error", ""}},
      {}};
  for (const ScenarioAnswer& a : all.scenarios)
    if (a.equilibrium.solved())
      out.rows.push_back({a.id, a.welfare.objective, a.welfare.revenue, a.welfare.conduct,
                          a.welfare.world.total(), a.welfare.error});
  return out;
}

Table dependence_head(const std::string& q, const std::string& m) {
  return {
      "dependence",
      "Who depends on whom",
      "all stages together. reliance: (imports - exports + stocks drawn) / use. hhi: of imports, "
      "by origin and by who markets them, 0 to 10,000. adverse: share of imports from and "
      "marketed by regions marked so. supply_risk: where every supplier has a governance. cover: "
      "stock over use; exhaustion: stock over what supply does not meet (a period counts as a "
      "year; empty: it lasts). value_at_risk: value added times the share of use that is lost "
      "against the base",
      {{"scenario", ""},
       {"period", ""},
       {"region", ""},
       {"mined", q},
       {"scrap", q},
       {"imports", q},
       {"exports", q},
       {"stock_drawn", q},
       {"use", q},
       {"unserved", q},
       {"protected_unserved", q},
       {"reliance", ""},
       {"hhi_origin", ""},
       {"hhi_marketer", ""},
       {"from_adverse", ""},
       {"marketed_by_adverse", ""},
       {"supply_risk", ""},
       {"stock", q},
       {"cover", "months"},
       {"exhaustion", "months"},
       {"value_at_risk", m}},
      {}};
}

Table dependence_table(const MarketAnswer& all) {
  Table out = dependence_head(all.world.quantity_unit, all.world.money_unit);
  for (const ScenarioAnswer& a : all.scenarios)
    for (const RegionMeasures& r : a.regions)
      out.rows.push_back({scenario_of(a, r.node),
                          static_cast<double>(a.model.tree.nodes[r.node].period + 1),
                          all.world.regions[r.region],
                          r.mined,
                          r.scrap,
                          r.imports,
                          r.exports,
                          r.stock_drawn,
                          r.use,
                          r.unserved,
                          r.protected_unserved,
                          number(r.net_import_reliance),
                          number(r.hhi_origin),
                          number(r.hhi_marketer),
                          number(r.from_adverse),
                          number(r.marketed_by_adverse),
                          number(r.supply_risk),
                          r.stock,
                          number(r.cover_months),
                          number(r.exhaustion_months),
                          number(r.value_at_risk)});
  return out;
}

Table concentration_table(const MarketAnswer& all) {
  Table out{"concentration",
            "Concentration of what is mined",
            "of the world, by where it is mined and by who markets it, 0 to 10,000",
            {{"scenario", ""},
             {"period", ""},
             {"mined", all.world.quantity_unit},
             {"hhi_origin", ""},
             {"hhi_marketer", ""}},
            {}};
  for (const ScenarioAnswer& a : all.scenarios)
    for (const WorldMeasures& w : a.world)
      out.rows.push_back({scenario_of(a, w.node),
                          static_cast<double>(a.model.tree.nodes[w.node].period + 1), w.mined,
                          w.hhi_origin, w.hhi_marketer});
  return out;
}

void add_expected(const MarketAnswer& all, std::vector<Table>& out) {
  if (all.expected.empty()) return;
  const std::string& q = all.world.quantity_unit;
  Table mean{"expected",
             "What is expected over scenarios",
             "sums of all periods, by the scenarios' probabilities",
             {{"expectation", ""}, {"region", ""}, {"measure", ""}, {"mean", q}},
             {}};
  Table tails{"tails",
              "Means of the worse part",
              "expected shortfall: of the worst scenarios, of probability 1 - level together",
              {{"expectation", ""}, {"region", ""}, {"measure", ""}, {"level", ""}, {"mean", q}},
              {}};
  for (const Expected& e : all.expected) {
    const std::string region = e.region.empty() ? "world" : e.region;
    mean.rows.push_back({e.expectation, region, e.measure, e.mean});
    for (const Expected::Tail& t : e.tails)
      tails.rows.push_back({e.expectation, region, e.measure, t.level, t.mean});
  }
  out.push_back(std::move(mean));
  if (!tails.rows.empty()) out.push_back(std::move(tails));
}

void add_base_year(const MarketAnswer& all, std::vector<Table>& out) {
  if (!all.base_year) return;
  const std::string &p = all.world.price_unit, &q = all.world.quantity_unit;
  Table adjusted{
      "adjusted",
      "How the statistics of the base year were reconciled",
      all.solved || all.base_year->trouble.empty()
          ? "least squares of the adjustments over their deviations; empty: no statistics"
          : all.base_year->trouble,
      {{"kind", ""},
       {"name", ""},
       {"observed", q},
       {"deviation", q},
       {"reconciled", q},
       {"adjustment", q}},
      {}};
  for (const Adjusted& a : all.base_year->adjusted)
    adjusted.rows.push_back({a.table, a.id, number(a.observed), a.deviation, a.reconciled,
                             number(a.reconciled - a.observed)});
  Table calibrated{
      "calibrated",
      "The curves and routes of the base year",
      fmt::format(
          "first, second: choke price and slope of demand, cost and slope of supply, freight "
          "and friction of a route, cost and slope of a plant; price: of a route, its margin. "
          "Of elasticities; a curve of constant elasticity goes through the same point. The "
          "base is reproduced within {:.2g}, relative",
          all.base_year_error),
      {{"kind", ""},
       {"name", ""},
       {"quantity", q},
       {"price", p},
       {"first", p},
       {"second", p + "/" + q},
       {"given_freight", p}},
      {}};
  for (const Calibrated& c : all.base_year->calibrated)
    calibrated.rows.push_back({c.table, c.id, c.quantity, c.price, c.first, c.second,
                               c.table == "route" ? Cell(c.given_freight) : Cell()});
  Table error{"base_year",
              "How the base year is reproduced",
              "error: the largest relative miss of its quantities and prices",
              {{"residual", ""}, {"error", ""}},
              {{all.base_year->certificate.residual, all.base_year_error}}};
  out.push_back(std::move(error));
  out.push_back(std::move(adjusted));
  if (!calibrated.rows.empty()) out.push_back(std::move(calibrated));
}

Table shares_table(const World& w) {
  Table shares{"shares",
               "Concentration of given quantities",
               "hhi: the rest without a share; hhi_rest_as_one: as one supplier; weighted: with "
               "governance and trade factors",
               {{"shares", ""},
                {"total", w.quantity_unit},
                {"largest_share", ""},
                {"hhi", ""},
                {"hhi_rest_as_one", ""},
                {"weighted", ""}},
               {}};
  for (const Shares& s : w.shares) {
    std::vector<double> with_rest = s.quantities;
    with_rest.push_back(s.rest);
    double total = s.rest, largest = 0;
    for (const double q : s.quantities) total += q, largest = std::max(largest, q);
    shares.rows.push_back(
        {s.id, total, largest / total, concentration(s.quantities, s.rest),
         concentration(with_rest),
         s.governance.empty()
             ? Cell()
             : Cell(weighted_concentration(s.quantities, s.governance, s.trade_factors))});
  }
  return shares;
}

Table supply_risk_table(const World& w) {
  Table risk{
      "supply_risk", "Supply risk of given figures", "", {{"supply_risk", ""}, {"value", ""}}, {}};
  for (const SupplyRisk& s : w.supply_risk)
    risk.rows.push_back({s.id, market::supply_risk(s.global, s.sourcing, s.import_reliance,
                                                   s.recycled, s.substitution)});
  return risk;
}

Table reliance_table(const World& w) {
  Table reliance{
      "reliance",
      "Reliance and cover of given figures",
      "reliance: of trade, or what production and scrap leave of consumption where no trade "
      "is given",
      {{"reliance", ""},
       {"net_imports", w.quantity_unit},
       {"consumption", w.quantity_unit},
       {"value", ""},
       {"cover", "months"},
       {"exhaustion", "months"}},
      {}};
  for (const Reliance& r : w.reliance) {
    const double net = r.imports - r.exports, own = r.production + r.scrap;
    const double use = r.consumption != kInfinity ? r.consumption : own + net + r.stock_change;
    const bool trade = r.imports > 0 || r.exports > 0;
    reliance.rows.push_back(
        {r.id, net, use, trade ? (net + r.stock_change) / use : 1 - own / use,
         r.stock != kInfinity ? number(months_of_cover(r.stock, use)) : Cell(),
         r.stock != kInfinity ? number(months_to_exhaustion(r.stock, use, own + std::max(0.0, net)))
                              : Cell()});
  }
  return reliance;
}

}  // namespace

void add_market_measures(const MarketAnswer& all, std::vector<Table>& out) {
  if (!all.scenarios.empty()) {
    out.push_back(welfare_table(all));
    out.push_back(accounts_table(all));
    out.push_back(dependence_table(all));
    out.push_back(concentration_table(all));
  }
  add_expected(all, out);
  add_base_year(all, out);
  for (Table& t : std::vector<Table>{shares_table(all.world), supply_risk_table(all.world),
                                     reliance_table(all.world)})
    if (!t.rows.empty()) out.push_back(std::move(t));
}

}  // namespace lode::report
