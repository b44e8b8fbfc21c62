#include "pit/ultimate_pit.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

#include "base/error.h"
#include "base/random.h"

namespace lode::pit {
namespace {

Grid grid_of(int nx, int ny, int nz) {
  Grid grid;
  grid.count = {nx, ny, nz};
  return grid;
}

// [block] what must be mined before it, straight from the pattern and the grid's corners.
std::vector<std::vector<std::size_t>> predecessors(const Grid& grid, const Pattern& pattern) {
  std::vector<std::vector<std::size_t>> out(grid.size());
  for (std::size_t b = 0; b < grid.size(); ++b) {
    const auto c = grid.cell_of(b);
    for (const Offset& o : pattern.offsets) {
      const int x = c[0] + o.dx, y = c[1] + o.dy, z = c[2] + o.dz;
      if (x >= 0 && x < grid.count[0] && y >= 0 && y < grid.count[1] && z < grid.count[2])
        out[b].push_back(grid.index(x, y, z));
    }
  }
  return out;
}

// Random slopes: some of the patterns a user may have, and some that no slope would give.
Pattern random_pattern(const Stream& stream, const Grid& grid, std::uint64_t at) {
  if (stream.uniform(at) < 0.5) {
    Slopes slopes;
    slopes.benches = 1 + static_cast<int>(4 * stream.uniform(at + 1));
    slopes.sector = {{"a", 0, 35 + 40 * stream.uniform(at + 2)},
                     {"b", 180 * stream.uniform(at + 3) + 1, 35 + 40 * stream.uniform(at + 4)}};
    return make_pattern(grid, slopes);
  }
  Pattern pattern;
  for (std::uint64_t i = 0; i < 4; ++i)
    pattern.offsets.push_back({static_cast<int>(7 * stream.uniform(at + 3 * i)) - 3,
                               static_cast<int>(7 * stream.uniform(at + 3 * i + 1)) - 3,
                               1 + static_cast<int>(2 * stream.uniform(at + 3 * i + 2))});
  return pattern;
}

std::vector<std::int64_t> random_values(const Stream& stream, std::size_t n, std::uint64_t at,
                                        double spread, double ore) {
  std::vector<std::int64_t> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double u = stream.uniform(at + 2 * i), kind = stream.uniform(at + 2 * i + 1);
    values[i] = static_cast<std::int64_t>(kind < ore   ? 3 * spread * u
                                          : kind < 0.9 ? -spread * u
                                                       : 0);
  }
  return values;
}

void expect_closure(const Grid& grid, const Pattern& pattern, const Pit& pit,
                    const std::vector<std::int64_t>& values) {
  const auto before = predecessors(grid, pattern);
  std::int64_t value = 0;
  std::size_t blocks = 0;
  for (std::size_t b = 0; b < grid.size(); ++b) {
    if (!pit.mined[b]) continue;
    value += values[b];
    ++blocks;
    for (const std::size_t p : before[b]) EXPECT_TRUE(pit.mined[p]) << b << " needs " << p;
  }
  EXPECT_EQ(pit.value_usd, value);
  EXPECT_EQ(pit.blocks, blocks);
}

struct Best {
  std::int64_t value = 0;
  std::uint32_t smallest = 0;  // bits
};
// Every closure of a grid of up to 20 blocks. The intersection of optima is one, so `smallest` is
// their intersection.
Best enumerate(const std::vector<std::vector<std::size_t>>& before,
               const std::vector<std::int64_t>& values) {
  Best best;
  for (std::uint32_t set = 0; set < (1u << values.size()); ++set) {
    std::int64_t value = 0;
    bool closed = true;
    for (std::size_t b = 0; b < values.size() && closed; ++b) {
      if (!(set >> b & 1)) continue;
      value += values[b];
      for (const std::size_t p : before[b]) closed = closed && (set >> p & 1);
    }
    if (!closed || value < best.value) continue;
    best.smallest = value > best.value ? set : best.smallest & set;
    best.value = value;
  }
  return best;
}

// The smallest maximum closure by Dinic's maximum flow on stored arcs (Dinic 1970): independent of
// the room.
std::vector<std::uint8_t> closure_by_flow(const std::vector<std::vector<std::size_t>>& before,
                                          const std::vector<std::int64_t>& values) {
  struct Arc {
    std::size_t to;
    std::int64_t room;
  };
  const std::size_t n = values.size(), source = n, sink = n + 1;
  std::vector<Arc> arcs;
  std::vector<std::vector<std::size_t>> out(n + 2);
  const auto join = [&](std::size_t a, std::size_t b, std::int64_t room) {
    out[a].push_back(arcs.size());
    arcs.push_back({b, room});
    out[b].push_back(arcs.size());
    arcs.push_back({a, 0});
  };
  for (std::size_t b = 0; b < n; ++b) {
    if (values[b] > 0) join(source, b, values[b]);
    if (values[b] < 0) join(b, sink, -values[b]);
    for (const std::size_t p : before[b]) join(b, p, std::int64_t{1} << 60);
  }
  std::vector<int> level;
  std::vector<std::size_t> next;
  const auto search = [&] {
    level.assign(n + 2, -1);
    level[source] = 0;
    std::queue<std::size_t> queue;
    for (queue.push(source); !queue.empty(); queue.pop())
      for (const std::size_t a : out[queue.front()])
        if (arcs[a].room > 0 && level[arcs[a].to] < 0) {
          level[arcs[a].to] = level[queue.front()] + 1;
          queue.push(arcs[a].to);
        }
    return level[sink] >= 0;
  };
  const auto send = [&](const auto& self, std::size_t at, std::int64_t flow) -> std::int64_t {
    if (at == sink) return flow;
    for (; next[at] < out[at].size(); ++next[at]) {
      const std::size_t a = out[at][next[at]];
      if (arcs[a].room <= 0 || level[arcs[a].to] != level[at] + 1) continue;
      const std::int64_t sent = self(self, arcs[a].to, std::min(flow, arcs[a].room));
      if (sent == 0) continue;
      arcs[a].room -= sent;
      arcs[a ^ 1].room += sent;
      return sent;
    }
    return 0;
  };
  while (search()) {
    next.assign(n + 2, 0);
    while (send(send, source, std::numeric_limits<std::int64_t>::max()) > 0) continue;
  }
  std::vector<std::uint8_t> mined(n);
  for (std::size_t b = 0; b < n; ++b) mined[b] = level[b] >= 0;
  return mined;
}

TEST(UltimatePit, smallest_optimum_matches_brute_force) {
  const int shapes[][3] = {{5, 1, 4}, {3, 3, 2}, {2, 3, 3}, {9, 1, 2}, {1, 1, 18}, {4, 2, 2}};
  for (std::uint64_t trial = 0; trial < 240; ++trial) {
    const Stream stream(7, "pit.enumerate", trial);
    const auto& shape = shapes[trial % 6];
    const Grid grid = grid_of(shape[0], shape[1], shape[2]);
    const Pattern pattern = random_pattern(stream, grid, 0);
    // small numbers make many ties
    const auto values = random_values(stream, grid.size(), 100, trial % 2 ? 4 : 1000, 0.35);
    const Best best = enumerate(predecessors(grid, pattern), values);
    const Pit pit = ultimate_pit(grid, values, pattern);
    ASSERT_EQ(pit.value_usd, best.value) << trial;
    for (std::size_t b = 0; b < grid.size(); ++b)
      ASSERT_EQ(pit.mined[b], best.smallest >> b & 1) << "trial " << trial << " block " << b;
  }
}

TEST(UltimatePit, smallest_optimum_matches_maximum_flow) {
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    const Stream stream(8, "pit.flow", trial);
    const Grid grid = grid_of(8 + static_cast<int>(trial % 7), 9, 7);
    const Pattern pattern = random_pattern(stream, grid, 0);
    const auto values = random_values(stream, grid.size(), 100, trial % 2 ? 5 : 1e9,
                                      0.05 + 0.005 * static_cast<double>(trial));
    const Pit pit = ultimate_pit(grid, values, pattern);
    expect_closure(grid, pattern, pit, values);
    ASSERT_EQ(pit.mined, closure_by_flow(predecessors(grid, pattern), values)) << trial;
  }
}

