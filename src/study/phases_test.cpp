#include "study/phases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "study/made_up_case.h"

namespace lode::study {
namespace {

constexpr schedule::SequenceRates kRates{0.3e6, 2e6, 0.08, 12};

struct Chosen {
  Case c = made_up_case();
  DepositModel model;
  DepositShells shells;
  Phases phases;
  explicit Chosen(double mining_width_m = 0, std::vector<Zone> zones = {}) {
    Deposit& d = c.deposit[0];
    d.mining_width_m = mining_width_m, d.zone = std::move(zones);
    model = make_deposit_model(d, 3, 3, {});
    shells = make_shells(c, d, model, {});
    phases = choose_phases(c, d, model, shells, kRates);
  }
  double ore_t(std::size_t block) const {
    const std::int32_t b = model.body_block[block];
    return b < 0 ? 0
                 : model.block_t[block] * shells.values.ore_t_per_t[static_cast<std::size_t>(b)];
  }
};

// The present value of increments mined one after the other, written out: each ends when the slower
// of mill and mine has finished, with its cash in the middle of its time; the last is cut at the
// horizon.
double present_value(std::vector<schedule::Increment> increments, int lag) {
  std::stable_sort(increments.begin(), increments.end(), [&](const auto& a, const auto& b) {
    return std::pair{a.bench + lag * a.pushback, a.pushback} <
           std::pair{b.bench + lag * b.pushback, b.pushback};
  });
  double rock = 0, ore = 0, value = 0, begun = 0;
  for (const schedule::Increment& one : increments) {
    rock += one.rock_t, ore += one.ore_t;
    const double done = std::max(ore / kRates.mill_t_per_y, rock / kRates.movement_t_per_y);
    const double end = std::min(done, kRates.horizon_y);
    // Waste that is moved while the mill is still busy takes no time of its own.
    const double share = done > kRates.horizon_y ? (end - begun) / (done - begun) : 1;
    value += share * one.value_usd * std::pow(1.08, -0.5 * (begun + end));
    begun = end;
    if (done > kRates.horizon_y) break;
  }
  return value;
}

TEST(Phases, the_increments_hold_the_blocks_of_the_pushbacks) {
  const Chosen v;
  const Grid& grid = v.c.deposit[0].grid;
  std::map<std::pair<int, int>, schedule::Increment> brute;
  std::size_t mined = 0;
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const int pushback = v.phases.pushbacks.pushback[block];
    if (pushback == 255) continue;
    schedule::Increment& one = brute[{pushback, 11 - grid.cell_of(block)[2]}];
    one.rock_t += v.model.block_t[block];
    one.ore_t += v.ore_t(block);
    one.value_usd += v.shells.values.block_usd[block];
    ++mined;
  }
  EXPECT_GT(mined, 100u);
  ASSERT_EQ(v.phases.increments.size(), brute.size());
  for (const schedule::Increment& one : v.phases.increments) {
    const schedule::Increment& expected = brute.at({one.pushback, one.bench});
    EXPECT_NEAR(one.rock_t, expected.rock_t, 1e-6);
    EXPECT_NEAR(one.ore_t, expected.ore_t, 1e-6);
    EXPECT_NEAR(one.value_usd, expected.value_usd, 1e-6 * std::abs(expected.value_usd) + 1e-3);
  }
}

TEST(Phases, the_chosen_shell_is_worth_most_at_the_lag_and_its_value_matches_the_sum) {
  const Chosen v;
  const std::size_t chosen = v.phases.chosen_shell;
  ASSERT_EQ(v.phases.shells.size(), 4u);
  for (const ShellRow& row : v.phases.shells)
    EXPECT_LE(row.lag_usd, v.phases.shells[chosen].lag_usd);
  const double lagged = present_value(v.phases.increments, v.c.planning.lag_benches);
  EXPECT_GT(lagged, 1e6);
  EXPECT_NEAR(v.phases.shells[chosen].lag_usd, lagged, 1e-9 * lagged);
  EXPECT_EQ(v.phases.unwidened_usd, v.phases.shells[chosen].lag_usd);
}

// Ore, waste and metal of each shell are those of its blocks; shells nest.
TEST(Phases, the_rows_of_shells_and_pushbacks_match_their_blocks) {
  const Chosen v;
  for (std::size_t k = 0; k < v.phases.shells.size(); ++k) {
    double rock = 0, ore = 0, metal = 0;
    for (std::size_t block = 0; block < v.shells.shells.shell.size(); ++block)
      if (v.shells.shells.shell[block] <= k) {
        rock += v.model.block_t[block], ore += v.ore_t(block);
        metal += metal_t(v.model, v.shells.values, block);
      }
    const ShellRow& row = v.phases.shells[k];
    EXPECT_NEAR(row.ore_t + row.waste_t, rock, 1e-9 * rock + 1e-6);
    EXPECT_NEAR(row.ore_t, ore, 1e-9 * ore + 1e-6);
    EXPECT_NEAR(row.metal_t, metal, 1e-9 * metal + 1e-6);
    EXPECT_EQ(row.factor, v.c.planning.revenue_factors[k]);
  }
  PushbackRow sum;
  for (const PushbackRow& row : v.phases.pushback_rows)
    sum.rock_t += row.rock_t, sum.metal_t += row.metal_t, sum.benches += row.benches;
  const ShellRow& last = v.phases.shells[v.phases.pushbacks.shell.back()];
  EXPECT_NEAR(sum.rock_t, last.ore_t + last.waste_t, 1e-6 * sum.rock_t);
  EXPECT_NEAR(sum.metal_t, last.metal_t, 1e-9 * last.metal_t);
  EXPECT_EQ(sum.benches, static_cast<int>(v.phases.increments.size()));
}

// A zone over the whole ground is paid for once, by the first pushback on its top bench.
TEST(Phases, a_zone_that_costs_once_is_charged_to_the_first_increment_that_mines_it) {
  Zone everywhere;
  everywhere.id = "village", everywhere.rule = ZoneRule::one_off, everywhere.cost_usd = 1e5;
  const Chosen v(0, {everywhere}), free;
  double once = 0;
  for (const schedule::Increment& one : v.phases.increments) {
    once += one.once_usd;
    EXPECT_TRUE(one.once_usd == 0 || (one.pushback == 0 && one.bench == 0));
  }
  EXPECT_EQ(once, 1e5);
  EXPECT_EQ(v.phases.pushback_rows[0].once_usd, 1e5);
  EXPECT_NEAR(v.phases.pushback_rows[0].value_usd, free.phases.pushback_rows[0].value_usd - 1e5,
              1e-6);
}

TEST(Phases, a_mining_width_opens_every_bench_so_wide) {
  const Chosen v(60);
  EXPECT_LT(Chosen().phases.narrowest_m, 60);  // or it would show nothing
  EXPECT_GE(v.phases.narrowest_m, 60);
  EXPECT_GT(v.phases.unwidened_usd, 0);
  EXPECT_TRUE(v.phases.widened.pushbacks.pushback.empty());
}

TEST(Phases, without_a_shell_worth_mining_there_is_no_pushback) {
  Chosen v;
  v.c.planning.price_usd = 2;
  const Deposit& d = v.c.deposit[0];
  const Phases phases = choose_phases(v.c, d, v.model, make_shells(v.c, d, v.model, {}), kRates);
  EXPECT_TRUE(phases.pushbacks.shell.empty());
  EXPECT_TRUE(phases.increments.empty());
  for (const std::uint8_t pushback : phases.pushbacks.pushback) EXPECT_EQ(pushback, 255);
}

}  // namespace
}  // namespace lode::study
