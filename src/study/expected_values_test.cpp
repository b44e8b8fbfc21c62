#include "study/expected_values.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "study/made_up_case.h"

namespace lode::study {
namespace {

struct Valued {
  Case c = made_up_case();
  DepositModel model;
  ExpectedValues values;
  Valued() {
    c.deposit[0].confidence[0].metal_sd = 0.4;  // tonnage factors well above and below 1
    model = make_deposit_model(c.deposit[0], 7, 3, {});
    values = expected_values(c, c.deposit[0], model, {0.02, 0.05});
  }
};

// A block's worth by a plain loop over realisations, from the drawn grades and class factors.
TEST(ExpectedValues, of_each_block_match_brute_force) {
  const Valued v;
  const Deposit& d = v.c.deposit[0];
  const resource::Realisations& real = v.model.realisations;
  const auto mean = mean_grades(d, v.model);
  std::size_t ore_blocks = 0;
  for (std::size_t f = 0; f < v.c.planning.revenue_factors.size(); ++f) {
    std::vector<double> prices = planning_prices(v.c);
    for (double& price : prices) price *= v.c.planning.revenue_factors[f];
    const OreValue law =
        ore_value(v.c, d, works_of(v.c, d), prices, {0.02, 0.05}, 1e9, std::span(mean).first(2));
    for (std::size_t block = 0; block < d.grid.size(); ++block) {
      const double depth = v.model.ground.top_m - d.grid.centre(block).z;
      double milled = 0, ore = 0, metal = 0, times = 0;
      if (const std::int32_t body = v.model.body_block[block]; body >= 0) {
        const auto b = static_cast<std::size_t>(body);
        for (std::size_t r = 0; r < 7; ++r) {
          const double drawn = static_cast<double>(real.at(0, r, b));
          if (drawn < d.statement->cut_off) continue;
          const std::size_t factor = 2 * r + real.confidence[b];
          const std::array<double, 2> grade{
              drawn * real.grade_factor[factor],
              static_cast<double>(real.at(1, r, b)) * real.grade_factor[factor]};
          const double usd =
              law.constant + law.per_grade[0] * grade[0] + law.per_grade[1] * grade[1];
          if (usd <= 0) continue;
          milled += real.tonnage_factor[factor] * usd / 7;
          ore += real.tonnage_factor[factor] / 7;
          metal += real.tonnage_factor[factor] * grade[0] / 7;
          times += 1;
        }
        if (v.c.planning.revenue_factors[f] == 1) {
          ore_blocks += times > 0;
          EXPECT_DOUBLE_EQ(v.values.ore_probability[b], times / 7);
          EXPECT_NEAR(v.values.ore_t_per_t[b], ore, 1e-12);
          EXPECT_NEAR(v.values.ore_t_per_t[b] * v.values.ore_grade[b], metal, 1e-14);
          EXPECT_NEAR(metal_t(v.model, v.values, block), metal * v.model.block_t[block], 1e-9);
        }
      }
      const double usd = v.model.block_t[block] * (milled - (2.2 + 0.003 * depth));
      EXPECT_NEAR(static_cast<double>(v.values.usd[f][block]), usd, 0.5 + 1e-9 * std::abs(usd));
      if (v.c.planning.revenue_factors[f] == 1) {
        EXPECT_NEAR(v.values.block_usd[block], usd, 1e-9 * (1 + std::abs(usd)));
      }
    }
  }
  EXPECT_GT(ore_blocks, 100u);
}

// A tonnage factor above 1 does not make a probability above 1.
TEST(ExpectedValues, a_probability_is_none_above_one_where_the_tonnage_factor_is) {
  const Valued v;
  const auto most = [](const std::vector<double>& of) {
    return *std::max_element(of.begin(), of.end());
  };
  EXPECT_GT(most(v.values.ore_t_per_t), 1.02);  // or it would show nothing
  EXPECT_EQ(most(v.values.ore_probability), 1);
}

TEST(ExpectedValues, there_is_no_metal_outside_the_body_and_no_depth_above_the_ground) {
  const Valued v;
  for (std::size_t block = 0; block < v.model.body_block.size(); ++block)
    if (v.model.body_block[block] < 0) {
      EXPECT_EQ(metal_t(v.model, v.values, block), 0);
    }
  EXPECT_EQ(depth_m(v.model, 500), 0);
  EXPECT_EQ(depth_m(v.model, 100), 20);  // 12 benches of 10 m
}

TEST(MeanGrades, are_the_stated_one_and_the_by_products_of_the_first_realisation) {
  const Valued v;
  const resource::Realisations& real = v.model.realisations;
  double sum = 0, count = 0;
  for (std::size_t b = 0; b < real.blocks; ++b)
    if (real.at(0, 0, b) >= static_cast<float>(0.006))
      sum += static_cast<double>(real.at(1, 0, b)), count += 1;
  const auto mean = mean_grades(v.c.deposit[0], v.model);
  EXPECT_EQ(mean[0], 0.012);
  EXPECT_NEAR(mean[1], sum / count, 1e-12);
}

}  // namespace
}  // namespace lode::study
