#include "base/base.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <limits>
#include <numeric>

#include "base/range_words.h"

namespace lode {
namespace {

TEST(Calendar, is_quarters_then_years) {
  const Calendar c = make_calendar(2026, 2028, 5);
  ASSERT_EQ(c.periods(), 11u);  // 8 quarters, 3 years
  EXPECT_EQ(c.years(), 5u);
  EXPECT_EQ(c.year(7), 2027);
  EXPECT_EQ(c.year(8), 2028);
  EXPECT_TRUE(c.ends_year(3));
  EXPECT_FALSE(c.ends_year(4));
  EXPECT_TRUE(c.ends_year(10));
  EXPECT_DOUBLE_EQ(c.mid_y(0), 0.125);
  EXPECT_DOUBLE_EQ(c.mid_y(8), 2.5);
  EXPECT_THROW(make_calendar(2026, 2025, 5), InputError);
  EXPECT_THROW(make_calendar(2026, 2026, 0), InputError);
}

RC_GTEST_PROP(Calendar, covers_its_years_without_gap_for_all, ()) {
  const int quarters = *rc::gen::inRange(0, 20), years = *rc::gen::inRange(1, 40);
  const Calendar c = make_calendar(2000, 2000 + quarters, years);
  double at = 0;
  for (std::size_t t = 0; t < c.periods(); ++t) {
    RC_ASSERT(c.start_y[t] == at);
    at = c.end_y(t);
  }
  RC_ASSERT(at == years);
  const auto by_year = c.by_year(c.length_y);
  RC_ASSERT(by_year == std::vector<double>(static_cast<std::size_t>(years), 1.0));
  const double from = *rc::gen::inRange(0, 400) * 0.1, to = from + *rc::gen::inRange(0, 100) * 0.1;
  double covered = 0;
  for (std::size_t t = 0; t < c.periods(); ++t) covered += c.overlap(t, from, to) * c.length_y[t];
  RC_ASSERT(std::abs(covered - std::max(0.0, std::min<double>(to, years) -
                                                 std::min<double>(from, years))) < 1e-9);
}

RC_GTEST_PROP(Grid, index_and_cell_invert_each_other_for_all, ()) {
  Grid grid;
  for (int& n : grid.count) n = *rc::gen::inRange(1, 30);
  const auto block = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(grid.size())));
  const auto cell = grid.cell_of(block);
  RC_ASSERT(grid.index(cell[0], cell[1], cell[2]) == block);
}

// Rotation 90: the grid's y axis points east, its x axis south.
TEST(Grid, rotation_turns_clockwise_about_the_origin) {
  Grid grid;
  grid.origin = {100, 200, 0};
  grid.cell_m = {10, 20, 5};
  grid.count = {3, 3, 2};
  grid.rotation_deg = 90;
  const Point p = grid.centre(grid.index(2, 1, 1));  // u = 25, v = 30
  EXPECT_NEAR(p.x, 130, 1e-9);
  EXPECT_NEAR(p.y, 175, 1e-9);
  EXPECT_NEAR(p.z, 7.5, 1e-9);
  EXPECT_DOUBLE_EQ(grid.top_m(), 10);
}

TEST(Parallel, visits_each_index_once_and_rethrows_the_first_fault) {
  std::vector<std::atomic<int>> seen(1000);
  parallel_for(seen.size(), [&](std::size_t i) { ++seen[i]; });
  for (const auto& count : seen) EXPECT_EQ(count.load(), 1);
  try {
    parallel_for(100, [](std::size_t i) {
      if (i == 60 || i == 30) throw InputError("at " + std::to_string(i));
    });
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "at 30");
  }
}

TEST(RangeWords, say_bounds_as_a_case_file_writes_them) {
  const double none = std::numeric_limits<double>::infinity();
  EXPECT_EQ(range_in_words(0, 1), "at least 0 and at most 1");
  EXPECT_EQ(range_in_words(-0.5, none), "at least -0.5");
  EXPECT_EQ(range_in_words(-none, 12.25), "at most 12.25");
  EXPECT_EQ(range_in_words(-none, none), "any number");
  EXPECT_EQ(range_in_words(1e-7, 1e12), "at least 0.0000001 and at most 1000000000000");
}

TEST(Error, tells_place_key_value_and_what_is_allowed) {
  const InputError error(std::vector<Fault>{
      {{"case.toml", 14, 12}, "mill.recovery", "87", "must be at least 0 and at most 1"},
      {{"b.csv", 3, 0}, "", "", "is empty"}});
  EXPECT_STREQ(
      error.what(),
      "case.toml:14:12: mill.recovery = 87: must be at least 0 and at most 1\nb.csv:3: is empty");
  EXPECT_THROW(LODE_CHECK(1 == 2), InternalError);
}

}  // namespace
}  // namespace lode
