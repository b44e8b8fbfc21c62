#include "study/control.h"

#include <gtest/gtest.h>

#include <algorithm>
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

// A right that the bid itself holds so is no other arrangement; the same right of the same holder
// decides the same.
TEST(Control, the_bids_own_holder_is_not_told_twice) {
  CaseFile file = choices_case_file();
  const auto has = [](const std::vector<Arrangement>& all, const char* id) {
    return std::any_of(all.begin(), all.end(), [&](const Arrangement& a) { return a.id == id; });
  };
  EXPECT_FALSE(has(arrangements_of(file.values.bid[0]), "sponsor"));
  for (deal::Right& one : file.values.bid[0].right) one.holder = "host";
  EXPECT_TRUE(has(arrangements_of(file.values.bid[0]), "sponsor"));
  EXPECT_FALSE(has(arrangements_of(file.values.bid[0]), "host"));
  const Results by_host = run(file, {32, 8, 3, {}}), by_sponsor = choices_run(32, 8);
  const auto of = [](const Results& r, const char* id) -> const Decided& {
    return *std::find_if(r.control[0].begin(), r.control[0].end(),
                         [&](const Decided& d) { return d.by.id == id; });
  };
  EXPECT_EQ(of(by_host, "sponsor").value, by_sponsor.control[0].front().value);
  EXPECT_EQ(of(by_sponsor, "host").value, by_host.control[0].front().value);
}

}  // namespace
}  // namespace lode::study
