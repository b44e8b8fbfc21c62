#include "study/ground.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <vector>

#include "base/error.h"

namespace lode::study {
namespace {

pit::Slopes slopes(double angle_deg) {
  pit::Slopes out;
  pit::SlopeSector sector;
  sector.id = "all", sector.angle_deg = angle_deg;
  out.sector = {sector}, out.benches = 3;
  return out;
}
Grid turned_grid() {
  Grid grid{{100, 200, 0}, {10, 10, 5}, {8, 7, 6}};
  grid.rotation_deg = 25;
  return grid;
}
Surface plane() {
  Surface out;
  out.shape = SurfaceShape::plane;
  out.level_m = 20, out.x_m = 130, out.y_m = 230, out.dip_deg = 12, out.dip_direction_deg = 70;
  return out;
}
Zone zone_of(Part where, ZoneRule rule, double cost_usd) {
  Zone out;
  out.id = "zone", out.where = where, out.rule = rule, out.cost_usd = cost_usd;
  return out;
}

// Between the nodes of a lattice: exactly a + b x + c y + d x y.
TEST(Heights, between_the_nodes_match_a_bilinear_surface) {
  Heights heights;
  heights.x = 50, heights.y = -20, heights.dx = 10, heights.dy = 4, heights.nx = 4, heights.ny = 3;
  const auto surface = [](double x, double y) { return 7 + 0.5 * x - 2 * y + 0.03 * x * y; };
  for (int j = 0; j < 3; ++j)
    for (int i = 0; i < 4; ++i) heights.z.push_back(surface(50 + 10 * i, -20 + 4 * j));
  // Within one cell of the lattice a bilinear function is its own interpolation.
  for (const auto& [x, y] : {std::pair{50.0, -20.0}, {53.7, -17.1}, {61.0, -13.0}, {80.0, -12.0}})
    EXPECT_NEAR(heights.at(x, y), surface(x, y), 1e-12);
  EXPECT_TRUE(heights.covers(80, -12));
  EXPECT_FALSE(heights.covers(80.01, -12));
  EXPECT_THROW(heights.at(49, -15), InternalError);
}

// A plane through (x, y, level): along its dip direction it falls by the tangent, across it not.
TEST(Surface, a_plane_falls_along_its_dip_direction_alone) {
  const Surface s = plane();
  const double a = 70 * std::numbers::pi / 180, fall = std::tan(12 * std::numbers::pi / 180);
  EXPECT_NEAR(height_at(s, 130, 230), 20, 1e-12);
  EXPECT_NEAR(height_at(s, 130 + 50 * std::sin(a), 230 + 50 * std::cos(a)), 20 - 50 * fall, 1e-12);
  EXPECT_NEAR(height_at(s, 130 + 50 * std::cos(a), 230 - 50 * std::sin(a)), 20, 1e-12);
  EXPECT_EQ(height_at(Surface{}, 0, 0), kInfinity);
}

// The share of a block below the surface, against the mean over many points in it.
TEST(Ground, shares_of_blocks_match_points_counted_below_the_surface) {
  const Grid grid = turned_grid();
  Surface surface = plane();
  surface.subcells = 20;
  const Ground ground = make_ground(grid, surface, slopes(45), {}, {});
  const double a = grid.rotation_deg * std::numbers::pi / 180;
  std::size_t air = 0, partial = 0;
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const Point centre = grid.centre(block);
    int below = 0;
    constexpr int n = 24;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j)
        for (int k = 0; k < n; ++k) {
          const double u = 10 * ((i + 0.5) / n - 0.5), v = 10 * ((j + 0.5) / n - 0.5);
          const double x = centre.x + u * std::cos(a) + v * std::sin(a),
                       y = centre.y - u * std::sin(a) + v * std::cos(a);
          below += centre.z + 5 * ((k + 0.5) / n - 0.5) < height_at(surface, x, y);
        }
    EXPECT_NEAR(ground.share[block], below / static_cast<double>(n * n * n), 0.03);
    EXPECT_EQ(ground.air[block] == 1, ground.share[block] == 0);
    air += ground.air[block], partial += ground.share[block] > 0 && ground.share[block] < 1;
  }
  EXPECT_EQ(ground.air_blocks, air);
  EXPECT_EQ(ground.partial_blocks, partial);
  EXPECT_GT(air, 20u);
  EXPECT_GT(partial, 20u);
}

