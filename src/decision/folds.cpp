#include "decision/folds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/clusters.h"
#include "base/error.h"

namespace lode::decision {

Folds deal_folds(std::span<const std::uint64_t> cluster, std::size_t paths) {
  Folds out;
  const std::vector<std::uint32_t> place = clusters_in_order(cluster, paths, out.clusters);
  if (out.clusters < 4)
    throw InputError(
        fmt::format("{} clusters of paths: two folds of two halves need 4 at least", out.clusters));
  out.fold.resize(paths), out.half.resize(paths);
  for (std::size_t p = 0; p < paths; ++p) {
    out.fold[p] = static_cast<std::uint8_t>(place[p] % 2);
    out.half[p] = static_cast<std::uint8_t>(place[p] % 2 * 2 + place[p] / 2 % 2);
  }
  return out;
}

void add_factor(Scale& scale, std::span<const double> x, const Folds& folds, int fold) {
  double sum = 0, squares = 0, n = 0;
  for (std::size_t p = 0; p < x.size(); ++p)
    if (folds.fold[p] == fold) sum += x[p], ++n;
  const double mean = sum / n;
  for (std::size_t p = 0; p < x.size(); ++p)
    if (folds.fold[p] == fold) squares += (x[p] - mean) * (x[p] - mean);
  const double width = std::sqrt(squares / n);
  scale.centre.push_back(mean);
  scale.width.push_back(width > 1e-12 * std::abs(mean) ? width : 0.0);
}

DegreeFit fit_degree(const Basis& basis, const Moments& one, const Moments& other) {
  Moments both = one;
  both.add(other);
  DegreeFit out;
  double least = 0;
  for (int degree = 0; degree <= basis.degree(); ++degree) {
    const std::size_t terms = basis.terms(degree);
    // Fewer paths than that say nothing of so many terms.
    if (degree > 0 && std::min(one.paths, other.paths) < 5.0 * static_cast<double>(terms)) break;
    const double error = squared_error(other, solve(one, terms), terms) +
                         squared_error(one, solve(other, terms), terms);
    if (degree == 0) out.spread = error;
    if (degree == 0 || error < least) least = error, out.degree = degree;
  }
  out.error = both.paths > 0 ? std::sqrt(least / both.paths) : 0;
  out.spread = both.paths > 0 ? std::sqrt(out.spread / both.paths) : 0;
  out.coefficients = solve(both, basis.terms(out.degree));
  return out;
}

}  // namespace lode::decision
