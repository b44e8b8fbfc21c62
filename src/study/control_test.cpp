#include "study/control.h"

#include <gtest/gtest.h>

#include <set>

#include "study/made_up_choices.h"

namespace lode::study {
namespace {

// Arrangements differ, the bid's own is the first, and each says who decides in words of its own.
TEST(Control, arrangements_are_told_apart) {
  const CaseFile file = choices_case_file();
  const std::vector<Arrangement> all = arrangements_of(file.values.bid[0]);
  ASSERT_GT(all.size(), 5u);
  EXPECT_EQ(all.front().id, "as_bid");
  std::set<std::string> ids, names;
  for (const Arrangement& one : all) ids.insert(one.id), names.insert(one.name);
  EXPECT_EQ(ids.size(), all.size());
  EXPECT_EQ(names.size(), all.size());
  deal::Bid without = file.values.bid[0];
  without.right.clear();
  EXPECT_TRUE(arrangements_of(without).empty());
}

// The right of the same holder is the same right.
TEST(Control, the_bids_own_holder_changes_nothing) {
  const Results r = choices_run(32, 8);
  const std::vector<Decided>& all = r.control[0];
  for (const Decided& one : all)
    if (one.by.id == "sponsor") {
      EXPECT_EQ(one.year, all.front().year);
      EXPECT_EQ(one.value, all.front().value);
    }
}

}  // namespace
}  // namespace lode::study
