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

// Least squares of value on x: slope, and the share of the variance explained; NaN where either
// does not vary.
struct Fit {
  double slope = std::numeric_limits<double>::quiet_NaN(), explained = slope;
  // Slopes within two standard errors of zero may be due to chance.
  bool tells(std::size_t n) const {
    return explained * (static_cast<double>(n) - 2) > 4 * (1 - explained);
  }
};
Fit fit(const std::vector<double>& value, const std::vector<double>& x) {
  const double mean = mean_of(x), mean_value = mean_of(value);
  double together = 0, own = 0, all = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    together += (x[k] - mean) * (value[k] - mean_value);
    own += squared(x[k] - mean);
    all += squared(value[k] - mean_value);
  }
  if (own == 0 || all == 0) return {};
  return {together / own, squared(together) / (own * all)};
}

std::string name_of_deposit(const Results& r, const std::string& id) {
  for (const study::Deposit& deposit : r.file->values.deposit)
    if (deposit.id == id) return deposit.name;
  return id;
}

// M$ by which value moves from the input's value exceeded with 90 % to that exceeded with 10 %, and
// the standard error of it.
struct Swing {
  Cell value, error;
};
Swing swing(const std::vector<double>& value, const std::vector<double>& x) {
  const Fit line = fit(value, x);
  if (!(line.explained > 0) || x.size() < 3) return {};
  const Spread s = spread_of(x);
  const double moved = line.slope * (s.p10_exceed - s.p90_exceed) / kMillion;
  return {moved, std::abs(moved) * std::sqrt((1 - line.explained) / line.explained /
                                             (static_cast<double>(x.size()) - 2))};
}

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
  Table out{
      "inputs",
      "Every input, where it comes from and what it does",
      "effect: squared rank correlation of the reference bid's project NPV with the input "
      "over the scenarios; missing for what is not sampled. Sorted by effect. swing: by how much "
      "the project's, and swing_host the host country's, value moves from the input's P90 to its "
      "P10, by a straight line through the scenarios, with standard errors.",
      {{"key", ""},
       {"value", ""},
       {"unit", ""},
       {"low", ""},
       {"high", ""},
       {"status", ""},
       {"note", ""},
       {"alternative", ""},
       {"meaning", ""},
       {"effect", "fraction"},
       {"swing", "M$"},
       {"swing_error", "M$"},
       {"swing_host", "M$"},
       {"swing_host_error", "M$"}},
      {}};
  const std::vector<double> value = npv(r), host = host_values(r, 0);
  std::vector<std::pair<double, std::vector<Cell>>> rows;
  for (const study::Input& input : r.file->inputs) {
    Cell low, high, effect;
    Swing of_project, of_host;
    if (input.distribution)
      low = input.distribution->low(), high = input.distribution->high();
    else if (input.range)
      low = input.range->first, high = input.range->second;
    double strength = -1;
    for (std::size_t i = 0; i < r.file->sampled.size(); ++i)
      if (r.file->sampled[i].key == input.key) {
        const std::vector<double> x = r.column(r.layout.input(i));
        const double found = squared(rank_correlation(value, x));
        if (!std::isnan(found)) effect = strength = found;
        of_project = swing(value, x), of_host = swing(host, x);
      }
    rows.push_back({strength,
                    {input.key, input.value, input.unit, low, high, status_of(input), input.note,
                     input.alternative, input.meaning, effect, of_project.value, of_project.error,
                     of_host.value, of_host.error}});
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
      what += fmt::format("{}closes transit through {}", what.empty() ? "" : "; ",
                          name_of_buyer(r.file->values, country));
    for (const std::string& halted : event.halts)
      what += fmt::format("{}halts {}", what.empty() ? "" : "; ", name_of_deposit(r, halted));
    if (event.halts_refinery) what += fmt::format("{}halts the refinery", what.empty() ? "" : "; ");
    out.rows.push_back({event.id, event.name,
                        event.date > 0
                            ? fmt::format("begins about {:.0f}", event.date)
                            : fmt::format("{:.2g} % a year", 100 * event.yearly_probability),
                        event.duration_y, what});
  }
  return out;
}

// Each input's part of mean value minus value at base is about the slope of value on the input
// times the difference of the input's mean from its base. Slopes within two standard errors of zero
// are left out: with few scenarios they are due to chance.
Shift largest_shift(const Results& r) {
  const std::vector<double> value = npv(r);
  study::Case base = r.file->values;
  const auto members = study::sampled_members(base);
  Shift out;
  for (std::size_t i = 0; i < r.file->sampled.size(); ++i) {
    const study::SampledInput& input = r.file->sampled[i];
    const std::vector<double> x = r.column(r.layout.input(i));
    const double mean = mean_of(x), at_base = *members.at(input.key).value / input.factor;
    const Fit line = fit(value, x);
    if (!line.tells(x.size())) continue;
    const double shift = line.slope * (mean - at_base);
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
  add("project value with inputs at their means, flat planning price",
      r.central.mean_inputs_npv_usd / kMillion, "M$");
  return out;
}

}  // namespace lode::report