TEST(UltimatePit, irregular_blocks_match_maximum_flow) {
  for (std::uint64_t trial = 0; trial < 30; ++trial) {
    const Stream stream(9, "pit.irregular", trial);
    const Grid grid = grid_of(9, 8, 6);
    const Pattern pattern = random_pattern(stream, grid, 0);
    const auto values = random_values(stream, grid.size(), 100, trial % 2 ? 5 : 1e6, 0.3);
    std::vector<std::uint8_t> present(grid.size());
    for (std::size_t b = 0; b < grid.size(); ++b) present[b] = stream.uniform(5000 + b) < 0.6;
    auto before = predecessors(grid, pattern);
    auto worth = values;
    for (std::size_t b = 0; b < grid.size(); ++b) {
      if (!present[b]) worth[b] = 0;
      if (!present[b]) before[b].clear();
      std::erase_if(before[b], [&](std::size_t p) { return !present[p]; });
    }
    ASSERT_EQ(ultimate_pit(grid, values, pattern, present).mined, closure_by_flow(before, worth));
  }
}

RC_GTEST_PROP(UltimatePit, closure_and_value_hold_for_all, ()) {
  const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1u << 30);
  const Stream stream(seed, "pit.property");
  const Grid grid =
      grid_of(*rc::gen::inRange(1, 12), *rc::gen::inRange(1, 12), *rc::gen::inRange(1, 8));
  const Pattern pattern = random_pattern(stream, grid, 0);
  const auto values = random_values(stream, grid.size(), 100, 1e6, 0.3);
  const Pit pit = ultimate_pit(grid, values, pattern);
  expect_closure(grid, pattern, pit, values);
  RC_ASSERT(pit.value_usd >= 0);
}

