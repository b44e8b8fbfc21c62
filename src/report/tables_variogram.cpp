#include "report/tables_variogram.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <numbers>

namespace lode::report {
namespace {

using resource::DirectionalVariogram;
using resource::VariogramLag;

Cell number(double value) {
  if (std::isfinite(value)) return value;
  return {};
}
Cell count(std::uint64_t value) { return static_cast<double>(value); }
template <class Enum>
std::string name_of(Enum value) {
  return std::string(kNames<Enum>[static_cast<std::size_t>(value)]);
}

Point unit_of(const resource::Direction& d) {
  constexpr double kDegree = std::numbers::pi / 180;
  const double azimuth = d.azimuth_deg * kDegree, dip = d.dip_deg * kDegree;
  return {std::sin(azimuth) * std::cos(dip), std::cos(azimuth) * std::cos(dip), std::sin(dip)};
}

Table samples_table(const std::vector<resource::VariableVariography>& variables,
                    const resource::Variography& asked) {
  Table out{"variogram_samples",
            "Samples and directions",
            "Pairs at distance zero are in no lag: they are counted here. Variance over n, of the "
            "scores used. Missing bandwidth: none.",
            {{"variable", ""},
             {"scores", ""},
             {"samples", ""},
             {"missing", ""},
             {"mean", ""},
             {"variance", ""},
             {"direction", ""},
             {"azimuth", "degrees"},
             {"dip", "degrees"},
             {"azimuth_tolerance", "degrees"},
             {"dip_tolerance", "degrees"},
             {"horizontal_bandwidth", "m"},
             {"vertical_bandwidth", "m"},
             {"within_hole", ""},
             {"coincident_pairs", ""},
             {"coincident_semivariance", ""}},
            {}};
  for (const resource::VariableVariography& v : variables)
    for (const DirectionalVariogram& d : v.result.experimental.direction)
      out.rows.push_back(
          {v.variable, name_of(asked.scores), count(v.result.experimental.samples),
           count(v.result.experimental.missing), number(v.result.experimental.mean),
           number(v.result.experimental.variance), d.direction.id, d.direction.azimuth_deg,
           d.direction.dip_deg, d.direction.azimuth_tolerance_deg, d.direction.dip_tolerance_deg,
           number(d.direction.horizontal_bandwidth_m), number(d.direction.vertical_bandwidth_m),
           d.direction.within_hole ? "yes" : "no", count(d.coincident.pairs),
           number(d.coincident.semivariance)});
  return out;
}

std::vector<Column> lag_columns(std::vector<Column> first) {
  for (const Column& column : std::vector<Column>{{"direction", ""},
                                                  {"lag", ""},
                                                  {"from", "m"},
                                                  {"to", "m"},
                                                  {"pairs", ""},
                                                  {"distance", "m"},
                                                  {"semivariance", ""},
                                                  {"model", ""}})
    first.push_back(column);
  return first;
}

// A row per lag behind the cells of `first`.
void add_lags(const std::vector<Cell>& first, const resource::VariographyResult& result,
              const DirectionalVariogram& d, Table& out) {
  const Point unit = unit_of(d.direction);
  double lag = result.experimental.lags.rule == resource::LagRule::centred ? 0 : 1;
  for (const VariogramLag& l : d.lag) {
    Cell model;
    if (result.model && l.pairs > 0)
      model = resource::semivariance(
          *result.model, {unit.x * l.distance_m, unit.y * l.distance_m, unit.z * l.distance_m});
    std::vector<Cell> row = first;
    for (Cell cell : {Cell{d.direction.id}, Cell{lag++}, Cell{l.from_m}, Cell{l.to_m},
                      count(l.pairs), number(l.distance_m), number(l.semivariance), model})
      row.push_back(std::move(cell));
    out.rows.push_back(std::move(row));
  }
}

Table lags_table(const std::vector<resource::VariableVariography>& variables) {
  Table out{"variogram", "Experimental variograms", "", lag_columns({{"variable", ""}}), {}};
  for (const resource::VariableVariography& v : variables) {
    const resource::ExperimentalVariogram& e = v.result.experimental;
    out.note = bin_rule(e.lags) +
               " An unordered pair counts once; distance is the mean over the pairs; semivariance "
               "is the sum of squared differences over twice the pairs; model is the model's "
               "semivariance at that distance along the direction. Missing: a lag without pairs" +
               (v.result.model ? "." : ", and no model.");
    for (const DirectionalVariogram& d : e.direction) add_lags({v.variable}, v.result, d, out);
  }
  return out;
}

Table model_table(const std::vector<resource::VariableVariography>& variables) {
  Table out{"variogram_model",
            "Variogram models",
            "Azimuth clockwise from north, dip negative down, rake about the major axis.",
            {{"variable", ""},
             {"structure", ""},
             {"type", ""},
             {"contribution", ""},
             {"range_major", "m"},
             {"range_semi", "m"},
             {"range_minor", "m"},
             {"ranges", ""},
             {"azimuth", "degrees"},
             {"dip", "degrees"},
             {"rake", "degrees"}},
            {}};
  for (const resource::VariableVariography& v : variables) {
    if (!v.result.model) continue;
    const resource::Variogram& m = *v.result.model;
    const Cell none;
    out.rows.push_back(
        {v.variable, "nugget", "nugget", m.nugget, none, none, none, "", none, none, none});
    for (const resource::VariogramStructure& s : m.structure)
      out.rows.push_back(
          {v.variable, s.id, name_of(s.type), s.contribution, s.range_major_m, s.range_semi_m,
           s.range_minor_m, name_of(m.ranges), s.own_axes ? s.azimuth_deg : m.azimuth_deg,
           s.own_axes ? s.dip_deg : m.dip_deg, s.own_axes ? s.rake_deg : m.rake_deg});
  }
  return out;
}

Table fit_table(const std::vector<resource::VariableVariography>& variables,
                const resource::Variography& asked) {
  Table out{"variogram_fit",
            "Fits",
            "Objective: sum over lags of weight x (experimental - model)^2. not_determined: other "
            "values fit as well.",
            {{"variable", ""},
             {"weights", ""},
             {"lags", ""},
             {"objective_at_start", ""},
             {"objective", ""},
             {"iterations", ""},
             {"status", ""},
             {"at_bound", ""}},
            {}};
  for (const resource::VariableVariography& v : variables) {
    const std::string weights = name_of(asked.fit.options.weights);
    if (!v.result.fit) {
      out.rows.push_back({v.variable, weights, {}, {}, {}, {}, "none: " + v.result.no_fit, ""});
      continue;
    }
    const resource::VariogramFit& f = *v.result.fit;
    out.rows.push_back({v.variable, weights, count(f.points), f.objective_at_start, f.objective,
                        static_cast<double>(f.iterations), name_of(f.status),
                        fmt::format("{}", fmt::join(f.at_bound, ", "))});
  }
  return out;
}

Table map_table(const std::vector<resource::VariableVariography>& variables) {
  Table out{"variogram_map",
            "Variogram map",
            "A lag and its opposite are the same pairs. Missing: a cell without pairs.",
            {{"variable", ""},
             {"east", "m"},
             {"north", "m"},
             {"up", "m"},
             {"pairs", ""},
             {"semivariance", ""}},
            {}};
  for (const resource::VariableVariography& v : variables) {
    if (!v.result.map) continue;
    const resource::VariogramMap& map = *v.result.map;
    for (std::size_t cell = 0; cell < map.pairs.size(); ++cell) {
      const Point lag = map.lag(cell);
      out.rows.push_back({v.variable, lag.x, lag.y, lag.z, count(map.pairs[cell]),
                          number(map.semivariance[cell])});
    }
  }
  return out;
}

}  // namespace

std::string failure_of(const resource::VariableVariography& v) {
  switch (resource::status_of(v.result)) {
    case resource::VariographyStatus::done:
      return {};
    case resource::VariographyStatus::stopped:
      return "the fit was stopped by fit.most_iterations";
    case resource::VariographyStatus::no_fit:
      return v.result.no_fit;
    case resource::VariographyStatus::no_pairs:
      break;
  }
  return "no pair of samples falls into any lag of any direction";
}

Table deposit_variogram_table() {
  return {"variogram",
          "Variograms of the composites beside the model",
          "Main element, by domain, over the sill: of normal scores, or of grades divided by their "
          "standard deviation where the case has no model of the scores. Directions: the model's "
          "axes within 22.5 degrees, and pairs of one hole; model: along that axis, down the holes "
          "along the vertical. Empty where no deposit has drill holes.",
          lag_columns({{"deposit", ""}, {"domain", ""}, {"variable", ""}}),
          {}};
}

void add_variograms(const std::string& deposit, const study::DrilledModel& model, Table& table) {
  for (const study::DomainVariograms& v : model.variograms) {
    const std::vector<Cell> first = {
        deposit, v.domain,
        model.element[0] + (v.scores == resource::Scores::normal ? ", normal scores" : "")};
    for (const auto* result : {&v.along_axes, &v.down_hole})
      for (const DirectionalVariogram& d : result->experimental.direction)
        add_lags(first, *result, d, table);
  }
}

std::string bin_rule(const resource::Lags& lags) {
  if (lags.rule == resource::LagRule::centred)
    return fmt::format("Lag k takes |h - k w| <= {} with w = {}, and h above 0.", lags.tolerance_m,
                       lags.width_m);
  return fmt::format("Lag k takes (k - 1) w < h <= k w with w = {}, up to {}.", lags.width_m,
                     lags.cutoff_m);
}

std::vector<Table> variogram_tables(const std::vector<resource::VariableVariography>& variables,
                                    const resource::Variography& asked) {
  std::vector<Table> out = {samples_table(variables, asked), lags_table(variables)};
  if (Table table = model_table(variables); !table.rows.empty()) out.push_back(std::move(table));
  if (asked.fit.start != resource::FitStart::none) out.push_back(fit_table(variables, asked));
  if (Table table = map_table(variables); !table.rows.empty()) out.push_back(std::move(table));
  return out;
}

}  // namespace lode::report
