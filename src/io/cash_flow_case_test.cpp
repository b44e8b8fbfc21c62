#include "io/cash_flow_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace lode::io {
namespace {
namespace fs = std::filesystem;

constexpr const char* kTable = "line,2027,2028,2029\nGold,0,10,20\nCapex,100,0,0\n";
constexpr const char* kRows =
    "[product.Au]\nquantity = \"Gold\"\nunit = \"koz\"\nprice = 2000\nprice_unit = \"USD/oz\"\n"
    "[cost.plant]\nkind = \"capital\"\namount = \"Capex\"\n";

class CashFlowCaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "lode-cashflow-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  // `keys` of the table; `before` it, `rows` behind.
  CashFlowCase read(const std::string& csv, const std::string& keys = {},
                    const std::string& before = {}, const std::string& rows = kRows) {
    std::ofstream(folder_ / "t.csv") << csv;
    std::ofstream(folder_ / "case.toml") << before << "[table.r]\nfile = \"t.csv\"\n"
                                         << keys << "\n"
                                         << rows;
    return read_cash_flow_case(folder_);
  }
  // The faults that refuse it, a line each.
  std::string refusal(const std::string& csv, const std::string& keys = {},
                      const std::string& before = {}, const std::string& rows = kRows) {
    std::string out;
    try {
      read(csv, keys, before, rows);
    } catch (const InputError& error) {
      for (const Fault& fault : error.faults()) out += fault.text() + "\n";
    }
    return out;
  }
  static std::vector<double> gold(const CashFlowCase& c) {
    return c.terms.product[0].quantity.values;
  }
  static std::size_t lines_of(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  }

 private:
  fs::path folder_;
};

#define EXPECT_SAYS(text, part) EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST_F(CashFlowCaseTest, takes_the_first_year_from_the_headings) {
  const CashFlowCase c = read(kTable);
  EXPECT_EQ(c.terms.period.first_year, 2027);
  EXPECT_EQ(gold(c), (std::vector<double>{0, 10, 20}));
  EXPECT_EQ(read("year,Gold,Capex\n2030,0,100\n2031,10,0\n", "layout = \"columns\"")
                .terms.period.first_year,
            2030);
  EXPECT_EQ(read("line,-1,1,2\nGold,0,10,20\nCapex,100,0,0\n").terms.period.first_year, 0);
}

TEST_F(CashFlowCaseTest, holds_the_headings_against_the_first_year) {
  const std::string said = refusal(kTable, {}, "[period]\nfirst_year = 2026\n");
  EXPECT_SAYS(said, "t.csv:1:2");
  EXPECT_SAYS(said, "2027: is the first period; [period] first_year is 2026");
  EXPECT_EQ(refusal(kTable, {}, "[period]\nfirst_year = 2027\n"), "");
  EXPECT_SAYS(refusal("year,Gold,Capex\n2030,0,100\n2031,10,0\n", "layout = \"columns\"",
                      "[period]\nfirst_year = 2027\n"),
              "t.csv:2:1");
}

TEST_F(CashFlowCaseTest, refuses_years_that_do_not_rise_by_one) {
  EXPECT_SAYS(refusal("line,2028,2027,2026\nGold,0,10,20\nCapex,100,0,0\n"),
              "2027: does not follow 2028");
  EXPECT_SAYS(refusal("line,2027,2028,2030\nGold,0,10,20\nCapex,100,0,0\n"),
              "2030: does not follow 2028");
  EXPECT_SAYS(refusal("year,Gold,Capex\n2030,0,100\n2032,10,0\n", "layout = \"columns\""),
              "t.csv:3:1");
  EXPECT_EQ(refusal("line,2027,2027,2028\nGold,0,10,20\nCapex,100,0,0\n", {},
                    "[period]\nlength = [0.5, 0.5, 1]\n"),
            "");
}

TEST_F(CashFlowCaseTest, holds_the_headings_against_the_lengths) {
  const auto said = [&](const std::string& headings, const std::string& period) {
    return refusal("line," + headings + "\nGold,0,10,20\nCapex,100,0,0\n", {}, period);
  };
  const std::string quarters = "[period]\nlength = [0.25, 0.25, 0.25]\n";
  EXPECT_EQ(said("2027 Q1,2027 Q2,2027 Q3", quarters), "");
  EXPECT_EQ(said("2027,2027,2027", quarters), "");
  EXPECT_SAYS(said("2027,2028,2029", quarters),
              "2028: is no year of the period of this length, which begins 0.25 years after");
  EXPECT_SAYS(said("2027 Q1,2027 Q2,2027 Q3", ""), "2027 Q1: is a part of a year: give [period]");
  EXPECT_SAYS(said("2027 Q1,2027 Q2,2027 Q4", quarters), "2027 Q4: does not follow 2027 Q2");
  EXPECT_SAYS(said("2027 Q2,2027 Q3,2027 Q4", quarters), "2027 Q2: does not begin its year");
  EXPECT_EQ(said("2027 Q2,2027 Q3,2027 Q4", quarters + "label = [\"a\", \"b\", \"c\"]\n"), "");
  // Blocks of five years by their first or their last year.
  const std::string blocks = "[period]\nlength = [1, 5, 5]\n";
  EXPECT_EQ(said("2027,2028,2033", blocks), "");
  EXPECT_EQ(said("2027,2032,2037", blocks), "");
  EXPECT_SAYS(said("2027,2028,2029", blocks), "2029: is no year of the period");
}

