#include "report/compare.h"

#include <gtest/gtest.h>

namespace lode::report {
namespace {

Document document(std::vector<Table> tables, const std::string& bid = "miner") {
  Document out;
  out.study = StudyFacts{};
  out.study->title = "Made up, of " + bid;
  out.study->bids = {{bid, "A miner", "Miner Inc"}};
  out.tables = std::move(tables);
  return out;
}

Table deal(double state, double fund) {
  return {"deal",
          "What each offer is worth",
          "",
          {{"party", ""}, {"name", ""}, {"bid", ""}, {"mean", "M$"}},
          {{"state", "The state", "miner", state}, {"fund", "Its fund", "miner", fund}}};
}

Table twins(std::vector<double> values) {
  Table out{"checks", "Checks", "", {{"check", ""}, {"value", ""}, {"holds", ""}}, {}};
  for (const double value : values) out.rows.push_back({"money adds up", value, "yes"});
  return out;
}

TEST(Compare, of_a_run_with_itself_finds_nothing) {
  const Document a = document({deal(3, 4), twins({1, 2, 3})});
  EXPECT_TRUE(compare(a, a).nothing());
  EXPECT_EQ(to_text(compare(a, a), 100), "no difference in any number or word\n");
}

TEST(Compare, names_the_number_that_differs) {
  const Comparison c = compare(document({deal(3, 4)}), document({deal(3, 6)}));
  ASSERT_EQ(c.compare.rows.size(), 1u);
  EXPECT_EQ(c.compare.rows[0], (std::vector<Cell>{"deal", "fund / miner", "mean", 4.0, 6.0, 2.0}));
  ASSERT_EQ(c.deal.rows.size(), 2u);  // side by side with its neighbour
  EXPECT_EQ(c.deal.rows[1], (std::vector<Cell>{"fund", "Its fund", "miner", 4.0, 6.0, 2.0}));
}

TEST(Compare, matches_rows_of_one_name_in_their_order) {
  const Comparison c = compare(document({twins({1, 2, 3})}), document({twins({1, 5, 3})}));
  ASSERT_EQ(c.compare.rows.size(), 1u);
  EXPECT_EQ(c.compare.rows[0],
            (std::vector<Cell>{"checks", "money adds up #2", "value", 2.0, 5.0, 3.0}));
}

TEST(Compare, names_rows_columns_and_tables_that_one_run_lacks) {
  Table wider = twins({1});
  wider.columns.push_back({"limit", ""});
  wider.rows[0].push_back(9.0);
  const Comparison c = compare(document({twins({1, 2}), deal(1, 2)}), document({wider}));
  ASSERT_EQ(c.compare.rows.size(), 2u);
  EXPECT_EQ(c.compare.rows[0], (std::vector<Cell>{"checks", "", "limit", {}, "there", {}}));
  EXPECT_EQ(c.compare.rows[1],
            (std::vector<Cell>{"checks", "money adds up #2", "", "there", {}, {}}));
  ASSERT_EQ(c.only_in_one.rows.size(), 1u);
  EXPECT_EQ(c.only_in_one.rows[0], (std::vector<Cell>{"deal", "there", {}}));
}

TEST(Compare, compares_words_and_missing_numbers) {
  Table first = twins({1, 2}), second = twins({1, 2});
  second.rows[0][2] = "no";
  second.rows[1][1] = {};
  const Comparison c = compare(document({first}), document({second}));
  ASSERT_EQ(c.compare.rows.size(), 2u);
  EXPECT_EQ(c.compare.rows[0],
            (std::vector<Cell>{"checks", "money adds up", "holds", "yes", "no", {}}));
  EXPECT_EQ(c.compare.rows[1],
            (std::vector<Cell>{"checks", "money adds up #2", "value", 2.0, {}, {}}));
}

TEST(Compare, tells_first_what_was_asked_differently) {
  const auto with = [](const char* recovery, double seed) {
    Document out = document({{"inputs",
                              "Inputs",
                              "",
                              {{"key", ""}, {"value", ""}, {"unit", ""}, {"low", ""}},
                              {{"deposit.a.mill.recovery", recovery, "fraction", 0.7}}},
                             deal(seed, 1)});
    out.study->seed = static_cast<std::uint64_t>(seed);
    return out;
  };
  const Comparison c = compare(with("0.8", 1), with("0.9", 2));
  ASSERT_EQ(c.runs.rows.size(), 1u);
  EXPECT_EQ(c.runs.rows[0], (std::vector<Cell>{"seed", "1", "2"}));
  ASSERT_EQ(c.inputs.rows.size(), 1u);
  EXPECT_EQ(c.inputs.rows[0],
            (std::vector<Cell>{"deposit.a.mill.recovery", "fraction", "value", "0.8", "0.9"}));
  EXPECT_EQ(tables_of(c).front().name, "compare_runs");
}

Document of_answers(double host, double built) {
  Document out = document({{"answers",
                            "What each reader asks first",
                            "",
                            {{"what", ""}, {"bid", ""}, {"expected", ""}, {"if_built", ""}},
                            {{"host", "miner", host, 100.0},
                             {"host", "smelter", 50.0, 100.0},
                             {"built", "miner", built, Cell{}},
                             {"built", "smelter", 70.0, Cell{}}}}});
  out.study->bids.push_back({"smelter", "A smelter", "Smelter Inc"});
  out.study->host = "Hill country";
  return out;
}

TEST(Compare, ends_in_a_sentence_of_what_changed) {
  Document before = of_answers(40, 30), after = of_answers(60, 45);
  before.study->alternatives = {"price=low", "tax=new"};
  after.study->alternatives = {"price=high", "tax=new"};
  const std::string said =
      "With price=high instead of price=low, \"A miner\" is worth 60 M$ instead of 40 to Hill "
      "country (weighted; if built 100 M$ as before), closes and is built in 45 % instead of 30; "
      "\"A smelter\" is worth 50 M$ as before to Hill country (weighted; if built 100 M$ as "
      "before), closes and is built in 70 % as before: \"A miner\" is ahead, before it was \"A "
      "smelter\".";
  const Comparison c = compare(before, after);
  ASSERT_EQ(c.changed.rows.size(), 1u);
  EXPECT_EQ(c.changed.rows[0][0], Cell{said});
  EXPECT_EQ(tables_of(c).back().name, "compare_sentence");
  EXPECT_TRUE(compare(before, before).changed.rows.empty());
  const std::string shown = to_text(c, 100);
  EXPECT_EQ(shown.substr(shown.size() - paragraph(said, 100).size()), paragraph(said, 100));
}

TEST(Compare, says_that_two_studies_are_two) {
  EXPECT_TRUE(compare(document({}), document({})).same_study);
  const Comparison c = compare(document({}, "miner"), document({}, "smelter"));
  EXPECT_FALSE(c.same_study);
  EXPECT_NE(to_text(c, 100).find("two different studies"), std::string::npos);
}

}  // namespace
}  // namespace lode::report
