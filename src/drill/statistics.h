// Statistics of grades by domain, top cuts and what they remove.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "drill/composites.h"
#include "drill/stretches.h"

namespace lode::drill {

inline constexpr std::array<double, 7> kQuantiles = {0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99};

// Weighted; NaN where there is nothing (variation: where the mean is 0).
struct Summary {
  std::size_t n = 0;
  double weight = 0;
  double mean = kRequired, deviation = kRequired, variation = kRequired;  // deviation: over weight
  double least = kRequired, most = kRequired;
  // The least value at which the weights up to it reach the share.
  std::array<double, kQuantiles.size()> quantile{kRequired, kRequired, kRequired, kRequired,
                                                 kRequired, kRequired, kRequired};
};
// Values that are NaN, or of weight 0, do not count. Sizes are equal; weights are not negative.
Summary summarise(std::span<const double> value, std::span<const double> weight);

// samples: weighted by length (x density); composites: each once; declustered: by their weights.
// uncut: composites before top cuts.
enum class Of { samples, uncut, composites, declustered };
struct DomainSummary {
  std::size_t element = 0;
  std::int32_t domain = -1;  // -1: in none
  bool all = false;          // over all domains
  Of of = Of::samples;
  Summary summary;
};
std::vector<DomainSummary> statistics(const Campaign& campaign, const Checked& checked,
                                      const std::vector<std::vector<Stretch>>& stretches,
                                      const Composites& composites);

// What a top cut did to the composites it is for; means weighted by sampled length.
struct CutResult {
  std::size_t cut = 0;  // index of Campaign::top_cut
  std::size_t composites = 0, above = 0;
  double mean_before = kRequired, mean_after = kRequired;
  double variation_before = kRequired, variation_after = kRequired;
  double removed = kRequired;  // share of the metal
};
// Cuts composites.grade, one after the other. Throws InputError: a domain that is not there.
std::vector<CutResult> apply_top_cuts(const std::vector<TopCut>& cuts, Composites& composites);

}  // namespace lode::drill
