#include "report/table.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <sstream>

#include "base/csv_text.h"

namespace lode::report {
namespace {

const double kNaN = std::numeric_limits<double>::quiet_NaN();

Table deal() {
  return {"deal",
          "What each offer is worth",
          "Discounted at each party's own rate.",
          {{"name", ""}, {"year", "year"}, {"mean", "M$"}, {"p90_exceed", "M$"}},
          {{"State, taxes", 2031.0, 1234.4, -8.25},
           {"The \"fund\"", 2032.0, 0.5, std::monostate{}},
           {"Sponsor", 2033.0, 12.0, kNaN}}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// A reader of RFC 4180 of its own: fields of every record.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> records(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = records.back().back();
    if (quoted) {
      if (text[i] != '"')
        field += text[i];
      else if (i + 1 < text.size() && text[i + 1] == '"')
        field += text[++i];
      else
        quoted = false;
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == ',') {
      records.back().emplace_back();
    } else if (text[i] == '\n') {
      if (i + 1 < text.size()) records.emplace_back(1);
    } else {
      field += text[i];
    }
  }
  return records;
}

TEST(ForPeople, keeps_three_digits_and_separates_thousands) {
  const std::pair<double, const char*> expected[] = {
      {0, "0"},           {-0.0, "0"},          {0.04567, "0.0457"}, {0.5, "0.5"},
      {1.234, "1.23"},    {9.996, "10"},        {12.34, "12.3"},     {99.96, "100"},
      {123.4, "123"},     {999.6, "1,000"},     {1234.4, "1,234"},   {-1234567, "-1,234,567"},
      {1e-5, "1.00e-05"}, {-0.0004, "-0.0004"}, {2031, "2,031"},     {1e16, "1.00e+16"}};
  for (const auto& [value, text] : expected) EXPECT_EQ(for_people(value, "M$"), text) << value;
  EXPECT_EQ(for_people(2031, "year"), "2031");
  EXPECT_EQ(for_people(kNaN, "M$"), "-");
}

// Without its commas the text is a number within half a unit of the third significant digit.
RC_GTEST_PROP(ForPeople, is_within_half_of_the_third_digit_holds_for_all, ()) {
  const double size = std::pow(10.0, *rc::gen::inRange(-3000, 8000) / 1000.0);
  const double value = *rc::gen::arbitrary<bool>() ? size : -size;
  std::string text = for_people(value, "M$");
  std::erase(text, ',');
  const double unit = std::pow(10.0, std::floor(std::log10(size)) - 2);
  RC_ASSERT(std::abs(std::stod(text) - value) <= 0.5001 * std::max(unit, 1e-6));
}

TEST(RowsForPeople, a_column_with_a_unit_keeps_the_decimals_of_its_largest_number) {
  const auto rows = rows_for_people(deal());
  EXPECT_EQ(rows[0], (std::vector<std::string>{"State, taxes", "2031", "1,234", "-8.25"}));
  EXPECT_EQ(rows[1][2], "0");  // 0.5 to even, beside 1,234
  EXPECT_EQ(rows[1][3], "-");
  EXPECT_EQ(rows[2][3], "-");
}

TEST(RowsForPeople, mixed_quantities_are_written_one_by_one) {
  const Table mixed{
      "indicators",
      "",
      "",
      {{"item", ""}, {"value", ""}, {"unit", ""}},
      {{"first dividend", 2034.0, "year"}, {"cover", 1.4249, ""}, {"price", 1025.5, "USD"}}};
  const auto rows = rows_for_people(mixed);
  EXPECT_EQ(rows[0][1], "2034");
  EXPECT_EQ(rows[1][1], "1.42");
  EXPECT_EQ(rows[2][1], "1,026");
}

TEST(Heading, names_percentiles_as_people_do) {
  EXPECT_EQ(heading("p90_exceed"), "P90");
  EXPECT_EQ(heading("tonnes_p10_exceed"), "tonnes P10");
  EXPECT_EQ(heading("standard_error"), "standard error");
  EXPECT_EQ(heading("up1"), "up1");
}

TEST(Csv, has_units_in_the_header_and_exact_numbers) {
  EXPECT_EQ(to_csv(deal()),
            "name,year[year],mean[M$],p90_exceed[M$]\n"
            "\"State, taxes\",2031,1234.4,-8.25\n"
            "\"The \"\"fund\"\"\",2032,0.5,\n"
            "Sponsor,2033,12,\n");
}

RC_GTEST_PROP(Csv, any_words_come_back_holds_for_all, (std::vector<std::string> words)) {
  RC_PRE(!words.empty());
  Table table{"t", "", "", {{"a", ""}, {"b", ""}}, {}};
  for (const std::string& one : words) table.rows.push_back({one, std::string("x")});
  const auto records = read_csv(to_csv(table));
  RC_ASSERT(records.size() == words.size() + 1);
  for (std::size_t i = 0; i < words.size(); ++i)
    RC_ASSERT(unguarded(records[i + 1][0]) == words[i]);
}

TEST(Text, aligns_words_left_and_numbers_right) {
  const auto lines = lines_of(to_text(deal(), 80));
  ASSERT_EQ(lines.size(), 9u);
  EXPECT_EQ(lines[0], "What each offer is worth");
  EXPECT_EQ(lines[2], "name          year   mean    P90");
  EXPECT_EQ(lines[3], "              year     M$     M$");
  EXPECT_EQ(lines[4], "State, taxes  2031  1,234  -8.25");
  EXPECT_EQ(lines[5], "The \"fund\"    2032      0      -");
  EXPECT_EQ(lines[8], "Discounted at each party's own rate.");
}

TEST(Text, wraps_long_words_inside_their_column) {
  Table table{"inputs", "", "", {{"key", ""}, {"value", "Mt"}, {"note", ""}}, {}};
  table.rows.push_back(
      {"deposit.mill.capacity", 3.0,
       "taken from the statement of the year before, table four, and checked by hand"});
  const std::string text = to_text(table, 60);
  for (const std::string& line : lines_of(text)) EXPECT_LE(line.size(), 60u) << line;
  EXPECT_NE(text.find("checked"), std::string::npos);
}

RC_GTEST_PROP(Text, keeps_to_the_width_holds_for_all, ()) {
  const int width = *rc::gen::inRange(50, 120);
  Table table{"t", "", "", {{"item", ""}, {"value", "M$"}, {"note", ""}}, {}};
  const auto some_words = [](int most) {
    std::string text;
    for (int i = *rc::gen::inRange(1, most); i > 0; --i)
      text += std::string(*rc::gen::inRange<std::size_t>(1, 12), 'x') + " ";
    return text;
  };
  for (int r = *rc::gen::inRange(1, 5); r > 0; --r)
    table.rows.push_back({some_words(8), double(*rc::gen::inRange(-99999, 99999)), some_words(30)});
  for (const std::string& line : lines_of(to_text(table, width)))
    RC_ASSERT(line.size() <= static_cast<std::size_t>(width));
}

TEST(Text, counts_letters_and_not_bytes) {
  const Table table{
      "t", "", "", {{"name", ""}, {"value", "M$"}}, {{"Größe ±", 1.0}, {"abcdefg", 2.0}}};
  const auto lines = lines_of(to_text(table, 80));
  EXPECT_EQ(lines[2], "Größe ±      1");
  EXPECT_EQ(lines[3], "abcdefg      2");
}

TEST(Text, stands_for_an_empty_table) {
  const Table empty{"debt", "Debt", "No debt is drawn.", {{"year", "year"}}, {}};
  EXPECT_NE(to_text(empty, 80).find("No debt is drawn."), std::string::npos);
  EXPECT_EQ(to_csv(empty), "year[year]\n");
}

}  // namespace
}  // namespace lode::report
