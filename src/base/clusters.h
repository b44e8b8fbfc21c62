// The mean of values whose errors are shared within clusters: an antithetic pair of paths, one realisation of the
// ground.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lode {

// [value] -> 0, 1, ... by first appearance of its cluster, and how many there are; `cluster` empty: each
// value is its own.
std::vector<std::uint32_t> clusters_in_order(std::span<const std::uint64_t> cluster,
                                             std::size_t values, std::size_t& count);

// Standard error: Liang & Zeger (1986), cluster-robust, with the finite-cluster factor G / (G - 1). NaN with one
// cluster.
struct Mean {
  double mean = 0, standard_error = 0;
  std::size_t clusters = 0;
};
Mean clustered_mean(std::span<const double> values, std::span<const std::uint64_t> cluster);

}  // namespace lode
