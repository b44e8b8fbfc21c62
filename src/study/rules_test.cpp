#include <fmt/format.h>
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

// The main commodity's law is 0.8 at 1.2 %, with a tail of 0.08 %: 0.8 / (1 - 0.08 / 1.2) = 6/7 of
// the richest feed, so that the factor may be 7/6.
TEST(Rules, keep_the_bank_case_below_full_recovery) {
  const auto faults_at = [](double factor, plant::Law law) {
    Case c = made_up_case();
    c.bank_case.recovery_factor = factor;
    plant::Recovery& main = c.deposit[0].mill.stage[1].recovery[0];
    main.law = law;
    if (law != plant::Law::constant_tail) main.tail_grade = main.reference_grade = 0;
    if (law == plant::Law::table) main.grades = {0.01, 0.02}, main.factors = {0.5, 1.2};
    return breaches(c);
  };
  for (const auto& [law, most] :
       {std::pair{plant::Law::constant_tail, 7.0 / 6}, std::pair{plant::Law::constant, 1 / 0.8},
        std::pair{plant::Law::table, 1 / 0.96}}) {
    EXPECT_TRUE(faults_at(0.9, law).empty());
    EXPECT_TRUE(faults_at(most - 1e-6, law).empty());
    const auto found = faults_at(most + 1e-3, law);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].key, "bank_case.recovery_factor");
    const std::string& told = found[0].message;
    const double named = std::stod(told.substr(told.find("at most ") + 8));
    EXPECT_NEAR(named, most, 1e-4) << told;
    EXPECT_TRUE(faults_at(named, law).empty()) << told;
  }
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
