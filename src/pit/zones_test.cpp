#include "pit/zones.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"
#include "base/random.h"

namespace lode::pit {
namespace {

// A small problem with everything at once: two slope domains, absent blocks, excluded ones, zones.
struct Problem {
  Grid grid;
  Precedence precedence;
  std::vector<std::vector<std::int64_t>> values;  // rising
  std::vector<std::uint8_t> excluded;
  std::vector<OneOff> zones;
};

Problem random_problem(std::uint64_t trial) {
  const Stream stream(11, "pit.zones", trial);
  const int shapes[][3] = {{5, 1, 3}, {3, 2, 2}, {2, 2, 3}, {7, 1, 2}, {4, 2, 2}};
  const auto& shape = shapes[trial % 5];
  Problem p;
  p.grid.count = {shape[0], shape[1], shape[2]};
  const std::size_t n = p.grid.size();
  p.precedence.pattern = {make_pattern(p.grid, {{{"all", 0, 45}}, 2}),
                          make_pattern(p.grid, {{{"all", 0, 34}}, 1})};
  p.values.assign(3, std::vector<std::int64_t>(n));
  for (std::size_t b = 0; b < n; ++b) {
    p.precedence.domain.push_back(stream.uniform(b) < 0.4);
    p.precedence.present.push_back(stream.uniform(100 + b) < 0.9);
    p.excluded.push_back(stream.uniform(200 + b) < 0.1);
    const double worth = stream.uniform(300 + b) < 0.35 ? 8 * stream.uniform(400 + b) : 0;
    for (std::size_t k = 0; k < 3; ++k)
      p.values[k][b] = static_cast<std::int64_t>(worth * (0.7 + 0.3 * static_cast<double>(k)) -
                                                 4 * stream.uniform(500 + b));
  }
  for (std::uint64_t z = 0; z < trial % 4; ++z) {
    OneOff zone;
    zone.cost_usd = static_cast<std::int64_t>(5 * stream.uniform(600 + z));
    for (std::size_t b = 0; b < n; ++b)
      if (stream.uniform(700 + 50 * z + b) < 0.3)
        zone.block.push_back(static_cast<std::uint32_t>(b));
    p.zones.push_back(zone);
  }
  return p;
}

struct Best {
  std::int64_t value = 0;
  std::uint32_t smallest = 0;  // bits
};
// Every set of blocks that is closed, holds no excluded block, and its value less the zones
// touched.
Best enumerate(const Problem& p, std::size_t k) {
  Best best;
  const std::size_t n = p.grid.size();
  for (std::uint32_t set = 0; set < (1u << n); ++set) {
    std::int64_t value = 0;
    bool allowed = true;
    for (std::size_t b = 0; b < n && allowed; ++b) {
      if (!(set >> b & 1)) continue;
      allowed = p.precedence.present[b] && !p.excluded[b];
      value += p.values[k][b];
      const auto c = p.grid.cell_of(b);
      for (const Offset& o : p.precedence.pattern[p.precedence.domain[b]].offsets) {
        const int x = c[0] + o.dx, y = c[1] + o.dy, z = c[2] + o.dz;
        if (x < 0 || x >= p.grid.count[0] || y < 0 || y >= p.grid.count[1] || z >= p.grid.count[2])
          continue;
        const std::size_t above = p.grid.index(x, y, z);
        allowed = allowed && (!p.precedence.present[above] || (set >> above & 1));
      }
    }
    if (!allowed) continue;
    for (const OneOff& zone : p.zones)
      if (std::any_of(zone.block.begin(), zone.block.end(),
                      [&](std::uint32_t b) { return set >> b & 1; }))
        value -= zone.cost_usd;
    if (value < best.value) continue;
    best.smallest = value > best.value ? set : best.smallest & set;
    best.value = value;
  }
  return best;
}

TEST(Zones, domains_air_exclusion_and_one_off_costs_match_brute_force) {
  std::size_t touched = 0, avoided = 0;
  for (std::uint64_t trial = 0; trial < 400; ++trial) {
    const Problem p = random_problem(trial);
    const ZonedShells got =
        nested_shells(p.grid, p.values, without(p.grid, p.precedence, p.excluded), p.zones);
    for (std::size_t k = 0; k < 3; ++k) {
      const Best best = enumerate(p, k);
      ASSERT_EQ(got.shells.value_usd[k], best.value) << trial << " " << k;
      std::size_t blocks = 0;
      for (std::size_t b = 0; b < p.grid.size(); ++b) {
        ASSERT_EQ(got.shells.shell[b] <= k, (best.smallest >> b & 1) == 1) << trial << " " << b;
        blocks += got.shells.shell[b] <= k;
      }
      ASSERT_EQ(got.shells.blocks[k], blocks);
    }
    for (const std::size_t first : got.touched) (first < 3 ? touched : avoided) += 1;
  }
  EXPECT_GT(touched, 20u);  // the problems are not all of one kind
  EXPECT_GT(avoided, 20u);
}

// A hill of two blocks of ore under one village: alone neither pays for moving it, together they
// do.
TEST(Zones, two_ores_share_a_one_off_cost) {
  Grid grid;
  grid.count = {2, 1, 1};
  const Precedence flat{{Pattern{}}, {}, {}};
  const auto pit = [&](std::int64_t cost) {
    const std::vector<OneOff> village = {{{0, 1}, cost}};
    return nested_shells(grid, {{3, 3}, {4, 4}}, flat, village);
  };
  EXPECT_EQ(pit(5).shells.value_usd, (std::vector<std::int64_t>{1, 3}));
  EXPECT_EQ(pit(5).touched, std::vector<std::size_t>{0});
  EXPECT_EQ(pit(6).shells.value_usd, (std::vector<std::int64_t>{0, 2}));  // 6 - 6: the smallest
  EXPECT_EQ(pit(6).shells.blocks, (std::vector<std::size_t>{0, 2}));
  EXPECT_EQ(pit(6).touched, std::vector<std::size_t>{1});
  EXPECT_EQ(pit(9).touched, std::vector<std::size_t>{2});
}

TEST(Zones, all_that_needs_an_excluded_block_is_lost) {
  Grid grid;
  grid.count = {5, 1, 3};
  const Pattern pattern =
      make_pattern(grid, {{{"all", 0, 45}}, 1});  // one bench: itself and 4 beside
  std::vector<std::uint8_t> excluded(15, 0);
  excluded[grid.index(2, 0, 2)] = 1;
  const Precedence left = without(grid, {{pattern}, {}, {}}, excluded);
  const std::vector<std::uint8_t> expected = {0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1};
  EXPECT_EQ(left.present, expected);
}

TEST(Zones, refuses_what_does_not_fit) {
  Grid grid;
  grid.count = {2, 1, 1};
  const Precedence flat{{Pattern{}}, {}, {}};
  const std::vector<std::vector<std::int64_t>> values = {{1, 1}};
  const auto run = [&](std::vector<OneOff> zones) {
    return nested_shells(grid, values, flat, zones);
  };
  EXPECT_THROW(run(std::vector<OneOff>(9)), InputError);
  EXPECT_THROW(run({{{0}, -1}}), InputError);
  EXPECT_THROW(run({{{2}, 1}}), InputError);
  EXPECT_THROW(nested_shells(grid, values, {{Pattern{}}, {0, 1}, {}}), InternalError);
  EXPECT_THROW(nested_shells(grid, values, {{Pattern{}}, {0, 0, 0}, {}}), InputError);
}

}  // namespace
}  // namespace lode::pit
