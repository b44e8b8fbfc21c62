#include "study/rules_rights.h"

#include <gtest/gtest.h>

#include "study/made_up_choices.h"

namespace lode::study {
namespace {

// The breaches of the case after a change, as "key: message".
template <class Change>
std::string told(const Change& change) {
  CaseFile file = choices_case_file();
  change(file.values);
  std::string out;
  for (const Breach& breach : breaches(file.values))
    out += breach.key + ": " + breach.message + "\n";
  return out;
}

TEST(RightRules, the_made_up_case_breaks_none) {
  EXPECT_EQ(told([](Case&) {}), "");
}

TEST(RightRules, tell_key_reason_and_what_is_allowed) {
  const auto build = [](Case& c) -> deal::Right& { return c.bid[0].right[0]; };
  const auto expect = [](const std::string& said, std::initializer_list<const char*> words) {
    for (const char* word : words)
      EXPECT_NE(said.find(word), std::string::npos) << word << " in\n" << said;
  };
  expect(told([&](Case& c) { build(c).holder = ""; }),
         {"bid.first.right.build.holder", "none who may decide", "sponsor, fund"});
  expect(told([&](Case& c) { build(c).holder = "mayor"; }), {"\"mayor\"", "host, lenders"});
  expect(told([&](Case& c) { build(c).jointly = {"host"}; }),
         {"bid.first.right.build.jointly", "2 holders", "proposal"});
  expect(told([&](Case& c) { build(c).consent = {"buyer"}; }),
         {"bid.first.right.build.consent", "\"buyer\""});
  expect(told([&](Case& c) { build(c).consent = {"sponsor"}; }), {"names the holder itself"});
  expect(told([&](Case& c) { build(c).consent = {"partners"}; }),
         {"names the partners", "holder.NAME"});
  expect(told([&](Case& c) { build(c).from = 2028, build(c).until = 2027; }),
         {"bid.first.right.build.until", "2027 is before"});
  expect(told([&](Case& c) { build(c).until = 2025; }),
         {"bid.first.right.build.until", "2025 is before construction can start, in 2026"});
  expect(told([&](Case& c) { build(c).from = 2025; }), {"bid.first.right.build.from", "in 2026"});
  expect(told([&](Case& c) { c.study_period.years = 3; }),
         {"study_period.years", "before the study ends", "2029"});
  expect(told([&](Case& c) { build(c).until = 2031; }), {"project.quarters_until", "2034"});
  expect(told([&](Case& c) { c.bid[0].right[1].id = "mine"; }),
         {"no right that is used", "build, expand, operate, sell"});
  expect(told([&](Case& c) { c.bid[0].right[1].id = "sell", c.bid[0].right[1].holder = "host"; }),
         {"bid.first.right.sell.holder", "marketer_is_sponsor"});
  expect(told([&](Case& c) { build(c).promised = 2040; }),
         {"bid.first.right.build.promised", "outside the window"});
  expect(told([&](Case& c) { c.bid[0].right.erase(c.bid[0].right.begin()); }),
         {"bid.first.right.expand", "goes with"});
  expect(told([&](Case& c) {
           c.deposit[1].capital_profile = {0.1, 0.3, 0.2};
         }),
         {"deposit.hill.capital_profile", "add to 0.5"});
  expect(told([&](Case& c) { c.deposit[0].capital_profile.clear(); }),
         {"deposit.hill.capital_profile", "is needed"});
  expect(told([&](Case& c) { c.study_period.finding[0].key = "moon"; }),
         {"study_period.finding.recovery.key", "no sampled parameter"});
}

}  // namespace
}  // namespace lode::study
