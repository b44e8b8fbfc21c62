// Cross-fitting: paths in two folds of two halves each; a fold's polynomial of the degree that fits
// one half best when it was fitted on the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "decision/basis.h"

namespace lode::decision {

// Clusters are dealt to the folds and their halves in turn, in the order of their first paths.
struct Folds {
  std::size_t clusters = 0;
  std::vector<std::uint8_t> fold;  // [path] 0 or 1
  std::vector<std::uint8_t> half;  // [path] 2 x fold + half of it
};
// cluster: [path] any number; empty: each path is its own. Throws InputError below 4 clusters.
Folds deal_folds(std::span<const std::uint64_t> cluster, std::size_t paths);

// Centre and width of a factor over the paths of a fold.
void add_factor(Scale& scale, std::span<const double> values, const Folds& folds, int fold);

struct DegreeFit {
  int degree = 0;
  double error = 0;                  // root mean square of one half by the fit on the other
  double spread = 0;                 // the same of the mean alone
  std::vector<double> coefficients;  // [target][Moments::terms], of both halves together
};
DegreeFit fit_degree(const Basis& basis, const Moments& one, const Moments& other);

}  // namespace lode::decision
