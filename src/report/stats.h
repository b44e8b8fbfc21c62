// Numbers over scenarios: mean, exceedance quantiles, standard errors clustered by realisation.
#pragma once

#include <cstdint>
#include <vector>

namespace lode::report {

// Missing values (NaN) are left out of all of these; `share` is the share that was there.
struct Spread {
  double mean = 0, p90_exceed = 0, p50 = 0,
         p10_exceed = 0;  // p90_exceed: exceeded with 90 % probability
  double share = 0;       // of values that are numbers
};
Spread spread_of(const std::vector<double>& values);

double mean_of(const std::vector<double>& values);

// Quantile of sorted values by linear interpolation between order statistics (Hyndman & Fan 1996,
// type 7).
double quantile_of(const std::vector<double>& sorted, double p);

// Standard error of the mean of values whose errors are shared within a realisation (scenario s
// uses realisation s mod R), by base/clusters.h. NaN with one cluster.
double clustered_error(const std::vector<double>& values,
                       const std::vector<std::uint64_t>& scenarios, int realisations);

// Spearman's rank correlation (ties share their mean rank); NaN where either side does not vary.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace lode::report
