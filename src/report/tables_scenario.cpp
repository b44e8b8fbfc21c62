// Tables of scenarios: a row for each of a run, and the periods of the one of --scenario.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/tables.h"

namespace lode::report {
namespace {

using study::Results;

Table periods_table(const study::Case& c, const Calendar& calendar, const study::Detail& detail) {
  Table out{"scenario_periods",
            fmt::format("Scenario {}: periods and prices", detail.scenario),
            "Prices real, per quoted unit, as the first bid gets them; each bid's stand in "
            "scenario_money. "
            "Indices at mid-period.",
            {{"period", ""},
             {"year", ""},
             {"start", "y"},
             {"length", "y"},
             {"usd_index", ""},
             {"local_per_usd", ""}},
            {}};
  for (const market::Commodity& commodity : c.commodity)
    out.columns.push_back({"price_" + commodity.id, "USD per " + commodity.quoted_unit});
  const auto& first = detail.bid.front();
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    out.rows.push_back({static_cast<double>(t), static_cast<double>(calendar.year(t)),
                        calendar.start_y[t], calendar.length_y[t], first.venture.index.usd[t],
                        first.venture.index.local_per_usd[t]});
    for (std::size_t k = 0; k < c.commodity.size(); ++k)
      out.rows.back().push_back(first.money.price_usd_per_t[k][t] * c.commodity[k].quote_mass_t);
  }
  return out;
}

template <class Of>
struct Item {
  const char* name;
  std::vector<double> Of::*values;  // [period]
};
constexpr Item<study::DepositSeries> kDepositItems[] = {
    {"rock_t", &study::DepositSeries::rock_t},
    {"ore_mined_t", &study::DepositSeries::ore_mined_t},
    {"milled_t", &study::DepositSeries::milled_t},
    {"feed_metal_t", &study::DepositSeries::feed_metal_t},
    {"concentrate_metal_t", &study::DepositSeries::concentrate_metal_t},
    {"tails_metal_t", &study::DepositSeries::tails_metal_t},
    {"rock_depth_tm", &study::DepositSeries::rock_depth_tm},
    {"running_y", &study::DepositSeries::running_y}};
constexpr Item<finance::Operations> kMoneyItems[] = {
    {"revenue_usd", &finance::Operations::revenue_usd},
    {"marketed_usd", &finance::Operations::marketed_usd},
    {"selling_usd", &finance::Operations::selling_usd},
    {"mining_usd", &finance::Operations::mining_usd},
    {"processing_usd", &finance::Operations::processing_usd},
    {"general_usd", &finance::Operations::general_usd},
    {"refining_usd", &finance::Operations::refining_usd},
    {"care_usd", &finance::Operations::care_usd},
    {"sustaining_usd", &finance::Operations::sustaining_usd},
    {"ore_milled_t", &finance::Operations::ore_milled_t}};

// What one bid's mines and plants did: those of each deposit, then of all.
template <class Add>
void add_items(const study::Case& c, const study::Detail::OfBid& of, const Add& add) {
  for (std::size_t d = 0; d < c.deposit.size(); ++d) {
    const study::DepositSeries& series = of.operated.deposit[d];
    const std::string& id = c.deposit[d].id;
    for (const auto& [name, values] : kDepositItems) add(id, name, series.*values);
    const auto elements = study::elements_of(c, c.deposit[d]);
    for (std::size_t k = 0; k < elements.size(); ++k)
      add(id, "fed_t_" + elements[k], series.fed_t[k]);
  }
  for (std::size_t k = 0; k < c.commodity.size(); ++k) {
    std::vector<double> per_quote = of.money.price_usd_per_t[k];
    for (double& price : per_quote) price *= c.commodity[k].quote_mass_t;
    add("", "price_" + c.commodity[k].id, per_quote);
  }
  add("", "product_metal_t", of.operated.product_metal_t);
  add("", "sold_t", of.sales.sold_t);
  add("", "care_y", of.operated.care_y);
  add("", "refinery_on_y", of.operated.refinery_on_y);
  for (std::size_t k = 0; k < c.commodity.size(); ++k)
    add("", "by_product_t_" + c.commodity[k].id, of.operated.by_product_t[k]);
  for (std::size_t k = 0; k < c.commodity.size(); ++k)
    add("", "contained_t_" + c.commodity[k].id, of.money.contained_t[k]);
  for (const auto& [name, values] : kMoneyItems) add("", name, of.money.*values);
  add("", "capital_usd", of.capital_usd);
}

Table money_table(const study::Case& c, const study::Detail& detail) {
  Table out{"scenario_money",
            fmt::format("Scenario {}: what mines and plants did", detail.scenario),
            "Real USD, tonnes; before tax and debt.",
            {{"bid", ""}, {"deposit", ""}, {"item", ""}, {"period", ""}, {"value", ""}},
            {}};
  for (std::size_t b = 0; b < detail.bid.size(); ++b)
    add_items(
        c, detail.bid[b],
        [&](const std::string& deposit, const std::string& item,
            const std::vector<double>& values) {
          for (std::size_t t = 0; t < values.size(); ++t)
            out.rows.push_back({c.bid[b].id, deposit, item, static_cast<double>(t), values[t]});
        });
  return out;
}

Table ledger_table(const study::Case& c, const Calendar& calendar, const study::Detail& detail) {
  Table out{"scenario_ledger",
            fmt::format("Scenario {}: the venture's ledger", detail.scenario),
            "Nominal USD.",
            {{"bid", ""}, {"line", ""}, {"period", ""}, {"value", "USD"}},
            {}};
  for (std::size_t b = 0; b < detail.bid.size(); ++b)
    for (std::size_t i = 0; i < finance::kLines; ++i) {
      const auto line = static_cast<finance::Line>(i);
      if (!finance::is_in_study(line)) continue;
      for (std::size_t t = 0; t < calendar.periods(); ++t)
        out.rows.push_back({c.bid[b].id, std::string(finance::name_of(line)),
                            static_cast<double>(t), detail.bid[b].venture.ledger.at(line, t)});
    }
  return out;
}

Table parties_table(const study::Case& c, const Calendar& calendar, const study::Detail& detail) {
  Table out{"scenario_parties",
            fmt::format("Scenario {}: every party", detail.scenario),
            "Nominal USD.",
            {{"bid", ""}, {"party", ""}, {"period", ""}, {"value", "USD"}},
            {}};
  for (std::size_t b = 0; b < detail.bid.size(); ++b)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      for (std::size_t t = 0; t < calendar.periods(); ++t)
        out.rows.push_back({c.bid[b].id, std::string(deal::name_of(static_cast<deal::Party>(p))),
                            static_cast<double>(t), detail.bid[b].flows.flow[p][t]});
  return out;
}

Table inputs_in_force_table(const Results& r, const study::Detail& detail) {
  Table out{"scenario_inputs",
            fmt::format("Scenario {}: parameters as in force", detail.scenario),
            "Sampled ones, and each bid's price of the stake as its rule finds it. Stored "
            "units: tonnes, years, USD, fractions; prices per quoted unit. A parameter that no "
            "event changes stands once, without a period; one that is not given and follows "
            "another does not stand here.",
            {{"key", ""}, {"period", ""}, {"value", ""}},
            {}};
  for (const auto& [key, values] : detail.inputs) {
    if (std::isinf(values.front())) continue;
    const bool changes = std::any_of(values.begin(), values.end(),
                                     [first = values.front()](double v) { return v != first; });
    for (std::size_t t = 0; t < (changes ? values.size() : 1); ++t)
      out.rows.push_back({key, changes ? Cell{static_cast<double>(t)} : Cell{}, values[t]});
  }
  const auto& bids = r.file->values.bid;
  for (std::size_t b = 0; b < bids.size(); ++b)
    out.rows.push_back({"bid." + bids[b].id + ".stake_price", Cell{}, r.stake_price_usd[b]});
  return out;
}

Table happenings_table(const study::Case& c, const study::Detail& detail) {
  Table out{"scenario_events",
            fmt::format("Scenario {}: what happened", detail.scenario),
            "Years after the base date.",
            {{"event", ""}, {"from", "y"}, {"to", "y"}},
            {}};
  for (const study::Happening& happening : detail.happenings)
    out.rows.push_back({c.event[happening.event].id, happening.from_y, happening.to_y});
  return out;
}

}  // namespace

