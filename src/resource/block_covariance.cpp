#include "resource/block_covariance.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/error.h"

namespace lode::resource {
namespace {

constexpr std::size_t kLanes = 4;

double squared(const Point& a) { return a.x * a.x + a.y * a.y + a.z * a.z; }

template <Structure type>
double correlation_at(double squared_distance) {
  if constexpr (type == Structure::gaussian) {
    return std::exp(-3 * squared_distance);
  } else if constexpr (type == Structure::exponential) {
    return std::exp(-3 * std::sqrt(squared_distance));
  } else {
    const double h = std::sqrt(squared_distance < 1 ? squared_distance : 1.0);
    return 1 - h * (1.5 - 0.5 * h * h);
  }
}

// Four fixed partial sums: the compiler may use vector registers, the order of additions is fixed.
template <Structure type, class Part>
double weighted_mean(const Part& part, const std::vector<double>& weight, const Point& base) {
  const double *x = part.x.data(), *y = part.y.data(), *z = part.z.data(), *w = weight.data();
  double sum[kLanes] = {};
  for (std::size_t i = 0; i < weight.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double dx = base.x + x[i + lane], dy = base.y + y[i + lane], dz = base.z + z[i + lane];
      sum[lane] += w[i + lane] * correlation_at<type>(dx * dx + dy * dy + dz * dz);
    }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

std::pair<double, double> sine_and_cosine(double degrees) {
  const double quarters = degrees / 90;
  if (quarters == std::floor(quarters)) {
    constexpr double kSine[] = {0, 1, 0, -1};
    const int k = static_cast<int>(quarters - 4 * std::floor(quarters / 4));
    return {kSine[k], kSine[(k + 1) % 4]};
  }
  const double radians = degrees * std::numbers::pi / 180;
  return {std::sin(radians), std::cos(radians)};
}

}  // namespace

std::array<double, 3> practical_ranges(const Variogram& variogram, const VariogramStructure& s) {
  const double factor = variogram.ranges == Ranges::practical || s.type == Structure::spherical ? 1
                        : s.type == Structure::exponential                                      ? 3
                                                           : std::numbers::sqrt3;
  return {s.range_major_m * factor, s.range_semi_m * factor, s.range_minor_m * factor};
}

double length(const Point& a) { return std::sqrt(squared(a)); }

Point multiply(const Matrix3& m, const Point& a) {
  const auto row = [&](const Point& r) { return r.x * a.x + r.y * a.y + r.z * a.z; };
  return {row(m[0]), row(m[1]), row(m[2])};
}

Matrix3 rotation(double azimuth_deg, double dip_deg, double rake_deg) {
  const auto [sa, ca] = sine_and_cosine(90 - azimuth_deg);
  const auto [sb, cb] = sine_and_cosine(-dip_deg);
  const auto [st, ct] = sine_and_cosine(rake_deg);
  return {Point{cb * ca, cb * sa, -sb},
          Point{-ct * sa + st * sb * ca, ct * ca + st * sb * sa, st * cb},
          Point{st * sa + ct * sb * ca, -st * ca + ct * sb * sa, ct * cb}};
}

Matrix3 scaled_axes(const Variogram& variogram, const VariogramStructure& s) {
  Matrix3 axes = s.own_axes
                     ? rotation(s.azimuth_deg, s.dip_deg, s.rake_deg)
                     : rotation(variogram.azimuth_deg, variogram.dip_deg, variogram.rake_deg);
  const auto range = practical_ranges(variogram, s);
  for (std::size_t k = 0; k < 3; ++k)
    axes[k] = {axes[k].x / range[k], axes[k].y / range[k], axes[k].z / range[k]};
  return axes;
}

double correlation(Structure type, double distance) {
  switch (type) {
    case Structure::spherical:
      return correlation_at<Structure::spherical>(distance * distance);
    case Structure::exponential:
      return correlation_at<Structure::exponential>(distance * distance);
    case Structure::gaussian:
      return correlation_at<Structure::gaussian>(distance * distance);
  }
  return 0;
}

double end_of(Structure type) {
  switch (type) {
    case Structure::spherical:
      return 1;
    case Structure::exponential:
      return -std::log(1e-4) / 3;
    case Structure::gaussian:
      return std::sqrt(-std::log(1e-5) / 3);
  }
  return 0;
}

// The farthest point of an ellipsoid along e is the length of (semi-axis times cosine) over its
// axes.
double reach_m(const Variogram& variogram, const Point& direction) {
  double reach = 0;
  for (const VariogramStructure& s : variogram.structure) {
    const Point scaled = multiply(scaled_axes(variogram, s), direction);
    const auto [a, b, c] = practical_ranges(variogram, s);
    const double range = length({scaled.x * a * a, scaled.y * b * b, scaled.z * c * c});
    reach = std::max(reach, end_of(s.type) * range);
  }
  return reach;
}

std::array<Point, 3> block_steps(const Grid& grid) {
  const double turn = grid.rotation_deg * std::numbers::pi / 180;
  const Point& cell = grid.cell_m;
  return {Point{cell.x * std::cos(turn), -cell.x * std::sin(turn), 0},
          Point{cell.y * std::sin(turn), cell.y * std::cos(turn), 0}, Point{0, 0, cell.z}};
}

BlockCovariance::BlockCovariance(const Variogram& variogram, const Grid& grid,
                                 int points_per_axis) {
  LODE_CHECK(points_per_axis >= 1);
  const int p = points_per_axis;
  const auto step = block_steps(grid);
  std::vector<Point> difference;
  for (int k = 1 - p; k < p; ++k)
    for (int j = 1 - p; j < p; ++j)
      for (int i = 1 - p; i < p; ++i) {
        const double u = double(i) / p, v = double(j) / p, w = double(k) / p;
        difference.push_back(
            {u * step[0].x + v * step[1].x, u * step[0].y + v * step[1].y, w * step[2].z});
        weight_.push_back(double(p - std::abs(i)) * double(p - std::abs(j)) *
                          double(p - std::abs(k)) / std::pow(double(p), 6));
      }
  for (; difference.size() % kLanes != 0; difference.push_back({})) weight_.push_back(0);
  for (const VariogramStructure& s : variogram.structure) {
    Part part{s.type, s.contribution, scaled_axes(variogram, s), {}, {}, {}, 0};
    for (const Point& d : difference) {
      const Point scaled = multiply(part.axes, d);
      part.x.push_back(scaled.x);
      part.y.push_back(scaled.y);
      part.z.push_back(scaled.z);
      part.farthest = std::max(part.farthest, length(scaled));
    }
    parts_.push_back(std::move(part));
  }
}

bool BlockCovariance::beyond_end(const Point& lag) const {
  return std::all_of(parts_.begin(), parts_.end(), [&](const Part& part) {
    return length(multiply(part.axes, lag)) >= end_of(part.type) + part.farthest;
  });
}

double BlockCovariance::at(const Point& lag) const {
  double sum = 0;
  for (const Part& part : parts_) {
    const Point base = multiply(part.axes, lag);
    double mean = 0;
    switch (part.type) {
      case Structure::spherical:
        if (length(base) < 1 + part.farthest)
          mean = weighted_mean<Structure::spherical>(part, weight_, base);
        break;
      case Structure::exponential:
        mean = weighted_mean<Structure::exponential>(part, weight_, base);
        break;
      case Structure::gaussian:
        mean = weighted_mean<Structure::gaussian>(part, weight_, base);
        break;
    }
    sum += part.contribution * mean;
  }
  return sum;
}

}  // namespace lode::resource
