// A variogram prepared for many covariances at once, between points and between points and blocks,
// in vector registers. Within 1e-15 of the sill of resource::covariance, bit for bit the same from
// run to run.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "resource/variogram.h"

namespace lode::resource {

inline constexpr std::size_t kLanes = 4;  // arrays for the kernel are padded to a multiple
constexpr std::size_t padded(std::size_t n) { return (n + kLanes - 1) / kLanes * kLanes; }

class CovarianceKernel {
 public:
  // Coordinates are taken from `origin`, near the samples, so that large coordinates cost nothing.
  // Points no farther apart than same_m are at one place.
  CovarianceKernel(const Variogram& variogram, const Point& origin, double same_m = 0);

  double sill() const { return nugget_ + without_nugget_; }
  double sill_without_nugget() const { return without_nugget_; }

  // A point in the kernel's coordinates: three numbers for each rotation among the structures.
  std::size_t coordinates() const { return 3 * axes_.size(); }
  void place(const Point& point, double* coordinates) const;
  void place_lag(const Point& lag, double* coordinates) const;  // of an offset

  // out[i] = C(point_i - at) for i in [0, n), n a multiple of kLanes; coordinate c of point i is
  // points[c * stride + i]. The nugget counts at one place; true if a point is at that of `at`.
  bool covariances(const double* points, std::size_t stride, const double* at, std::size_t n,
                   double* out) const;

  // Sum over n offsets (a multiple of kLanes) of weight_k C(at + offset_k - point), no nugget;
  // arranged as above.
  double weighted_sum(const double* offsets, std::size_t stride, const double* weights,
                      std::size_t n, const double* point, const double* at) const;

 private:
  struct Part {
    Structure type;
    std::size_t frame;
    double contribution;
    double u, v, w;  // 1 / (practical range)^2
  };
  template <class Use>
  void dispatch(const Use& use) const;
  double nugget_ = 0, without_nugget_ = 0;
  Point origin_;
  double same_square_ = 0;
  std::vector<std::array<Point, 3>> axes_;  // [frame] rows: unit vectors
  std::vector<Part> parts_;
};

}  // namespace lode::resource