TEST_F(CashFlowCaseTest, refuses_a_total_behind_the_periods) {
  const std::string csv = "line,2027,2028,2029,Total\nGold,0,10,20,30\nCapex,100,0,0,100\n";
  const std::string said = refusal(csv);
  EXPECT_SAYS(said, "t.csv:1:5");
  EXPECT_SAYS(said, "Total: stands behind the periods");
  EXPECT_SAYS(said, "last_period = \"2029\"");
  EXPECT_EQ(lines_of(said), 1u) << said;
  EXPECT_EQ(gold(read(csv, "last_period = \"2029\"")), (std::vector<double>{0, 10, 20}));
  EXPECT_SAYS(refusal(csv, "last_period = \"2031\""),
              "table.r.last_period = 2031: is no column of");
  EXPECT_SAYS(refusal(csv, "first_period = \"2028\"\nlast_period = \"2027\""),
              "stands before the first period, '2028'");
  // A first period that is named by hand may be followed by anything.
  EXPECT_EQ(gold(read("line,Build,Life\nGold,0,10\nCapex,100,0\n", "first_period = \"Build\"")),
            (std::vector<double>{0, 10}));
}

TEST_F(CashFlowCaseTest, reads_printed_numbers_if_told) {
  const std::string csv = "line,Yr -1,Yr 1,Yr 2\nGold,-,\"1,050\",2 050\nCapex,(68),\u2013,7\n";
  const CashFlowCase c = read(csv, "numbers = \"printed\"");
  EXPECT_EQ(gold(c), (std::vector<double>{0, 1050, 2050}));
  EXPECT_EQ(c.terms.cost[0].amount.values, (std::vector<double>{-68, 0, 7}));
  const std::string said = refusal(csv);
  EXPECT_SAYS(said, "t.csv:2:3");
  EXPECT_SAYS(said, "1,050: is no finite number; [table.r] numbers = \"printed\" reads it as 1050");
  EXPECT_SAYS(said, "(68)");
  EXPECT_SAYS(refusal("line,1,2\nGold,5%,1\nCapex,1,1\n", "numbers = \"printed\""),
              "5%: is no finite number (");
}

TEST_F(CashFlowCaseTest, takes_a_line_with_the_other_sign) {
  const std::string csv = "line,1,2\nGold,0,10\nCapex,-100,5\n-Odd,1,2\n";
  const auto with = [](const std::string& name) {
    return std::string("[cost.plant]\nkind = \"capital\"\namount = \"") + name + "\"\n";
  };
  const auto amount = [&](const std::string& name) {
    return read(csv, {}, {}, with(name)).terms.cost[0].amount.values;
  };
  EXPECT_EQ(amount("-Capex"), (std::vector<double>{100, -5}));
  EXPECT_EQ(amount("-r:Capex"), (std::vector<double>{100, -5}));
  EXPECT_EQ(amount("Capex"), (std::vector<double>{-100, 5}));
  EXPECT_EQ(amount("-Odd"), (std::vector<double>{1, 2}));  // its name
  EXPECT_SAYS(refusal(csv, {}, {}, with("-Capx")), "is no line of the tables; did you mean Capex?");
}

TEST_F(CashFlowCaseTest, tells_a_table_that_does_not_read_once) {
  for (const char* csv :
       {"line;2027;2028\nGold;0,5;10\nCapex;100.5;0\n", "line,2027,2028\nGold,0,10\nCapex,100\n",
        "line,unit,sum\nGold,0,10\nCapex,100,0\n", "line,2027,2028\n#Gold,0,10\n"}) {
    const std::string said = refusal(csv);
    EXPECT_EQ(lines_of(said), 1u) << said;
    EXPECT_EQ(said.find("is no line"), std::string::npos) << said;
  }
  EXPECT_EQ(refusal("line;2027;2028\nGold;0;10\nCapex;100,5;0\n"), "");
  EXPECT_SAYS(refusal("line;2027;2028\nGold;0,5;10\nCapex;100.5;0\n"),
              "write decimal = \"comma\" or \"point\" in [table.r]");
  EXPECT_SAYS(refusal("line,2027\n#Gold,0\n"), "begin with # are comments");
  EXPECT_EQ(lines_of(refusal(kTable, "first_period = \"2025\"")), 1u);
  EXPECT_SAYS(refusal(kTable, "where_column = \"use\"\nwhere = \"x\"\nlayout = \"columns\""),
              "table.r.where_column = use: is no column of");
}

TEST_F(CashFlowCaseTest, tells_a_wrong_count_once) {
  const std::string said = refusal(kTable, {}, "[period]\ncount = 2\n");
  EXPECT_SAYS(said, "period.count = 2: all 2 rows with a number a period have 3 numbers");
  EXPECT_EQ(lines_of(said), 1u) << said;
}

TEST_F(CashFlowCaseTest, notes_what_is_likely_not_meant) {
  EXPECT_TRUE(read(kTable).file.notes.empty());
  const CashFlowCase c =
      read(kTable, {}, "[working_capital]\nreceivable = 30\n",
           std::string(kRows) +
               "[cost.credit]\namount = [-5, -1, 2]\n[cost.stock]\nkind = \"working_capital\"\n"
               "amount = [1, -1, 0]\n[given_tax.cash]\namount = 1\n[tax]\nincome_rate = 0.2\n"
               "[tax.pool.all]\nshare = 1\nrate = 0.25\n");
  ASSERT_EQ(c.file.notes.size(), 3u);
  EXPECT_SAYS(c.file.notes[0], "cost.credit is negative in 2027 and 1 more");
  EXPECT_SAYS(c.file.notes[1], "[given_tax], and computed");
  EXPECT_SAYS(c.file.notes[2], "working capital is given as a row");
}

}  // namespace
}  // namespace lode::io
