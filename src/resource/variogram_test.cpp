#include "resource/variogram.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "resource/block_covariance.h"

namespace lode::resource {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

VariogramStructure structure(Structure type, double share, double a, double b, double c) {
  return {"s", type, share, a, b, c};
}

Variogram nested() {
  Variogram v;
  v.nugget = 0.1;
  v.azimuth_deg = 30;
  v.dip_deg = -40;
  v.rake_deg = 15;
  v.structure = {structure(Structure::spherical, 0.3, 150, 100, 40),
                 structure(Structure::exponential, 0.4, 400, 250, 100),
                 structure(Structure::gaussian, 0.2, 90, 60, 30)};
  return v;
}

Grid rotated_grid() {
  Grid grid;
  grid.cell_m = {30, 20, 10};
  grid.count = {4, 4, 4};
  grid.rotation_deg = 20;
  return grid;
}

Point turned(const Point& a, const Point& axis, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  const double along = (a.x * axis.x + a.y * axis.y + a.z * axis.z) * (1 - c);
  return {a.x * c + (axis.y * a.z - axis.z * a.y) * s + axis.x * along,
          a.y * c + (axis.z * a.x - axis.x * a.z) * s + axis.y * along,
          a.z * c + (axis.x * a.y - axis.y * a.x) * s + axis.z * along};
}

Point times(const Point& a, double f) { return {a.x * f, a.y * f, a.z * f}; }

// Deutsch & Journel (1998), fig. II.4: turn clockwise about z by the first angle, about the new x
// axis by the second (negative: the major axis goes down), about the new y axis by the third. Major
// = y, semi = x, minor = z.
struct Axes {
  Point x{1, 0, 0}, y{0, 1, 0}, z{0, 0, 1};
  void turn(const Point& axis, double angle) {
    x = turned(x, axis, angle), y = turned(y, axis, angle), z = turned(z, axis, angle);
  }
};

RC_GTEST_PROP(Variogram, rotation_matches_three_turns_in_turn, ()) {
  Variogram v;
  v.azimuth_deg = *rc::gen::inRange(-360, 360);
  v.dip_deg = *rc::gen::inRange(-90, 91);
  v.rake_deg = *rc::gen::inRange(-180, 180);
  v.structure = {structure(Structure::spherical, 1, 150, 100, 40)};
  Axes axes;
  axes.turn({0, 0, 1}, -v.azimuth_deg * kDegree);
  axes.turn(axes.x, v.dip_deg * kDegree);
  axes.turn(axes.y, v.rake_deg * kDegree);
  const auto at = [&](const Point& lag) { return covariance(v, lag); };
  const double half = 1 - 1.5 * 0.5 + 0.5 * 0.125;  // spherical at half its range
  RC_ASSERT(std::abs(at(times(axes.y, 75)) - half) < 1e-12);
  RC_ASSERT(std::abs(at(times(axes.x, 50)) - half) < 1e-12);
  RC_ASSERT(std::abs(at(times(axes.z, 20)) - half) < 1e-12);
}

TEST(Variogram, structures_match_their_formulas) {
  const auto at = [](Structure type, double lag) {
    Variogram v;
    v.structure = {structure(type, 1, 100, 100, 100)};
    return covariance(v, {lag, 0, 0});
  };
  EXPECT_DOUBLE_EQ(at(Structure::spherical, 0), 1);
  EXPECT_NEAR(at(Structure::spherical, 50), 0.3125, 1e-15);
  EXPECT_EQ(at(Structure::spherical, 100), 0);
  EXPECT_EQ(at(Structure::spherical, 130), 0);
  EXPECT_NEAR(at(Structure::exponential, 100), std::exp(-3.0),
              1e-15);  // 5 % at the practical range
  EXPECT_NEAR(at(Structure::gaussian, 100), std::exp(-3.0), 1e-15);
  EXPECT_NEAR(at(Structure::exponential, 50), std::exp(-1.5), 1e-15);
  EXPECT_NEAR(at(Structure::gaussian, 50), std::exp(-0.75), 1e-15);
}

TEST(Variogram, parameter_ranges_match_their_formulas) {
  const auto at = [](Structure type, double lag) {
    Variogram v;
    v.ranges = Ranges::parameter;
    v.structure = {structure(type, 7, 100, 50, 100)};
    return covariance(v, {lag, 0, 0});  // along the second axis
  };
  EXPECT_NEAR(at(Structure::exponential, 20), 7 * std::exp(-0.4), 1e-14);
  EXPECT_NEAR(at(Structure::gaussian, 20), 7 * std::exp(-0.16), 1e-14);
  EXPECT_NEAR(at(Structure::spherical, 25), 7 * 0.3125, 1e-14);
}

TEST(Variogram, structure_with_its_own_axes_does_not_follow_the_variogram) {
  Variogram v;
  v.azimuth_deg = 30;
  v.structure = {structure(Structure::spherical, 1, 100, 50, 25)};
  v.structure[0].own_axes = true;
  v.structure[0].azimuth_deg = 90;
  EXPECT_DOUBLE_EQ(covariance(v, {50, 0, 0}), 0.3125);
  EXPECT_DOUBLE_EQ(covariance(v, {0, 25, 0}), 0.3125);
}

TEST(Variogram, nugget_counts_at_zero_lag_only) {
  const Variogram v = nested();
  EXPECT_DOUBLE_EQ(covariance(v, {0, 0, 0}), 1);
  EXPECT_NEAR(covariance(v, {1e-9, 0, 0}), 0.9, 1e-9);
}

// Mean over all pairs of points, one by one, nugget left out.
double brute_block_covariance(Variogram v, const Grid& grid, const Point& lag, int p) {
  v.nugget = 0;
  std::vector<Point> points;
  const double a = grid.rotation_deg * kDegree;
  for (int i = 0; i < p; ++i)
    for (int j = 0; j < p; ++j)
      for (int k = 0; k < p; ++k) {
        const double x = ((i + 0.5) / p - 0.5) * grid.cell_m.x;
        const double y = ((j + 0.5) / p - 0.5) * grid.cell_m.y;
        points.push_back({x * std::cos(a) + y * std::sin(a), -x * std::sin(a) + y * std::cos(a),
                          ((k + 0.5) / p - 0.5) * grid.cell_m.z});
      }
  double sum = 0;
  for (const Point& from : points)
    for (const Point& to : points)
      sum += covariance(v, {lag.x + to.x - from.x, lag.y + to.y - from.y, lag.z + to.z - from.z});
  return sum / static_cast<double>(points.size() * points.size());
}

TEST(Variogram, block_covariance_matches_brute_force) {
  const Variogram v = nested();
  const Grid grid = rotated_grid();
  for (const Point lag : {Point{0, 0, 0}, Point{30, 0, 0}, Point{-20, 50, 10}, Point{10, 5, -70},
                          Point{200, -100, 30}})
    for (const int p : {1, 3, 4}) {
      EXPECT_NEAR(block_covariance(v, grid, lag, p), brute_block_covariance(v, grid, lag, p),
                  1e-13);
    }
}

TEST(Variogram, block_variance_is_below_the_sill_and_falls_with_size) {
  const Variogram v = nested();
  Grid grid = rotated_grid();
  double last = 0.9;  // the sill less the nugget
  for (const double factor : {0.1, 0.5, 1.0, 3.0}) {
    grid.cell_m = {30 * factor, 20 * factor, 10 * factor};
    const double variance = block_covariance(v, grid, {0, 0, 0});
    EXPECT_LT(variance, last);
    last = variance;
  }
}

RC_GTEST_PROP(Variogram, block_covariance_is_even_and_at_most_the_variance_holds_for_all, ()) {
  const Variogram v = nested();
  const Grid grid = rotated_grid();
  const Point lag{*rc::gen::inRange(-300, 300) * 1.0, *rc::gen::inRange(-300, 300) * 1.0,
                  *rc::gen::inRange(-300, 300) * 1.0};
  const double there = block_covariance(v, grid, lag);
  RC_ASSERT(std::abs(there - block_covariance(v, grid, times(lag, -1))) < 1e-14);
  RC_ASSERT(there <= block_covariance(v, grid, {0, 0, 0}) + 1e-14);
}

RC_GTEST_PROP(Variogram, covariance_of_spherical_ends_within_its_reach_holds_for_all, ()) {
  Variogram v = nested();
  v.structure.resize(1);
  const double azimuth = *rc::gen::inRange(0, 360) * kDegree,
               dip = *rc::gen::inRange(-90, 91) * kDegree;
  const Point e{std::cos(dip) * std::sin(azimuth), std::cos(dip) * std::cos(azimuth),
                std::sin(dip)};
  const Point across{*rc::gen::inRange(-200, 200) * 1.0, *rc::gen::inRange(-200, 200) * 1.0,
                     *rc::gen::inRange(-200, 200) * 1.0};
  const double off = across.x * e.x + across.y * e.y + across.z * e.z;
  const double along = 1.0001 * reach_m(v, e) - off;
  const Point lag{across.x + along * e.x, across.y + along * e.y, across.z + along * e.z};
  RC_ASSERT(covariance(v, lag) == 0);  // any lag that goes further than the reach along e
}

TEST(Variogram, any_sill_above_zero_will_do_for_a_model) {
  Variogram v = nested();
  v.nugget = 40;
  EXPECT_DOUBLE_EQ(sill(v), 40.9);
  EXPECT_EQ(fault_of_model(v), "");
  EXPECT_NE(fault_of(v), "");
  v.structure.clear();
  EXPECT_EQ(fault_of_model(v), "");
  v.nugget = 0;
  EXPECT_NE(fault_of_model(v).find("nothing varies"), std::string::npos);
}

TEST(Variogram, faults_name_what_does_not_hold) {
  EXPECT_EQ(fault_of(nested()), "");
  Variogram v = nested();
  v.nugget = 0.2;
  EXPECT_NE(fault_of(v).find("add to 1, not to 1.1"), std::string::npos);
  v = nested();
  v.structure[1].range_semi_m = 0;
  EXPECT_NE(fault_of(v).find("ranges must be positive"), std::string::npos);
  v = nested();
  v.structure[0].contribution = -0.1;
  EXPECT_NE(fault_of(v).find("must not be negative"), std::string::npos);
  Variogram pure;
  pure.nugget = 1;
  EXPECT_NE(fault_of(pure).find("without variance"), std::string::npos);
}

}  // namespace
}  // namespace lode::resource
