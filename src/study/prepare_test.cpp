#include "study/prepare.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

TEST(Run, bids_that_move_timing_get_their_own_plan_and_equal_ones_share) {
  Case c = made_up_case();
  Results r = small_run(c, 2, 2);
  EXPECT_NE(r.plan_of_bid[0], r.plan_of_bid[1]);
  c.bid[1].delay_y = 0;
  c.bid[1].venture.marketing_discount = c.bid[0].venture.marketing_discount;
  r = small_run(c, 2, 2);
  EXPECT_EQ(r.plan_of_bid[0], r.plan_of_bid[1]);
  EXPECT_EQ(r.plans.size(), 1u);
}

TEST(Prepare, says_no_without_a_body_and_without_a_pit) {
  for (const double price : {0.01, 80.0})
    for (const double moved_m : {0.0, 1e5}) {
      Case c = made_up_case();
      c.planning.price_usd = price;
      c.deposit[0].solid[0].centre.x += moved_m;
      std::string why;
      try {
        small_study(c);
      } catch (const NoAnswer& answer) {
        why = answer.what();
      }
      EXPECT_EQ(why.empty(), price > 1 && moved_m == 0);
      if (moved_m > 0) {
        EXPECT_NE(why.find("no block centre lies inside its solids"), std::string::npos) << why;
      }
    }
}

// Wherever it is asked: at once, and at each stage that reports its progress.
TEST(Prepare, ends_when_it_is_asked_to_stop) {
  std::atomic<bool> flag{true};
  EXPECT_THROW(prepare(case_file(made_up_case()), {20, 5, 3, {}}, Stop(flag)), Stopped);
  std::vector<std::string> stages;
  prepare(case_file(made_up_case()), {20, 5, 3, {}}, {}, [&](std::string_view stage, double) {
    if (stages.empty() || stages.back() != stage) stages.emplace_back(stage);
  });
  ASSERT_GE(stages.size(), 2U);
  for (const std::string& at : stages) {
    flag = false;
    std::string last;
    const Progress progress = [&](std::string_view stage, double) {
      last = stage;
      if (stage == at) flag = true;
    };
    EXPECT_THROW(prepare(case_file(made_up_case()), {20, 5, 3, {}}, Stop(flag), progress), Stopped);
    EXPECT_EQ(last, at);
  }
}

}  // namespace
}  // namespace lode::study