LongTable scenarios_table(const Results& r) {
  LongTable out;
  out.head = {
      "scenarios",
      "Every scenario",
      "Money in USD. An empty cell: the number does not exist (no rate of return, no debt).",
      {{"scenario", ""}, {"realisation", ""}},
      {}};
  std::vector<std::size_t> places;  // [column], in a row of results
  const auto add = [&](std::string name, const char* unit, std::size_t place) {
    out.head.columns.push_back({std::move(name), unit});
    places.push_back(place);
  };
  for (std::size_t k = 0; k < r.layout.inputs; ++k)
    add(r.file->sampled[k].key, "", r.layout.input(k));
  for (std::size_t b = 0; b < r.layout.bids; ++b) {
    const std::string id = r.file->values.bid[b].id + ".";
    for (std::size_t p = 0; p < deal::kParties; ++p)
      add(id + std::string(deal::name_of(static_cast<deal::Party>(p))), "USD", r.layout.own(b, p));
    for (const auto& field : study::kMeasureFields)
      add(id + std::string(field.name), "", r.layout.measure(b, field.what));
  }
  out.rows = r.rows.size();
  out.row = [&r, places](std::size_t i) {
    const std::uint64_t scenario = r.scenarios[i];
    std::vector<Cell> row = {
        static_cast<double>(scenario),
        static_cast<double>(scenario % static_cast<std::uint64_t>(r.realisations))};
    for (const std::size_t place : places) row.push_back(r.rows[i][place]);
    return row;
  };
  return out;
}

std::vector<Table> scenario_detail_tables(const Results& r) {
  if (r.details.empty()) return {};
  const study::Detail& detail = r.details.front();
  const study::Case& c = r.file->values;
  return {periods_table(c, r.calendar, detail), money_table(c, detail),
          ledger_table(c, r.calendar, detail),  parties_table(c, r.calendar, detail),
          inputs_in_force_table(r, detail),     happenings_table(c, detail)};
}

}  // namespace lode::report
