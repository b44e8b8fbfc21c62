#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/stats.h"
#include "report/tables.h"

namespace lode::report {
namespace {

using study::Measure;
using study::Results;

std::string status_of(const study::Input& input) {
  if (input.by_default) return "default";
  switch (input.provenance) {
    case study::Provenance::source:
      return "source";
    case study::Provenance::assumption:
      return "assumption";
    case study::Provenance::method:
      return "method";
    case study::Provenance::none:
      return "not said";
  }
  return "";
}

std::vector<double> npv(const Results& r) {
  return r.column(r.layout.measure(0, Measure::project_npv));
}

double squared(double x) { return x * x; }

}  // namespace

double price_share_of_spread(const Results& r) {
  std::vector<double> price(r.rows.size(), 0.0);
  for (std::size_t y = 0; y < r.layout.years; ++y) {
    if (mean_of(r.column(r.layout.series(0, study::Series::product_t, y))) <= 0) continue;
    const double discount = std::pow(1 + r.file->values.discount.project, -static_cast<double>(y));
    for (std::size_t i = 0; i < r.rows.size(); ++i)
      price[i] += discount * r.rows[i][r.layout.price(0, y)];
  }
  return squared(rank_correlation(npv(r), price));
}

Table inputs_table(const Results& r) {
  Table out{"inputs",
            "Every input, where it comes from and what it does",
            "effect: squared rank correlation of the reference bid's project NPV with the input "
            "over the scenarios; missing for what is not sampled. Sorted by effect.",
            {{"key", ""},
             {"value", ""},
             {"unit", ""},
             {"low", ""},
             {"high", ""},
             {"status", ""},
             {"note", ""},
             {"alternative", ""},
             {"meaning", ""},
             {"effect", "fraction"}},
            {}};
  const std::vector<double> value = npv(r);
  std::vector<std::pair<double, std::vector<Cell>>> rows;
  for (const study::Input& input : r.file->inputs) {
    Cell low, high, effect;
    if (input.distribution)
      low = input.distribution->low(), high = input.distribution->high();
    else if (input.range)
      low = input.range->first, high = input.range->second;
    double strength = -1;
    for (std::size_t i = 0; i < r.file->sampled.size(); ++i)
      if (r.file->sampled[i].key == input.key) {
        const double found = squared(rank_correlation(value, r.column(r.layout.input(i))));
        if (!std::isnan(found)) effect = strength = found;
      }
    rows.push_back({strength,
                    {input.key, input.value, input.unit, low, high, status_of(input), input.note,
                     input.alternative, input.meaning, effect}});
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& row : rows) out.rows.push_back(std::move(row.second));
  return out;
}

Table events_table(const Results& r) {
  Table out{"events",
            "Events outside the project",
            "At base values; drawn in each scenario, the same for every bid. Chances, lengths and "
            "factors are inputs. A factor acts on the input of that key.",
            {{"event", ""}, {"name", ""}, {"chance", ""}, {"duration", "y"}, {"what", ""}},
            {}};
  for (const study::Event& event : r.file->values.event) {
    std::string what;
    for (const study::EventChange& change : event.change)
      what += fmt::format("{}{} x {:.3g}", what.empty() ? "" : "; ", change.key, change.factor);
    for (const std::string& country : event.closes_transit)
      what += fmt::format("{}closes transit through {}", what.empty() ? "" : "; ", country);
    for (const std::string& halted : event.halts)
      what += fmt::format("{}halts {}", what.empty() ? "" : "; ", halted);
    if (event.halts_refinery) what += fmt::format("{}halts the refinery", what.empty() ? "" : "; ");
    out.rows.push_back({event.id, event.name,
                        event.date > 0
                            ? fmt::format("begins about {:.0f}", event.date)
                            : fmt::format("{:.2g} % a year", 100 * event.yearly_probability),
                        event.duration_y, what});
  }
  return out;
}

// Mean value minus value at base is, input by input, about the slope of value on the input times
// how far the input's mean lies from its base. Slopes within two standard errors of none are left
// out: what a handful of scenarios shows is chance.
Shift largest_shift(const Results& r) {
  const std::vector<double> value = npv(r);
  const double mean_value = mean_of(value);
  study::Case base = r.file->values;
  const auto members = study::sampled_members(base);
  Shift out;
  for (std::size_t i = 0; i < r.file->sampled.size(); ++i) {
    const study::SampledInput& input = r.file->sampled[i];
    const std::vector<double> x = r.column(r.layout.input(i));
    const double mean = mean_of(x), at_base = *members.at(input.key).value / input.factor;
    double together = 0, own = 0, all = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
      together += (x[k] - mean) * (value[k] - mean_value);
      own += squared(x[k] - mean);
      all += squared(value[k] - mean_value);
    }
    if (own == 0 || all == 0) continue;
    const double explained = squared(together) / (own * all);
    if (explained * (static_cast<double>(x.size()) - 2) <= 4 * (1 - explained)) continue;
    const double shift = together / own * (mean - at_base);
    if (std::abs(shift) > std::abs(out.value_usd)) out = {input.key, shift, mean, at_base};
  }
  return out;
}

