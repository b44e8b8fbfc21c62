// How near the prices that scenarios used, read between levels of the project's output, are to those
// of years that are all solved outright with what the project made in them.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "base/clusters.h"
#include "deal/deal.h"

namespace lode::study {

struct Study;

inline constexpr std::size_t kCheckedScenarios = 50;  // at most

struct PriceCheck {
  std::size_t bid = 0;
  // Years in which the project sells: how many, and the 95th percentile of |used / outright - 1|.
  std::size_t calm_years = 0, regime_years = 0;
  double calm_p95 = 0, regime_p95 = 0;
  struct Party {
    Mean used;              // real USD
    double difference = 0;  // mean of outright less used
  };
  std::array<Party, deal::kParties> party;
};

// Of each bid that moves prices, in the first of so many scenarios; none where prices are the prior's.
std::vector<PriceCheck> price_check(const Study& study, std::size_t scenarios);

}  // namespace lode::study
