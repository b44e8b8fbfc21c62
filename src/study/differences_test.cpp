#include "study/differences.h"

#include <gtest/gtest.h>

#include "study/made_up_choices.h"

namespace lode::study {
namespace {

using Keys = std::vector<std::string>;

// One number, one distribution, one name in a list: each is told by its key, and nothing else is.
TEST(Differences, are_told_by_key) {
  const CaseFile own = choices_case_file();
  EXPECT_EQ(differing_keys(own, own), Keys());
  CaseFile other = own;
  other.values.planning.price_usd += 1e-9;
  other.values.bid[0].right[0].consent = {"host"};
  other.sampled[0].distribution.values.back() += 0.01;
  EXPECT_EQ(differing_keys(own, other),
            (Keys{"bid.first.right.build.consent", own.sampled[0].key, "planning.price"}));
  EXPECT_EQ(differing_keys(other, own), differing_keys(own, other));
  other = own;
  other.values.bid[1].right.pop_back();
  const Keys less = differing_keys(own, other);
  EXPECT_EQ(less.front(), "bid.second.right");
  EXPECT_TRUE(std::find(less.begin(), less.end(), "bid.second.right.expand.holder") != less.end());
}

TEST(Differences, say_what_may_be_taken_over) {
  const Case c = choices_case_file().values;
  EXPECT_TRUE(leaves_model({"deposit.hill.mine.loss", "tax.income_rate"}, c.deposit[1]));
  EXPECT_FALSE(leaves_model({"deposit.hill.mine.loss"}, c.deposit[0]));
  EXPECT_FALSE(leaves_model({"deposit"}, c.deposit[0]));
  EXPECT_TRUE(leaves_plans({"bid.first.carry", "project.capital_overrun"}));
  EXPECT_FALSE(leaves_plans({"bid.first.carry", "planning.price"}));
  EXPECT_TRUE(leaves_plans({}));
}

}  // namespace
}  // namespace lode::study
