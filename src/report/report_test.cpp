// A made-up case computed and made into a document: rules that every table of every run must meet.
#include "report/report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "study/made_up_case.h"

namespace lode::report {
namespace {

study::CaseFile case_file() {
  study::CaseFile file;
  study::Case& c = file.values = study::made_up_case();
  c.project.host = "Hill country", c.project.country = "H", c.project.metal = "Xx";
  c.project.jobs = 300;
  c.dependence.adverse = "M", c.dependence.adverse_name = "Merchant state";
  market::Buyer buyer;
  buyer.id = "B", buyer.name = "Buyer", buyer.consumption_t = 900;
  market::Supply supply;
  supply.id = "old", supply.tonnes = 600,
  supply.origin = supply.marketed_by = supply.refined_in = "O";
  buyer.supply = {supply};
  c.buyer = {buyer};
  return file;
}

const Document& document() {
  static const Document kDocument =
      make_document(study::run(case_file(), {40, 5, 3, {}}), "lode run made-up");
  return kDocument;
}

std::string all_of(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

TEST(Document, speaks_of_the_case_by_its_own_names) {
  const ReportText& text = *document().text;
  EXPECT_NE(text.headline.find("to Hill country than"), std::string::npos) << text.headline;
  EXPECT_NE(all_of(text.flips).find("To be worth as much to Hill country as"), std::string::npos)
      << all_of(text.flips);
  EXPECT_NE(all_of(text.dependence).find("t Xx a year"), std::string::npos);
  EXPECT_NE(all_of(text.dependence).find("Merchant state"), std::string::npos);
  EXPECT_EQ(text.repeat, "lode run made-up");
  const std::string json = to_json(document());
  for (const char* of_one_study : {"Kazakh", "tungsten", "APT", "China"})
    EXPECT_EQ(json.find(of_one_study), std::string::npos) << of_one_study;
}

// A column without a unit holds words, or numbers whose unit stands beside them, or what has none.
TEST(Document, gives_every_number_a_unit) {
  const std::set<std::string> kPlain = {"year",     "order",       "factor", "chosen", "pushback",
                                        "scenario", "realisation", "body",   "start",  "end"};
  for (const Table& table : document().tables) {
    if (table.name == "checks" || table.name == "inputs") continue;
    bool of_row = false;
    for (const Column& column : table.columns) of_row = of_row || column.name == "unit";
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const Column& column = table.columns[c];
      if (!column.unit.empty() || of_row || kPlain.contains(column.name)) continue;
      for (const auto& row : table.rows) {
        ASSERT_FALSE(std::holds_alternative<double>(row[c])) << table.name << "." << column.name;
      }
    }
  }
}

TEST(Document, tells_missing_numbers_from_numbers) {
  for (const Table& table : document().tables)
    for (const auto& row : table.rows) {
      ASSERT_EQ(row.size(), table.columns.size()) << table.name;
      for (const Cell& cell : row)
        if (const double* value = std::get_if<double>(&cell)) {
          ASSERT_TRUE(std::isfinite(*value)) << table.name;
        }
    }
}

TEST(Document, says_why_an_indicator_is_missing) {
  const Table* table = find_table(document(), "indicators");
  ASSERT_NE(table, nullptr);
  for (const auto& row : table->rows)
    EXPECT_EQ(std::get<double>(row[7]) < 1, !std::get<std::string>(row[8]).empty())
        << std::get<std::string>(row[1]);
}

// Value after the licence's 25th year is reported only where licence and calendar reach it.
TEST(Document, tells_late_value_only_where_there_are_such_years) {
  const auto told = [](double licence_y, int horizon_years) {
    study::CaseFile file = case_file();
    file.values.project.licence_y = licence_y, file.values.project.horizon_years = horizon_years;
    const Document done = make_document(study::run(file, {2, 2, 3, {}}), "");
    const Table* table = find_table(done, "indicators");
    return std::any_of(table->rows.begin(), table->rows.end(), [](const auto& row) {
      return std::get<std::string>(row[1]).starts_with("Value later than 25 years");
    });
  };
  EXPECT_TRUE(told(25, 40));
  EXPECT_FALSE(told(24, 40));
  EXPECT_TRUE(told(30, 26));
  EXPECT_FALSE(told(30, 25));
}

// One scenario has no average: the sentences of its report say so nowhere.
TEST(Document, of_one_scenario_speaks_of_no_average) {
  const Document one = make_document(study::run(case_file(), {1, 1, 3, {}}), "");
  const ReportText& text = *one.text;
  for (const std::string& said : {text.headline, all_of(text.trust), all_of(text.flips),
                                  all_of(text.plans), all_of(text.dependence)})
    EXPECT_EQ(said.find("average"), std::string::npos) << said;
  EXPECT_NE(text.headline.find("in this scenario"), std::string::npos) << text.headline;
}

TEST(Document, has_titles_and_no_empty_table_without_a_word) {
  for (const Table& table : document().tables) {
    EXPECT_FALSE(table.title.empty()) << table.name;
    if (table.rows.empty()) {
      EXPECT_FALSE(table.note.empty()) << table.name;
    }
  }
}

TEST(Document, fits_a_terminal_as_text) {
  for (const Table& table : document().tables) {
    if (table.name == "inputs") continue;
    std::istringstream in(to_text(table, 100));
    for (std::string line; std::getline(in, line);) {
      const auto width =
          std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; });
      EXPECT_LE(width, 100) << table.name << ": " << line;
    }
  }
}

// No address of another host in what the page loads: no src, no link, no import, no fetch.
TEST(Page, of_a_run_asks_no_network) {
  const std::string page = make_html(to_json(document()));
  const std::string head = page.substr(0, page.find("id=\"lode-data\""));
  for (const char* request : {"http://", "https://", " src=", "<link", "@import", "url("})
    EXPECT_EQ(head.find(request), std::string::npos) << request;
  for (const char* request :
       {"fetch(", "XMLHttpRequest", "WebSocket", "importScripts", "EventSource"})
    EXPECT_EQ(page.find(request), std::string::npos) << request;
}

TEST(Page, without_a_script_still_tells_the_answer) {
  const std::string page = make_html(to_json(document()));
  const std::string plain =
      page.substr(page.find("<noscript>"), page.find("</noscript>") - page.find("<noscript>"));
  for (const char* said : {"Hill country together", "How far to trust this", "<td>"})
    EXPECT_NE(plain.find(said), std::string::npos) << said;
}

}  // namespace
}  // namespace lode::report
