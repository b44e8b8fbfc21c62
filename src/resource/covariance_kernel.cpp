#include "resource/covariance_kernel.h"

#include <cmath>
#include <experimental/simd>

#include "base/error.h"
#include "resource/block_covariance.h"

namespace lode::resource {
namespace {

namespace simd = std::experimental;
using Lanes = simd::fixed_size_simd<double, kLanes>;

Lanes load(const double* from) { return Lanes(from, simd::element_aligned); }
double total(const Lanes& a) { return (a[0] + a[1]) + (a[2] + a[3]); }

// Squared differences of coordinates along the three axes.
struct Squares {
  Lanes u, v, w;
};

// Structures of one rotation, all spherical: the common case, with nothing to decide in the loop.
// contribution (1 - 1.5 h + 0.5 h^3), h up to 1.
template <std::size_t structures>
struct Sphericals {
  double u[structures], v[structures], w[structures], half[structures], sum = 0;

  Lanes operator()(const Squares& s) const {
    Lanes fallen = 0;
    for (std::size_t k = 0; k < structures; ++k) {
      const Lanes q = simd::min(u[k] * s.u + v[k] * s.v + w[k] * s.w, Lanes(1.0));
      fallen += half[k] * (simd::sqrt(q) * (3.0 - q));
    }
    return sum - fallen;
  }
};

Lanes correlation_at(Structure type, const Lanes& q) {
  if (type == Structure::spherical) {
    const Lanes h2 = simd::min(q, Lanes(1.0));
    return 1.0 - 0.5 * (simd::sqrt(h2) * (3.0 - h2));
  }
  const Lanes power = type == Structure::gaussian ? q : simd::sqrt(q);
  return Lanes([&](std::size_t i) { return std::exp(-3 * power[i]); });
}

}  // namespace

CovarianceKernel::CovarianceKernel(const Variogram& variogram, const Point& origin, double same_m)
    : nugget_(variogram.nugget), origin_(origin), same_square_(same_m * same_m) {
  const auto frame_of = [&](const Matrix3& axes) {
    for (std::size_t f = 0; f < axes_.size(); ++f) {
      bool same = true;
      for (std::size_t k = 0; k < 3; ++k)
        same = same && axes_[f][k].x == axes[k].x && axes_[f][k].y == axes[k].y &&
               axes_[f][k].z == axes[k].z;
      if (same) return f;
    }
    axes_.push_back(axes);
    return axes_.size() - 1;
  };
  const auto isotropic = [](const VariogramStructure& s) {
    return s.range_major_m == s.range_semi_m && s.range_semi_m == s.range_minor_m;
  };
  for (const bool round : {false, true})  // a ball has any axes: those that are there
    for (const VariogramStructure& s : variogram.structure) {
      if (isotropic(s) != round) continue;
      const std::size_t frame =
          round && !axes_.empty() ? 0
          : s.own_axes
              ? frame_of(rotation(s.azimuth_deg, s.dip_deg, s.rake_deg))
              : frame_of(rotation(variogram.azimuth_deg, variogram.dip_deg, variogram.rake_deg));
      const auto range = practical_ranges(variogram, s);
      const auto inverse_square = [](double a) { return 1 / (a * a); };
      parts_.push_back({s.type, frame, s.contribution, inverse_square(range[0]),
                        inverse_square(range[1]), inverse_square(range[2])});
      without_nugget_ += s.contribution;
    }
  if (axes_.empty()) axes_.push_back(rotation(90, 0, 0));  // a pure nugget: as the world
}

void CovarianceKernel::place(const Point& p, double* coordinates) const {
  place_lag({p.x - origin_.x, p.y - origin_.y, p.z - origin_.z}, coordinates);
}

void CovarianceKernel::place_lag(const Point& lag, double* coordinates) const {
  for (const Matrix3& axes : axes_) {
    const Point p = multiply(axes, lag);
    *coordinates++ = p.x, *coordinates++ = p.y, *coordinates++ = p.z;
  }
}

// Calls use(formula): formula(squares of frame f as a function of f) gives covariances, no nugget.
template <class Use>
void CovarianceKernel::dispatch(const Use& use) const {
  bool common = axes_.size() == 1;
  for (const Part& part : parts_) common = common && part.type == Structure::spherical;
  const auto sphericals = [&]<std::size_t n>() {
    Sphericals<n> formula;
    for (std::size_t k = 0; k < n; ++k) {
      const Part& p = parts_[k];
      formula.u[k] = p.u, formula.v[k] = p.v, formula.w[k] = p.w;
      formula.half[k] = 0.5 * p.contribution;
      formula.sum += p.contribution;
    }
    use([&](const auto& squares) { return formula(squares(std::size_t{0})); });
  };
  if (common && parts_.size() == 1) return sphericals.template operator()<1>();
  if (common && parts_.size() == 2) return sphericals.template operator()<2>();
  if (common && parts_.size() == 3) return sphericals.template operator()<3>();
  use([&](const auto& squares) {
    Lanes sum = 0;
    for (const Part& p : parts_) {
      const Squares s = squares(p.frame);
      sum += p.contribution * correlation_at(p.type, p.u * s.u + p.v * s.v + p.w * s.w);
    }
    return sum;
  });
}

bool CovarianceKernel::covariances(const double* points, std::size_t stride, const double* at,
                                   std::size_t n, double* out) const {
  LODE_CHECK(n % kLanes == 0);
  Lanes together = 0;
  dispatch([&](const auto& formula) {
    for (std::size_t i = 0; i < n; i += kLanes) {
      const auto squares = [&](std::size_t frame) {
        const double *p = points + 3 * frame * stride + i, *a = at + 3 * frame;
        const Lanes u = load(p) - a[0], v = load(p + stride) - a[1],
                    w = load(p + 2 * stride) - a[2];
        return Squares{u * u, v * v, w * w};
      };
      Lanes c = formula(squares);
      const Squares s = squares(0);
      Lanes here = 0;
      simd::where(s.u + s.v + s.w <= same_square_, here) = 1.0;
      c += nugget_ * here;
      together += here;
      c.copy_to(out + i, simd::element_aligned);
    }
  });
  return total(together) > 0;
}

double CovarianceKernel::weighted_sum(const double* offsets, std::size_t stride,
                                      const double* weights, std::size_t n, const double* point,
                                      const double* at) const {
  LODE_CHECK(n % kLanes == 0);
  Lanes sum = 0;
  dispatch([&](const auto& formula) {
    for (std::size_t i = 0; i < n; i += kLanes) {
      const auto squares = [&](std::size_t frame) {
        const double* p = offsets + 3 * frame * stride + i;
        const double *a = at + 3 * frame, *b = point + 3 * frame;
        const Lanes u = load(p) + (a[0] - b[0]), v = load(p + stride) + (a[1] - b[1]),
                    w = load(p + 2 * stride) + (a[2] - b[2]);
        return Squares{u * u, v * v, w * w};
      };
      sum += load(weights + i) * formula(squares);
    }
  });
  return total(sum);
}

}  // namespace lode::resource
