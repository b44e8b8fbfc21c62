#include "schedule/mine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.h"
#include "base/random.h"

namespace lode::schedule {
namespace {

constexpr std::size_t kRealisations = 2, kElements = 2, kIncrements = 24;

// Random rock and ore; the first increments, and some later, are waste.
Inventory random_inventory(std::uint64_t trial) {
  const Stream stream(41, "schedule.mine", trial);
  Inventory inventory;
  inventory.realisations = kRealisations;
  inventory.elements = kElements;
  inventory.cut_off = {0.001, 0.002, 0.004};
  for (std::size_t i = 0; i < kIncrements; ++i) {
    Increment one;
    one.pushback = static_cast<int>(i % 3);
    one.bench = static_cast<int>(i / 3);
    inventory.increments.push_back(one);
    inventory.depth_m.push_back(15.0 * one.bench);
  }
  for (std::uint64_t r = 0; r <= kRealisations; ++r)
    for (std::size_t i = 0; i < kIncrements; ++i) {
      const std::uint64_t at = 100 * i + 10 * r;
      const double rock = 1e6 * (0.2 + stream.uniform(at));
      double share = i < 2 || stream.uniform(at + 1) < 0.2 ? 0 : stream.uniform(at + 2);
      inventory.rock_t.push_back(rock);
      for (int cut = 0; cut < 3; ++cut, share *= 0.6) {
        Ore ore;
        ore.tonnes = rock * share;
        ore.metal_t[0] = ore.tonnes * (0.003 + 0.001 * cut);
        ore.metal_t[1] = ore.tonnes * 0.0005;
        ore.inferred_metal_t = 0.3 * ore.metal_t[0];
        inventory.ore.push_back(ore);
      }
    }
  return inventory;
}

Mine usual() {
  Mine mine;
  mine.movement_cap_t_per_y = 4e6;
  mine.sink_rate_benches_per_y = 3;
  mine.dilution = 0.05;
  mine.dilution_grade = 0.0002;
  mine.loss = 0.04;
  return mine;
}

struct Case {
  Mine mine = usual();
  double cut_off = 0, years = 1, need = 0, factor = 1;
};

Case random_case(std::uint64_t trial) {
  const Stream stream(42, "schedule.mine.case", trial);
  Case c;
  c.mine.movement_cap_t_per_y = 8e6 * stream.uniform(0);
  c.mine.sink_rate_benches_per_y = 4 * stream.uniform(1);
  c.mine.stock_target_y = stream.uniform(2);
  c.mine.dilution = 0.2 * stream.uniform(3);
  c.mine.loss = 0.2 * stream.uniform(4);
  c.cut_off = 0.005 * stream.uniform(5);
  c.years = stream.uniform(6) < 0.5 ? 1 : 0.25;
  c.need = 1.5e6 * stream.uniform(7) * c.years;
  c.factor = stream.uniform(8) < 0.3 ? 0.5 : 1;
  return c;
}

MinedPeriod mine_once(const Inventory& inventory, std::size_t r, const Case& c, MineState& state) {
  return mine_period(inventory, r, c.mine, c.cut_off, c.years,
                     ore_wanted(c.mine, c.need, c.need / c.years), c.factor, state);
}

double position(const MineState& state) {
  return static_cast<double>(state.increment) + state.done;
}

double undiluted(double ore, const Mine& mine) {
  return ore * (1 - mine.loss) * (1 + mine.dilution);
}

// Tiny steps of every increment, testing all limits before each.
double position_by_stepping(const Inventory& inventory, std::size_t r, const Case& c, double from,
                            int steps) {
  const double target = c.need + c.mine.stock_target_y * c.need / c.years;
  double rock = 0, stock = 0, at = from;
  std::map<int, double> sunk;
  for (std::size_t i = static_cast<std::size_t>(from); i < kIncrements; ++i)
    for (int s = i == static_cast<std::size_t>(from)
                     ? static_cast<int>(std::lround((from - static_cast<double>(i)) * steps))
                     : 0;
         s < steps; ++s) {
      const double part = 1.0 / steps;
      const Ore ore = inventory.above(i, r, c.cut_off);
      const int pushback = inventory.increments[i].pushback;
      if (stock >= target || rock >= c.mine.movement_cap_t_per_y * c.years * c.factor ||
          sunk[pushback] >= c.mine.sink_rate_benches_per_y * c.years)
        return at;
      rock += part * inventory.rock(i, r);
      stock += part * undiluted(ore.tonnes, c.mine);
      sunk[pushback] += part;
      at = static_cast<double>(i) + (s + 1) * part;
    }
  return at;
}

TEST(MinePeriod, stopping_point_matches_brute_force_stepping) {
  int by_stock = 0, by_movement = 0, by_sink = 0;
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    const Inventory inventory = random_inventory(trial);
    const Case c = random_case(trial);
    const std::size_t r = trial % (kRealisations + 1);
    const int steps = 1000;
    MineState state;
    state.increment = trial % 7;
    state.done = trial % 2 ? 0.25 : 0;
    const double expected = position_by_stepping(inventory, r, c, position(state), steps);
    const MinedPeriod period = mine_once(inventory, r, c, state);
    ASSERT_NEAR(position(state), expected, 3.0 / steps) << trial;
    const double target = c.need * (1 + c.mine.stock_target_y / c.years);
    if (period.exhausted) continue;
    const bool stock = state.stock.tonnes >= target * (1 - 1e-9);
    const bool moved =
        period.rock_t >= c.mine.movement_cap_t_per_y * c.years * c.factor * (1 - 1e-9);
    by_stock += stock;
    by_movement += moved;
    by_sink += !stock && !moved;
  }
  EXPECT_GT(by_stock, 10);  // every limit has been met
  EXPECT_GT(by_movement, 10);
  EXPECT_GT(by_sink, 10);
}

TEST(MinePeriod, limits_and_order_hold_for_all) {
  for (std::uint64_t trial = 0; trial < 300; ++trial) {
    const Inventory inventory = random_inventory(trial);
    const Case c = random_case(trial);
    const double target = c.need * (1 + c.mine.stock_target_y / c.years);
    MineState state;
    for (int t = 0; t < 20; ++t) {
      const double before = position(state), had = state.stock.tonnes;
      const MinedPeriod period = mine_once(inventory, 0, c, state);
      ASSERT_GE(position(state), before);
      ASSERT_TRUE(state.done >= 0 && state.done < 1);
      ASSERT_LE(period.rock_t, c.mine.movement_cap_t_per_y * c.years * c.factor * (1 + 1e-12));
      ASSERT_LE(state.stock.tonnes, std::max(had, target) * (1 + 1e-12));
      std::map<int, double> sunk;
      for (std::size_t i = 0; i < kIncrements; ++i) {
        const double at = static_cast<double>(i);
        sunk[inventory.increments[i].pushback] +=
            std::clamp(position(state) - at, 0.0, 1.0) - std::clamp(before - at, 0.0, 1.0);
      }
      for (const auto& [pushback, benches] : sunk)
        ASSERT_LE(benches, c.mine.sink_rate_benches_per_y * c.years + 1e-12);
      ASSERT_EQ(period.exhausted, state.increment == kIncrements);
      take(state.stock, c.need);
    }
  }
}

// Everything mined over a life at one cut-off is what the inventory holds, and each tonne and each
// element is accounted for: in place x (1 - loss) + dilution = delivered = fed + stock.
TEST(MinePeriod, mass_balance_holds_for_all) {
  for (std::uint64_t trial = 0; trial < 60; ++trial) {
    const Inventory inventory = random_inventory(trial);
    Case c;
    c.mine.dilution = 0.01 * static_cast<double>(trial % 11);
    c.mine.loss = 0.013 * static_cast<double>(trial % 7);
    c.cut_off = 0.0035;
    c.need = 0.7e6;
    MineState state;
    double rock = 0, depth = 0, ore = 0, metal[2] = {}, lost[2] = {}, left = 0, diluting = 0,
           fed = 0, fed_metal[2] = {}, fed_inferred = 0, delivered = 0, inferred = 0;
    bool exhausted = false;
    for (int t = 0; t < 400 && !exhausted; ++t) {
      const MinedPeriod p = mine_once(inventory, 1, c, state);
      exhausted = p.exhausted;
      rock += p.rock_t;
      depth += p.rock_depth_tm;
      ore += p.in_place.tonnes;
      delivered += p.delivered.tonnes;
      inferred += p.delivered.inferred_metal_t;
      left += p.left_metal_t;
      diluting += p.dilution_metal_t;
      for (std::size_t e = 0; e < 2; ++e) metal[e] += p.in_place.metal_t[e];
      for (std::size_t e = 0; e < 2; ++e) lost[e] += p.lost_metal_t[e];
      const Ore feed = take(state.stock, c.need);
      fed += feed.tonnes;
      fed_inferred += feed.inferred_metal_t;
      for (std::size_t e = 0; e < 2; ++e) fed_metal[e] += feed.metal_t[e];
    }
    ASSERT_TRUE(exhausted);
    double all_rock = 0, all_depth = 0, floor_metal = 0;
    Ore all;
    for (std::size_t i = 0; i < kIncrements; ++i) {
      all_rock += inventory.rock(i, 1);
      all_depth += inventory.rock(i, 1) * inventory.depth_m[i];
      const Ore here = inventory.above(i, 1, c.cut_off);
      floor_metal += inventory.above(i, 1, 0).metal_t[0];
      all.tonnes += here.tonnes;
      all.inferred_metal_t += here.inferred_metal_t;
      for (std::size_t e = 0; e < 2; ++e) all.metal_t[e] += here.metal_t[e];
    }
    const auto near = [](double got, double expected) {
      EXPECT_NEAR(got, expected, 1e-12 * std::abs(expected) + 1e-300);
    };
    near(rock, all_rock);
    near(depth, all_depth);
    near(ore, all.tonnes);
    near(metal[0], all.metal_t[0]);
    near(metal[1], all.metal_t[1]);
    near(left, floor_metal - all.metal_t[0]);
    near(delivered, undiluted(all.tonnes, c.mine));
    near(fed + state.stock.tonnes, delivered);
    const double kept = 1 - c.mine.loss;
    near(lost[0], all.metal_t[0] * c.mine.loss);
    near(lost[1], all.metal_t[1] * c.mine.loss);
    near(diluting, all.tonnes * kept * c.mine.dilution * c.mine.dilution_grade);
    near(fed_metal[0] + state.stock.metal_t[0], all.metal_t[0] * kept + diluting);
    near(fed_metal[1] + state.stock.metal_t[1], all.metal_t[1] * kept);
    near(inferred, all.inferred_metal_t * kept);
    near(fed_inferred + state.stock.inferred_metal_t, inferred);
  }
}

TEST(MinePeriod, two_half_periods_are_one_period) {
  for (std::uint64_t trial = 0; trial < 50; ++trial) {
    const Inventory inventory = random_inventory(trial);
    Case whole;
    whole.need = 1e12;  // only the movement cap binds
    whole.mine.sink_rate_benches_per_y = 50;
    Case half = whole;
    half.years = 0.5;
    MineState once, twice;
    const MinedPeriod a = mine_once(inventory, 2, whole, once);
    const MinedPeriod b = mine_once(inventory, 2, half, twice),
                      c = mine_once(inventory, 2, half, twice);
    EXPECT_NEAR(position(once), position(twice), 1e-10);
    EXPECT_NEAR(a.rock_t, b.rock_t + c.rock_t, 1e-6);
    EXPECT_NEAR(a.delivered.metal_t[0], b.delivered.metal_t[0] + c.delivered.metal_t[0], 1e-6);
    EXPECT_NEAR(once.stock.tonnes, twice.stock.tonnes, 1e-5);
  }
}

TEST(MinePeriod, strips_waste_in_front_up_to_the_cap) {
  const Inventory inventory = random_inventory(3);  // its first two increments are waste
  Case c;
  c.need = 1e6;
  c.mine.movement_cap_t_per_y = 0.5 * (inventory.rock(0, 0) + inventory.rock(1, 0));
  MineState state;
  const MinedPeriod period = mine_once(inventory, 0, c, state);
  EXPECT_DOUBLE_EQ(period.rock_t, c.mine.movement_cap_t_per_y);
  EXPECT_EQ(period.delivered.tonnes, 0);
}

TEST(MinePeriod, does_nothing_without_need_or_fleet) {
  const Inventory inventory = random_inventory(4);
  for (const bool fleet : {false, true}) {
    Case c;
    c.need = fleet ? 0 : 1e6;
    c.factor = fleet ? 1 : 0;
    MineState state;
    EXPECT_EQ(mine_once(inventory, 0, c, state).rock_t, 0);
    EXPECT_EQ(position(state), 0);
  }
  Case c;
  c.need = 1e6;
  MineState full;
  full.stock.tonnes = 1.25e6;  // the need and a quarter of a year
  EXPECT_EQ(mine_once(inventory, 0, c, full).rock_t, 0);
}

TEST(Take, shares_hold_for_all) {
  Ore stock;
  stock.tonnes = 10;
  stock.metal_t[0] = 1;
  stock.metal_t[3] = 0.2;
  stock.inferred_metal_t = 0.5;
  const Ore some = take(stock, 4);
  EXPECT_EQ(some.tonnes, 4);
  EXPECT_DOUBLE_EQ(some.metal_t[0], 0.4);
  EXPECT_DOUBLE_EQ(some.metal_t[3], 0.08);
  EXPECT_DOUBLE_EQ(some.inferred_metal_t, 0.2);
  EXPECT_EQ(stock.tonnes, 6);
  const Ore rest = take(stock, 100);
  EXPECT_EQ(rest.tonnes, 6);
  EXPECT_DOUBLE_EQ(rest.metal_t[0], 0.6);
  EXPECT_EQ(stock.tonnes, 0);
  EXPECT_EQ(stock.metal_t[0], 0);
  EXPECT_EQ(take(stock, 1).tonnes, 0);
  EXPECT_THROW(take(stock, -1), InternalError);
}

}  // namespace
}  // namespace lode::schedule
