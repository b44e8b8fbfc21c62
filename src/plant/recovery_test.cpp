#include "plant/recovery.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace lode::plant {
namespace {

Recovery tail_law() {
  Recovery r;
  r.id = "w", r.law = Law::constant_tail, r.recovery = 0.72, r.start_recovery = 0.48;
  r.reference_grade = 0.002, r.tail_grade = 0.0002, r.learning_y = 2;
  return r;
}

TEST(Recovery, at_reference_grade_learns_in_a_straight_line) {
  EXPECT_DOUBLE_EQ(recovery_at(tail_law(), 0.002, 0), 0.48);
  EXPECT_DOUBLE_EQ(recovery_at(tail_law(), 0.002, 1), 0.60);
  EXPECT_DOUBLE_EQ(recovery_at(tail_law(), 0.002, 5), 0.72);
}

// A constant tail means: metal lost = a fixed share of what is above the tail grade, plus the tail
// itself. 0.001 head: recovered = 0.72 / 0.9 * (0.001 - 0.0002) = 0.00064 per tonne.
TEST(Recovery, falls_with_head_grade_by_the_constant_tail) {
  EXPECT_NEAR(recovery_at(tail_law(), 0.001, 9) * 0.001, 0.00064, 1e-15);
  EXPECT_EQ(recovery_at(tail_law(), 0.0002, 9), 0);
  EXPECT_EQ(recovery_at(tail_law(), 0.0001, 9), 0);
}

RC_GTEST_PROP(Recovery, is_a_rising_share_for_all_grades, ()) {
  const Recovery r = tail_law();
  ASSERT_EQ(fault_of(r), "");
  const double low = *rc::gen::inRange(1, 100000) * 1e-7,
               step = *rc::gen::inRange(0, 100000) * 1e-7;
  const double years = *rc::gen::inRange(0, 50) * 0.1;
  const double a = recovery_at(r, low, years), b = recovery_at(r, low + step, years);
  RC_ASSERT(0 <= a && a <= b && b <= 1);
}

TEST(Recovery, reads_a_table_straight_between_its_points) {
  Recovery r;
  r.law = Law::table, r.recovery = 0.9, r.grades = {0.001, 0.003}, r.factors = {0.5, 1};
  ASSERT_EQ(fault_of(r), "");
  EXPECT_DOUBLE_EQ(recovery_at(r, 0.0005, 0), 0.45);
  EXPECT_DOUBLE_EQ(recovery_at(r, 0.0015, 0), 0.9 * 0.625);
  EXPECT_DOUBLE_EQ(recovery_at(r, 0.01, 0), 0.9);
}

TEST(Recovery, refuses_what_contradicts_its_law) {
  Recovery r = tail_law();
  r.recovery = 0.95;
  EXPECT_NE(fault_of(r).find("at most 0.9"), std::string::npos);
  r = tail_law();
  r.law = Law::constant;
  EXPECT_EQ(fault_of(r), "tail_grade is not used: law is not \"constant_tail\"");
  r = {};
  r.recovery = 0.8, r.law = Law::table;
  EXPECT_NE(fault_of(r).find("as many of both"), std::string::npos);
  r.grades = {0.1, 0.1}, r.factors = {1, 1};
  EXPECT_EQ(fault_of(r), "grades must rise");
  r.law = Law::constant;
  EXPECT_EQ(fault_of(r), "grades are not used: law is not \"table\"");
}

}  // namespace
}  // namespace lode::plant
