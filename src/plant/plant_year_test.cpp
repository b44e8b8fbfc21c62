#include "plant/plant_year.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"

namespace lode::plant {
namespace {

// One flotation: 90 % of the copper into a concentrate of 25 %.
PlantCase one_flotation() {
  PlantCase out;
  out.metal = {{"cu", 8000}};
  out.feed = {{"ore", 1e6, {0.01}}};
  out.mill.capacity_t_per_y = 1.2e6, out.mill.ramp_up = {0.5};
  out.mill.processing_usd_per_t = 12;
  Stage stage;
  stage.id = "flotation", stage.feed = {"ore"}, stage.makes = "concentrate";
  stage.product_grade = 0.25, stage.capacity_t_per_y = 2e6;
  Recovery law;
  law.id = "cu", law.recovery = 0.9;
  stage.recovery = {law};
  out.mill.stage = {stage};
  Product product;
  product.id = "concentrate", product.treatment_usd_per_t = 100;
  product.pays = {{"cu", 0.96, 0}};
  out.product = {product};
  return out;
}

TEST(PlantYear, matches_the_balance_by_hand) {
  const PlantCase plant = one_flotation();
  ASSERT_TRUE(breaches(plant).empty());
  const PlantYear year = plant_year(plant);
  const double metal_t = 1e6 * 0.01 * 0.9, concentrate_t = metal_t / 0.25;
  EXPECT_DOUBLE_EQ(year.ore_t, 1e6);
  EXPECT_DOUBLE_EQ(year.fed_t[0], 1e4);
  EXPECT_DOUBLE_EQ(year.product[0].made.tonnes, concentrate_t);
  EXPECT_DOUBLE_EQ(year.product[0].sale.paid_t[0], 0.96 * metal_t);
  EXPECT_DOUBLE_EQ(year.paid_usd, 0.96 * metal_t * 8000);
  EXPECT_DOUBLE_EQ(year.charges_usd, concentrate_t * 100);
  EXPECT_DOUBLE_EQ(year.cost.processing_usd, 12e6);
  EXPECT_DOUBLE_EQ(year.mill.takes_t, 1.2e6);
  EXPECT_DOUBLE_EQ(year.stage[0].takes_t, 2e6);
  EXPECT_FALSE(year.is_over());
}

TEST(PlantYear, is_over_where_the_ramp_up_or_a_stage_takes_less_than_it_is_fed) {
  PlantCase plant = one_flotation();
  plant.years = 0;  // half of the mill's 1.2 Mt
  EXPECT_TRUE(plant_year(plant).mill.is_over());
  plant.years = 100;
  plant.mill.stage[0].capacity_t_per_y = 0;  // no limit
  EXPECT_TRUE(std::isinf(plant_year(plant).stage[0].takes_t));
  EXPECT_FALSE(plant_year(plant).is_over());
  plant.mill.stage[0].capacity_t_per_y = 0.9e6;
  EXPECT_TRUE(plant_year(plant).is_over());
}

TEST(PlantYear, breaches_name_their_key) {
  const auto key = [](const PlantCase& plant) {
    const std::vector<StageFault> found = breaches(plant);
    return found.empty() ? "" : found[0].key;
  };
  PlantCase plant = one_flotation();
  plant.metal.clear();
  EXPECT_EQ(key(plant), "metal");
  plant = one_flotation(), plant.feed[0].grades = {0.01, 0.02};
  EXPECT_EQ(key(plant), "feed.ore.grades");
  plant = one_flotation(), plant.mill.stage[0].makes = "slag";
  EXPECT_EQ(key(plant), "mill.stage.flotation.makes");
  plant = one_flotation(), plant.product[0].pays[0].id = "gold";
  EXPECT_EQ(key(plant), "product.concentrate.pays.gold");
  plant = one_flotation(), plant.mill.stage[0].product_grade = 0.005;  // more than all that is fed
  EXPECT_EQ(key(plant), "mill.stage.flotation.product_grade");
}

}  // namespace
}  // namespace lode::plant
