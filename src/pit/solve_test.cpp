#include "pit/solve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/error.h"
#include "base/random.h"

namespace lode::pit {
namespace {

// 3 x 2 x 3 blocks under slopes of 45 degrees: 18 blocks, so that every set of them can be tried.
Grid small_grid() {
  Grid grid;
  grid.count = {3, 2, 3};
  grid.cell_m = {10, 10, 10};
  return grid;
}
Precedence slope_of(const Grid& grid) {
  Precedence out;
  out.pattern = {make_pattern(grid, one_angle(45))};
  return out;
}

// The same as a list: a block needs those at its pattern's offsets.
Arcs arcs_of(const Grid& grid, const Pattern& pattern) {
  Arcs out;
  out.first = {0};
  for (int z = 0; z < grid.count[2]; ++z)
    for (int y = 0; y < grid.count[1]; ++y)
      for (int x = 0; x < grid.count[0]; ++x) {
        for (const Offset& o : pattern.offsets) {
          const int nx = x + o.dx, ny = y + o.dy, nz = z + o.dz;
          if (nx < 0 || ny < 0 || nx >= grid.count[0] || ny >= grid.count[1] || nz >= grid.count[2])
            continue;
          out.needed.push_back(static_cast<std::int32_t>(grid.index(nx, ny, nz)));
        }
        out.first.push_back(out.needed.size());
      }
  return out;
}

// The largest value of any set of blocks that holds all that its blocks need.
std::int64_t best_by_trying_all(const Arcs& arcs, const std::vector<std::int64_t>& value) {
  std::vector<std::uint32_t> needs(value.size(), 0);
  for (std::size_t b = 0; b < value.size(); ++b)
    for (const std::int32_t n : arcs.needs(static_cast<std::int32_t>(b))) needs[b] |= 1U << n;
  std::int64_t best = 0;
  for (std::uint32_t set = 0; set < 1U << value.size(); ++set) {
    std::int64_t worth = 0;
    bool closed = true;
    for (std::size_t b = 0; b < value.size() && closed; ++b)
      if (set >> b & 1U) worth += value[b], closed = (needs[b] & ~set) == 0;
    if (closed) best = std::max(best, worth);
  }
  return best;
}

BlockValues random_values(std::uint64_t trial, std::size_t blocks) {
  const Stream stream(5, "pit.solve", trial);
  BlockValues out;
  out.digits = 1;
  out.column.assign(2, std::vector<std::int64_t>(blocks));
  for (std::size_t b = 0; b < blocks; ++b) {
    out.column[0][b] = static_cast<std::int64_t>(60 * stream.uniform(2 * b));           // revenue
    out.column[1][b] = static_cast<std::int64_t>(20 + 40 * stream.uniform(2 * b + 1));  // cost
  }
  return out;
}

TEST(Solve, one_pit_matches_brute_force_on_a_grid_and_on_its_list) {
  const Grid grid = small_grid();
  const Precedence slope = slope_of(grid);
  const Arcs arcs = arcs_of(grid, slope.pattern[0]);
  for (std::uint64_t trial = 0; trial < 3; ++trial) {
    BlockValues values = random_values(trial, grid.size());
    for (std::size_t b = 0; b < grid.size(); ++b) values.column[0][b] -= values.column[1][b];
    const PitResult of_grid = solve(grid, slope, values, Proof::yes);
    const PitResult of_list = solve(arcs, values, Proof::yes);
    EXPECT_EQ(of_grid.worth[0].objective, best_by_trying_all(arcs, values.column[0]));
    EXPECT_EQ(of_grid.worth[0].digits, 1);
    EXPECT_EQ(of_grid.mined(), of_list.mined());
    EXPECT_TRUE(of_grid.proof->fault.empty() && of_list.proof->fault.empty());
    EXPECT_TRUE(of_grid.edge && !of_list.edge);
    EXPECT_FALSE(solve(arcs, values, Proof::no).proof);
  }
}

TEST(Solve, each_shell_of_a_family_matches_brute_force) {
  const Grid grid = small_grid();
  const Precedence slope = slope_of(grid);
  const Arcs arcs = arcs_of(grid, slope.pattern[0]);
  const BlockValues values = random_values(9, grid.size());
  for (const Family& family :
       {revenue_factors({"2", "0.8", "1.25"}), weight_multipliers({"0.5", "1"})}) {
    const PitResult found = solve(grid, slope, values, family, Proof::yes);
    ASSERT_EQ(found.pit, family.factors.size() - 1);
    for (std::size_t k = 0; k < family.factors.size(); ++k) {
      const auto [a, b] = family.multiples(k);
      std::vector<std::int64_t> value(grid.size());
      for (std::size_t i = 0; i < value.size(); ++i)
        value[i] = a * values.column[0][i] - b * values.column[1][i];
      EXPECT_EQ(found.worth[k].objective, best_by_trying_all(arcs, value));
      EXPECT_EQ(found.worth[k].digits, 1 + family.factors[k].digits);
    }
    EXPECT_TRUE(std::is_sorted(found.shells.blocks.begin(), found.shells.blocks.end()));
    EXPECT_EQ(found.blocks_mined(), found.shells.blocks.back());
  }
}

PricedBlocks random_blocks(std::size_t n) {
  const Stream stream(6, "pit.priced", 0);
  PricedBlocks out;
  for (std::size_t b = 0; b < n; ++b) {
    out.tonnes.push_back(1000 + 500 * stream.uniform(4 * b));
    out.milled_for_nothing.push_back(-10 - stream.uniform(4 * b + 1));
    out.milled_usd_per_t.push_back(out.milled_for_nothing[b] + 40 * stream.uniform(4 * b + 2));
    out.mining_usd_per_t.push_back(2 + 2 * stream.uniform(4 * b + 3));
    out.air.push_back(b + 1 == n);
  }
  return out;
}

TEST(Solve, shells_of_prices_match_brute_force_and_the_pit_is_that_of_one) {
  const Grid grid = small_grid();
  Precedence slope = slope_of(grid);
  const PricedBlocks blocks = random_blocks(grid.size());
  const std::vector<double> factors = with_one({1.5, 0.5});
  ASSERT_EQ(factors, (std::vector<double>{0.5, 1, 1.5}));
  const Arcs arcs = arcs_of(grid, slope.pattern[0]);
  const PitResult found = solve(grid, slope, blocks, factors, Proof::yes);
  EXPECT_EQ(found.pit, 1U);
  for (std::size_t k = 0; k < factors.size(); ++k) {
    std::vector<std::int64_t> value;
    for (std::size_t b = 0; b < grid.size(); ++b) value.push_back(cents_of(blocks, b, factors[k]));
    EXPECT_EQ(found.worth[k].objective, best_by_trying_all(arcs, value));
  }
  const Contents in = contents_of(blocks, {}, found.shells.shell, found.pit);
  EXPECT_EQ(in.cents, static_cast<std::int64_t>(found.worth[found.pit].objective));
}

TEST(PricedBlocks, hold_what_a_sum_over_blocks_gives) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const PricedBlocks blocks{{100, 200, 400}, {5, -1, 9}, {-3, -3, -3}, {1, 2, 3}, {0, 0, 1}};
  const std::vector<std::vector<double>> grade = {{0.01, 0.002, 0.5}, {none, 0.1, none}};
  EXPECT_EQ(cents_of(blocks, 0, 1), 100 * 100 * (5 - 1));
  EXPECT_EQ(cents_of(blocks, 0, 0.5), 0);  // milled brings 1 and costs 1 to mine
  EXPECT_EQ(cents_of(blocks, 1, 1), -100 * 200 * 2);
  EXPECT_EQ(cents_of(blocks, 2, 1), 0);  // air
  const std::vector<std::uint16_t> shell = {0, 1, 2};
  const Contents in = contents_of(blocks, grade, shell, 1);
  EXPECT_EQ(in.ore_t, 100);
  EXPECT_EQ(in.waste_t, 200);
  EXPECT_EQ(in.metal_t, (std::vector<double>{1, 0}));
  EXPECT_EQ(in.cents, 40000 - 40000);
  EXPECT_EQ(best_block(blocks).milled_usd_per_t, 5);
  EXPECT_EQ(best_block(blocks).mining_usd_per_t, 1);
  EXPECT_EQ(highest(blocks, grade[0]), 0.01);
  EXPECT_EQ(highest(blocks, grade[1]), 0.1);
}

TEST(BlockValues, no_pit_is_worth_more_than_the_bound_of_rounded_values) {
  // Tenths kept of hundredths: 0.14 + 0.14 - 0.25 as 1 + 1 - 3 tenths.
  BlockValues values;
  values.column = {{1, 1, -3}}, values.digits = 1;
  values.exact = {{14, 14, -25}}, values.exact_digits = 2;
  const std::vector<std::uint16_t> none = {1, 1, 1};
  const Worth worth = worth_of(values, 1, 0, none, 0, 0);
  EXPECT_EQ(static_cast<int>(worth.objective), 0);
  EXPECT_EQ(worth.digits, 2);
  EXPECT_EQ(static_cast<int>(worth.bound), 4 + 4 + 5);  // what rounding took from each
  EXPECT_GE(static_cast<int>(worth.bound), 14 + 14 - 25);
}

TEST(Family, keeps_digits_and_puts_the_smallest_pit_first) {
  const Family factors = revenue_factors({"1.25", ".5", "1"});
  ASSERT_EQ(factors.factors.size(), 3U);
  EXPECT_EQ(factors.factors[0].text, ".5");
  EXPECT_EQ(factors.multiples(0), (std::array<std::int64_t, 2>{50, 100}));
  EXPECT_EQ(factors.multiples(2), (std::array<std::int64_t, 2>{125, 100}));
  const Family weights = weight_multipliers({"0", "2.5"});
  EXPECT_EQ(weights.multiples(0), (std::array<std::int64_t, 2>{10, 25}));
  EXPECT_EQ(weights.multiples(1), (std::array<std::int64_t, 2>{10, 0}));
  EXPECT_TRUE(weights.by_weight() && !factors.by_weight());
}

TEST(Family, refuses_what_is_no_factor_or_stands_twice) {
  EXPECT_EQ(fault_of_factors({"1", "0.5"}), "");
  EXPECT_EQ(fault_of_factors({}), "");
  EXPECT_EQ(fault_of_factors({"1", "1.0"}), "1.0 stands twice");
  for (const char* bad : {"", ".", "-1", "1e3", "1,5", "1.2.3", "1234567890"})
    EXPECT_NE(fault_of_factors({bad}), "") << bad;
}

TEST(Pattern159, needs_five_blocks_and_nine_on_benches_in_turn) {
  const Grid grid = small_grid();
  const Precedence found = pattern_1_5_9(grid);
  EXPECT_EQ(found.pattern[0].offsets.size(), 5U);
  EXPECT_EQ(found.pattern[1].offsets.size(), 9U);
  EXPECT_EQ(found.domain[grid.index(2, 1, 0)], 0);
  EXPECT_EQ(found.domain[grid.index(0, 0, 1)], 1);
  EXPECT_EQ(found.domain[grid.index(1, 1, 2)], 0);
}

}  // namespace
}  // namespace lode::pit
