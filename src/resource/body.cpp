#include "resource/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/same.h"
#include "resource/extent.h"

namespace lode::resource {
namespace {

double radians(double degrees) { return degrees * std::numbers::pi / 180; }
double dot(const Point& a, const Point& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }

// A solid's own axes as unit vectors: u along the azimuth, v to its right, w down the dip line.
struct Axes {
  Point u, v, w;
};

bool has_horizontal_section(Shape shape) { return shape == Shape::pipe || shape == Shape::cone; }

// Pipe and cone: u and v stay horizontal. Ellipsoid and slab: u and v are turned with w, about the
// horizontal line across the dip direction, so that the three stay at right angles.
Axes axes_of(const Solid& solid) {
  const double azimuth = radians(solid.azimuth_deg), toward = radians(solid.dip_direction_deg);
  const double down = std::sin(radians(solid.dip_deg)), out = std::cos(radians(solid.dip_deg));
  const Point ahead{std::sin(toward), std::cos(toward), 0};
  const Point u{std::sin(azimuth), std::cos(azimuth), 0}, v{u.y, -u.x, 0};
  const Point w{out * ahead.x, out * ahead.y, -down};
  if (has_horizontal_section(solid.shape)) return {u, v, w};
  const auto tilt = [&](const Point& flat) {
    const double along = dot(flat, ahead);
    return Point{flat.x + along * (down - 1) * ahead.x, flat.y + along * (down - 1) * ahead.y,
                 along * out};
  };
  return {tilt(u), tilt(v), w};
}

void check_solid(const Solid& solid) {
  if (!(solid.length_m > 0 && solid.width_m > 0 && solid.height_m > 0))
    throw InputError(fmt::format("solid {}: length, width and height must be positive", solid.id));
  if (has_horizontal_section(solid.shape) && !(std::sin(radians(solid.dip_deg)) > 1e-6))
    throw InputError(
        fmt::format("solid {}: a pipe or cone must dip down, above 0 and up to 90", solid.id));
}

// Beyond the end faces the distance jumps above 1: the ends are cut faces, not rims.
double pipe_distance(const Solid& solid, const Axes& axes, const Point& from_centre) {
  const double run = from_centre.z / axes.w.z;  // metres down dip from the top face
  const Point flat{from_centre.x - run * axes.w.x, from_centre.y - run * axes.w.y, 0};
  const double section =
      2 * std::hypot(dot(flat, axes.u) / solid.length_m, dot(flat, axes.v) / solid.width_m);
  double depth = run / solid.height_m;
  if (std::abs(depth - std::clamp(depth, 0.0, 1.0)) <= kSameShare)
    depth = std::clamp(depth, 0.0, 1.0);
  if (depth < 0 || depth > 1) return std::max(section, 1 + std::max(-depth, depth - 1));
  if (solid.shape == Shape::pipe) return section;
  const double shrink = 1 - (1 - solid.toe) * depth;
  constexpr double kTip = 1e-9;  // of the top's axes: a point, up to rounding
  if (shrink > kTip) return section / shrink;
  return section > kTip ? kInfinity : 1;
}

double distance(const Solid& solid, const Axes& axes, const Point& point) {
  const Point from_centre{point.x - solid.centre.x, point.y - solid.centre.y,
                          point.z - solid.centre.z};
  if (has_horizontal_section(solid.shape)) return pipe_distance(solid, axes, from_centre);
  const double u = 2 * dot(from_centre, axes.u) / solid.length_m;
  const double v = 2 * dot(from_centre, axes.v) / solid.width_m;
  const double w = 2 * dot(from_centre, axes.w) / solid.height_m;
  if (solid.shape == Shape::slab) return std::max({std::abs(u), std::abs(v), std::abs(w)});
  return std::sqrt(u * u + v * v + w * w);
}

}  // namespace

double rim_distance(const Solid& solid, const Point& point) {
  check_solid(solid);
  return distance(solid, axes_of(solid), point);
}

std::pair<Point, Point> extent_of(const Solid& solid) {
  check_solid(solid);
  const Axes axes = axes_of(solid);
  Point low{kInfinity, kInfinity, kInfinity}, high{-kInfinity, -kInfinity, -kInfinity};
  const auto add = [&](double Point::*axis, double at, double half) {
    low.*axis = std::min(low.*axis, at - half);
    high.*axis = std::max(high.*axis, at + half);
  };
  for (double Point::*axis : {&Point::x, &Point::y, &Point::z}) {
    const double u = axes.u.*axis * solid.length_m / 2, v = axes.v.*axis * solid.width_m / 2,
                 w = axes.w.*axis * solid.height_m, centre = solid.centre.*axis;
    if (has_horizontal_section(solid.shape)) {  // an ellipse at its top and one at its foot
      add(axis, centre, std::hypot(u, v));
      add(axis, centre + w, (solid.shape == Shape::cone ? solid.toe : 1) * std::hypot(u, v));
    } else if (solid.shape == Shape::slab) {
      add(axis, centre, std::abs(u) + std::abs(v) + std::abs(w) / 2);
    } else {
      add(axis, centre, std::hypot(u, v, w / 2));
    }
  }
  return {low, high};
}

Body make_body(const Grid& grid, const std::vector<Solid>& solids) {
  std::vector<Axes> axes;
  for (const Solid& solid : solids) {
    check_solid(solid);
    axes.push_back(axes_of(solid));
  }
  Body body;
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const Point centre = grid.centre(block);
    double rim = kInfinity;
    for (std::size_t i = 0; i < solids.size(); ++i)
      rim = std::min(rim, distance(solids[i], axes[i], centre));
    if (rim > 1 + kSameShare) continue;  // a centre on the face is inside
    body.block.push_back(static_cast<std::uint32_t>(block));
    body.rim.push_back(std::min(rim, 1.0));
  }
  return body;
}

std::size_t blocks_on_edge(const Grid& grid, const Body& body) {
  return static_cast<std::size_t>(
      std::count_if(body.block.begin(), body.block.end(), [&](std::uint32_t block) {
        const auto cell = grid.cell_of(block);
        return cell[0] == 0 || cell[0] == grid.count[0] - 1 || cell[1] == 0 ||
               cell[1] == grid.count[1] - 1 || cell[2] == 0;
      }));
}

}  // namespace lode::resource
