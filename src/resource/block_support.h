// What is estimated at a target, a point or the mean of a block: its covariance with samples and
// its variance.
#pragma once

#include <span>
#include <vector>

#include "resource/covariance_kernel.h"
#include "resource/discretisation.h"
#include "resource/kriging.h"

namespace lode::resource {

class BlockSupport {
 public:
  // A block of one discretisation point is a point. same_m: as of the kernel.
  BlockSupport(const Variogram& variogram, const Point& origin, const Kriging& kriging,
               const Point& block_m, double rotation_deg, double same_m);

  const CovarianceKernel& kernel() const { return kernel_; }
  double variance() const { return variance_; }  // C(v,v)

  // out[i] = C(sample i, target), i < n; coordinate c of sample i stands at
  // places[c * padded(n) + i]. out has padded(n) entries; those beyond n become 0. The sample at
  // whose place the target is, a point; n: none. Covariances are then the sample's own.
  std::size_t covariances(std::span<const double> places, std::size_t n, const Point& at,
                          std::span<double> out) const;

 private:
  CovarianceKernel kernel_;
  double same_square_;
  bool is_point_ = true;
  std::size_t points_ = 0;      // padded
  std::vector<double> offset_;  // [coordinate][point]
  std::vector<double> weight_;  // [point]
  double variance_ = 0;
};

}  // namespace lode::resource
