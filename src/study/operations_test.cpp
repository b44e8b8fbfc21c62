#include "study/operations.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// A price that never moves, no classes' spread, no events: the mill never takes more than its
// capacity, and what is sold is what the refinery made.
TEST(Operations, keep_within_the_capacities) {
  const Results r = small_run(made_up_case(), 20);
  const Case c = made_up_case();
  for (const auto& row : r.rows)
    for (std::size_t y = 0; y < r.layout.years; ++y) {
      EXPECT_LE(row[r.layout.deposit_year(0, 0, DepositYear::milled_t, y)],
                c.deposit[0].mill.capacity_t_per_y * (1 + 1e-9));
      EXPECT_LE(row[r.layout.deposit_year(0, 0, DepositYear::rock_t, y)],
                c.deposit[0].mine.movement_cap_t_per_y * (1 + 1e-9));
      EXPECT_LE(row[r.layout.series(0, Series::product_t, y)],
                c.refinery->capacity_t_per_y * c.refinery->product_content * (1 + 1e-9));
      const double year = 2026 + static_cast<double>(y);
      // Nothing before first ore and after the licence.
      if (year < 2028 || year >= 2040) {
        EXPECT_EQ(row[r.layout.deposit_year(0, 0, DepositYear::milled_t, y)], 0);
      }
    }
}

// First ore in the middle of a year's period: the mill takes half a year of its first year's ramp.
TEST(Operations, mill_for_the_part_of_a_period_after_first_ore) {
  Case c = made_up_case();
  c.deposit[0].lead_y = 3.5;
  ASSERT_TRUE(breaches(c).empty());
  const Results r = small_run(c, 1);
  const Detail detail = run(case_file(c), {1, 5, 3, 0}).details.at(0);
  const DepositSeries& hill = detail.bid[0].operated.deposit[0];
  std::size_t first = 0;
  while (r.calendar.end_y(first) <= 3.5) ++first;
  ASSERT_DOUBLE_EQ(r.calendar.start_y[first], 3);
  ASSERT_DOUBLE_EQ(r.calendar.length_y[first], 1);
  EXPECT_EQ(hill.milled_t[first - 1], 0);
  EXPECT_DOUBLE_EQ(hill.milled_t[first], 0.3e6 * 0.5 * 0.5);
  EXPECT_DOUBLE_EQ(hill.milled_t[first + 1], 0.3e6 * (0.5 * 0.5 + 0.5 * 1));
}

// Flat price far above and far below cost: the venture pays, or is suspended and pays care alone.
TEST(Operations, suspend_when_cash_cost_exceeds_the_trailing_price_for_two_years) {
  const Results r = small_run(made_up_case(), 1);
  const Operated rich = operated_at_flat(r, 200), poor = operated_at_flat(r, 20);
  EXPECT_EQ(rich.suspended_y, 0);
  // At this price the cut-off leaves hardly any ore: either nothing is milled or the venture is
  // suspended.
  EXPECT_LT(total(poor.product_metal_t), 0.3 * total(rich.product_metal_t));
}

// Ore for some eight years of a licence of fourteen.
TEST(Operations, pay_no_refinery_once_the_ore_is_gone) {
  const Case c = made_up_case();
  const Study r = small_study(c, 1);
  const Operated operated = operated_at_flat(r, 80);
  double at_work_y = 0;
  for (std::size_t t = 0; t < r.calendar.periods(); ++t) {
    const bool works = operated.product_metal_t[t] > 0;
    if (works) at_work_y += r.calendar.length_y[t];
    if (works)
      EXPECT_GT(operated.money.refining_usd[t],
                c.refinery->fixed_usd_per_y * r.calendar.length_y[t]);
    else
      EXPECT_EQ(operated.money.refining_usd[t], 0) << t;
  }
  EXPECT_GT(at_work_y, 5);
  EXPECT_LT(at_work_y, 11);
}

