#include "report/stats.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/clusters.h"
#include "base/error.h"

namespace lode::report {
namespace {

std::vector<double> present(const std::vector<double>& values) {
  std::vector<double> out;
  for (const double value : values)
    if (!std::isnan(value)) out.push_back(value);
  return out;
}

std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> out(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]]) ++last;
    for (std::size_t i = first; i <= last; ++i)
      out[order[i]] = 0.5 * static_cast<double>(first + last);
    first = last + 1;
  }
  return out;
}

}  // namespace

double quantile_of(const std::vector<double>& sorted, double p) {
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

double mean_of(const std::vector<double>& values) {
  const std::vector<double> there = present(values);
  if (there.empty()) return std::numeric_limits<double>::quiet_NaN();
  return std::accumulate(there.begin(), there.end(), 0.0) / static_cast<double>(there.size());
}

Spread spread_of(const std::vector<double>& values) {
  std::vector<double> sorted = present(values);
  std::sort(sorted.begin(), sorted.end());
  Spread out;
  out.mean = mean_of(values);
  out.p90_exceed = quantile_of(sorted, 0.1);
  out.p50 = quantile_of(sorted, 0.5);
  out.p10_exceed = quantile_of(sorted, 0.9);
  out.share =
      values.empty() ? 0 : static_cast<double>(sorted.size()) / static_cast<double>(values.size());
  return out;
}

double clustered_error(const std::vector<double>& values,
                       const std::vector<std::uint64_t>& scenarios, int realisations) {
  LODE_CHECK(values.size() == scenarios.size() && realisations > 0);
  std::vector<std::uint64_t> realisation;
  for (const std::uint64_t scenario : scenarios)
    realisation.push_back(scenario % static_cast<std::uint64_t>(realisations));
  return clustered_mean(values, realisation).standard_error;
}

double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  LODE_CHECK(a.size() == b.size());
  const std::vector<double> x = ranks(a), y = ranks(b);
  const double middle = 0.5 * (static_cast<double>(a.size()) - 1);
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - middle) * (y[i] - middle);
    xx += (x[i] - middle) * (x[i] - middle);
    yy += (y[i] - middle) * (y[i] - middle);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace lode::report
