// What `lode krige` gives of each target: one estimator, chosen from all of this room, and its
// results as columns.
//
//   Columns rows = estimate(samples, 0, method, targets_of(grid), traits);
#pragma once

#include <vector>

#include "resource/cokriging.h"
#include "resource/columns.h"
#include "resource/cross_validation.h"
#include "resource/distance_weighting.h"
#include "resource/indicator_kriging.h"
#include "resource/kriging.h"

namespace lode::resource {

enum class Estimator { kriging, indicator, cokriging, inverse_distance, nearest };

struct EstimationMethod {
  Estimator estimator = Estimator::kriging;
  Search search;
  Kriging kriging;                      // of the first three estimators
  Variogram variogram;                  // of kriging
  std::vector<Indicator> indicator;     // of indicator kriging
  Coregionalisation coregionalisation;  // of cokriging, which estimates every variable
  DistanceWeighting weighting;          // of inverse distance
};

// A row each target. Columns: the estimator's numbers in the samples' units (a kriging: estimate,
// variance, lagrange, slope_of_regression; an indicator kriging: of each threshold its probability,
// as kriged and with its variance; a cokriging: of each variable, with all covariances; a weighting:
// estimate, nearest_distance), samples, holes; the label "status". Notes: duplicates that were left
// out, the largest correction of order. Throws InputError as the estimators do.
Columns estimate(const Samples& samples, std::size_t variable, const EstimationMethod& method,
                 const Targets& targets, const SampleTraits& traits = {});

// A row each sample that was left out: observed, estimate, variance, residual, zscore, samples,
// holes; the label "status".
Columns columns_of(const Validation& validation, const Samples& samples);

// Is any row's status "estimated"?
bool any_estimated(const Columns& columns);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 5> lode::kNames<lode::resource::Estimator> = {
    "kriging", "indicator", "cokriging", "inverse_distance", "nearest"};
