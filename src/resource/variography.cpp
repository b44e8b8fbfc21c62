#include "resource/variography.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "resource/block_covariance.h"

namespace lode::resource {
namespace {

bool is_given(const Variogram& model) { return model.nugget > 0 || !model.structure.empty(); }
bool is_asked(const MapLags& map) { return map.cell_m.x > 0 || map.cell_m.y > 0; }

// The types named for a fit without a start, on the axes and conventions of the model.
Variogram shape_of(const Variography& asked) {
  Variogram out = asked.model;
  out.nugget = 0, out.structure.clear();
  for (const std::string& type : asked.fit.structures) {
    VariogramStructure s;
    s.id = std::to_string(out.structure.size() + 1);
    s.type =
        static_cast<Structure>(std::find(kNames<Structure>.begin(), kNames<Structure>.end(), type) -
                               kNames<Structure>.begin());
    out.structure.push_back(std::move(s));
  }
  return out;
}

double longest_range(const Variogram& model) {
  double out = 0;
  for (const VariogramStructure& s : model.structure)
    for (const double range : practical_ranges(model, s)) out = std::max(out, range);
  return out;
}

bool is_isotropic(const Variogram& model) {
  return std::all_of(model.structure.begin(), model.structure.end(), [](const auto& s) {
    return s.range_major_m == s.range_semi_m && s.range_semi_m == s.range_minor_m;
  });
}

constexpr double kTolerance = 22.5;  // degrees; neighbouring axes of eight do not overlap

}  // namespace

Variography along_axes(const Variogram& model) {
  constexpr double kDegrees = 180 / std::numbers::pi;
  Variography out;
  out.model = model;
  out.lags.width_m = longest_range(model) / 10;
  out.lags.count = 15;
  if (is_isotropic(model)) return out;
  const Matrix3 axes = rotation(model.azimuth_deg, model.dip_deg, model.rake_deg);
  constexpr std::array kAxes = {"major", "semi", "minor"};
  for (std::size_t k = 0; k < axes.size(); ++k) {
    Direction d;
    d.id = kAxes[k];
    d.dip_deg = std::asin(std::clamp(axes[k].z, -1.0, 1.0)) * kDegrees;
    d.azimuth_deg = std::atan2(axes[k].x, axes[k].y) * kDegrees;
    d.dip_tolerance_deg = kTolerance;
    // Near the vertical an azimuth means nothing.
    if (std::abs(d.dip_deg) <= 90 - kTolerance) d.azimuth_tolerance_deg = kTolerance;
    out.direction.push_back(std::move(d));
  }
  return out;
}

Variography down_hole(const Variogram& model, double lag_m) {
  Variography out;
  out.model = model;
  out.lags.width_m = lag_m;
  out.lags.count = static_cast<int>(std::clamp(1.5 * longest_range(model) / lag_m, 1.0, 30.0));
  out.direction = {{.id = "down_hole", .dip_deg = -90, .within_hole = true}};  // any dip
  return out;
}

std::vector<VariographyBreach> breaches(const Variography& v) {
  std::vector<VariographyBreach> out;
  const auto add = [&](std::string key, std::string message) {
    if (!message.empty()) out.push_back({std::move(key), std::move(message)});
  };
  add("lags", fault_of(v.lags));
  for (const Direction& d : v.direction) add("direction." + d.id, fault_of(d));
  if (is_given(v.model)) add("model", fault_of_model(v.model));
  if (is_asked(v.map)) add("map", fault_of(v.map));
  if (v.fit.start == FitStart::model && v.model.structure.empty())
    add("fit.start", "starts from the model, which has no structure");
  if (v.fit.start != FitStart::spread) return out;
  for (const std::string& type : v.fit.structures)
    if (std::find(kNames<Structure>.begin(), kNames<Structure>.end(), type) ==
        kNames<Structure>.end())
      add("fit.structures",
          fmt::format("\"{}\" is none of spherical, exponential, gaussian", type));
  if (v.fit.structures.empty() || v.fit.structures.size() > 4)
    add("fit.structures", "names one to four types");
  const FitOptions& options = v.fit.options;
  if (options.fix_nugget || options.fix_contributions || options.fix_ranges)
    add("fit", "nothing can be fixed without a start: set start = \"model\"");
  return out;
}

VariographyResult variography(const Samples& samples, std::size_t variable,
                              std::span<const double> weight, const Variography& asked) {
  std::span<const double> value = samples.value[variable];
  std::optional<NormalScores> scores;
  if (asked.scores == Scores::normal) {
    scores = normal_scores(value, weight, asked.ties);
    value = scores->score;
  }
  const PairSamples pairs{samples.x, samples.y, samples.z, value, samples.hole};
  const std::vector<Direction> omnidirectional = {{.id = "all"}};
  VariographyResult out{
      experimental_variogram(pairs, asked.lags,
                             asked.direction.empty() ? omnidirectional : asked.direction),
      std::nullopt,
      std::nullopt,
      std::nullopt,
      {},
      std::nullopt};
  if (is_given(asked.model)) out.model = asked.model;
  if (asked.fit.start != FitStart::none) {
    out.model.reset();
    const std::vector<FitPoint> points = fit_points(out.experimental);
    try {
      out.fit = asked.fit.start == FitStart::model
                    ? fit_variogram(points, asked.model, asked.fit.options)
                    : fit_variogram_from_spread(points, shape_of(asked), asked.fit.options);
      out.model = out.fit->model;
    } catch (const NoAnswer& why) {
      out.no_fit = why.what();
    }
  }
  if (is_asked(asked.map)) out.map = variogram_map(pairs, asked.map);
  out.scores = std::move(scores);
  return out;
}

std::vector<VariableVariography> variographies(const Samples& samples,
                                               std::span<const double> weight,
                                               const Variography& asked) {
  std::vector<VariableVariography> out;
  for (std::size_t v = 0; v < samples.value.size(); ++v) {
    try {
      out.push_back({samples.name[v], variography(samples, v, weight, asked)});
    } catch (const InputError& error) {
      std::vector<Fault> faults = error.faults();
      for (Fault& fault : faults)
        if (fault.source.file.empty())
          fault.key = samples.name[v] + (fault.key.empty() ? "" : ", " + fault.key);
      throw InputError(std::move(faults));
    }
  }
  return out;
}

VariographyStatus status_of(const VariographyResult& result) {
  bool pairs = false;
  for (const DirectionalVariogram& direction : result.experimental.direction)
    for (const VariogramLag& lag : direction.lag) pairs = pairs || lag.pairs > 0;
  if (!pairs) return VariographyStatus::no_pairs;
  if (!result.no_fit.empty()) return VariographyStatus::no_fit;
  return result.fit && result.fit->status == FitStatus::iteration_limit ? VariographyStatus::stopped
                                                                        : VariographyStatus::done;
}

}  // namespace lode::resource
