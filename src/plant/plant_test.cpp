#include "plant/plant.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lode::plant {
namespace {

Concentrator mill() {
  Concentrator c;
  c.capacity_t_per_y = 3e6;
  c.ramp_up = {0.1, 0.4};
  c.recovery = 0.72;
  c.start_recovery = 0.48;
  c.reference_grade = 0.002;
  c.tail_grade = 0.0002;
  c.learning_y = 2;
  c.processing_usd_per_t = 10;
  return c;
}

Refinery refinery() {
  Refinery r;
  r.capacity_t_per_y = 1000;
  r.product_content = 0.885;
  r.yield = 0.96;
  r.conversion_usd_per_quote = 45;
  return r;
}

TEST(Recovery, at_reference_grade_learns_in_a_straight_line) {
  EXPECT_DOUBLE_EQ(recovery_at(mill(), 0.002, 0), 0.48);
  EXPECT_DOUBLE_EQ(recovery_at(mill(), 0.002, 1), 0.60);
  EXPECT_DOUBLE_EQ(recovery_at(mill(), 0.002, 5), 0.72);
}

// A constant tail means: metal lost = a fixed share of what is above the tail grade, plus the tail
// itself. 0.001 head: recovered = 0.72 / 0.9 * (0.001 - 0.0002) = 0.00064 per tonne.
TEST(Recovery, falls_with_head_grade_by_the_constant_tail) {
  EXPECT_NEAR(recovery_at(mill(), 0.001, 9) * 0.001, 0.00064, 1e-15);
  EXPECT_EQ(recovery_at(mill(), 0.0002, 9), 0);
  EXPECT_EQ(recovery_at(mill(), 0.0001, 9), 0);
}

RC_GTEST_PROP(Recovery, is_a_rising_share_for_all_grades, ()) {
  const Concentrator c = mill();
  ASSERT_EQ(fault_of(c), "");
  const double low = *rc::gen::inRange(1, 100000) * 1e-7,
               step = *rc::gen::inRange(0, 100000) * 1e-7;
  const double years = *rc::gen::inRange(0, 50) * 0.1;
  const double a = recovery_at(c, low, years), b = recovery_at(c, low + step, years);
  RC_ASSERT(0 <= a && a <= b && b <= 1);
}

TEST(Recovery, refuses_a_law_that_would_recover_more_than_all) {
  Concentrator c = mill();
  c.recovery = 0.95;
  EXPECT_NE(fault_of(c).find("at most 0.9"), std::string::npos);
}

TEST(Ramp, averages_over_a_period_that_crosses_years) {
  EXPECT_DOUBLE_EQ(ramp_at(mill(), 0, 1), 0.1);
  EXPECT_DOUBLE_EQ(ramp_at(mill(), 0.5, 1), 0.25);
  EXPECT_DOUBLE_EQ(ramp_at(mill(), 1.5, 1), 0.7);
  EXPECT_DOUBLE_EQ(ramp_at(mill(), 7, 0.25), 1);
}

RC_GTEST_PROP(Refine, metal_in_is_product_tails_and_stock_for_all, ()) {
  const Refinery r = refinery();
  const double in = *rc::gen::inRange(0, 2000000) * 1e-3,
               stock = *rc::gen::inRange(0, 2000000) * 1e-3;
  const double years = *rc::gen::element(0.25, 1.0);
  const Refined out = refine(r, in, stock, years);
  RC_ASSERT(std::abs(in + stock - out.product_metal_t - out.tails_t - out.stock_t) < 1e-9);
  RC_ASSERT(out.product_metal_t >= 0 && out.tails_t >= 0 && out.stock_t >= 0);
  RC_ASSERT(out.product_metal_t / r.product_content <= r.capacity_t_per_y * years * (1 + 1e-12));
  RC_ASSERT(out.stock_t == 0 ||
            out.product_metal_t / r.product_content > r.capacity_t_per_y * years * (1 - 1e-12));
}

// Throttled mills send at most what the plant takes in: 1000 t x 0.885 / 0.96 = 921.875 t a year.
TEST(Refine, room_is_intake_when_throttled_and_adds_stock_when_not) {
  Refinery r = refinery();
  r.when_full = WhenFull::throttle;
  EXPECT_DOUBLE_EQ(room_for(r, 0, 1), 921.875);
  EXPECT_DOUBLE_EQ(room_for(r, 900, 1), 21.875);
  r.when_full = WhenFull::stock;
  r.stock_cap_y = 2;
  EXPECT_DOUBLE_EQ(room_for(r, 900, 1), 3 * 921.875 - 900);
}

}  // namespace
}  // namespace lode::plant