// Two deposits that differ in their by-product alone, before a refinery too small for both: the one
// that earns less beside the main product waits, the other mills what it would without a limit.
TEST(Operations, curtail_the_mill_that_earns_least_beside_the_main_product) {
  Case c = made_up_case();
  c.deposit.push_back(c.deposit[0]);
  c.deposit[1].id = c.deposit[1].name = "ridge";
  c.deposit[0].statement->by_product[0].grade = 0.01;  // pays for its milling
  c.deposit[1].statement->by_product[0].grade = 0.0001;
  c.refinery->stock_cap_y = 0;
  const auto milled = [&](double capacity_t) {
    c.refinery->capacity_t_per_y = capacity_t;
    return operated_at_flat(small_study(c, 1), 80);
  };
  const Operated whole = milled(1e6), tight = milled(4000);
  const auto most = [](const std::vector<double>& values) {
    return *std::max_element(values.begin(), values.end());
  };
  EXPECT_GT(most(whole.product_metal_t), 4000 * 0.9 * 1.2);
  EXPECT_LE(most(tight.product_metal_t), 4000 * 0.9 * (1 + 1e-12));
  EXPECT_EQ(tight.deposit[0].milled_t, whole.deposit[0].milled_t);
  EXPECT_LT(total(tight.deposit[1].milled_t), 0.9 * total(whole.deposit[1].milled_t));
}

Case mined_at_once() {  // and milled over years
  Case c = made_up_case();
  c.deposit[0].mine.movement_cap_t_per_y = 20e6, c.deposit[0].mine.sink_rate_benches_per_y = 50;
  c.deposit[0].mine.stock_target_y = 20;
  return c;
}

// The planning price for five years, then so much a tonne.
market::PricePath slump(const Study& study, double usd_per_t) {
  market::PricePath out = flat_prices(study.file->values, study.calendar, 80);
  for (std::size_t t = 0; t < study.calendar.periods(); ++t)
    if (study.calendar.mid_y(t) > 5) out[0][t] = usd_per_t;
  return out;
}

// The pit is empty and ore stands in stock: the venture is kept open for it, and pays for that.
TEST(Operations, pay_care_while_ore_stands_in_stock) {
  const Study r = small_study(mined_at_once(), 1);
  const Operated operated = operated_at(r, 0, slump(r, 1));
  ASSERT_GT(operated.suspended_y, 2);
  ASSERT_GT(operated.bridge[0].ore_stock, 0);
  double mined_since = 0;
  for (std::size_t t = 0; t < r.calendar.periods(); ++t)
    if (operated.care_y[t] > 0) mined_since += operated.deposit[0].rock_t[t];
  EXPECT_EQ(mined_since, 0);
  double rock = 0, planned = 0;
  for (const double t : operated.deposit[0].rock_t) rock += t;
  for (const auto& increment : r.plans[0].deposit[0].inventory->increments)
    planned += increment.rock_t;
  EXPECT_GE(rock, planned * (1 - 1e-9));  // nothing is left in the pit
}

// A slump, with all ore in stock: who may not suspend mills on at a loss.
TEST(Operate, suspends_if_the_policy_says_so) {
  const Study study = small_study(mined_at_once(), 1);
  const World world = central_world(study, slump(study, 1));
  const Operated usual = operate(study, study.plans[0], world);
  const Operated stays = operate(study, study.plans[0], world, {.suspends = false});
  ASSERT_GT(usual.suspended_y, 0);
  EXPECT_EQ(stays.suspended_y, 0);
  EXPECT_GT(total(stays.product_metal_t), total(usual.product_metal_t));
}

// The planning price is 80: at half of it ore must be richer, unless the policy keeps to the plan.
TEST(Operate, follows_the_price_if_the_policy_says_so) {
  Case c = made_up_case();
  c.deposit[0].statement->cut_off = 0.002;  // so that the cut-off decides
  const Study study = small_study(c, 1);
  const World world = central_world(study, slump(study, 4000));
  const auto highest = [](const Operated& operated) {
    const std::vector<double>& cut_off = operated.deposit[0].cut_off;
    return *std::max_element(cut_off.begin(), cut_off.end());
  };
  const double planned = highest(operated_at_flat(study, 80));
  EXPECT_GT(highest(operate(study, study.plans[0], world)), 1.2 * planned);
  EXPECT_NEAR(highest(operate(study, study.plans[0], world, {.follows_price = false})), planned,
              1e-12);
}

}  // namespace
}  // namespace lode::study
