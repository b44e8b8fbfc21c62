#include "drill/desurvey.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lode::drill {
namespace {

Point along(const Point& from, const Point& direction, double length) {
  return {from.x + length * direction.x, from.y + length * direction.y,
          from.z + length * direction.z};
}

// tan(a/2) / (a/2): the ratio of Taylor & Mason's arc to its chord's legs.
double ratio_factor(double angle) {
  if (angle < 1e-3) return 1 + angle * angle / 12 * (1 + angle * angle / 10);
  return std::tan(angle / 2) / (angle / 2);
}

// The direction at a share of the angle between two unit vectors.
Point turned(const Point& a, const Point& b, double angle, double share) {
  if (angle < 1e-9) return a;
  const double wa = std::sin((1 - share) * angle) / std::sin(angle);
  const double wb = std::sin(share * angle) / std::sin(angle);
  return {wa * a.x + wb * b.x, wa * a.y + wb * b.y, wa * a.z + wb * b.z};
}

constexpr double kNoArc = std::numbers::pi - 1e-6;

}  // namespace

Point direction_of(const Station& station) {
  const double azimuth = station.azimuth_deg * std::numbers::pi / 180;
  const double dip = station.dip_deg * std::numbers::pi / 180;
  return {std::cos(dip) * std::sin(azimuth), std::cos(dip) * std::cos(azimuth), std::sin(dip)};
}

double angle_between(const Point& a, const Point& b) {
  const double sum = std::hypot(a.x + b.x, a.y + b.y, a.z + b.z);
  const double difference = std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
  return 2 * std::atan2(difference, sum);
}

Path::Path(const Point& collar, std::span<const Station> stations, Desurvey method)
    : method_(method) {
  node_.push_back({0, collar, direction_of(stations.front())});
  for (const Station& station : stations) {
    Node next{station.depth_m, {}, direction_of(station)};
    if (next.depth_m - node_.back().depth_m <= kTouching_m) {
      node_.back().direction = next.direction;  // the collar's own station
      continue;
    }
    next.position = within(node_.back(), next, next.depth_m);
    node_.push_back(next);
  }
}

Point Path::within(const Node& from, const Node& to, double depth_m) const {
  const double length = to.depth_m - from.depth_m, done = depth_m - from.depth_m;
  if (method_ == Desurvey::tangent) return along(from.position, to.direction, done);
  const double angle = angle_between(from.direction, to.direction);
  if (method_ == Desurvey::balanced_tangent || angle > kNoArc) {
    const Point half = along(from.position, from.direction, std::min(done, length / 2));
    return along(half, to.direction, std::max(0.0, done - length / 2));
  }
  const double share = done / length;
  const double step = done / 2 * ratio_factor(share * angle);
  const Point here = turned(from.direction, to.direction, angle, share);
  return along(along(from.position, from.direction, step), here, step);
}

Point Path::at(double depth_m) const {
  const auto next =
      std::upper_bound(node_.begin(), node_.end(), depth_m,
                       [](double depth, const Node& node) { return depth < node.depth_m; });
  if (next == node_.begin()) return node_.front().position;
  const Node& from = *(next - 1);
  if (next == node_.end()) return along(from.position, from.direction, depth_m - from.depth_m);
  return within(from, *next, depth_m);
}

std::vector<double> Path::depths() const {
  std::vector<double> out;
  for (const Node& node : node_) out.push_back(node.depth_m);
  return out;
}

}  // namespace lode::drill