TEST(UltimatePit, empty_pit_is_an_answer) {
  const Grid grid = grid_of(4, 4, 3);
  const Pattern pattern = make_pattern(grid, {{{"all", 0, 45}}, 3});
  const Pit none = ultimate_pit(grid, std::vector<std::int64_t>(48, -1), pattern);
  EXPECT_EQ(none.blocks, 0u);
  EXPECT_EQ(none.value_usd, 0);
  EXPECT_EQ(std::count(none.mined.begin(), none.mined.end(), 0), 48);
  EXPECT_EQ(ultimate_pit(grid, std::vector<std::int64_t>(48, 0), pattern).blocks, 0u);
  EXPECT_EQ(ultimate_pit(grid_of(0, 4, 3), {}, pattern).blocks, 0u);
}

TEST(UltimatePit, air_is_mined_only_above_the_pit) {
  const Grid grid = grid_of(9, 9, 4);
  const Pattern pattern = make_pattern(grid, {{{"all", 0, 45}}, 3});
  std::vector<std::int64_t> values(grid.size(), 0);
  values[grid.index(4, 4, 1)] = 5;
  const Pit pit = ultimate_pit(grid, values, pattern);
  EXPECT_EQ(pit.value_usd, 5);
  EXPECT_EQ(pit.blocks, 1u + 5u + 13u);  // circles of radius 0, 1 and 2 blocks
}

TEST(UltimatePit, refuses_wrong_sizes) {
  const Grid grid = grid_of(4, 4, 3);
  const Pattern pattern = make_pattern(grid, {{{"all", 0, 45}}, 3});
  EXPECT_THROW(ultimate_pit(grid, std::vector<std::int64_t>(47), pattern), InputError);
  EXPECT_THROW(nested_shells(grid, {std::vector<std::int64_t>(49)}, pattern), InputError);
  EXPECT_THROW(
      ultimate_pit(grid, std::vector<std::int64_t>(48), pattern, std::vector<std::uint8_t>(3, 1)),
      InputError);
  EXPECT_THROW(ultimate_pit(grid, std::vector<std::int64_t>(48, std::int64_t{1} << 60), pattern),
               InputError);
  EXPECT_THROW(blocks_on_edge(grid, std::vector<std::uint8_t>(3)), InputError);
}

