#include "study/plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// Payments to the state or the manager for each tonne count in the plan: a higher cut-off grade,
// less ore, a shorter life. A term without a payment for each tonne does not change the plan.
TEST(Plan, follows_the_marginal_cost) {
  struct Planned {
    double cut_off, ore_t, years;
  };
  const auto plan_of = [](const Case& c) {
    const Study r = small_study(c, 1);
    const Operated operated = operated_at_flat(r, 80);
    Planned out{};
    for (std::size_t t = 0; t < r.calendar.periods(); ++t)
      if (operated.deposit[0].milled_t[t] > 0) {
        out.cut_off = std::max(out.cut_off, operated.deposit[0].cut_off[t]);
        out.ore_t += operated.deposit[0].milled_t[t];
        out.years += r.calendar.length_y[t];
      }
    return out;
  };
  Case c = made_up_case();
  c.project.licence_y = 15, c.deposit[0].statement->cut_off = 0.002;  // so that the cut-off decides
  c.deposit[0].mill.processing_usd_per_t = 25;
  c.suspension.years_below = 20;
  const Planned base = plan_of(c);
  const auto expect_less = [&](const Case& dearer, const char* what) {
    const Planned planned = plan_of(dearer);
    EXPECT_GT(planned.cut_off, base.cut_off * 1.01) << what;
    EXPECT_LT(planned.ore_t, base.ore_t * 0.99) << what;
    EXPECT_LE(planned.years, base.years) << what;
  };
  Case dearer = c;
  dearer.bid[0].venture.royalty_uplift = 0.15;
  expect_less(dearer, "royalty");
  dearer = c, dearer.bid[0].venture.management_fee = 0.15;
  expect_less(dearer, "management fee");
  dearer = c, dearer.tax.extraction[0].rate = 0.25;
  expect_less(dearer, "extraction tax");
  dearer = c, dearer.tax.royalty = {royalty(finance::RoyaltyBase::nsr, 0.15)};
  expect_less(dearer, "royalty by law");
  dearer.tax.royalty[0].to_state = false;
  expect_less(dearer, "private royalty");
  // The planning price of 80 is in the second band.
  dearer.tax.royalty = {sliding(finance::Scale::price, 60)};
  dearer.tax.royalty[0].product = c.commodity[0].id;
  expect_less(dearer, "royalty by price");
  Case equal = c;
  equal.bid[0].profit_share = 0.3, equal.bid[0].venture.management_usd_per_y = 1e6;
  equal.tax.royalty = {royalty(finance::RoyaltyBase::profit, 0.3)};
  equal.tax.rent.resize(1), equal.tax.rent[0].id = "rent", equal.tax.rent[0].rate = 0.5;
  equal.tax.extraction[0].low_profit_rate = 0;
  EXPECT_EQ(plan_of(equal).ore_t, base.ore_t);
  // A rate that depends on the whole venture's figures: the rate of its first band.
  Case first_band = c;
  first_band.tax.royalty = {royalty(finance::RoyaltyBase::revenue, 0.05)};
  for (const auto scale :
       {finance::Scale::margin, finance::Scale::revenue, finance::Scale::r_factor}) {
    Case slides = c;
    slides.tax.royalty = {sliding(scale, 0.01)};
    EXPECT_EQ(plan_of(slides).ore_t, plan_of(first_band).ore_t);
  }
}

}  // namespace
}  // namespace lode::study
