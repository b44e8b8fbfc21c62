#include "resource/body.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/same.h"
#include "resource/extent.h"

namespace lode::resource {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

Grid grid_of(int nx, int ny, int nz, double cell, double rotation = 0) {
  Grid grid;
  grid.cell_m = {cell, cell, cell};
  grid.count = {nx, ny, nz};
  grid.rotation_deg = rotation;
  return grid;
}

Solid solid_of(Shape shape, Point centre, double length, double width, double height) {
  Solid solid;
  solid.shape = shape;
  solid.centre = centre;
  solid.length_m = length;
  solid.width_m = width;
  solid.height_m = height;
  return solid;
}

double volume(const Grid& grid, const Body& body) {
  return static_cast<double>(body.block.size()) * grid.cell_volume_m3();
}

// Rodrigues: `a` turned about the unit vector `axis` by `angle`, right-handed.
Point turned(const Point& a, const Point& axis, double angle) {
  const double c = std::cos(angle), s = std::sin(angle);
  const double along = (a.x * axis.x + a.y * axis.y + a.z * axis.z) * (1 - c);
  return {a.x * c + (axis.y * a.z - axis.z * a.y) * s + axis.x * along,
          a.y * c + (axis.z * a.x - axis.x * a.z) * s + axis.y * along,
          a.z * c + (axis.x * a.y - axis.y * a.x) * s + axis.z * along};
}

Point offset(const Point& from, const Point& by, double metres) {
  return {from.x + metres * by.x, from.y + metres * by.y, from.z + metres * by.z};
}

TEST(Body, volumes_match_closed_forms) {
  const Grid grid = grid_of(80, 80, 80, 5);
  const Point middle{200, 200, 200}, top{200, 200, 350};
  const auto volume_of = [&](Solid solid) { return volume(grid, make_body(grid, {solid})); };
  const double pi = std::numbers::pi;
  EXPECT_NEAR(volume_of(solid_of(Shape::ellipsoid, middle, 300, 200, 150)),
              pi / 6 * 300 * 200 * 150, 0.01 * pi / 6 * 300 * 200 * 150);
  EXPECT_NEAR(volume_of(solid_of(Shape::slab, middle, 300, 200, 150)), 300 * 200 * 150, 1);
  EXPECT_NEAR(volume_of(solid_of(Shape::pipe, top, 300, 200, 300)), pi / 4 * 300 * 200 * 300,
              0.01 * pi / 4 * 300 * 200 * 300);
  Solid cone = solid_of(Shape::cone, top, 300, 200, 300);
  cone.toe = 0.4;  // frustum: a third of h A (1 + t + t^2)
  const double frustum = pi / 4 * 300 * 200 * 300 * (1 + 0.4 + 0.16) / 3;
  EXPECT_NEAR(volume_of(cone), frustum, 0.01 * frustum);
}

TEST(Body, inclined_pipe_keeps_horizontal_section_and_runs_down_dip) {
  Solid pipe = solid_of(Shape::pipe, {0, 0, 0}, 300, 400, 500);
  pipe.azimuth_deg = 90;  // length to the east
  pipe.dip_deg = 60;
  pipe.dip_direction_deg = 90;
  const double out = 200 * std::cos(60 * kDegree), down = 200 * std::sin(60 * kDegree);
  const auto rim = [&](double x, double y, double z) { return rim_distance(pipe, {x, y, z}); };
  EXPECT_NEAR(rim(out, 0, -down), 0, 1e-12);        // 200 m down dip: on the axis
  EXPECT_NEAR(rim(out + 150, 0, -down), 1, 1e-12);  // half the length to the east
  EXPECT_NEAR(rim(out, 200, -down), 1, 1e-12);      // half the width to the north
  EXPECT_NEAR(rim(out + 75, 0, -down), 0.5, 1e-12);
  EXPECT_GT(rim(-out, 0, down), 1);  // above the top face
  const double end = 500.01;
  EXPECT_GT(rim(end * std::cos(60 * kDegree), 0, -end * std::sin(60 * kDegree)), 1);
}

TEST(Body, cone_shrinks_to_its_toe) {
  Solid cone = solid_of(Shape::cone, {0, 0, 0}, 200, 100, 100);
  cone.toe = 0.5;
  EXPECT_NEAR(rim_distance(cone, {0, 100, 0}), 1, 1e-12);  // azimuth 0: the length runs north
  EXPECT_NEAR(rim_distance(cone, {0, 50, -100}), 1, 1e-12);
  EXPECT_NEAR(rim_distance(cone, {25, 0, -100}), 1, 1e-12);
  cone.toe = 0;
  EXPECT_NEAR(rim_distance(cone, {0, 0, -100}), 1, 1e-12);
  EXPECT_GT(rim_distance(cone, {1, 0, -100}), 1);
}

// Azimuth turns the solid clockwise seen from above; dip then tilts it about the line across
// dip_direction.
RC_GTEST_PROP(Body, axis_ends_of_tilted_solids_lie_on_the_surface_holds_for_all, ()) {
  Solid solid =
      solid_of(*rc::gen::element(Shape::ellipsoid, Shape::slab), {10, -20, 30}, 100, 60, 40);
  solid.azimuth_deg = *rc::gen::inRange(-180, 180);
  solid.dip_deg = *rc::gen::inRange(5, 91);
  solid.dip_direction_deg = *rc::gen::inRange(0, 360);
  const double toward = solid.dip_direction_deg * kDegree;
  const Point strike{-std::cos(toward), std::sin(toward), 0};  // 90 deg left of the dip direction
  const double tilt = (90 - solid.dip_deg) * kDegree;
  const auto placed = [&](const Point& own) {
    return turned(turned(own, {0, 0, 1}, -solid.azimuth_deg * kDegree), strike, -tilt);
  };
  const Point u = placed({0, 1, 0}), v = placed({1, 0, 0}), w = placed({0, 0, -1});
  RC_ASSERT(std::abs(w.z + std::sin(solid.dip_deg * kDegree)) < 1e-12);
  RC_ASSERT(std::abs(w.x - std::cos(solid.dip_deg * kDegree) * std::sin(toward)) < 1e-12);
  RC_ASSERT(std::abs(rim_distance(solid, offset(solid.centre, u, 50)) - 1) < 1e-12);
  RC_ASSERT(std::abs(rim_distance(solid, offset(solid.centre, v, 30)) - 1) < 1e-12);
  RC_ASSERT(std::abs(rim_distance(solid, offset(solid.centre, w, -20)) - 1) < 1e-12);
  RC_ASSERT(std::abs(rim_distance(solid, offset(solid.centre, v, 15)) - 0.5) < 1e-12);
}

// Every point of a fine lattice that lies in the solid lies in its box, and the box is no larger than
// they need by more than a step of the lattice.
RC_GTEST_PROP(Body, extent_is_that_of_the_points_inside_for_all, ()) {
  Solid solid = solid_of(*rc::gen::element(Shape::ellipsoid, Shape::slab, Shape::pipe, Shape::cone),
                         {5, -3, 2}, *rc::gen::inRange(20, 60), *rc::gen::inRange(20, 60),
                         *rc::gen::inRange(20, 60));
  solid.azimuth_deg = *rc::gen::inRange(0, 360);
  solid.dip_deg = *rc::gen::inRange(30, 91);
  solid.dip_direction_deg = *rc::gen::inRange(0, 360);
  solid.toe = *rc::gen::inRange(2, 11) * 0.1;
  const auto [low, high] = extent_of(solid);
  constexpr double kReach = 130, kStep = 4;
  Point least{1e9, 1e9, 1e9}, most{-1e9, -1e9, -1e9};
  for (double x = -kReach; x <= kReach; x += kStep)
    for (double y = -kReach; y <= kReach; y += kStep)
      for (double z = -kReach; z <= kReach; z += kStep) {
        if (rim_distance(solid, {x, y, z}) > 1) continue;
        least = {std::min(least.x, x), std::min(least.y, y), std::min(least.z, z)};
        most = {std::max(most.x, x), std::max(most.y, y), std::max(most.z, z)};
      }
  for (const auto axis : {&Point::x, &Point::y, &Point::z}) {
    RC_ASSERT((least.*axis >= low.*axis - 1e-9));
    RC_ASSERT((most.*axis <= high.*axis + 1e-9));
    RC_ASSERT((least.*axis - low.*axis < 17));  // a corner of a slab, between the lattice's points
    RC_ASSERT((high.*axis - most.*axis < 17));
  }
}

TEST(Body, union_matches_brute_force) {
  const Grid grid = grid_of(14, 12, 10, 10, 25);
  Solid pipe = solid_of(Shape::pipe, {70, 10, 95}, 60, 40, 70);
  pipe.dip_deg = 70;
  Solid slab = solid_of(Shape::slab, {80, 20, 40}, 80, 60, 30);
  slab.azimuth_deg = 40;
  const Body body = make_body(grid, {pipe, slab});
  std::size_t i = 0, both = 0;
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const double a = rim_distance(pipe, grid.centre(block));
    const double b = rim_distance(slab, grid.centre(block));
    // The slab's lower face is at the height of centres: they are inside, whatever the rounding.
    const auto inside = [](double rim) { return rim <= 1 + kSameShare; };
    if (!inside(a) && !inside(b)) continue;
    both += inside(a) && inside(b);
    ASSERT_LT(i, body.block.size());
    EXPECT_EQ(body.block[i], block);
    EXPECT_EQ(body.rim[i], std::min({a, b, 1.0}));
    ++i;
  }
  EXPECT_EQ(i, body.block.size());
  EXPECT_GT(both, 0u);  // the solids do overlap
}

