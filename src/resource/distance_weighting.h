// The checks that every resource report shows beside kriging: inverse distance weighting and the
// nearest sample.
#pragma once

#include "resource/kriging.h"

namespace lode::resource {

struct DistanceWeighting {
  double power = 2;
};
void describe(Visitor& visit, DistanceWeighting& weighting);

struct DistanceEstimates {
  std::vector<double> estimate;        // [target] NaN where the search finds too few
  std::vector<double> nearest_m;       // [target] distance of the nearest sample in the search
  std::vector<std::int32_t> samples;   // [target]
  std::vector<std::int32_t> holes;     // [target]
  std::vector<std::uint32_t> dropped;  // samples left out: an earlier one is at their place
};

// Weights 1 / d^power of the samples that the search finds, d from the target's centre in the
// search ellipsoid's own measure (metres along its major axis). At a sample (base/same.h, of
// the smallest of block and search radius): the sample.
DistanceEstimates inverse_distance(const Samples& samples, std::size_t variable,
                                   const Search& search, const DistanceWeighting& weighting,
                                   const Targets& targets, const SampleTraits& traits = {});

// The value of the nearest sample within the search, in the same measure; ties to the lower index.
DistanceEstimates nearest_sample(const Samples& samples, std::size_t variable, const Search& search,
                                 const Targets& targets, const SampleTraits& traits = {});

}  // namespace lode::resource
