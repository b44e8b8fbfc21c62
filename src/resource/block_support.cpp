#include "resource/block_support.h"

#include <algorithm>

#include "base/error.h"

namespace lode::resource {
namespace {

constexpr std::size_t kMostCoordinates = 64;

}  // namespace

BlockSupport::BlockSupport(const Variogram& variogram, const Point& origin, const Kriging& kriging,
                           const Point& block_m, double rotation_deg, double same_m)
    : kernel_(variogram, origin, same_m), same_square_(same_m * same_m) {
  LODE_CHECK(kernel_.coordinates() <= kMostCoordinates);
  variance_ = kernel_.sill();
  if (kriging.support == Support::point) return;
  const BlockPoints block =
      block_points(block_m, kriging.points, kriging.discretisation, rotation_deg);
  if (block.offset.size() == 1) return;
  is_point_ = false;
  points_ = padded(block.offset.size());
  const std::size_t axes = kernel_.coordinates();
  offset_.assign(axes * points_, 0.0);
  weight_ = block.weight;
  weight_.resize(points_, 0.0);
  std::vector<double> placed(axes), zero(axes, 0.0);
  for (std::size_t k = 0; k < block.offset.size(); ++k) {
    kernel_.place_lag(block.offset[k], placed.data());
    for (std::size_t c = 0; c < axes; ++c) offset_[c * points_ + k] = placed[c];
  }
  variance_ = 0;
  for (std::size_t k = 0; k < block.offset.size(); ++k) {
    kernel_.place_lag(block.offset[k], placed.data());
    variance_ += weight_[k] * kernel_.weighted_sum(offset_.data(), points_, weight_.data(), points_,
                                                   placed.data(), zero.data());
  }
}

std::size_t BlockSupport::covariances(std::span<const double> places, std::size_t n,
                                      const Point& at, std::span<double> out) const {
  std::size_t sample_here = n;
  double target[kMostCoordinates], sample[kMostCoordinates];
  const std::size_t axes = kernel_.coordinates(), stride = padded(n);
  kernel_.place(at, target);
  if (is_point_) {
    if (kernel_.covariances(places.data(), stride, target, stride, out.data())) {
      double nearest = same_square_;
      for (std::size_t i = 0; i < n; ++i) {
        const double u = places[i] - target[0], v = places[stride + i] - target[1],
                     w = places[2 * stride + i] - target[2];
        if (const double square = u * u + v * v + w * w; square <= nearest)
          if (sample_here == n || square < nearest) nearest = square, sample_here = i;
      }
      if (sample_here < n) {
        for (std::size_t c = 0; c < axes; ++c) target[c] = places[c * stride + sample_here];
        kernel_.covariances(places.data(), stride, target, stride, out.data());
      }
    }
  } else {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t c = 0; c < axes; ++c) sample[c] = places[c * stride + i];
      out[i] =
          kernel_.weighted_sum(offset_.data(), points_, weight_.data(), points_, sample, target);
    }
  }
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(n), out.end(), 0.0);
  return sample_here;
}

}  // namespace lode::resource
