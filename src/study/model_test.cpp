#include "study/model.h"

#include <gtest/gtest.h>

#include <string>

#include "base/error.h"
#include "study/made_up_case.h"

namespace lode::study {
namespace {

Deposit hill() { return made_up_case().deposit[0]; }
// 24 x 24 x 12 blocks of 20 x 20 x 10 m; the ground ends 5 m below their top.
Deposit cut_hill() {
  Deposit d = hill();
  d.surface.shape = SurfaceShape::level, d.surface.level_m = 115;
  return d;
}

TEST(DepositModel, holds_the_tonnes_of_each_block_below_the_surface) {
  const DepositModel model = make_deposit_model(cut_hill(), 2, 3, {});
  const Grid grid = hill().grid;
  for (std::size_t block = 0; block < grid.size(); ++block)
    EXPECT_NEAR(model.block_t[block], (grid.cell_of(block)[2] == 11 ? 2000 : 4000) * 2.7, 1e-9);
}

TEST(DepositModel, finds_each_block_of_the_body_and_no_other) {
  const DepositModel model = make_deposit_model(cut_hill(), 2, 3, {});
  std::size_t inside = 0;
  for (std::size_t block = 0; block < model.body_block.size(); ++block) {
    const std::int32_t b = model.body_block[block];
    if (b < 0) continue;
    EXPECT_EQ(model.body.block[static_cast<std::size_t>(b)], block);
    ++inside;
  }
  EXPECT_EQ(inside, model.body.block.size());
  EXPECT_EQ(inside, model.realisations.blocks);
  EXPECT_EQ(model.class_is_inferred, (std::vector<std::uint8_t>{0, 1}));
  EXPECT_EQ(model.ore_grade, 0.012);
}

// Tonnes and grade above the cut-off, over many realisations without the classes' own uncertainty.
TEST(DepositModel, meets_the_statement_on_the_mean) {
  Deposit d = hill();
  for (resource::ConfidenceClass& one : d.confidence) one.metal_sd = 0, one.mean_factor = 1;
  const DepositModel model = make_deposit_model(d, 60, 3, {});
  double tonnes = 0, metal = 0;
  for (std::size_t r = 0; r < 60; ++r)
    for (std::size_t b = 0; b < model.body.block.size(); ++b) {
      const double grade = static_cast<double>(model.realisations.at(0, r, b));
      if (grade < 0.006) continue;
      tonnes += model.block_t[model.body.block[b]] / 60;
      metal += model.block_t[model.body.block[b]] * grade / 60;
    }
  EXPECT_NEAR(tonnes / 2.2e6, 1, 0.05);
  EXPECT_NEAR(metal / tonnes / 0.012, 1, 0.05);
}

TEST(DepositModel, leaves_air_out_of_the_body) {
  const auto top_of = [](const Deposit& d) {
    int top = 0;
    for (const std::uint32_t block : make_frame(d).body.block)
      top = std::max(top, d.grid.cell_of(block)[2]);
    return top;
  };
  EXPECT_EQ(top_of(hill()), 11);
  Deposit d = hill();
  d.surface.shape = SurfaceShape::level, d.surface.level_m = 90;
  EXPECT_EQ(top_of(d), 8);
}

std::string no_answer_of(const Deposit& d) {
  try {
    make_frame(d);
  } catch (const NoAnswer& answer) {
    return answer.what();
  }
  return "";
}

TEST(DepositModel, says_why_there_is_no_body) {
  Deposit beside = hill();
  beside.solid[0].centre.x = 5000;
  const std::string far = no_answer_of(beside);
  EXPECT_TRUE(far.starts_with("deposit hill: no block centre lies inside its solids")) << far;
  EXPECT_NE(far.find("in blocks of 20 x 20 x 10 m"), std::string::npos) << far;
  Deposit buried = hill();
  buried.surface.shape = SurfaceShape::level, buried.surface.level_m = 10;  // the body ends at 30
  const std::string above = no_answer_of(buried);
  EXPECT_NE(above.find("all of them above the ground (10 m at its highest)"), std::string::npos)
      << above;
}

TEST(DepositModel, says_that_no_law_meets_the_statement) {
  Deposit d = hill();
  d.statement->tonnage_t = 1e9;  // more than the body's rock
  const std::string said = no_answer_of(d);
  EXPECT_TRUE(said.starts_with("deposit hill: no grade law meets the statement: ")) << said;
}

TEST(DepositModel, gives_its_faults_the_deposits_key) {
  Deposit d = hill();
  d.solid[0].dip_deg = 0;  // a pipe that does not dip
  try {
    make_frame(d);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_TRUE(error.faults()[0].key.starts_with("deposit.hill")) << error.faults()[0].key;
  }
}

}  // namespace
}  // namespace lode::study