TEST(Ground, a_level_cuts_one_bench_in_proportion) {
  Surface level;
  level.shape = SurfaceShape::level, level.level_m = 22;  // 2 m into the fifth bench of 5 m
  const Grid grid = turned_grid();
  const Ground ground = make_ground(grid, level, slopes(45), {}, {});
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const int bench = grid.cell_of(block)[2];
    EXPECT_NEAR(ground.share[block], bench < 4 ? 1 : bench == 4 ? 0.4 : 0, 1e-12);
  }
  EXPECT_EQ(ground.top_m, 22);
}

TEST(Ground, a_block_takes_the_first_slope_domain_that_holds_its_centre) {
  Part low, west;
  low.top_m = 10, west.east_m = 130;
  const Grid grid{{100, 200, 0}, {10, 10, 5}, {8, 7, 6}};
  const Ground ground =
      make_ground(grid, {}, slopes(45), {{"low", low, slopes(35)}, {"west", west, slopes(60)}}, {});
  std::vector<std::size_t> count(3, 0);
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const Point p = grid.centre(block);
    const std::uint8_t expected = p.z < 10 ? 1 : p.x < 130 ? 2 : 0;
    EXPECT_EQ(ground.precedence.domain[block], expected);
    ++count[expected];
  }
  EXPECT_EQ(ground.domain_blocks, count);
  ASSERT_EQ(ground.precedence.pattern.size(), 3u);
}

// Excluded ground cannot be mined, nor any block below it that needs it to be mined first: found
// here by following the precedence upward from every block.
TEST(Ground, blocks_that_need_excluded_ground_are_not_there) {
  Part village;
  village.bottom_m = 25, village.west_m = 120, village.east_m = 140, village.south_m = 220,
  village.north_m = 250;
  const Grid grid{{100, 200, 0}, {10, 10, 5}, {8, 7, 6}};
  const Ground ground =
      make_ground(grid, {}, slopes(45), {}, {zone_of(village, ZoneRule::excluded, 0)});
  const auto& offsets = ground.precedence.pattern[0].offsets;
  const auto is_kept = [&](auto&& self, std::size_t block) -> bool {
    if (village.contains(grid.centre(block), grid.same())) return false;
    const auto [x, y, z] = grid.cell_of(block);
    return std::all_of(offsets.begin(), offsets.end(), [&](const pit::Offset& o) {
      const int i = x + o.dx, j = y + o.dy, k = z + o.dz;
      const bool inside = i >= 0 && i < 8 && j >= 0 && j < 7 && k >= 0 && k < 6;
      return !inside || self(self, grid.index(i, j, k));
    });
  };
  std::size_t excluded = 0;
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const bool kept = is_kept(is_kept, block);
    EXPECT_EQ(ground.precedence.present[block] == 1, kept) << block;
    excluded += !kept;
  }
  EXPECT_EQ(ground.excluded_blocks, excluded);
  EXPECT_GT(excluded, 6u);  // more than the village's own
}

TEST(Ground, a_zone_that_costs_once_holds_its_blocks_but_none_of_air) {
  Part east;
  east.west_m = 160;
  Surface level;
  level.shape = SurfaceShape::level, level.level_m = 25;  // the top bench is air
  const Grid grid{{100, 200, 0}, {10, 10, 5}, {8, 7, 6}};
  const Ground ground =
      make_ground(grid, level, slopes(45), {}, {zone_of(east, ZoneRule::one_off, 3e6)});
  ASSERT_EQ(ground.one_off.size(), 1u);
  EXPECT_EQ(ground.one_off[0].cost_usd, 3'000'000);
  EXPECT_EQ(ground.one_off[0].block.size(), 2u * 7 * 5);  // two columns of blocks, five benches
  EXPECT_EQ(ground.excluded_blocks, 0u);
}

TEST(Part, contains_what_meets_all_that_is_given) {
  EXPECT_TRUE(Part{}.is_everything());
  Part part;
  part.top_m = 10, part.west_m = 0;
  resource::Solid ball;
  ball.shape = resource::Shape::ellipsoid, ball.centre = {0, 0, 0};
  ball.length_m = ball.width_m = ball.height_m = 40;
  part.solid = {ball};
  EXPECT_FALSE(part.is_everything());
  EXPECT_TRUE(part.contains({5, 5, 5}, 1e-9));
  EXPECT_TRUE(part.contains({0, 5, 10}, 1e-9));      // on its faces
  EXPECT_FALSE(part.contains({-1, 5, 5}, 1e-9));     // west of it
  EXPECT_FALSE(part.contains({5, 5, 11}, 1e-9));     // above it
  EXPECT_FALSE(part.contains({15, 15, -15}, 1e-9));  // outside the solid
}

}  // namespace
}  // namespace lode::study
