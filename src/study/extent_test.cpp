#include "study/extent.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lode::study {
namespace {

TEST(Extent, of_a_turned_grid_is_the_least_box_of_its_blocks_corners) {
  for (const double rotation : {0.0, 30.0, 90.0, 137.0, 300.0}) {
    Grid grid{{1000, -500, 40}, {20, 10, 5}, {6, 9, 3}};
    grid.rotation_deg = rotation;
    // The corners of a block are its centre and half a step along each axis of the grid.
    const Point first = grid.centre(0), in_x = grid.centre(1), in_y = grid.centre(6);
    Extent brute;
    for (std::size_t block = 0; block < grid.size(); ++block)
      for (const double i : {-0.5, 0.5})
        for (const double j : {-0.5, 0.5})
          for (const double k : {-2.5, 2.5}) {
            const Point c = grid.centre(block);
            brute.add({c.x + i * (in_x.x - first.x) + j * (in_y.x - first.x),
                       c.y + i * (in_x.y - first.y) + j * (in_y.y - first.y), c.z + k});
          }
    const Extent found = extent_of(grid);
    for (double Point::*axis : {&Point::x, &Point::y, &Point::z}) {
      EXPECT_NEAR(found.low.*axis, brute.low.*axis, 1e-9) << rotation;
      EXPECT_NEAR(found.high.*axis, brute.high.*axis, 1e-9) << rotation;
    }
  }
}

TEST(Extent, lies_apart_by_the_greatest_gap_along_an_axis) {
  Extent one;
  one.add({0, 0, 0}), one.add({10, 20, 30});
  const auto gap_to = [&](Point low, Point high) {
    Extent other;
    other.add(low), other.add(high);
    EXPECT_EQ(one.gap_m(other), other.gap_m(one));
    return one.gap_m(other);
  };
  EXPECT_EQ(gap_to({5, 5, 5}, {50, 50, 50}), 0);
  EXPECT_EQ(gap_to({10, 20, 30}, {11, 21, 31}), 0);  // they touch
  EXPECT_EQ(gap_to({14, 5, 5}, {50, 50, 50}), 4);
  EXPECT_EQ(gap_to({14, -40, 5}, {50, -7, 50}), 7);
  EXPECT_EQ(gap_to({14, 5, 130}, {50, 50, 150}), 100);
}

TEST(Extent, says_where_it_lies) {
  Extent one;
  one.add({520, 10, -130}), one.add({0, 480.25, 0});
  EXPECT_EQ(one.text(), "east 0 to 520, north 10 to 480.25, height -130 to 0 m");
}

}  // namespace
}  // namespace lode::study
