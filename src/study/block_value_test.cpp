#include "study/block_value.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "base/listed.h"
#include "study/made_up_case.h"
#include "study/valuation.h"

namespace lode::study {
namespace {

double share_of(int percent) { return *rc::gen::inRange(0, percent + 1) / 100.0; }

// A case without taxes, whose mill recovers constant shares and sells concentrates for the metal in
// them, values a tonne of ore as `lode pit` does.
RC_GTEST_PROP(BlockValue, equals_the_whole_cases_valuation_without_taxes_for_all, ()) {
  Case c = made_up_case();
  c.tax = {};
  c.refinery.reset();
  c.product[0].pays = {{"main"}};
  Deposit& d = c.deposit[0];
  OreCosts costs;
  costs.dilution = d.mine.dilution = share_of(40);
  costs.loss = d.mine.loss = share_of(30);
  d.mine.dilution_grade = 0;
  costs.processing_usd_per_t = d.mill.processing_usd_per_t = share_of(3000);
  costs.general_usd_per_t = d.mill.general_usd_per_t = share_of(500);
  d.mill.sustaining_usd_per_t = 0;
  std::vector<Metal> metals(2);
  metals[0].per = PriceUnit::mtu, metals[1].per = PriceUnit::t;
  for (std::size_t m = 0; m < 2; ++m) {
    // By-product first through the mill, the main metal from what that leaves.
    plant::Recovery& law = d.mill.stage[1 - m].recovery[0];
    law = {};
    law.id = c.commodity[m].id;
    law.recovery = metals[m].recovery = share_of(100);
    c.commodity[m].payable = metals[m].payable = share_of(100);
    c.commodity[m].selling_usd = metals[m].selling_usd = share_of(2000);
  }
  metals[0].price_usd = c.planning.price_usd, metals[1].price_usd = c.commodity[1].long_run_usd;
  const double factor = 0.5 + share_of(100);
  std::vector<double> prices = planning_prices(c);
  for (double& price : prices) price *= factor;
  const std::array<double, 2> mean{0.012, 0.001}, grade{share_of(5), share_of(1)};
  const OreValue law = ore_value(c, d, works_of(c, d), prices, {}, 1e9, mean);
  const double usd = milled_usd_per_t(metals, costs, grade, factor);
  RC_ASSERT(std::abs(usd - law.at(grade)) <= 1e-9 * (1 + std::abs(usd)));
}

std::pair<Metal, OreCosts> copper() {
  Metal metal;
  metal.price_usd = 9000, metal.recovery = 0.88, metal.payable = 0.965, metal.selling_usd = 330;
  metal.royalty = 0.05;
  OreCosts costs;
  costs.processing_usd_per_t = 13, costs.general_usd_per_t = 3, costs.mining_usd_per_t = 2.6;
  costs.mining_usd_per_t_m = 0.004, costs.dilution = 0.05, costs.loss = 0.04;
  return {metal, costs};
}

// A tonne of 1 % by hand: 0.96 t is kept, with 0.0096 t of copper, 0.88 of which is recovered; a
// tonne of it brings 9000 x 0.965 x 0.95 - 330; 0.96 x 1.05 t are milled at 16.
TEST(BlockValue, of_a_tonne_matches_the_sum_by_hand) {
  const auto [metal, costs] = copper();
  const std::array<double, 1> grade{0.01};
  EXPECT_NEAR(milled_usd_per_t({&metal, 1}, costs, grade, 1),
              0.0096 * 0.88 * (9000 * 0.965 * 0.95 - 330) - 0.96 * 1.05 * 16, 1e-12);
  EXPECT_NEAR(mining_usd_per_t(costs, 250), 2.6 + 250 * 0.004, 1e-12);
  const std::array<double, 1> missing{std::nan("")}, none{0};
  EXPECT_EQ(milled_usd_per_t({&metal, 1}, costs, missing, 1),
            milled_usd_per_t({&metal, 1}, costs, none, 1));
}

// Two blocks of 10 x 10 x 5 m under ground that ends 1 m below their top: the upper one has 4/5 of
// its volume, and its centre is 1.5 m below the ground.
TEST(PricedBlocks, of_a_column_match_the_values_by_hand) {
  const auto [metal, costs] = copper();
  Grid grid;
  grid.cell_m = {10, 10, 5}, grid.count = {1, 1, 2};
  Surface surface;
  surface.shape = SurfaceShape::level, surface.level_m = 9;
  const Ground ground = make_ground(grid, surface, pit::one_angle(45), {}, {});
  const std::vector<std::vector<double>> grade = {{0.01, std::nan("")}};
  const auto blocks =
      priced_blocks(grid, ground, {&metal, 1}, costs, grade, std::vector<double>{2.7, 2.5});
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_DOUBLE_EQ(blocks.tonnes[0], 500 * 2.7);
  EXPECT_DOUBLE_EQ(blocks.tonnes[1], 500 * 0.8 * 2.5);
  EXPECT_EQ(blocks.milled_usd_per_t[0], milled_usd_per_t({&metal, 1}, costs, grade[0], 1));
  EXPECT_EQ(blocks.milled_for_nothing[0], milled_usd_per_t({&metal, 1}, costs, grade[0], 0));
  EXPECT_DOUBLE_EQ(blocks.milled_usd_per_t[1], -0.96 * 1.05 * 16);
  EXPECT_DOUBLE_EQ(blocks.mining_usd_per_t[0], 2.6 + 6.5 * 0.004);
  EXPECT_DOUBLE_EQ(blocks.mining_usd_per_t[1], 2.6 + 1.5 * 0.004);
}

TEST(BreakEven, is_the_grade_at_which_milling_brings_what_is_asked) {
  auto [metal, costs] = copper();
  for (const double asked : {0.0, 2.6, 40.0}) {
    const std::array<double, 1> grade{break_even(metal, costs, asked)};
    EXPECT_GT(grade[0], 0);
    EXPECT_NEAR(milled_usd_per_t({&metal, 1}, costs, grade, 1), asked, 1e-10);
  }
  metal.selling_usd = 9000;
  EXPECT_EQ(break_even(metal, costs, 0), kInfinity);
}

// From definitions other than the code's: 7000 grains to the pound, 480 to the troy ounce, 2000
// pounds to the short ton.
TEST(Units, of_grades_and_prices_match_their_definitions) {
  constexpr double kGrain_kg = 0.45359237 / 7000;
  EXPECT_NEAR(tonnes_of(PriceUnit::lb), 7 * kGrain_kg, 1e-16);
  EXPECT_NEAR(tonnes_of(PriceUnit::oz), 0.48 * kGrain_kg, 1e-16);
  EXPECT_EQ(tonnes_of(PriceUnit::mtu), 0.01);
  EXPECT_EQ(tonnes_of(PriceUnit::t), 1000 * tonnes_of(PriceUnit::kg));
  EXPECT_EQ(tonnes_of(PriceUnit::kg), 1000 * tonnes_of(PriceUnit::g));
  EXPECT_NEAR(fraction_of(GradeUnit::lb_per_st), 1.0 / 2000, 1e-16);
  EXPECT_NEAR(fraction_of(GradeUnit::oz_per_st), 480.0 / 7000 / 2000, 1e-12);
  EXPECT_NEAR(fraction_of(GradeUnit::oz_per_t), 0.48 * kGrain_kg, 1e-16);
  EXPECT_EQ(fraction_of(GradeUnit::fraction), 1);
  EXPECT_EQ(fraction_of(GradeUnit::percent), 0.01);
  EXPECT_EQ(fraction_of(GradeUnit::kg_per_t), 1e-3);
  EXPECT_EQ(fraction_of(GradeUnit::ppm), 1e-6);
  EXPECT_EQ(fraction_of(GradeUnit::g_per_t), 1e-6);
  EXPECT_EQ(fraction_of(GradeUnit::ppb), 1e-9);
}

TEST(BlockValue, declares_sound_parameters) {
  EXPECT_EQ(listed<Metal>().required, "price recovery");
  EXPECT_EQ(listed<OreCosts>().required, "processing mining");
}

}  // namespace
}  // namespace lode::study
