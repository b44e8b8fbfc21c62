#include "base/clusters.h"

#include <cmath>
#include <unordered_map>

#include "base/error.h"

namespace lode {

std::vector<std::uint32_t> clusters_in_order(std::span<const std::uint64_t> cluster,
                                             std::size_t values, std::size_t& count) {
  LODE_CHECK(cluster.empty() || cluster.size() == values);
  std::vector<std::uint32_t> out(values);
  if (cluster.empty()) {
    for (std::size_t i = 0; i < values; ++i) out[i] = static_cast<std::uint32_t>(i);
    count = values;
    return out;
  }
  std::unordered_map<std::uint64_t, std::uint32_t> place;
  for (std::size_t i = 0; i < values; ++i)
    out[i] = place.emplace(cluster[i], static_cast<std::uint32_t>(place.size())).first->second;
  count = place.size();
  return out;
}

Mean clustered_mean(std::span<const double> values, std::span<const std::uint64_t> cluster) {
  Mean out;
  const auto of = clusters_in_order(cluster, values.size(), out.clusters);
  double sum = 0;
  for (const double value : values) sum += value;
  const auto n = static_cast<double>(values.size()), c = static_cast<double>(out.clusters);
  out.mean = sum / n;
  std::vector<double> deviation(out.clusters, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) deviation[of[i]] += values[i] - out.mean;
  double squares = 0;
  for (const double d : deviation) squares += d * d;
  out.standard_error = out.clusters > 1 ? std::sqrt(squares * c / (c - 1)) / n : std::nan("");
  return out;
}

}  // namespace lode
