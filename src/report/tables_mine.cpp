#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "report/stats.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using study::DepositYear;
using study::MetalBridge;
using study::Results;
using study::Series;

const study::Plan& reference_plan(const Results& r) { return r.plans[r.plan_of_bid[0]]; }

// Tonnes and metal above a cut-off in one realisation, over the whole body.
std::pair<double, double> above(const study::DepositModel& m, std::size_t realisation,
                                double cut_off) {
  const std::size_t classes = m.class_is_inferred.size();
  double tonnes = 0, metal = 0;
  for (std::size_t b = 0; b < m.body.block.size(); ++b) {
    const auto grade = static_cast<double>(m.realisations.at(0, realisation, b));
    if (grade < cut_off) continue;
    const std::size_t draw = realisation * classes + m.realisations.confidence[b];
    const double t = m.block_t[m.body.block[b]] * m.realisations.tonnage_factor[draw];
    tonnes += t;
    metal += t * grade * m.realisations.grade_factor[draw];
  }
  return {tonnes, metal};
}

// Above a cut-off in the whole body, the mean of the realisations.
std::pair<double, double> mean_above(const Results& r, std::size_t d, double cut_off) {
  double tonnes = 0, metal = 0;
  for (int k = 0; k < r.realisations; ++k) {
    const auto [t, m] = above(r.models[d], static_cast<std::size_t>(k), cut_off);
    tonnes += t / r.realisations;
    metal += m / r.realisations;
  }
  return {tonnes, metal};
}

// Above a cut-off in the pit, the mean of the realisations.
schedule::Ore ore_in_pit(const schedule::Inventory& inventory, double cut_off) {
  schedule::Ore pit;
  for (std::size_t i = 0; i < inventory.increments.size(); ++i) {
    const schedule::Ore ore = inventory.above(i, inventory.realisations, cut_off);
    pit.tonnes += ore.tonnes;
    pit.metal_t[0] += ore.metal_t[0];
  }
  return pit;
}

double mean_of_bridge(const Results& r, std::size_t d, double MetalBridge::*item) {
  return mean_of(r.column(r.layout.bridge(0, d, item)));
}

void add_deposit(const Results& r, std::size_t d, Table& out) {
  const study::Case& c = r.file->values;
  const study::Deposit& deposit = c.deposit[d];
  double order = 0;
  const auto add = [&](const char* step, Cell ore_mt, double metal_t) {
    out.rows.push_back(
        {deposit.id, deposit.name, ++order, std::string(step), std::move(ore_mt), metal_t / 1e3});
  };
  const auto mean = [&](double MetalBridge::*item) { return mean_of_bridge(r, d, item); };
  const double least = study::least_grade(deposit);
  if (const auto& s = deposit.statement) add("stated", s->tonnage_t / 1e6, s->tonnage_t * s->grade);
  const auto [tonnes, metal] = mean_above(r, d, least);
  add("in the body", tonnes / 1e6, metal);
  const schedule::Ore pit = ore_in_pit(*reference_plan(r).deposit[d].inventory, least);
  add("in the pit", pit.tonnes / 1e6, pit.metal_t[0]);
  add("mined as ore within the licence", mean(&MetalBridge::ore_t) / 1e6,
      mean(&MetalBridge::in_ore_mined));
  add("delivered after loss and dilution", mean(&MetalBridge::delivered_t) / 1e6,
      mean(&MetalBridge::delivered));
  double milled = 0;
  for (std::size_t y = 0; y < r.layout.years; ++y)
    milled += mean_of(r.column(r.layout.deposit_year(0, d, DepositYear::milled_t, y)));
  add("milled", milled / 1e6, mean(&MetalBridge::milled));
  add(c.refinery ? "in concentrate" : "in product", {}, mean(&MetalBridge::concentrate));
}

void add_all_deposits(const Results& r, Table& out) {
  const study::Case& c = r.file->values;
  double order = 0;
  const auto add = [&](const char* step, double metal_t) {
    out.rows.push_back({std::string("all"), std::string("All deposits"), ++order, std::string(step),
                        Cell{}, metal_t / 1e3});
  };
  const auto mean = [&](study::Measure measure) {
    return mean_of(r.column(r.layout.measure(0, measure)));
  };
  double concentrate = 0;
  for (std::size_t d = 0; d < c.deposit.size(); ++d)
    concentrate += mean_of_bridge(r, d, &MetalBridge::concentrate);
  if (c.refinery) add("in concentrate", concentrate);
  add("in product", mean_of_bridge(r, 0, &MetalBridge::product));
  add("sold", mean(study::Measure::product_t));
  add("paid for", mean(study::Measure::paid_t) * c.commodity.front().payable);
}

}  // namespace

