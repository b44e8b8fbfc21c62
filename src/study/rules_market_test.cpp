#include "study/rules_market.h"

#include <gtest/gtest.h>

#include "study/draws.h"
#include "study/made_up_market.h"

namespace lode::study {
namespace {

template <class Change>
std::string told(const Change& change) {
  CaseFile file = market_case_file();
  change(file.values);
  std::string out;
  for (const Breach& breach : market_breaches(file.values))
    out += breach.key + ": " + breach.message + "\n";
  return out;
}

TEST(MarketRules, tell_key_reason_and_what_is_allowed) {
  EXPECT_EQ(told([](Case&) {}), "");
  const auto expect = [](const std::string& said, std::initializer_list<const char*> words) {
    for (const char* word : words)
      EXPECT_NE(said.find(word), std::string::npos) << word << " in\n" << said;
  };
  expect(told([](Case& c) { c.market->quoted_in = "moon"; }),
         {"market.quoted_in", "\"moon\"", "south, north, new"});
  expect(told([](Case& c) { c.market->quoted_stage = "ore"; }), {"market.quoted_stage", "metal"});
  expect(told([](Case& c) { c.market->demand_long = 0.01; }), {"market.demand_long", "below"});
  expect(told([](Case& c) { c.event.back().market_scenario = "war"; }),
         {"event.ban.market_scenario", "\"war\"", "ban"});
  expect(told([](Case& c) { c.bid[0].offtake[0].market_producer = "x"; }),
         {"market_producer", "\"x\"", "project"});
  expect(told([](Case& c) { c.bid[0].offtake[0].market_producer = "south"; }), {"output = 0"});
  expect(told([](Case& c) { c.market->clause = {{"y", "Y"}}; }), {"market.clause.y", "\"y\""});
  expect(told([](Case& c) { c.market.reset(); }),
         {"event.ban.market_scenario: needs a [market]", "priced_in: needs a [market]"});
}

// Elasticities whose ranges overlap may be drawn in the wrong order: said before anything is mined.
TEST(MarketRules, hold_for_every_draw) {
  CaseFile file = market_case_file();
  file.sampled.push_back(
      {"market.demand_short", Distribution{Distribution::Kind::uniform, {0.05, 0.9}, {}}, 1});
  const auto shared = std::make_shared<const CaseFile>(std::move(file));
  const Case& c = shared->values;
  const std::vector<Fault> faults = faults_of_draws(
      shared, make_calendar(c.project.base_year, c.project.quarters_until, c.project.horizon_years),
      1, 0, 40);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].key, "market.demand_long");
  EXPECT_NE(faults[0].message.find("of 40 scenarios"), std::string::npos) << faults[0].message;
}

}  // namespace
}  // namespace lode::study
