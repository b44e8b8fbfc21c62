#include "io/csv.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>

#include "base/csv_text.h"
#include "base/missing.h"
#include "base/number.h"

namespace lode::io {
namespace {

using Numbers = std::vector<std::vector<double>>;

CellTable cells(const std::string& text, const std::vector<Asked>& columns,
                const CsvForm& form = {}) {
  return read_cells({text, {}}, "t.csv", columns, form);
}
std::string said_of(const CellTable& table) {
  std::string out;
  for (const Fault& fault : table.all_faults("t.csv")) out += fault.text() + "\n";
  return out;
}
// Columns a and b as numbers; a fault of the form, or a cell that is none, throws.
Numbers ab(const std::string& text) {
  return read_numbers({text, {}}, "t.csv", {"a", "b"}).columns;
}
std::string refusal(const std::string& text) {
  try {
    ab(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}
const Numbers kTwoRows = {{1.5, -2}, {1000, 0.25}};

TEST(Csv, columns_are_found_by_name) {
  const NumberTable table = read_numbers(
      {"# a comment\nprice,\"note, of all\",year\n\n1.5,x,2020\r\n 2e3 ,\"a,\"\"b\"\"\",2021", {}},
      "t.csv", {"year", "price"});
  EXPECT_EQ(table.columns, (Numbers{{2020, 2021}, {1.5, 2000}}));
  EXPECT_EQ(table.lines, (std::vector<int>{4, 5}));
}

TEST(Csv, refuses_rows_that_are_wrong_all_at_once) {
  const std::string said = refusal("a,b\n2020,x\n2021\n2022,inf\n2023,\"1\n");
  for (const char* part : {"t.csv:2:2: b = x", "t.csv:3: has 1 cells; the header has 2",
                           "t.csv:4:2: b = inf", "t.csv:5: has a quote that does not close"})
    EXPECT_NE(said.find(part), std::string::npos) << part << "\n" << said;
  EXPECT_NE(refusal("a\n2020\n").find("missing from the header"), std::string::npos);
  EXPECT_NE(refusal("a,b,a\n").find("stands twice"), std::string::npos);
  EXPECT_NE(refusal("# nothing\n").find("is empty"), std::string::npos);
  EXPECT_NE(refusal("a,b\n1,NaN\n").find("is missing"), std::string::npos);
}

TEST(Csv, reads_every_dialect_to_the_same_numbers) {
  for (const char* text :
       {"a,b\n1.5,1000\n-2,0.25\n", "a;b\n1.5;1000\n-2;0.25\n", "a\tb\n1.5\t1000\n-2\t0.25\n",
        "a;b\n1,5;1000\n-2;0,25\n", "a\tb\n1,5\t1e3\n-2\t,25\n", "a,b\r\n1.5,1000\r\n-2,0.25\r\n",
        "a,b\r1.5,1000\r-2,0.25", "a,b\n+1.5,+1.0e3\n-2,+.25",
        "  a , b \n 1.5 , 1000 \n\t-2, 0.25 \n", "\"a\",\"b\"\n\"1.5\",\"1000\"\n\"-2\",\"0.25\"\n",
        "a[m],b[%]\n1.5,1000\n-2,0.25\n", "a [m];b\n1,5;1000\n;\n-2;0,25\n",
        "# x;y\n\na,b\n1.5,1000\n\n#3,4\n-2,0.25\n",
        "b,\"note; of\nall\",a\n1000,\"two\r\nlines, \"\"so\"\"\",1.5\n0.25,,-2\n"})
    EXPECT_EQ(ab(text), kTwoRows) << text;
}

TEST(Csv, given_dialects_hold) {
  const std::vector<Asked> v = {{"v"}};
  const CellTable comma = cells("v;w\n1,500;2\n", v, {{Separator::found, Decimal::comma}, "data"});
  EXPECT_EQ(comma.number(0, 0), 1.5);
  EXPECT_TRUE(comma.faults.empty());
  const CellTable point = cells("v;w\n1,500;2\n", v, {{Separator::found, Decimal::point}, "data"});
  EXPECT_TRUE(point.faults.empty());
  EXPECT_FALSE(point.number(0, 0));  // no thousands: a fault of the cell, not 1.5
  const CellTable wrong = cells("v;w\n1;2\n", v, {{Separator::comma, {}}, "data"});
  EXPECT_NE(said_of(wrong).find("parted by semicolons, and separator says commas"),
            std::string::npos)
      << said_of(wrong);
  const CellTable bars = cells("v|w\n1|2\n", v);
  EXPECT_NE(said_of(bars).find("parted by no comma, semicolon or tab"), std::string::npos);
}

TEST(Csv, does_not_guess_between_two_readings) {
  const CellTable either = cells("v;w\n1,500;2\n12,250;3\n", {{"v"}}, {{}, "data"});
  EXPECT_NE(said_of(either).find("t.csv:2: 1,500 may have a decimal sign or one that parts "
                                 "thousands; write decimal = \"comma\" or \"point\" in [data]"),
            std::string::npos)
      << said_of(either);
  const CellTable both = cells("v;w\n1,5;2\n1.5;3\n", {{"v"}, {"w"}}, {{}, "data"});
  EXPECT_NE(said_of(both).find("t.csv:2: has decimals after a comma (1,5) and, in line 3, after a "
                               "point (1.5)"),
            std::string::npos)
      << said_of(both);
  // One cell that can only be read with decimals decides for the others; a cell in a column that is
  // not asked for does not.
  EXPECT_EQ(cells("v;w\n1,500;2\n1,5;3\n", {{"v"}}).number(0, 0), 1.5);
  EXPECT_FALSE(cells("v;w\n1,500;2,5\n", {{"v"}}).faults.empty());
  EXPECT_EQ(cells("v;w\n0,500;2\n", {{"v"}}).number(0, 0), 0.5);
  try {
    read_rows({"a;b,c\n1;2,3\n", {}}, "t.csv", {{}, "table.t"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "t.csv:1: may be parted by commas or by semicolons; write separator = \"comma\", "
                 "\"semicolon\" or \"tab\" in [table.t]");
  }
}

TEST(Csv, the_separator_is_the_one_that_holds_the_columns) {
  EXPECT_EQ(cells("Au, ppm;x,;y\n1,5;2;3\n", {{"Au, ppm"}}).number(0, 0), 1.5);
  EXPECT_EQ(cells("x;of hole,y\n1,2\n", {{"y"}}).number(0, 0), 2);
  EXPECT_EQ(cells("v\n7\n", {{"v"}}).number(0, 0), 7);
}

TEST(Csv, a_unit_in_the_header_is_not_part_of_the_name) {
  const CellTable one = cells("x[m],cu[%],cu_eq[%]\n1,2,3\n", {{"cu"}, {"x[m]"}});
  EXPECT_EQ(one.names, (std::vector<std::string>{"cu[%]", "x[m]"}));
  EXPECT_EQ(one.number(0, 0), 2);
  const CellTable exact = cells("cu[%],cu\n1,2\n", {{"cu"}});
  EXPECT_EQ(exact.number(0, 0), 2);
  const std::string two = said_of(cells("cu[%],cu[ppm]\n1,2\n", {{"cu"}}));
  EXPECT_NE(two.find("both cu[%] and cu[ppm]"), std::string::npos) << two;
}

TEST(Csv, comments_are_told_where_rows_may_be_lost) {
  EXPECT_EQ(cells("a,b\n#1,2\n3,4\n", numbers_of({"a"})).notes.size(), 1u);
  CsvForm form;
  form.comments = false;
  const CellTable holes = cells("# of holes\nhole,x\n#1,2\n", {{"hole", false}, {"x"}}, form);
  EXPECT_EQ(holes.columns[0][0], "#1");
  const std::string said = said_of(cells("# a,b\n1,2\n", numbers_of({"a"})));
  EXPECT_NE(said.find("are comments"), std::string::npos) << said;
}

TEST(Csv, whole_tables_are_read_by_their_own_separator) {
  const RowTable table = read_rows({"Line;2026;2027\nSales;1,5;2,5\n;;\n", {}}, "t.csv");
  EXPECT_EQ(table.separator, ';');
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[1].cells, (std::vector<std::string>{"Sales", "1,5", "2,5"}));
  EXPECT_THROW(read_rows({"Line,2026\nSales,1,2\n", {}}, "t.csv"), InputError);
  EXPECT_THROW(read_rows({"Line,2026\n", {}}, "t.csv"), InputError);
}

TEST(Csv, printed_numbers_tell_their_decimal_sign) {
  const auto sign = [](const std::vector<const char*>& texts) {
    DecimalSigns signs(true);
    for (const char* text : texts) signs.see(text, 2);
    std::vector<Fault> faults;
    const char out = signs.decide({{}, "table.t"}, ';', "t.csv", faults);
    return faults.empty() ? std::string(1, out) : "fault";
  };
  EXPECT_EQ(sign({"1.050,5"}), ",");
  EXPECT_EQ(sign({"1,050.5"}), ".");
  EXPECT_EQ(sign({"1.050.000", "(2.000)"}), ",");
  EXPECT_EQ(sign({"1,050,000"}), ".");
  EXPECT_EQ(sign({"1.050"}), "fault");
  EXPECT_EQ(sign({"1.050", "0,5"}), ",");
  EXPECT_EQ(sign({"1.050", "Section 1,050"}), "fault");
  EXPECT_EQ(sign({"12", "-"}), ".");
}

TEST(CsvText, is_quoted_by_the_standard_and_runs_in_no_spreadsheet) {
  const std::map<std::string, std::string> written = {{"plain", "plain"},
                                                      {"a,b", "\"a,b\""},
                                                      {"say \"so\"", "\"say \"\"so\"\"\""},
                                                      {"two\nlines", "\"two\nlines\""},
                                                      {"=1+1", "'=1+1"},
                                                      {"@SUM(A1)", "'@SUM(A1)"},
                                                      {"+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"},
                                                      {"-2+3", "'-2+3"},
                                                      {"\t=1", "\"'\t=1\""},
                                                      {"\r=1", "\"'\r=1\""},
                                                      {"=\"a\",b", "\"'=\"\"a\"\",b\""},
                                                      {"'=1", "''=1"},
                                                      {"'quoted'", "'quoted'"},
                                                      {"-3.5", "-3.5"},
                                                      {"+1", "+1"},
                                                      {"-", "'-"},
                                                      {"#1", "\"#1\""},
                                                      {"", ""}};
  for (const auto& [text, field] : written) {
    std::string out;
    append_csv(out, text);
    EXPECT_EQ(out, field);
  }
}

// A text that a reader can hold: no blanks at its edges.
rc::Gen<std::string> texts() {
  return rc::gen::map(rc::gen::container<std::string>(
                          rc::gen::element('a', 'Z', '0', '5', ',', ';', '\t', '"', '\'', '=', '+',
                                           '-', '@', '\n', '\r', ' ', '#', '.', '[', ']', '%')),
                      [](std::string text) {
                        const auto is_edge = [](char c) { return c == ' ' || c == '\t'; };
                        while (!text.empty() && is_edge(text.front())) text.erase(0, 1);
                        while (!text.empty() && is_edge(text.back())) text.pop_back();
                        return text;
                      });
}

RC_GTEST_PROP(Csv, texts_and_numbers_read_back_the_same_for_all, ()) {
  struct Row {
    std::string text;
    std::uint64_t bits;
  };
  const auto rows = *rc::gen::container<std::vector<std::pair<std::string, std::uint64_t>>>(
      rc::gen::pair(texts(), rc::gen::arbitrary<std::uint64_t>()));
  const char separator = *rc::gen::element(',', ';', '\t');
  std::string file;
  append_csv(file, "word");
  file += separator;
  file += "number[t]\n";
  std::vector<double> numbers;
  for (const auto& [text, bits] : rows) {
    double value = std::bit_cast<double>(bits);
    if (!std::isfinite(value)) value = 0;
    numbers.push_back(value);
    append_csv(file, text);
    file += separator;
    append_shortest(file, value);
    file += '\n';
  }
  const CellTable table = cells(file, {{"word", false}, {"number"}});
  RC_ASSERT(said_of(table).empty());
  RC_ASSERT(table.lines.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    RC_ASSERT(table.columns[0][i] == rows[i].first);
    const auto read = table.number(1, i);
    RC_ASSERT(read.has_value());
    RC_ASSERT(std::bit_cast<std::uint64_t>(*read) == std::bit_cast<std::uint64_t>(numbers[i]));
  }
}

RC_GTEST_PROP(Csv, decimal_commas_read_as_points_for_all, ()) {
  const auto values = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<int>>(rc::gen::inRange(-1'000'000, 1'000'000)));
  std::string pointed = "a,b\n", commas = "a;b\n";
  for (const int value : values) {
    std::string text = shortest(value / 100.0);
    pointed += text + ",0.5\n";
    std::replace(text.begin(), text.end(), '.', ',');
    commas += text + ";0,5\n";
  }
  RC_ASSERT(ab(pointed) == ab(commas));
}

}  // namespace
}  // namespace lode::io
