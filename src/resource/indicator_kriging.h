// Indicator kriging: the probability that a value is below a threshold, from samples coded 1 below
// and 0 above, threshold by threshold; then corrected so that probabilities lie in [0, 1] and do
// not fall with the threshold, by the mean of an upward and a downward pass (Deutsch & Journel
// 1998, section IV.1.9).
#pragma once

#include "resource/kriging.h"

namespace lode::resource {

enum class BelowRule { at_or_below, below };  // coded 1: value <= threshold (as GSLIB), or <

struct Indicator {
  std::string id;
  double threshold = kRequired;
  BelowRule rule = BelowRule::at_or_below;
  Variogram variogram;  // of the indicator
};
void describe(Visitor& visit, Indicator& indicator);
// Thresholds rise strictly and each variogram holds; empty if all is well.
std::string fault_of(const std::vector<Indicator>& indicators);

struct IndicatorEstimates {
  std::vector<Estimates> threshold;              // as kriged
  std::vector<std::vector<double>> probability;  // [threshold][target] corrected; NaN: none
  double largest_correction = 0;
};
IndicatorEstimates indicator_krige(const Samples& samples, std::size_t variable,
                                   const std::vector<Indicator>& indicators, const Search& search,
                                   const Kriging& kriging, const Targets& targets,
                                   const SampleTraits& traits = {});

// One target's probabilities, thresholds ascending.
void correct_order(std::span<double> probability);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::BelowRule> = {
    "at_or_below", "below"};
