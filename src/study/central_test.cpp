#include "study/central.h"

#include <gtest/gtest.h>

#include <cmath>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

TEST(Central, breakeven_price_is_where_project_value_is_nothing) {
  const Results r = small_run(made_up_case(), 1);
  ASSERT_FALSE(std::isnan(r.central.breakeven_usd));
  const double rate = r.file->values.discount.project;
  EXPECT_LT(flat_npv(r, 0, 0.999 * r.central.breakeven_usd, rate), 0);
  EXPECT_GT(flat_npv(r, 0, 1.001 * r.central.breakeven_usd, rate), 0);
}

// A stake priced by value costs the stated share of the planned project's value.
TEST(Central, stake_price_by_value_is_the_stated_share) {
  Case c = made_up_case();
  c.bid[0].stake_price_usd = 1e6;
  const Results r = small_run(c, 1);
  const double npv =
      flat_npv(r, 1, r.file->values.planning.price_usd, r.file->values.discount.project);
  ASSERT_GT(npv * 0.5 * 0.7, 1e6);  // or it would say nothing
  EXPECT_NEAR(r.stake_price_usd[1], npv * 0.5 * 0.7, 1e-6);
  EXPECT_EQ(r.stake_price_usd[0], 1e6);
}

TEST(Central, stake_price_by_value_is_not_below_what_the_first_bid_pays) {
  Case c = made_up_case();
  c.bid[1].stake_price_share = 1e-6;
  c.bid[1].stake_price_premium = 1.25;
  EXPECT_NEAR(small_run(c, 1).stake_price_usd[1], 1.25 * 2e6, 1e-6);
}

TEST(Central, costs_per_unit_add_up_to_the_breakeven_price) {
  const Results r = small_run(made_up_case(), 1);
  double sum = 0;
  for (const auto& [item, usd] : r.central.breakeven_cost) sum += usd;
  EXPECT_NEAR(sum, r.central.breakeven_usd, 1e-5 * r.central.breakeven_usd);  // found to 1e-6
}

}  // namespace
}  // namespace lode::study
