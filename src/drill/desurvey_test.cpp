#include "drill/desurvey.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace lode::drill {
namespace {

constexpr double kDegrees = 180 / std::numbers::pi;

double distance(const Point& a, const Point& b) {
  return std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
}

// A hole that starts straight down and turns to the east on a circle of this radius.
constexpr double kRadius = 300;
Station on_circle(double depth) { return {depth, 90, -90 + depth / kRadius * kDegrees}; }
Point circle(double depth) {
  const double a = depth / kRadius;
  return {kRadius * (1 - std::cos(a)), 0, -kRadius * std::sin(a)};
}

TEST(Desurvey, minimum_curvature_is_exact_on_a_circle) {
  const std::vector<Station> stations = {on_circle(0), on_circle(100), on_circle(170),
                                         on_circle(400)};
  const Path path({0, 0, 0}, stations, Desurvey::minimum_curvature);
  for (double depth = 0; depth <= 400; depth += 12.5)
    EXPECT_LT(distance(path.at(depth), circle(depth)), 1e-9) << depth;
}

// The arc by brute force: the direction turns evenly with depth; many small straight steps.
TEST(Desurvey, minimum_curvature_matches_brute_force) {
  const std::vector<Station> stations = {
      {0, 30, -60}, {50, 40, -55}, {120, 80, -20}, {200, 75, -20.001}, {210, 75, -20}};
  const Path path({10, 20, 30}, stations, Desurvey::minimum_curvature);
  Point at{10, 20, 30};
  constexpr int kSteps = 20000;
  for (std::size_t i = 0; i + 1 < stations.size(); ++i) {
    const Point a = direction_of(stations[i]), b = direction_of(stations[i + 1]);
    const double angle = angle_between(a, b);
    const double length = stations[i + 1].depth_m - stations[i].depth_m;
    for (int k = 0; k < kSteps; ++k) {
      const double share = (k + 0.5) / kSteps, wa = std::sin((1 - share) * angle) / std::sin(angle),
                   wb = std::sin(share * angle) / std::sin(angle);
      at = {at.x + length / kSteps * (wa * a.x + wb * b.x),
            at.y + length / kSteps * (wa * a.y + wb * b.y),
            at.z + length / kSteps * (wa * a.z + wb * b.z)};
    }
    EXPECT_LT(distance(path.at(stations[i + 1].depth_m), at), 1e-6) << i;
  }
}

TEST(Desurvey, the_hole_starts_at_its_collar_and_goes_on_straight) {
  const std::vector<Station> stations = {{40, 90, 0}, {60, 90, 0}};
  for (const Desurvey method :
       {Desurvey::minimum_curvature, Desurvey::balanced_tangent, Desurvey::tangent}) {
    const Path path({1000, 2000, 300}, stations, method);
    EXPECT_LT(distance(path.at(0), {1000, 2000, 300}), 1e-12);
    EXPECT_LT(distance(path.at(40), {1040, 2000, 300}), 1e-9);
    EXPECT_LT(distance(path.at(100), {1100, 2000, 300}), 1e-9);
  }
}

// Worked by hand: straight down for 100 m, then level to the north.
TEST(Desurvey, tangents_follow_their_rules) {
  const std::vector<Station> stations = {{0, 0, -90}, {100, 0, 0}};
  const Path balanced({0, 0, 0}, stations, Desurvey::balanced_tangent);
  EXPECT_LT(distance(balanced.at(100), {0, 50, -50}), 1e-9);
  EXPECT_LT(distance(balanced.at(30), {0, 0, -30}), 1e-9);
  const Path tangent({0, 0, 0}, stations, Desurvey::tangent);
  EXPECT_LT(distance(tangent.at(100), {0, 100, 0}), 1e-9);
  // A quarter of a circle of radius 200 / pi.
  const Path arc({0, 0, 0}, stations, Desurvey::minimum_curvature);
  EXPECT_LT(distance(arc.at(100), {0, 200 / std::numbers::pi, -200 / std::numbers::pi}), 1e-9);
}

TEST(Desurvey, opposite_stations_have_a_path) {
  const std::vector<Station> stations = {{0, 0, -90}, {100, 0, 90}};
  const Path path({0, 0, 0}, stations, Desurvey::minimum_curvature);
  EXPECT_LT(distance(path.at(100), {0, 0, 0}), 1e-9);
  EXPECT_TRUE(std::isfinite(path.at(50).z));
}

}  // namespace
}  // namespace lode::drill
