#include "study/feeds.h"

#include <gtest/gtest.h>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// What the bounds let pass never fails in a run, and what they refuse holds of some ore: for every
// grade of the product between that of poor and of the richest ore.
TEST(Feeds, that_pass_the_bounds_never_fail_a_run) {
  std::size_t passed = 0, refused = 0;
  for (double product_grade = 0.01; product_grade < 0.2; product_grade *= 1.5) {
    Case c = made_up_case();
    c.deposit[0].mill.stage[1].product_grade = product_grade;
    try {
      const Results r = small_run(c, 30);
      EXPECT_EQ(r.rows.size(), 30U);
      ++passed;
    } catch (const InputError& error) {
      ++refused;
      EXPECT_EQ(error.faults()[0].key, "deposit.hill.mill.stage.flotation.product_grade");
    }
  }
  EXPECT_GT(passed, 2U);
  EXPECT_GT(refused, 0U);
}

}  // namespace
}  // namespace lode::study
