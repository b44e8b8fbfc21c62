#include "pit/mining_width.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "pit/zones.h"

namespace lode::pit {
namespace {

Grid grid_of(int nx, int ny, int nz) {
  Grid grid;
  grid.count = {nx, ny, nz};
  return grid;
}

// Every block of every pushback lies in a rectangle of its own pushback's bench or air, tried one
// by one.
bool width_holds(const Grid& grid, const std::vector<std::uint8_t>& air,
                 const std::vector<std::uint8_t>& pushback, int wide, int deep) {
  for (std::size_t block = 0; block < grid.size(); ++block) {
    if (pushback[block] == 255) continue;
    const auto c = grid.cell_of(block);
    bool found = false;
    for (int x0 = c[0] - wide + 1; x0 <= c[0] && !found; ++x0)
      for (int y0 = c[1] - deep + 1; y0 <= c[1] && !found; ++y0) {
        bool fits = x0 >= 0 && y0 >= 0 && x0 + wide <= grid.count[0] && y0 + deep <= grid.count[1];
        for (int x = x0; x < x0 + wide && fits; ++x)
          for (int y = y0; y < y0 + deep && fits; ++y) {
            const std::size_t other = grid.index(x, y, c[2]);
            fits = pushback[other] == pushback[block] || (!air.empty() && air[other]);
          }
        found = fits;
      }
    if (!found) return false;
  }
  return true;
}

bool slopes_hold(const Grid& grid, const Precedence& p, const std::vector<std::uint8_t>& pushback) {
  for (std::size_t block = 0; block < grid.size(); ++block) {
    if (pushback[block] == 255) continue;
    if (!p.present.empty() && !p.present[block]) return false;
    const auto c = grid.cell_of(block);
    for (const Offset& o : p.pattern[p.domain.empty() ? 0 : p.domain[block]].offsets) {
      const int x = c[0] + o.dx, y = c[1] + o.dy, z = c[2] + o.dz;
      if (x < 0 || x >= grid.count[0] || y < 0 || y >= grid.count[1] || z >= grid.count[2])
        continue;
      const std::size_t above = grid.index(x, y, z);
      if (!p.present.empty() && !p.present[above]) continue;
      if (pushback[above] > pushback[block]) return false;
    }
  }
  return true;
}

// One bench, no slopes: shapes drawn as text, '.' = not mined.
std::vector<std::uint8_t> drawn(const std::vector<std::string>& rows) {
  std::vector<std::uint8_t> out;
  for (const std::string& row : rows)
    for (const char c : row) out.push_back(c == '.' ? 255 : static_cast<std::uint8_t>(c - '1'));
  return out;
}
Widened one_bench(const std::vector<std::string>& rows, double width, double value,
                  const std::vector<std::uint8_t>& present = {},
                  const std::vector<std::uint8_t>& air = {}) {
  const Grid grid = grid_of(static_cast<int>(rows[0].size()), static_cast<int>(rows.size()), 1);
  Pushbacks pushbacks{{}, drawn(rows)};
  int most = 0;
  for (const std::uint8_t p : pushbacks.pushback)
    if (p != 255) most = std::max(most, p + 1);
  for (int k = 0; k < most; ++k) pushbacks.shell.push_back(static_cast<std::uint16_t>(2 * k + 1));
  const std::vector<double> values(grid.size(), value);
  return widen(grid, {{Pattern{}}, {}, present}, air, values, pushbacks, width);
}

TEST(MiningWidth, a_narrow_patch_is_widened_where_it_pays_and_given_up_where_not) {
  const std::vector<std::string> nose = {"......", "111...", "1111..",
                                         "111...", "......", "......"};
  const Widened rich = one_bench(nose, 30, 1);  // cells of 10 m: 3 x 3
  EXPECT_EQ(rich.pushbacks.pushback,
            drawn({"......", "1111..", "1111..", "1111..", "......", "......"}));
  EXPECT_EQ(rich.added, 2u);
  EXPECT_EQ(rich.dropped, 0u);
  const Widened poor = one_bench(nose, 30, -1);
  EXPECT_EQ(poor.pushbacks.pushback,
            drawn({"......", "111...", "111...", "111...", "......", "......"}));
  EXPECT_EQ(poor.dropped, 1u);
}

TEST(MiningWidth, a_strip_too_narrow_for_later_is_mined_at_once) {
  // The second pushback is a ring one block wide round the first: it goes with the first.
  const Widened ring =
      one_bench({"222222", "211112", "211112", "211112", "222222", "......"}, 20, 1);
  EXPECT_EQ(ring.pushbacks.shell, (std::vector<std::uint16_t>{1}));
  EXPECT_EQ(ring.pushbacks.pushback,
            drawn({"111111", "111111", "111111", "111111", "111111", "......"}));
  EXPECT_EQ(ring.moved, 18u);
  // Two blocks wide on one side: only the rest goes with the first.
  const Widened side = one_bench({"2222222", "2111122", "2111122", "2111122", "2222222"}, 20, 1);
  EXPECT_EQ(side.pushbacks.pushback,
            drawn({"1111122", "1111122", "1111122", "1111122", "1111122"}));
}

TEST(MiningWidth, what_fits_stays_as_it_is) {
  const std::vector<std::string> fits = {"112233", "112233", "112233", "......"};
  const Widened out = one_bench(fits, 20, -1);
  EXPECT_EQ(out.pushbacks.pushback, drawn(fits));
  EXPECT_EQ(out.added + out.dropped + out.moved, 0u);
  EXPECT_EQ(one_bench({"1.2.3."}, 10, -1).pushbacks.pushback, drawn({"1.2.3."}));
  EXPECT_EQ(one_bench({"1.2.3."}, 0, -1).pushbacks.pushback, drawn({"1.2.3."}));
}

TEST(MiningWidth, air_is_room_and_excluded_ground_is_none) {
  const std::vector<std::string> ridge = {"....", ".11.", "...."};
  std::vector<std::uint8_t> beside(12, 0);
  for (const std::size_t i : {1u, 2u}) beside[i] = 1;
  std::vector<std::uint8_t> present(12, 1);
  for (const std::size_t i : {1u, 2u}) present[i] = 0;
  EXPECT_EQ(one_bench(ridge, 20, -1, present, beside).pushbacks.pushback, drawn(ridge));
  // The same two blocks absent, but ground: the rectangle must go the other way.
  EXPECT_EQ(one_bench(ridge, 20, 1, present).pushbacks.pushback, drawn({"....", ".11.", ".11."}));
  for (const std::size_t i : {0u, 3u, 8u, 9u, 10u, 11u}) present[i] = 0;
  EXPECT_TRUE(one_bench(ridge, 20, 1, present).pushbacks.shell.empty());
}

TEST(MiningWidth, blocks_of_unequal_sides_take_the_width_in_metres) {
  Grid grid = grid_of(6, 6, 1);
  grid.cell_m = {30, 20, 10};
  std::vector<std::uint8_t> mined(36, 255);
  mined[grid.index(2, 2, 0)] = 0;
  const std::vector<double> rich(36, 1.0);
  const Widened out =
      widen(grid, {{Pattern{}}, {}, {}}, {}, rich, Pushbacks{{0}, mined}, 60);  // 2 x 3 blocks
  EXPECT_EQ(std::count(out.pushbacks.pushback.begin(), out.pushbacks.pushback.end(), 0), 6);
  EXPECT_TRUE(width_holds(grid, {}, out.pushbacks.pushback, 2, 3));
  EXPECT_EQ(narrowest_opening_m(grid, {}, out.pushbacks.pushback), 60);
  EXPECT_EQ(narrowest_opening_m(grid, {}, mined), 20);
  EXPECT_EQ(narrowest_opening_m(grid, {}, std::vector<std::uint8_t>(36, 255)),
            std::numeric_limits<double>::infinity());
}

// Random ground with two slope domains, air, excluded blocks and pushbacks from real shells.
RC_GTEST_PROP(MiningWidth, width_slopes_and_nesting_hold_for_all, ()) {
  const Stream stream(*rc::gen::inRange<std::uint64_t>(0, 1u << 30), "pit.width");
  const Grid grid =
      grid_of(*rc::gen::inRange(3, 16), *rc::gen::inRange(3, 16), *rc::gen::inRange(1, 6));
  const int across = *rc::gen::inRange(1, 5);
  const std::size_t n = grid.size();
  Precedence ground;
  ground.pattern = {make_pattern(grid, {{{"all", 0, 45}}, 3}),
                    make_pattern(grid, {{{"all", 0, 34}, {"b", 90, 55}}, 2})};
  std::vector<std::uint8_t> air(n, 0), excluded(n, 0);
  ground.present.assign(n, 1);
  for (std::size_t b = 0; b < n; ++b) {
    const auto c = grid.cell_of(b);
    ground.domain.push_back(stream.uniform(b) < 0.3);
    excluded[b] = stream.uniform(10000 + b) < 0.02;
    air[b] =
        c[2] >= grid.count[2] -
                    static_cast<int>(
                        3 * stream.uniform(20000 + b % 7 + 7 * static_cast<std::size_t>(c[1] / 4)));
  }
  for (std::size_t b = 0; b < n; ++b)  // no ground above air
    if (const auto c = grid.cell_of(b); c[2] > 0 && air[grid.index(c[0], c[1], c[2] - 1)])
      air[b] = 1;
  for (std::size_t b = 0; b < n; ++b)
    if (air[b]) ground.present[b] = 0, excluded[b] = 0;
  const Precedence p = without(grid, ground, excluded);
  std::vector<std::vector<std::int64_t>> values(4, std::vector<std::int64_t>(n));
  std::vector<double> worth(n);
  for (std::size_t b = 0; b < n; ++b) {
    const double ore = stream.uniform(30000 + b) < 0.2 ? 30 * stream.uniform(40000 + b) : 0;
    for (std::size_t k = 0; k < 4; ++k)
      values[k][b] = static_cast<std::int64_t>(ore * (0.4 + 0.2 * static_cast<double>(k)) - 2);
    worth[b] = static_cast<double>(values[3][b]);
  }
  const Pushbacks before =
      choose_pushbacks(nested_shells(grid, values, p), std::vector<double>(n, 1.0), 3, 3);
  const Widened after = widen(grid, p, air, worth, before, across * 10.0);
  RC_ASSERT(width_holds(grid, air, after.pushbacks.pushback, across, across));
  RC_ASSERT(slopes_hold(grid, p, after.pushbacks.pushback));
  RC_ASSERT(narrowest_opening_m(grid, air, after.pushbacks.pushback) >= across * 10.0);
  RC_ASSERT(after.pushbacks.shell.size() <= before.shell.size());
  std::size_t added = 0, dropped = 0, mined = 0;
  for (std::size_t b = 0; b < n; ++b) {
    added += before.pushback[b] == 255 && after.pushbacks.pushback[b] != 255;
    dropped += before.pushback[b] != 255 && after.pushbacks.pushback[b] == 255;
    mined += after.pushbacks.pushback[b] != 255;
    RC_ASSERT(after.pushbacks.pushback[b] == 255 ||
              after.pushbacks.pushback[b] < after.pushbacks.shell.size());
  }
  RC_ASSERT(after.added == added && after.dropped == dropped);
  RC_CLASSIFY(mined > 0 && across > 1);
}

}  // namespace
}  // namespace lode::pit