TEST(Body, edge_count_leaves_the_surface_out) {
  const Grid grid = grid_of(5, 4, 3, 10);
  const Body all = make_body(grid, {solid_of(Shape::slab, {25, 20, 15}, 1000, 1000, 1000)});
  EXPECT_EQ(all.block.size(), 60u);
  EXPECT_EQ(blocks_on_edge(grid, all), 60u - 3 * 2 * 2);  // inside: 3 x 2 in the upper two benches
  const Body inside = make_body(grid, {solid_of(Shape::slab, {25, 20, 25}, 19, 29, 10)});
  EXPECT_EQ(inside.block.size(), 3u * 2u - 0u);
  EXPECT_EQ(blocks_on_edge(grid, inside), 0u);
}

TEST(Body, empty_body_is_an_answer) {
  const Grid grid = grid_of(3, 3, 3, 10);
  EXPECT_TRUE(make_body(grid, {solid_of(Shape::slab, {500, 0, 0}, 1, 1, 1)}).block.empty());
  EXPECT_TRUE(make_body(grid, {}).block.empty());
}

TEST(Body, refuses_solids_without_size_and_flat_pipes) {
  const Grid grid = grid_of(3, 3, 3, 10);
  EXPECT_THROW(make_body(grid, {solid_of(Shape::slab, {0, 0, 0}, 1, 0, 1)}), InputError);
  Solid pipe = solid_of(Shape::pipe, {0, 0, 0}, 1, 1, 1);
  pipe.dip_deg = 0;
  EXPECT_THROW(make_body(grid, {pipe}), InputError);
}

}  // namespace
}  // namespace lode::resource