// Means over realisations and scenarios: statement -> body -> pit -> horizon -> mill -> concentrate
// -> product -> payable.
Table metal_bridge_table(const Results& r) {
  Table out{"metal_bridge",
            "Metal balance, from the statement to payable metal",
            "Main commodity, means, reference bid. Body and pit above the statement's cut-off, all "
            "realisations, class factors included.",
            {{"deposit", ""},
             {"name", ""},
             {"order", ""},
             {"step", ""},
             {"ore_mt", "Mt"},
             {"metal_kt", "kt"}},
            {}};
  for (std::size_t d = 0; d < r.file->values.deposit.size(); ++d) add_deposit(r, d, out);
  add_all_deposits(r, out);
  return out;
}

Table tonnage_grade_table(const Results& r) {
  Table out{
      "tonnage_grade",
      "Tonnage and grade above a cut-off",
      "Whole body; bands over realisations with class factors; law: the solved law without them. "
      "stated: the statement, at its own cut-off; missing at the others. chosen: 1 at the cut-off "
      "that the case counts ore from.",
      {{"deposit", ""},
       {"cut_off", "%"},
       {"tonnes_mean", "Mt"},
       {"tonnes_p90_exceed", "Mt"},
       {"tonnes_p10_exceed", "Mt"},
       {"grade_mean", "%"},
       {"law_tonnes", "Mt"},
       {"law_grade", "%"},
       {"stated_tonnes", "Mt"},
       {"stated_grade", "%"},
       {"chosen", ""}},
      {}};
  for (std::size_t d = 0; d < r.file->values.deposit.size(); ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    const auto& stated = deposit.statement;
    const double least = study::least_grade(deposit);
    std::vector<double> cuts = {least};
    for (int step = 0; step <= 16; ++step) cuts.push_back(r.models[d].ore_grade * step / 8);
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    for (const double cut : cuts) {
      std::vector<double> tonnes;
      double metal = 0;
      for (int k = 0; k < r.realisations; ++k) {
        const auto [t, m] = above(r.models[d], static_cast<std::size_t>(k), cut);
        tonnes.push_back(t / 1e6);
        metal += m / 1e6;
      }
      const Spread s = spread_of(tonnes);
      const double total = s.mean * r.realisations;
      resource::AboveCutOff law;
      if (stated)
        law =
            resource::expected_above(r.models[d].law, *stated, deposit.grid, r.models[d].body, cut);
      const bool at_stated = stated && cut == least;
      out.rows.push_back(
          {deposit.id, 100 * cut, s.mean, s.p90_exceed, s.p10_exceed,
           total > 0 ? Cell{100 * metal / total} : Cell{}, stated ? Cell{law.tonnes / 1e6} : Cell{},
           law.tonnes > 0 ? Cell{100 * law.metal_t / law.tonnes} : Cell{},
           at_stated ? Cell{stated->tonnage_t / 1e6} : Cell{},
           at_stated ? Cell{100 * stated->grade} : Cell{}, cut == least ? 1.0 : 0.0});
    }
  }
  return out;
}

Table schedule_table(const Results& r) {
  Table out{
      "schedule",
      "What is mined and milled, by year",
      "Means and band over scenarios, reference bid. planned: milled at the planning price on the "
      "expected orebody, with planned_rock moved; published: the published plan of the case.",
      {{"deposit", ""},
       {"year", ""},
       {"ore_mined", "Mt"},
       {"waste", "Mt"},
       {"milled", "Mt"},
       {"head_grade", "%"},
       {"milled_p90_exceed", "Mt"},
       {"milled_p10_exceed", "Mt"},
       {"planned", "Mt"},
       {"planned_rock", "Mt"},
       {"published", "Mt"}},
      {}};
  for (std::size_t d = 0; d < r.layout.deposits; ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    for (std::size_t y = 0; y < r.layout.years; ++y) {
      const auto mean = [&](DepositYear what) {
        return mean_of(r.column(r.layout.deposit_year(0, d, what, y)));
      };
      std::vector<double> milled = r.column(r.layout.deposit_year(0, d, DepositYear::milled_t, y));
      for (double& value : milled) value /= 1e6;
      const Spread s = spread_of(milled);
      const int year = r.calendar.base_year + static_cast<int>(y);
      const int place = year - deposit.published_plan.first_year;
      const bool known =
          place >= 0 && place < static_cast<int>(deposit.published_plan.ore_t.size());
      out.rows.push_back(
          {deposit.id, static_cast<double>(year), mean(DepositYear::ore_mined_t) / 1e6,
           (mean(DepositYear::rock_t) - mean(DepositYear::ore_mined_t)) / 1e6, s.mean,
           s.mean > 0 ? Cell{100 * mean(DepositYear::feed_metal_t) / (s.mean * 1e6)} : Cell{},
           s.p90_exceed, s.p10_exceed, r.central.plan[d].milled_t[y] / 1e6,
           r.central.plan[d].rock_t[y] / 1e6,
           known ? Cell{deposit.published_plan.ore_t[static_cast<std::size_t>(place)] / 1e6}
                 : Cell{}});
    }
  }
  return out;
}

