#include "resource/indicator_kriging.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::resource {

void describe(Visitor& visit, Indicator& indicator) {
  visit.fixed("threshold", indicator.threshold, unit::kNone, {-1e15, 1e15}, "of the variable");
  visit.choice("rule", indicator.rule, "which values count as below the threshold");
  visit.group("variogram", indicator.variogram, "of the indicator");
}

std::string fault_of(const std::vector<Indicator>& indicators) {
  if (indicators.empty()) return "indicator kriging needs at least one threshold";
  for (std::size_t k = 0; k < indicators.size(); ++k) {
    if (k > 0 && !(indicators[k].threshold > indicators[k - 1].threshold))
      return fmt::format("{}: thresholds must rise: {} follows {}", indicators[k].id,
                         indicators[k].threshold, indicators[k - 1].threshold);
    if (const std::string fault = fault_of_model(indicators[k].variogram); !fault.empty())
      return fmt::format("{}: variogram: {}", indicators[k].id, fault);
  }
  return {};
}

void correct_order(std::span<double> probability) {
  std::vector<double> up(probability.begin(), probability.end());
  for (double& p : up) p = std::clamp(p, 0.0, 1.0);
  std::vector<double> down = up;
  for (std::size_t k = 1; k < up.size(); ++k) up[k] = std::max(up[k], up[k - 1]);
  for (std::size_t k = down.size(); k-- > 1;) down[k - 1] = std::min(down[k - 1], down[k]);
  for (std::size_t k = 0; k < up.size(); ++k) probability[k] = 0.5 * (up[k] + down[k]);
}

IndicatorEstimates indicator_krige(const Samples& samples, std::size_t variable,
                                   const std::vector<Indicator>& indicators, const Search& search,
                                   const Kriging& kriging, const Targets& targets,
                                   const SampleTraits& traits) {
  if (const std::string fault = fault_of(indicators); !fault.empty()) throw InputError(fault);
  LODE_CHECK(variable < samples.value.size());
  IndicatorEstimates out;
  Samples coded = samples;
  coded.name = {""}, coded.value.resize(1);
  for (const Indicator& indicator : indicators) {
    coded.value[0] = samples.value[variable];
    for (double& value : coded.value[0])
      if (!std::isnan(value))
        value = indicator.rule == BelowRule::below ? value < indicator.threshold
                                                   : value <= indicator.threshold;
    out.threshold.push_back(krige(coded, 0, indicator.variogram, search, kriging, targets, traits));
    out.probability.push_back(out.threshold.back().estimate);
  }
  std::vector<double> one(indicators.size());
  for (std::size_t t = 0; t < targets.size(); ++t) {
    for (std::size_t k = 0; k < one.size(); ++k) one[k] = out.probability[k][t];
    if (std::any_of(one.begin(), one.end(), [](double p) { return std::isnan(p); })) continue;
    correct_order(one);
    for (std::size_t k = 0; k < one.size(); ++k) {
      out.largest_correction =
          std::max(out.largest_correction, std::abs(one[k] - out.probability[k][t]));
      out.probability[k][t] = one[k];
    }
  }
  return out;
}

}  // namespace lode::resource