Provenances provenances_of(const study::CaseFile& file) {
  Provenances out;
  for (const study::Input& input : file.inputs) {
    if (input.by_default) continue;
    switch (input.provenance) {
      case study::Provenance::source:
        out.source += 1;
        break;
      case study::Provenance::assumption:
        out.assumption += 1;
        break;
      case study::Provenance::method:
        out.method += 1;
        break;
      case study::Provenance::none:
        out.silent += 1;
    }
  }
  return out;
}

std::string sentence_of(const Provenances& rest_on) {
  return fmt::format(
      "{:.0f} inputs of the case: {:.0f} have a published source, {:.0f} are "
      "assumptions, {:.0f} follow from a method{}.",
      rest_on.given(), rest_on.source, rest_on.assumption, rest_on.method,
      rest_on.silent > 0 ? fmt::format(", {:.0f} do not say where they come from", rest_on.silent)
                         : "");
}

Table trust_table(const Results& r) {
  Table out{"trust", "How far to trust this", "", {{"item", ""}, {"value", ""}, {"unit", ""}}, {}};
  double inferred = 0, mined = 0;
  for (std::size_t d = 0; d < r.layout.deposits; ++d) {
    inferred += mean_of(r.column(r.layout.bridge(0, d, &study::MetalBridge::inferred_in_ore)));
    mined += mean_of(r.column(r.layout.bridge(0, d, &study::MetalBridge::in_ore_mined)));
  }
  const auto add = [&](const char* item, double value, const char* unit) {
    out.rows.push_back(
        {std::string(item), std::isfinite(value) ? Cell{value} : Cell{}, std::string(unit)});
  };
  add("spread of project value explained by price", 100 * price_share_of_spread(r), "%");
  const Provenances rest_on = provenances_of(*r.file);
  add("inputs that are assumptions", rest_on.assumption, "of the case");
  add("inputs with a source", rest_on.source, "of the case");
  add("inputs by a method", rest_on.method, "of the case");
  add("inputs that do not say", rest_on.silent, "of the case");
  add("metal mined that is inferred", mined > 0 ? 100 * inferred / mined : 0, "%");
  const std::vector<double> value = npv(r);
  add("standard error of mean project value",
      clustered_error(value, r.scenarios, r.realisations) / kMillion, "M$");
  add("project value with inputs at base, flat planning price", r.central.base_npv_usd / kMillion,
      "M$");
  add("project value, mean of the scenarios", mean_of(value) / kMillion, "M$");
  const Shift most = largest_shift(r);
  if (!most.key.empty()) {
    add(("of the difference, by " + most.key).c_str(), most.value_usd / kMillion, "M$");
    add(("mean of " + most.key).c_str(), most.mean, "as written");
    add(("base of " + most.key).c_str(), most.base, "as written");
  }
  return out;
}

