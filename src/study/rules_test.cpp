#include <gtest/gtest.h>

#include <string>

#include "study/case.h"
#include "study/made_up_runs.h"

namespace lode::study {
namespace {

TEST(MadeUpCase, breaks_no_rule) { EXPECT_TRUE(breaches(made_up_case()).empty()); }

TEST(Rules, keep_mining_and_capital_within_calendar_and_licence) {
  const auto keys = [](const auto& change) {
    Case c = made_up_case();  // 2026 to 2041, two years of construction, ore after two
    change(c);
    std::vector<std::string> out;
    for (const Breach& breach : breaches(c)) out.push_back(breach.key);
    return out;
  };
  using Keys = std::vector<std::string>;
  EXPECT_EQ(keys([](Case& c) { c.project.licence_start = 2027; }), Keys{"project.licence_start"});
  EXPECT_EQ(keys([](Case& c) { c.deposit[0].prestrip_y = 2.5; }), Keys{"deposit.hill.prestrip"});
  EXPECT_EQ(keys([](Case& c) {
              c.bid[1].delay_y = 14;
              c.project.quarters_until = 2042;
            }),
            Keys{"bid.second.delay"});
  EXPECT_EQ(keys([](Case& c) { c.project.capital_profile.assign(20, 0.05); }),
            (Keys{"project.capital_profile", "bid.second.delay"}));
}

// What is read once in a scenario cannot be changed for a time: such an event would do nothing.
TEST(Events, may_change_only_what_is_read_in_each_period) {
  const auto breach_of = [](const std::string& key) {
    Case c = made_up_case();
    Event event;
    event.id = event.name = "change", event.date = 2030;
    EventChange change;
    change.id = "it", change.key = key, change.factor = 2;
    event.change = {change};
    c.event = {event};
    return !breaches(c).empty();
  };
  Case c = made_up_case();
  const std::string main = "commodity." + c.commodity[0].id, bid = "bid." + c.bid[0].id;
  for (const auto& key : {main + ".payable", main + ".selling", std::string("tax.vat_delay")})
    EXPECT_FALSE(breach_of(key)) << key;
  for (const auto& key : {main + ".long_run", bid + ".marketing_fee", bid + ".capital_factor",
                          std::string("macro.inflation"), std::string("financing.closure")})
    EXPECT_TRUE(breach_of(key)) << key;
}

TEST(Rules, quarters_cover_the_construction_of_every_bid) {
  Case c = made_up_case();  // two years from 2026, the second bid a year later
  c.project.quarters_until = 2028;
  const auto found = breaches(c);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].key, "project.quarters_until");
  EXPECT_NE(found[0].message.find("second (2029)"), std::string::npos);
}

}  // namespace
}  // namespace lode::study
