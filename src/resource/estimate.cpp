#include "resource/estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace lode::resource {
namespace {

Labels status_of(const std::vector<EstimateStatus>& status) {
  Labels out{"status", {"estimated", "too_few", "singular_drift", "no_drift"}, {}};
  for (const EstimateStatus s : status) out.code.push_back(static_cast<std::int32_t>(s));
  return out;
}

void add_dropped(Columns& out, const Samples& s, const std::vector<std::uint32_t>& dropped) {
  if (dropped.empty()) return;
  const std::uint32_t i = dropped[0];
  out.note.push_back(
      fmt::format("{} sample{} left out of neighbourhoods where others determine {} (two at one "
                  "place: the later "
                  "in the file goes); the first is sample {} at ({:.10g}, {:.10g}, {:.10g})",
                  dropped.size(), dropped.size() == 1 ? " was" : "s were",
                  dropped.size() == 1 ? "it" : "them", i + 1, s.x[i], s.y[i], s.z[i]));
}

Columns kriged(const Samples& samples, std::size_t variable, const EstimationMethod& method,
               const Targets& targets, const SampleTraits& traits) {
  Columns out;
  auto found =
      krige(samples, variable, method.variogram, method.search, method.kriging, targets, traits);
  out.add("estimate", std::move(found.estimate)), out.add("variance", std::move(found.variance));
  out.add("lagrange", std::move(found.lagrange));
  out.add("slope_of_regression", std::move(found.slope));
  out.add("samples", found.samples), out.add("holes", found.holes);
  out.label.push_back(status_of(found.status));
  add_dropped(out, samples, found.dropped);
  return out;
}

Columns kriged_indicators(const Samples& samples, std::size_t variable,
                          const EstimationMethod& method, const Targets& targets,
                          const SampleTraits& traits) {
  Columns out;
  auto found = indicator_krige(samples, variable, method.indicator, method.search, method.kriging,
                               targets, traits);
  for (std::size_t k = 0; k < method.indicator.size(); ++k) {
    out.add(method.indicator[k].id, std::move(found.probability[k]));
    out.add(method.indicator[k].id + "_kriged", std::move(found.threshold[k].estimate));
    out.add(method.indicator[k].id + "_variance", std::move(found.threshold[k].variance));
  }
  out.add("samples", found.threshold[0].samples), out.add("holes", found.threshold[0].holes);
  out.label.push_back(status_of(found.threshold[0].status));
  out.note.push_back(fmt::format("largest correction of order {:.6g}", found.largest_correction));
  add_dropped(out, samples, found.threshold[0].dropped);
  return out;
}

Columns cokriged(const Samples& samples, const EstimationMethod& method, const Targets& targets,
                 const SampleTraits& traits) {
  Columns out;
  auto found =
      cokrige(samples, method.coregionalisation, method.search, method.kriging, targets, traits);
  const auto& name = samples.name;
  for (std::size_t v = 0; v < name.size(); ++v) {
    out.add(name[v], std::move(found.estimate[v]));
    out.add(name[v] + "_variance", std::move(found.covariance[v * name.size() + v]));
  }
  for (std::size_t a = 0; a < name.size(); ++a)
    for (std::size_t b = a + 1; b < name.size(); ++b)
      out.add(name[a] + "_" + name[b] + "_covariance",
              std::move(found.covariance[a * name.size() + b]));
  out.add("samples", found.samples);
  out.label.push_back(status_of(found.status));
  add_dropped(out, samples, found.dropped);
  return out;
}

Columns weighted(const Samples& samples, std::size_t variable, const EstimationMethod& method,
                 const Targets& targets, const SampleTraits& traits) {
  Columns out;
  auto found =
      method.estimator == Estimator::nearest
          ? nearest_sample(samples, variable, method.search, targets, traits)
          : inverse_distance(samples, variable, method.search, method.weighting, targets, traits);
  std::vector<EstimateStatus> status;
  for (const double e : found.estimate)
    status.push_back(std::isnan(e) ? EstimateStatus::too_few : EstimateStatus::estimated);
  out.label.push_back(status_of(status));
  out.add("estimate", std::move(found.estimate));
  out.add("nearest_distance", std::move(found.nearest_m));
  out.add("samples", found.samples), out.add("holes", found.holes);
  add_dropped(out, samples, found.dropped);
  return out;
}

}  // namespace

Columns estimate(const Samples& samples, std::size_t variable, const EstimationMethod& method,
                 const Targets& targets, const SampleTraits& traits) {
  switch (method.estimator) {
    case Estimator::kriging:
      return kriged(samples, variable, method, targets, traits);
    case Estimator::indicator:
      return kriged_indicators(samples, variable, method, targets, traits);
    case Estimator::cokriging:
      return cokriged(samples, method, targets, traits);
    case Estimator::inverse_distance:
    case Estimator::nearest:
      break;
  }
  return weighted(samples, variable, method, targets, traits);
}

Columns columns_of(const Validation& validation, const Samples& samples) {
  Columns out;
  const Estimates& found = validation.estimates;
  std::vector<double> residual, score;
  for (std::size_t i = 0; i < validation.sample.size(); ++i) {
    residual.push_back(validation.observed[i] - found.estimate[i]);
    const double variance = found.variance[i];
    score.push_back(variance > 0 ? residual[i] / std::sqrt(variance) : std::nan(""));
  }
  out.add("observed", validation.observed);
  out.add("estimate", found.estimate);
  out.add("variance", found.variance);
  out.add("residual", std::move(residual)), out.add("zscore", std::move(score));
  out.add("samples", found.samples), out.add("holes", found.holes);
  out.label.push_back(status_of(found.status));
  add_dropped(out, samples, found.dropped);
  return out;
}

bool any_estimated(const Columns& columns) {
  const std::vector<std::int32_t>& status = columns.label[0].code;
  return std::find(status.begin(), status.end(), 0) != status.end();
}

}  // namespace lode::resource
