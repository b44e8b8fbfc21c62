// What the stages' commands tell, from results of the rooms alone.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "pit/pit.h"
#include "plant/plant.h"
#include "report/report.h"
#include "resource/resource.h"
#include "study/study.h"

namespace lode::report {
namespace {

double number(const Table& table, std::size_t row, const std::string& column) {
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (table.columns[c].name == column) return std::get<double>(table.rows[row][c]);
  throw std::runtime_error("no column " + column);
}

// Two blocks, the lower one ore of 2 %: 1,000 t each.
struct SmallPit {
  std::vector<study::Metal> metals;
  study::OreCosts costs;
  pit::PricedBlocks blocks{{1000, 1000}, {40, -10}, {-10, -10}, {5, 5}, {0, 0}};
  std::vector<std::vector<double>> grade{{0.02, 0}};
  PitAnswer answer;
  SmallPit() {
    study::Metal copper;
    copper.id = "copper", copper.price_usd = 5000, copper.recovery = 0.5;
    metals = {copper};
    costs.processing_usd_per_t = 10, costs.mining_usd_per_t = 5;
    Grid grid;
    grid.count = {1, 1, 2}, grid.cell_m = {10, 10, 10};
    pit::Precedence precedence;
    precedence.pattern = {pit::make_pattern(grid, pit::one_angle(45))};
    answer.instance = "small", answer.blocks = 2;
    answer.result = pit::solve(grid, precedence, blocks, {0.5, 1}, pit::Proof::yes);
  }
};

TEST(PitDocument, tells_a_pit_by_hand) {
  SmallPit small;
  explain_values(small.metals, small.costs, small.blocks, small.grade, small.answer);
  const std::string text = pit_text(small.answer);
  EXPECT_NE(text.find("objective     30000\n"), std::string::npos) << text;  // 40 - 5 - 5 USD/t
  EXPECT_NE(text.find("blocks mined  2 of 2\n"), std::string::npos) << text;
  EXPECT_NE(text.find("proved"), std::string::npos) << text;
  // A single column of blocks is all edge.
  ASSERT_EQ(warnings_of(small.answer).size(), 1U);
  const Document document = pit_document(small.answer, {});
  EXPECT_EQ(document.status, "optimal");
  EXPECT_EQ(document.exact_facts[0].second, "30000");
  // (1 - 0) x 0.5 x 5000 USD per tonne of metal pays for 10 USD/t at 0.4 %.
  for (const auto& [name, cell] : document.facts) {
    if (name != "copper_cut_off") continue;
    EXPECT_NEAR(std::get<double>(cell), 0.4, 1e-12);
  }
}

TEST(PitTables, hold_what_each_shell_mines) {
  const SmallPit small;
  const pit::PitResult& result = small.answer.result;
  const Table shells = priced_shells_table(small.metals, small.blocks, small.grade,
                                           std::vector<double>{0.5, 1}, result);
  ASSERT_EQ(shells.rows.size(), 2U);
  EXPECT_EQ(number(shells, 1, "ore"), 1000);
  EXPECT_EQ(number(shells, 1, "strip_ratio"), 1);
  EXPECT_EQ(number(shells, 1, "copper"), 20);
  EXPECT_EQ(number(shells, 1, "value"), 30000);
  EXPECT_EQ(number(shells, 0, "own_value"), 5000);  // (15 - 5 - 5) USD/t at half the prices
  const Table contents =
      contents_table(small.metals, small.costs,
                     pit::contents_of(small.blocks, small.grade, result.shells.shell, result.pit));
  EXPECT_EQ(number(contents, 3, "amount"), 2);   // % of the ore
  EXPECT_EQ(number(contents, 5, "amount"), 10);  // t recovered
}

TEST(PlantTables, tell_an_overload_and_what_a_year_brings) {
  plant::PlantCase given;
  given.metal = {{"cu", 8000}};
  given.feed = {{"ore", 1e6, {0.01}}};
  given.mill.capacity_t_per_y = 0.8e6, given.mill.processing_usd_per_t = 12;
  plant::Stage stage;
  stage.id = "sort", stage.feed = {"ore"}, stage.mass_pull = 0.5, stage.makes = "lump";
  given.mill.stage = {stage};
  plant::Product lump;
  lump.id = "lump", lump.pays = {{"cu", 1, 0}};
  given.product = {lump};
  const plant::PlantYear year = plant::plant_year(given);
  const std::vector<Table> tables = plant_tables(given, year);
  ASSERT_EQ(tables.size(), 5U);
  EXPECT_DOUBLE_EQ(number(tables[0], 0, "year"), 0.5 * 1e4 * 8000 / 1e6);
  EXPECT_DOUBLE_EQ(number(tables[0], 4, "per_tonne_of_ore"), 40 - 12);  // margin
  EXPECT_DOUBLE_EQ(number(tables[4], 0, "recovery"), 50);
  EXPECT_EQ(overloads_of(given, year),
            (std::vector<std::string>{"mill is fed 1 Mt a year and takes 0.8"}));
}

TEST(KrigeTables, overview_counts_only_rows_that_were_estimated) {
  resource::Columns rows;
  rows.add("x", std::vector<double>{1, 2, 3});
  rows.add("estimate", std::vector<double>{4, std::numeric_limits<double>::quiet_NaN(), 8});
  rows.label.push_back({"status", {"estimated", "too_few"}, {0, 1, 0}});
  const Table found = overview_table(rows, 1);
  ASSERT_EQ(found.rows.size(), 1U);
  EXPECT_EQ(number(found, 0, "rows"), 2);
  EXPECT_EQ(number(found, 0, "mean"), 6);
  EXPECT_EQ(found.note, "2 estimated; 1 too_few");
  const Table all = table_of(rows, "estimates", "Estimates");
  EXPECT_EQ(std::get<std::string>(all.rows[1][2]), "too_few");
  EXPECT_TRUE(std::holds_alternative<std::monostate>(all.rows[1][1]));
}

TEST(ParametersTable, a_name_of_a_case_stands_for_NAME) {
  std::vector<study::Parameter> all(3);
  all[0].key = "deposit.NAME.mill", all[1].key = "deposit.NAME.mill.recovery",
  all[2].key = "bid.NAME.share";
  EXPECT_EQ(parameters_table(all, "").rows.size(), 3U);
  EXPECT_EQ(parameters_table(all, "deposit.upper.mill").rows.size(), 2U);
  EXPECT_EQ(parameters_table(all, "deposit.upper.mill.recovery").rows.size(), 1U);
  EXPECT_EQ(parameters_table(all, "deposit.upper.pit").rows.size(), 0U);
}

}  // namespace
}  // namespace lode::report