Table checks_table(const Results& r) {
  Table out{"checks",
            "What was checked in this run",
            "Residuals are relative, the worst of all scenarios and bids.",
            {{"check", ""}, {"value", ""}, {"limit", ""}, {"holds", ""}},
            {}};
  const auto add = [&](const std::string& check, double value, double limit, bool holds) {
    out.rows.push_back({check, value, limit, std::string(holds ? "yes" : "no")});
  };
  const auto worst = [&](Measure m) {
    double most = 0;
    for (std::size_t b = 0; b < r.layout.bids; ++b)
      for (const double value : r.column(r.layout.measure(b, m))) most = std::max(most, value);
    return most;
  };
  add("money: pretax cash = all parties, each period", worst(Measure::identity_residual), 1e-9,
      worst(Measure::identity_residual) <= 1e-9);
  add("metal: in = products + tails + stock", worst(Measure::metal_residual), 1e-9,
      worst(Measure::metal_residual) <= 1e-9);
  add("loans: fixed point on what is drawn", worst(Measure::facility_residual), 1e-9,
      worst(Measure::facility_residual) <= 1e-9);
  for (std::size_t d = 0; d < r.models.size(); ++d) {
    const study::Deposit& deposit = r.file->values.deposit[d];
    const study::DepositModel& m = r.models[d];
    const std::string name = deposit.name + ": ";
    if (const auto& s = deposit.statement) {
      const double law = std::max(m.law.tonnage_error, m.law.grade_error);
      add(name + "law meets the statement", law, 1e-6, law <= 1e-6);
      const double tonnes = std::abs(m.check.tonnes / s->tonnage_t - 1),
                   tonnes_limit = std::max(0.01, 3 * m.check.tonnes_se / s->tonnage_t);
      const double grade = std::abs(m.check.grade / s->grade - 1),
                   grade_limit = std::max(0.01, 3 * m.check.grade_se / s->grade);
      add(name + "realisations meet the stated tonnage (limit: 1 % or 3 standard errors)", tonnes,
          tonnes_limit, tonnes <= tonnes_limit);
      add(name + "realisations meet the stated grade (limit: 1 % or 3 standard errors)", grade,
          grade_limit, grade <= grade_limit);
      add(name + "log standard deviation of the law within 0.25-1.0", m.law.log_sd, 1.0,
          m.law.log_sd >= 0.25 && m.law.log_sd <= 1);
      add(name + "share of the field's variance clipped", m.realisations.clipped_variance, 1e-3,
          m.realisations.clipped_variance <= 1e-3);
    }
    if (const auto& holes = m.drilled) {
      for (const study::DomainLaw& domain : holes->law) {
        if (domain.element != 0 || !(domain.declustered_mean > 0)) continue;
        const double off = std::abs(domain.kriged_mean / domain.declustered_mean - 1);
        add(fmt::format("{}kriged mean of {} against the declustered composites'", name,
                        domain.domain),
            off, 0.15, off <= 0.15);
      }
      const auto outside = static_cast<double>(holes->outside_grid);
      add(name + "composites outside the block model", outside, 0, outside == 0);
    }
    const study::DepositPlan& plan = r.plans[r.plan_of_bid[0]].deposit[d];
    add(name + "pit blocks on the model's edge", static_cast<double>(plan.blocks_on_edge), 0,
        plan.blocks_on_edge == 0);
    if (deposit.statement)  // what was drilled may well reach the model's sides
      add(name + "body blocks on the model's edge", static_cast<double>(m.body_blocks_on_edge), 0,
          m.body_blocks_on_edge == 0);
    double slope_error = 0;
    for (const pit::Pattern& pattern : m.ground.precedence.pattern)
      if (std::abs(pattern.worst_angle_error_deg) > std::abs(slope_error))
        slope_error = pattern.worst_angle_error_deg;
    add(name + "worst slope error of the search pattern, degrees", slope_error, 3,
        std::abs(slope_error) <= 3);
    if (r.file->values.deposit[d].mining_width_m > 0 && !plan.pushbacks.shell.empty())
      add(name + "narrowest bench of a pushback, metres (limit: at least)", plan.narrowest_m,
          r.file->values.deposit[d].mining_width_m,
          plan.narrowest_m >= r.file->values.deposit[d].mining_width_m);
    const auto& published = deposit.published_plan;
    if (published.ore_t.empty()) continue;
    double ours = 0, theirs = 0;
    for (std::size_t y = 0; y < published.ore_t.size(); ++y) {
      const int place = published.first_year + static_cast<int>(y) - r.calendar.base_year;
      theirs += published.ore_t[y];
      if (place >= 0 && place < static_cast<int>(r.layout.years))
        ours += r.central.plan[d].milled_t[static_cast<std::size_t>(place)];
    }
    const double off = theirs > 0 ? std::abs(ours / theirs - 1) : 0;
    add(fmt::format("{}ore milled by {} against the published {:.1f} Mt (Lode: {:.1f} Mt)", name,
                    published.first_year + static_cast<int>(published.ore_t.size()) - 1,
                    theirs / 1e6, ours / 1e6),
        off, 0.15, off <= 0.15);
  }
  return out;
}

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
  const Calendar& calendar = r.calendar;
  const study::Case& c = r.file->values;
  Table periods{"scenario_periods",
                fmt::format("Scenario {}: periods and prices", detail.scenario),
                "Prices real, per quoted unit; indices at mid-period.",
                {{"period", ""},
                 {"year", ""},
                 {"start", "y"},
                 {"length", "y"},
                 {"usd_index", ""},
                 {"local_per_usd", ""}},
                {}};
  Table money{"scenario_money",
              fmt::format("Scenario {}: what mines and plants did", detail.scenario),
              "Real USD, tonnes; before tax and debt.",
              {{"bid", ""}, {"deposit", ""}, {"item", ""}, {"period", ""}, {"value", ""}},
              {}};
  Table ledger{"scenario_ledger",
               fmt::format("Scenario {}: the venture's ledger", detail.scenario),
               "Nominal USD.",
               {{"bid", ""}, {"line", ""}, {"period", ""}, {"value", "USD"}},
               {}};
  Table parties{"scenario_parties",
                fmt::format("Scenario {}: every party", detail.scenario),
                "Nominal USD.",
                {{"bid", ""}, {"party", ""}, {"period", ""}, {"value", "USD"}},
                {}};
  Table happenings{"scenario_events",
                   fmt::format("Scenario {}: what happened", detail.scenario),
                   "Years after the base date.",
                   {{"event", ""}, {"from", "y"}, {"to", "y"}},
                   {}};
  Table inputs{"scenario_inputs",
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
      inputs.rows.push_back({key, changes ? Cell{static_cast<double>(t)} : Cell{}, values[t]});
  }
  for (std::size_t b = 0; b < c.bid.size(); ++b)
    inputs.rows.push_back({"bid." + c.bid[b].id + ".stake_price", Cell{}, r.stake_price_usd[b]});
  for (const study::Happening& happening : detail.happenings)
    happenings.rows.push_back({c.event[happening.event].id, happening.from_y, happening.to_y});
  const auto& first = detail.bid.front();
  for (const market::Commodity& commodity : c.commodity)
    periods.columns.push_back({"price_" + commodity.id, "USD per " + commodity.quoted_unit});
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    periods.rows.push_back({static_cast<double>(t), static_cast<double>(calendar.year(t)),
                            calendar.start_y[t], calendar.length_y[t], first.venture.index.usd[t],
                            first.venture.index.local_per_usd[t]});
    for (std::size_t k = 0; k < c.commodity.size(); ++k)
      periods.rows.back().push_back(first.money.price_usd_per_t[k][t] *
                                    c.commodity[k].quote_mass_t);
  }
  for (std::size_t b = 0; b < detail.bid.size(); ++b) {
    const auto& e = detail.bid[b];
    const auto add = [&](const std::string& deposit, const std::string& item,
                         const std::vector<double>& values) {
      for (std::size_t t = 0; t < values.size(); ++t)
        money.rows.push_back({c.bid[b].id, deposit, item, static_cast<double>(t), values[t]});
    };
    for (std::size_t d = 0; d < c.deposit.size(); ++d) {
      const study::DepositSeries& s = e.operated.deposit[d];
      const std::string& id = c.deposit[d].id;
      add(id, "rock_t", s.rock_t), add(id, "ore_mined_t", s.ore_mined_t),
          add(id, "milled_t", s.milled_t), add(id, "feed_metal_t", s.feed_metal_t);
      add(id, "concentrate_metal_t", s.concentrate_metal_t),
          add(id, "tails_metal_t", s.tails_metal_t);
      add(id, "rock_depth_tm", s.rock_depth_tm), add(id, "running_y", s.running_y);
      const auto elements = study::elements_of(c, c.deposit[d]);
      for (std::size_t k = 0; k < elements.size(); ++k) add(id, "fed_t_" + elements[k], s.fed_t[k]);
    }
    add("", "product_metal_t", e.operated.product_metal_t), add("", "sold_t", e.sales.sold_t);
    add("", "care_y", e.operated.care_y), add("", "refinery_on_y", e.operated.refinery_on_y);
    for (std::size_t k = 0; k < c.commodity.size(); ++k)
      add("", "by_product_t_" + c.commodity[k].id, e.operated.by_product_t[k]);
    for (std::size_t k = 0; k < c.commodity.size(); ++k)
      add("", "contained_t_" + c.commodity[k].id, e.money.contained_t[k]);
    add("", "revenue_usd", e.money.revenue_usd), add("", "marketed_usd", e.money.marketed_usd),
        add("", "selling_usd", e.money.selling_usd);
    add("", "mining_usd", e.money.mining_usd), add("", "processing_usd", e.money.processing_usd),
        add("", "general_usd", e.money.general_usd);
    add("", "refining_usd", e.money.refining_usd), add("", "care_usd", e.money.care_usd),
        add("", "sustaining_usd", e.money.sustaining_usd);
    add("", "ore_milled_t", e.money.ore_milled_t), add("", "capital_usd", e.capital_usd);
    for (std::size_t i = 0; i < finance::kLines; ++i) {
      const auto line = static_cast<finance::Line>(i);
      for (std::size_t t = 0; finance::is_in_study(line) && t < calendar.periods(); ++t)
        ledger.rows.push_back({c.bid[b].id, std::string(finance::name_of(line)),
                               static_cast<double>(t), e.venture.ledger.at(line, t)});
    }
    for (std::size_t p = 0; p < deal::kParties; ++p)
      for (std::size_t t = 0; t < calendar.periods(); ++t)
        parties.rows.push_back({c.bid[b].id,
                                std::string(deal::name_of(static_cast<deal::Party>(p))),
                                static_cast<double>(t), e.flows.flow[p][t]});
  }
  return {std::move(periods), std::move(money),  std::move(ledger),
          std::move(parties), std::move(inputs), std::move(happenings)};
}

}  // namespace lode::report