TEST(NestedShells, each_shell_matches_its_own_ultimate_pit) {
  for (std::uint64_t trial = 0; trial < 40; ++trial) {
    const Stream stream(10, "pit.nested", trial);
    const Grid grid = grid_of(11, 10, 6);
    const Pattern pattern = random_pattern(stream, grid, 0);
    const std::size_t count = 1 + trial % 9;
    const auto cost = random_values(stream, grid.size(), 100, trial % 2 ? 6 : 1e5, 0);
    const auto worth = random_values(stream, grid.size(), 3000, trial % 2 ? 6 : 1e5, 0.3);
    std::vector<std::vector<std::int64_t>> values(count, cost);
    for (std::size_t k = 0; k < count; ++k)
      for (std::size_t b = 0; b < grid.size(); ++b)
        values[k][b] += std::max<std::int64_t>(worth[b], 0) * static_cast<std::int64_t>(k + 1) / 4;
    const Shells shells = nested_shells(grid, values, pattern);
    ASSERT_EQ(shells.value_usd.size(), count);
    for (std::size_t k = 0; k < count; ++k) {
      const Pit pit = ultimate_pit(grid, values[k], pattern);
      EXPECT_EQ(shells.value_usd[k], pit.value_usd);
      EXPECT_EQ(shells.blocks[k], pit.blocks);
      for (std::size_t b = 0; b < grid.size(); ++b)
        ASSERT_EQ(shells.shell[b] <= k, pit.mined[b] == 1) << trial << " " << k << " " << b;
    }
  }
}

// Revenue factors and weight multipliers, short families and long ones; some factors twice, so that
// shells add nothing.
TEST(NestedShells, families_of_two_columns_match_each_pit_alone) {
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    const Stream stream(11, "pit.family", trial);
    const Grid grid = grid_of(7, 6, 5);
    const Pattern pattern = random_pattern(stream, grid, 0);
    const auto count = static_cast<std::size_t>(1 + 25 * stream.uniform(50));
    const bool by_weight = stream.uniform(51) < 0.5;
    std::vector<std::int64_t> revenue, cost;
    for (std::size_t b = 0; b < grid.size(); ++b) {
      const bool ore = stream.uniform(100 + 3 * b) < 0.3;
      revenue.push_back(ore ? static_cast<std::int64_t>(90 * stream.uniform(101 + 3 * b)) : 0);
      cost.push_back(static_cast<std::int64_t>(12 * stream.uniform(102 + 3 * b)));
    }
    TwoColumns columns{revenue, cost, {}};
    for (std::size_t k = 0; k < count; ++k) {
      const auto factor = static_cast<std::int64_t>(k - k % 3);
      if (by_weight)
        columns.multiple.push_back({10, 30 + static_cast<std::int64_t>(count) - factor});
      else
        columns.multiple.push_back({factor, 8});
    }
    const auto value_at = [&](std::size_t k, std::size_t b) {
      return columns.multiple[k][0] * revenue[b] - columns.multiple[k][1] * cost[b];
    };
    const Shells shells = nested_shells(grid, columns, Precedence{{pattern}, {}, {}});
    for (std::size_t k = 0; k < count; ++k) {
      std::vector<std::int64_t> values(grid.size());
      for (std::size_t b = 0; b < values.size(); ++b) values[b] = value_at(k, b);
      const Pit pit = ultimate_pit(grid, values, pattern);
      ASSERT_EQ(shells.value_usd[k], pit.value_usd);
      ASSERT_EQ(shells.blocks[k], pit.blocks);
      for (std::size_t b = 0; b < values.size(); ++b)
        ASSERT_EQ(shells.shell[b] <= k, pit.mined[b] == 1);
    }
  }
}

TEST(NestedShells, refuses_falling_values) {
  const Grid grid = grid_of(2, 1, 1);
  const Pattern pattern = make_pattern(grid, {{{"all", 0, 45}}, 3});
  EXPECT_THROW(nested_shells(grid, {{1, 5}, {2, 4}}, pattern), InternalError);
  EXPECT_EQ(nested_shells(grid, {}, pattern).shell, (std::vector<std::uint16_t>{0, 0}));
}

TEST(UltimatePit, blocks_on_edge_counts_the_four_sides) {
  const Grid grid = grid_of(4, 5, 3);
  EXPECT_EQ(blocks_on_edge(grid, std::vector<std::uint8_t>(60, 1)), 3u * (20 - 2 * 3));
  std::vector<std::uint8_t> inside(60, 0);
  inside[grid.index(1, 1, 0)] = inside[grid.index(2, 3, 2)] = 1;
  EXPECT_EQ(blocks_on_edge(grid, inside), 0u);
}

}  // namespace
}  // namespace lode::pit
