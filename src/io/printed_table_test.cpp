#include "io/printed_table.h"

#include <gtest/gtest.h>

namespace lode::io {
namespace {

TEST(PeriodName, reads_what_reports_print) {
  struct {
    const char* text;
    int number, part;
  } const kNames[] = {
      {"2027", 2027, 0},    {"-3", -3, 0},       {"+1", 1, 0},           {"t0", 0, 0},
      {"y12", 12, 0},       {"Y1", 1, 0},        {"Yr -2", -2, 0},       {"Yr. 3", 3, 0},
      {"YEAR 1", 1, 0},     {"Y-1", -1, 0},      {"Yr \u22122", -2, 0},  {"FY 2027", 2027, 0},
      {"2027 Q1", 2027, 1}, {"2027q4", 2027, 4}, {"2027-M11", 2027, 11}, {"Q1 2027", 2027, 1},
      {"h2/2027", 2027, 2}, {"Q3", 3, 0},
  };
  for (const auto& [text, number, part] : kNames) {
    const auto name = period_name(text);
    ASSERT_TRUE(name.has_value()) << text;
    EXPECT_EQ(name->number, number) << text;
    EXPECT_EQ(name->part, part) << text;
  }
}

TEST(PeriodName, refuses_what_is_no_period) {
  for (const char* text :
       {"", "Total", "LOM", "unit", "2027 total", "Year", "-", "Au 1", "CAPEX1", "1.5", "2027 Q",
        "2027 Q5", "2027 Q0", "M13 2027", "2027 to 2030", "20270101"})
    EXPECT_FALSE(period_name(text).has_value()) << text;
}

TEST(PeriodName, rises_by_one_and_may_stay_within_a_year) {
  const auto ok = [](const char* before, const char* next, bool lengths = false) {
    return follows(*period_name(next), *period_name(before), lengths);
  };
  EXPECT_TRUE(ok("2027", "2028"));
  EXPECT_FALSE(ok("2027", "2029"));
  EXPECT_FALSE(ok("2028", "2027"));
  EXPECT_FALSE(ok("2027", "2027"));
  EXPECT_TRUE(ok("Yr -2", "Yr -1"));
  EXPECT_TRUE(ok("Yr -1", "Yr 1"));  // no year 0
  EXPECT_TRUE(ok("Yr -1", "0"));
  EXPECT_FALSE(ok("Yr 1", "Yr 3"));
  EXPECT_TRUE(ok("2027", "2027", true));
  EXPECT_TRUE(ok("2027", "2032", true));
  EXPECT_FALSE(ok("2027", "2026", true));
  EXPECT_FALSE(ok("3", "3", true));  // an index
  EXPECT_TRUE(ok("2027 Q1", "2027 Q2"));
  EXPECT_TRUE(ok("2027 Q4", "2028 Q1"));
  EXPECT_FALSE(ok("2027 Q4", "2026 Q1"));
  EXPECT_FALSE(ok("2027 Q1", "2027 Q3"));
  EXPECT_FALSE(ok("2027 H1", "2028 H1"));
  EXPECT_TRUE(ok("2027 M12", "2028 Q1"));
  EXPECT_TRUE(ok("2027 Q4", "2028"));
}

TEST(PrintedNumber, reads_groups_brackets_and_dashes) {
  struct {
    const char* text;
    double value;
  } const kNumbers[] = {
      {"1,050", 1050},
      {"1 050", 1050},
      {"12,345,678.9", 12345678.9},
      {"(68)", -68},
      {"(1,050.5)", -1050.5},
      {"-", 0},
      {"\u2013", 0},
      {"\u2014", 0},
      {"\u221268", -68},
      {"1\u00a0050", 1050},
      {"1\u202f050", 1050},
      {"- 68", -68},
      {"+3", 3},
      {"7", 7},
      {"0.25", 0.25},
      {"1e3", 1000},
      {"1050", 1050},
      {"-1,050", -1050},
      {"999 999", 999999},
      {".5", 0.5},
  };
  for (const auto& [text, value] : kNumbers) {
    const auto number = printed_number(text);
    ASSERT_TRUE(number.has_value()) << text;
    EXPECT_EQ(*number, value) << text;
  }
}

TEST(PrintedNumber, refuses_what_may_be_something_else) {
  for (const char* text :
       {"", "5%", "5 %", "1,05", "1,0500", "1050,5", "1,050,5", "1 050,000", "()", "(-5)", "(5",
        "--5", "- ", "n/a", ",050", "1,", "$5", "nan", "1.050,5"})
    EXPECT_FALSE(printed_number(text).has_value()) << text;
}

}  // namespace
}  // namespace lode::io
