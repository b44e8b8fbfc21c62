#include "study/decided_bridge.h"

#include <gtest/gtest.h>

#include "study/made_up_choices.h"
#include "study/results.h"

namespace lode::study {
namespace {

// It begins with the reference as decided alone, ends with the other bid, and a step whose terms are
// the same in both changes nothing.
TEST(DecidedBridge, leads_from_one_bid_to_the_other) {
  CaseFile file = choices_case_file();
  file.values.bid[1].equity_rate = 0.06;
  for (deal::Bid& bid : file.values.bid) bid.right.push_back(right("operate", "sponsor"));
  const Results r = run(file, {48, 8, 3, {}});
  ASSERT_EQ(r.decided_bridge.size(), kTermGroups.size() + 1);
  EXPECT_EQ(r.decided_bridge.front().term, "");
  EXPECT_EQ(r.decided_bridge.front().decided.value, r.control[0].front().value);
  EXPECT_EQ(r.decided_bridge.front().decided.year, r.control[0].front().year);
  EXPECT_EQ(r.decided_bridge.back().decided.year, r.control[1].front().year);
  for (std::size_t row = 0; row < 48; ++row)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      EXPECT_NEAR(r.decided_bridge.back().decided.value[row][p], r.control[1].front().value[row][p],
                  1e-6);
  const deal::Bid &from = r.file->values.bid[0], &to = r.file->values.bid[1];
  ASSERT_EQ(from.sponsor_stake, to.sponsor_stake);
  EXPECT_EQ(r.decided_bridge[2].decided.value, r.decided_bridge[1].decided.value);
}

TEST(DecidedBridge, is_none_where_a_bid_gives_no_right) {
  CaseFile file = choices_case_file();
  file.values.bid[1].right.clear();
  EXPECT_TRUE(run(file, {16, 8, 3, {}}).decided_bridge.empty());
}

}  // namespace
}  // namespace lode::study
