#include "schedule/stripping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace lode::schedule {
namespace {

// Increments with given rock and ore, one realisation, the mean column equal to it.
Inventory inventory_of(const std::vector<std::pair<double, double>>& rock_and_ore) {
  Inventory inventory;
  inventory.realisations = 1;
  inventory.cut_off = {0.001, 0.002};
  for (std::size_t i = 0; i < rock_and_ore.size(); ++i) {
    inventory.increments.push_back(
        {0, static_cast<int>(i), rock_and_ore[i].first, rock_and_ore[i].second, 0});
    inventory.depth_m.push_back(0);
  }
  for (int column = 0; column < 2; ++column)
    for (std::size_t i = 0; i < rock_and_ore.size(); ++i) {
      inventory.rock_t.push_back(rock_and_ore[i].first);
      for (int cut = 0; cut < 2; ++cut) {
        Ore ore;
        ore.tonnes = rock_and_ore[i].second;
        inventory.ore.push_back(ore);
      }
    }
  return inventory;
}

Mine mine_of(double cap) {
  Mine mine;
  mine.movement_cap_t_per_y = cap;
  mine.sink_rate_benches_per_y = 1e9;
  mine.stock_target_y = 0;
  return mine;
}

// 10 t of ore a year. Year 0: 10 t of rock are all ore; then 30 t of waste; then ore again. A cap
// of 20 t a year: by the end of year 1 the ore of both years lies above 50 t of rock, so 30 t must
// have moved by the end of year 0 and 10 t before it.
TEST(Stripping, runs_ahead_of_a_pile_of_waste) {
  const Inventory inventory = inventory_of({{10, 10}, {30, 0}, {10, 10}, {5, 5}, {100, 0}});
  const std::vector<double> targets =
      stripping_targets(inventory, mine_of(20), 0, std::vector<double>{10, 10, 10}, 3);
  EXPECT_EQ(targets,
            (std::vector<double>{10, 30, 50, 55}));  // the waste below the last ore is no target
  // Just in time: only the current year is planned for. One year ahead: the first year does not
  // plan for the third.
  EXPECT_EQ(stripping_targets(inventory, mine_of(20), 0, std::vector<double>{10, 10, 10}, 0),
            (std::vector<double>{0, 10, 50, 55}));
  EXPECT_EQ(stripping_targets(inventory, mine_of(20), 0, std::vector<double>{10, 10, 10}, 1),
            (std::vector<double>{0, 30, 50, 55}));
  EXPECT_DOUBLE_EQ(target_at(targets, 0.5), 20);
  EXPECT_DOUBLE_EQ(target_at(targets, 9), 55);
}

// Random sequences, mined year by year: with the targets the mill is short of ore only if no way of
// mining avoids it, i.e. if the ore of the first y years lies below more rock than the cap moves in
// y years.
TEST(Stripping, leaves_the_mill_short_only_where_no_mining_could_feed_it) {
  std::size_t helped = 0;
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    const Stream stream(3, "stripping", trial);
    std::vector<std::pair<double, double>> rock_and_ore;
    double ore_in_all = 0;
    for (std::size_t i = 0; i < 12; ++i) {
      const double rock = 5 + 30 * stream.uniform(2 * i);
      rock_and_ore.emplace_back(
          rock, stream.uniform(2 * i + 1) < 0.5 ? 0 : rock * stream.uniform(2 * i + 1));
      ore_in_all += rock_and_ore.back().second;
    }
    const Inventory inventory = inventory_of(rock_and_ore);
    const Mine mine = mine_of(25);
    const auto years = static_cast<std::size_t>(ore_in_all / 8);
    if (years == 0) continue;
    const std::vector<double> need(years, 8.0);
    const std::vector<double> targets = stripping_targets(inventory, mine, 0, need, need.size());
    MineState with, without;
    bool could = true;
    for (std::size_t y = 0; y < years; ++y) {
      mine_period(inventory, 0, mine, 0, 1, ore_wanted(mine, 8, 8), 1, with,
                  std::max(0.0, targets[y + 1] - with.rock_t));
      mine_period(inventory, 0, mine, 0, 1, ore_wanted(mine, 8, 8), 1, without);
      // Could any mining have delivered the ore of years 0..y in time?
      double ore = 0, rock = 0;
      for (const auto& [r, o] : rock_and_ore) {
        const double left = 8.0 * static_cast<double>(y + 1) - ore;
        if (left <= 1e-9) break;
        rock += o >= left ? r * left / o : r;
        ore += std::min(o, left);
      }
      could = could && rock <= 25.0 * static_cast<double>(y + 1) + 1e-9;
      if (!could) break;
      EXPECT_GE(with.stock.tonnes, 8 - 1e-9) << "trial " << trial << " year " << y;
      helped += without.stock.tonnes < 8 - 1e-9;
      take(with.stock, 8);
      take(without.stock, 8);
    }
  }
  EXPECT_GT(helped, 20u);  // mining just in time falls short where stripping ahead does not
}

}  // namespace
}  // namespace lode::schedule
