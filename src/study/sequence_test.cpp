#include "study/sequence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "study/made_up_case.h"
#include "study/plan.h"

namespace lode::study {
namespace {

struct Sequenced {
  Case c = made_up_case();
  Models models;
  DepositPlan plan;
  template <class Change>
  explicit Sequenced(const Change& change) {
    change(c);
    models.push_back(make_deposit_model(c.deposit[0], 3, 3, {}));
    plan = Planner(c, models).make_plan(plan_key(c.bid[0]), {}).deposit[0];
  }
  Sequenced() : Sequenced([](Case&) {}) {}
};

TEST(SequenceRates, run_from_first_ore_to_the_end_of_licence_or_calendar) {
  const Sequenced v;
  const auto rates = [&](double delay_y, double capacity_factor, const Case& c) {
    return sequence_rates(c, c.deposit[0], v.models[0], {0, 0, capacity_factor, delay_y});
  };
  // Construction from 2026, ore after two years; the licence ends with 2039, the calendar with 2041.
  EXPECT_EQ(rates(0, 1, v.c).horizon_y, 12);
  EXPECT_EQ(rates(3, 1, v.c).horizon_y, 9);
  EXPECT_EQ(rates(20, 1, v.c).horizon_y, 0);
  Case longer = v.c;
  longer.project.licence_y = 50;
  EXPECT_EQ(rates(0, 1, longer).horizon_y, 14);
  EXPECT_NEAR(rates(0, 1, v.c).mill_t_per_y, 0.3e6, 1e-6);  // no stage of the mill is narrower
  EXPECT_NEAR(rates(0, 1.5, v.c).mill_t_per_y, 0.45e6, 1e-6);
  EXPECT_EQ(rates(0, 1.5, v.c).movement_t_per_y, 2e6);
}

// What lies in the increments, above each tabulated cut-off and in each realisation, against the
// blocks of the pushbacks.
TEST(Sequence, the_inventory_matches_the_blocks_of_the_pit) {
  const Sequenced v;
  const DepositModel& model = v.models[0];
  const resource::Realisations& real = model.realisations;
  const schedule::Inventory& inventory = *v.plan.inventory;
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t cut = 0; cut < inventory.cut_off.size(); ++cut) {
      double tonnes = 0, metal = 0, held_t = 0, held_metal = 0;
      for (std::size_t block = 0; block < model.body_block.size(); ++block) {
        if (v.plan.pushbacks.pushback[block] == 255 || model.body_block[block] < 0) continue;
        const auto b = static_cast<std::size_t>(model.body_block[block]);
        const double grade = static_cast<double>(real.at(0, r, b));
        if (grade < inventory.cut_off[cut]) continue;
        const std::size_t factor = 2 * r + real.confidence[b];
        const double ore = model.block_t[block] * real.tonnage_factor[factor];
        tonnes += ore, metal += ore * grade * real.grade_factor[factor];
      }
      for (std::size_t i = 0; i < inventory.increments.size(); ++i) {
        const schedule::Ore& ore =
            inventory.ore[inventory.column(i, r) * inventory.cut_off.size() + cut];
        held_t += ore.tonnes, held_metal += ore.metal_t[0];
      }
      EXPECT_NEAR(held_t, tonnes, 1e-9 * tonnes + 1e-6);
      EXPECT_NEAR(held_metal, metal, 1e-9 * metal + 1e-6);
    }
  EXPECT_DOUBLE_EQ(inventory.cut_off.front(), 0.006);
  EXPECT_NEAR(inventory.cut_off.back(), 5 * 0.012, 1e-12);
}

TEST(Sequence, increments_are_in_the_order_of_the_lag_and_as_deep_as_their_bench) {
  const Sequenced v;
  const auto& increments = v.plan.inventory->increments;
  ASSERT_GT(increments.size(), 5u);
  for (std::size_t i = 0; i < increments.size(); ++i) {
    EXPECT_EQ(v.plan.inventory->depth_m[i], 10 * increments[i].bench + 5);
    if (i == 0) continue;
    const auto rank = [](const schedule::Increment& one) {
      return std::pair{one.bench + 2 * one.pushback, one.pushback};
    };
    EXPECT_LT(rank(increments[i - 1]), rank(increments[i]));
  }
}

TEST(Sequence, the_mean_grade_is_that_of_all_ore_on_the_mean) {
  const Sequenced v;
  double tonnes = 0, metal[2] = {};
  for (std::size_t i = 0; i < v.plan.inventory->increments.size(); ++i) {
    for (std::size_t r = 0; r < 3; ++r) {
      const schedule::Ore& ore = v.plan.inventory->all_ore(i, r);
      tonnes += ore.tonnes, metal[0] += ore.metal_t[0], metal[1] += ore.metal_t[1];
    }
  }
  EXPECT_NEAR(v.plan.mean_grade[0], metal[0] / tonnes, 1e-12);
  EXPECT_NEAR(v.plan.mean_grade[1], metal[1] / tonnes, 1e-12);
}

// Rock to be moved never falls, and is no more than there is. Where the cap never binds, looking
// ahead gains nothing, and the shortest look-ahead is kept.
TEST(Sequence, strips_ahead_where_the_movement_cap_binds_alone) {
  const Sequenced free([](Case& c) { c.deposit[0].mine.movement_cap_t_per_y = 1e9; });
  EXPECT_EQ(free.plan.stripping_look_ahead_y, 0u);
  const Sequenced bound([](Case& c) {
    c.deposit[0].mine.movement_cap_t_per_y = 0.75e6;
    c.deposit[0].prestrip_y = 2;
  });
  EXPECT_GT(bound.plan.stripping_look_ahead_y, 0u);
  const std::vector<double>& targets = bound.plan.stripping_t;
  double rock = 0;
  for (std::size_t i = 0; i < bound.plan.inventory->increments.size(); ++i)
    rock += bound.plan.inventory->rock(i, 3);
  EXPECT_TRUE(std::is_sorted(targets.begin(), targets.end()));
  EXPECT_LE(targets.back(), rock * (1 + 1e-12));
  EXPECT_GT(targets.back(), 0);
}

TEST(Sequence, is_empty_without_a_pit) {
  const Sequenced v([](Case& c) { c.planning.price_usd = 2; });
  EXPECT_TRUE(v.plan.inventory->increments.empty());
  EXPECT_TRUE(v.plan.stripping_t.empty());
}

}  // namespace
}  // namespace lode::study