Table product_table(const Results& r) {
  Table out{"product",
            "Main commodity sold and concentrate in stock, by year",
            "Reference bid, over scenarios.",
            {{"year", ""},
             {"product_mean", "kt"},
             {"product_p90_exceed", "kt"},
             {"product_p10_exceed", "kt"},
             {"stock_mean", "kt"}},
            {}};
  for (std::size_t y = 0; y < r.layout.years; ++y) {
    std::vector<double> product = r.column(r.layout.series(0, Series::product_t, y));
    for (double& value : product) value /= 1e3;
    const Spread s = spread_of(product);
    out.rows.push_back(
        {static_cast<double>(r.calendar.base_year) + static_cast<double>(y), s.mean, s.p90_exceed,
         s.p10_exceed,
         mean_of(r.column(r.layout.series(0, Series::concentrate_stock_t, y))) / 1e3});
  }
  return out;
}

double supply_t_per_y(const Results& r, std::size_t bid) {
  double total = 0, years = 0;
  for (std::size_t y = 0; y < r.layout.years; ++y) {
    const double sold = mean_of(r.column(r.layout.series(bid, Series::product_t, y)));
    total = std::max(total, sold);
    years += sold > 0;
  }
  if (years == 0) return 0;
  double sum = 0,
         full = 0;  // years of at least half the best year's sales: ramp-up and tail left out
  for (std::size_t y = 0; y < r.layout.years; ++y) {
    const double sold = mean_of(r.column(r.layout.series(bid, Series::product_t, y)));
    if (sold < 0.5 * total) continue;
    sum += sold;
    full += 1;
  }
  return sum / full * r.file->values.project.metal_per_commodity;
}

Table dependence_table(const Results& r) {
  const study::Case& c = r.file->values;
  Table out{
      "dependence",
      "Who depends on whom, with and without the project",
      fmt::format("Shares of imports that {} touches; the project's mean yearly sales in years of "
                  "full operation replace imports ({}). Imports replacing imports leave net import "
                  "reliance unchanged.",
                  c.dependence.adverse,
                  kNames<market::Displaces>[static_cast<std::size_t>(c.dependence.displaces)]),
      {{"buyer", ""},
       {"name", ""},
       {"situation", ""},
       {"measure", ""},
       {"value", ""},
       {"unit", ""}},
      {}};
  for (const market::Buyer& buyer : c.buyer) {
    const auto add = [&](const std::string& situation, const market::Dependence& d) {
      const std::vector<std::tuple<const char*, double, const char*>> items = {
          {"touched_by_adverse", 100 * d.touched_by_adverse, "%"},
          {"marketed_by_adverse", 100 * d.marketed_by_adverse, "%"},
          {"refined_in_adverse", 100 * d.refined_in_adverse, "%"},
          {"through_adverse", 100 * d.through_adverse, "%"},
          {"net_import_reliance", 100 * d.net_import_reliance, "%"},
          {"hhi_origin", d.hhi_origin, "0-10,000"},
          {"hhi_marketer", d.hhi_marketer, "0-10,000"},
          {"imports_tonnes", d.imports_t, "t/y"},
          {"project_tonnes", d.project_t, "t/y"},
          {"beyond_imports_tonnes", d.surplus_t, "t/y"}};
      for (const auto& [measure, value, unit] : items)
        out.rows.push_back(
            {buyer.id, buyer.name, situation, std::string(measure), value, std::string(unit)});
    };
    add("without", market::measure(buyer, c.dependence.adverse, {}, c.dependence.displaces));
    for (std::size_t b = 0; b < c.bid.size(); ++b) {
      std::vector<market::NewSupply> added;
      for (const deal::Offtake& offtake : c.bid[b].offtake)
        if (const double share = share_of_supply(r, offtake);
            offtake.buyer == buyer.id && share > 0)
          added.push_back({share * supply_t_per_y(r, b), c.project.country, offtake.marketed_by,
                           offtake.refined_in, offtake.transit});
      add(c.bid[b].id, market::measure(buyer, c.dependence.adverse, added, c.dependence.displaces));
    }
  }
  return out;
}

}  // namespace lode::report
