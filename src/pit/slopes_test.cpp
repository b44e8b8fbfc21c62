#include "pit/slopes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/random.h"

namespace lode::pit {
namespace {

Grid cells_of(double x, double y, double z, double rotation = 0) {
  Grid grid;
  grid.cell_m = {x, y, z};
  grid.count = {10, 10, 10};
  grid.rotation_deg = rotation;
  return grid;
}

Slopes uniform(double angle, int benches) { return {{{"all", 0, angle}}, benches}; }

using Triple = std::tuple<int, int, int>;
std::set<Triple> as_set(const Pattern& pattern) {
  std::set<Triple> out;
  for (const Offset& o : pattern.offsets) out.insert({o.dx, o.dy, o.dz});
  return out;
}

// All that chains of offsets reach at each level, by recursion, without the pattern's own
// bookkeeping.
std::set<Triple> chains(const Pattern& pattern, int benches) {
  std::set<Triple> seen;
  const std::function<void(int, int, int)> walk = [&](int x, int y, int z) {
    if (z > benches || !seen.insert({x, y, z}).second) return;
    for (const Offset& o : pattern.offsets) walk(x + o.dx, y + o.dy, z + o.dz);
  };
  walk(0, 0, 0);
  return seen;
}

// Precedence files of MineLib are pure offset patterns; their offset counts: kd 25, p4hd 29,
// newman1 5.
TEST(Slopes, offset_counts_match_minelib) {
  const Pattern kd = make_pattern(cells_of(20, 20, 15), uniform(45, 8));
  EXPECT_EQ(kd.offsets.size(), 25u);
  EXPECT_EQ(kd.offsets.back().dz, 4);
  EXPECT_EQ(make_pattern(cells_of(1, 1, 0.4), uniform(45, 8)).offsets.size(), 29u);
  EXPECT_EQ(make_pattern(cells_of(1, 1, 1), uniform(45, 1)).offsets.size(), 5u);
  EXPECT_EQ(make_pattern(cells_of(1, 1, 1), uniform(45, 8)).offsets.size(),
            17u);  // MineFlow's grids
}

TEST(Slopes, chains_match_brute_force_for_one_angle) {
  for (const double angle : {30.0, 45.0, 52.0, 70.0}) {
    const Grid grid = cells_of(10, 12, 8);
    const Pattern pattern = make_pattern(grid, uniform(angle, 6));
    std::set<Triple> expected{{0, 0, 0}};
    for (int level = 1; level <= 6; ++level)
      for (int y = -20; y <= 20; ++y)
        for (int x = -20; x <= 20; ++x)
          if (std::hypot(x * 10.0, y * 12.0) <=
              level * 8.0 / std::tan(angle * std::numbers::pi / 180) * (1 + 1e-9))
            expected.insert({x, y, level});
    EXPECT_EQ(chains(pattern, 6), expected) << angle;
  }
}

TEST(Slopes, no_offset_can_be_left_out_holds_for_all) {
  const Slopes slopes{{{"ne", 10, 40}, {"s", 120, 55}, {"w", 230, 48}}, 6};
  for (const double rotation : {0.0, 33.0}) {
    const Pattern full = make_pattern(cells_of(10, 10, 10, rotation), slopes);
    for (std::size_t i = 0; i < full.offsets.size(); ++i) {
      Pattern less = full;
      less.offsets.erase(less.offsets.begin() + static_cast<std::ptrdiff_t>(i));
      const Offset& o = full.offsets[i];
      EXPECT_EQ(chains(less, 6).count({o.dx, o.dy, o.dz}), 0u);
    }
  }
}

TEST(Slopes, angle_at_takes_the_sector_and_runs_round) {
  const Slopes slopes{{{"south", 170, 50}, {"north", 350, 40}, {"east", 45, 45}}, 8};
  EXPECT_EQ(angle_at(slopes, 0), 40);
  EXPECT_EQ(angle_at(slopes, 44.9), 40);
  EXPECT_EQ(angle_at(slopes, 45), 45);
  EXPECT_EQ(angle_at(slopes, 349.9), 50);
  EXPECT_EQ(angle_at(slopes, -10), 40);
  EXPECT_EQ(angle_at(slopes, -191), 45);
  const Slopes away_from_north{{{"a", 90, 30}, {"b", 200, 60}}, 8};
  EXPECT_EQ(angle_at(away_from_north, 10), 60);  // the last runs round to the first
}

TEST(Slopes, linear_interpolation_runs_from_sector_to_sector_and_round_north) {
  const Slopes slopes{
      {{"south", 170, 50}, {"north", 350, 40}, {"east", 50, 46}}, 8, Interpolation::linear};
  EXPECT_DOUBLE_EQ(angle_at(slopes, 50), 46);
  EXPECT_DOUBLE_EQ(angle_at(slopes, 80), 47);   // a quarter of the way to 50
  EXPECT_DOUBLE_EQ(angle_at(slopes, 260), 45);  // half of the way down to 40
  EXPECT_DOUBLE_EQ(angle_at(slopes, 350), 40);
  EXPECT_DOUBLE_EQ(angle_at(slopes, 0), 41);  // 10 of 60 degrees towards 46
  EXPECT_DOUBLE_EQ(angle_at(slopes, 360), angle_at(slopes, 0));
  const Slopes one{{{"all", 77, 44}}, 8, Interpolation::linear};
  for (const double azimuth : {0.0, 77.0, 200.0}) EXPECT_DOUBLE_EQ(angle_at(one, azimuth), 44);
  // never outside the angles given, and no jump anywhere
  for (int azimuth = 0; azimuth < 3600; ++azimuth) {
    const double here = angle_at(slopes, 0.1 * azimuth),
                 next = angle_at(slopes, 0.1 * (azimuth + 1));
    ASSERT_GE(here, 40);
    ASSERT_LE(here, 50);
    ASSERT_LT(std::abs(next - here), 0.0101);  // at most 6 degrees over 60
  }
}

// A flat wall to the east only: the pattern must be wide on the side of rising x, and turn with the
// grid.
TEST(Slopes, sectors_face_the_wall_and_turn_with_the_grid) {
  const Slopes slopes{{{"east", 45, 30}, {"rest", 135, 60}}, 8};
  const auto reach = [&](const Pattern& pattern, int sx, int sy) {
    int most = 0;
    for (const auto& [x, y, z] : chains(pattern, 8))
      if (z == 8) most = std::max(most, sx * x + sy * y);
    return most;
  };
  const Pattern plain = make_pattern(cells_of(10, 10, 10), slopes);
  EXPECT_EQ(reach(plain, 1, 0), 13);  // 8 / tan 30 = 13.86
  EXPECT_EQ(reach(plain, -1, 0), 4);  // 8 / tan 60 = 4.62
  // y axis turned to the east: what was +x is +y now; +x points south
  const Pattern turned = make_pattern(cells_of(10, 10, 10, 90), slopes);
  EXPECT_EQ(reach(turned, 0, 1), 13);
  EXPECT_EQ(reach(turned, 0, -1), 4);
  std::set<Triple> expected;
  for (const auto& [x, y, z] : as_set(plain)) expected.insert({-y, x, z});
  EXPECT_EQ(as_set(turned), expected);
}

// One bench of cubes at 45 degrees reaches the cross of 4 neighbours: its outline at 45 degrees of
// azimuth lies at 1 / sqrt 2, so the wall is atan(sqrt 2) = 54.7356 degrees steep there. And
// nothing reached means 90 degrees.
TEST(Slopes, worst_error_matches_hand_calculation) {
  EXPECT_NEAR(make_pattern(cells_of(1, 1, 1), uniform(45, 1)).worst_angle_error_deg,
              54.735610317245346 - 45, 1e-9);
  EXPECT_NEAR(make_pattern(cells_of(20, 20, 15), uniform(45, 1)).worst_angle_error_deg, 45, 1e-9);
  // 8 benches of cubes: hull corners (8,0), (6,5): worst within 3 degrees and never flatter
  const double eight = make_pattern(cells_of(1, 1, 1), uniform(45, 8)).worst_angle_error_deg;
  EXPECT_GT(eight, 0);
  EXPECT_LT(eight, 3);
  // beside a flat sector a steep one comes out flatter than asked
  EXPECT_LT(make_pattern(cells_of(1, 1, 1), {{{"flat", 0, 35}, {"steep", 90, 60}}, 8})
                .worst_angle_error_deg,
            -3);
}

TEST(Slopes, more_benches_come_closer) {
  EXPECT_LT(make_pattern(cells_of(10, 10, 10), uniform(47, 20)).worst_angle_error_deg,
            make_pattern(cells_of(10, 10, 10), uniform(47, 3)).worst_angle_error_deg);
}

TEST(Slopes, make_pattern_refuses_bad_input) {
  const Grid grid = cells_of(10, 10, 10);
  EXPECT_THROW(make_pattern(grid, {{}, 8}), InputError);
  EXPECT_THROW(make_pattern(grid, uniform(0, 8)), InputError);
  EXPECT_THROW(make_pattern(grid, uniform(91, 8)), InputError);
  EXPECT_THROW(make_pattern(grid, uniform(45, 0)), InputError);
  EXPECT_THROW(make_pattern(grid, {{{"a", 0, 45}, {"b", 360, 50}}, 8}), InputError);
  EXPECT_THROW(angle_at({{}, 8}, 0), InputError);
}

}  // namespace
}  // namespace lode::pit
