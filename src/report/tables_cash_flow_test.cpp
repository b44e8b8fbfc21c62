#include "report/tables_cash_flow.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace lode::report {
namespace {

// One product, one cost of capital, one of closure in the last period; nothing is taxed.
finance::CashFlowTerms mine(std::vector<double> quantity, std::vector<double> capital,
                            std::vector<double> closure) {
  finance::CashFlowTerms terms;
  terms.money_unit = 1;
  finance::Product product;
  product.id = "metal";
  product.quantity.values = std::move(quantity);
  product.price.values = {1};
  product.price_unit = "USD/t";
  terms.product = {product};
  finance::Cost plant, close;
  plant.id = "plant", plant.kind = finance::CostKind::capital;
  plant.amount.values = std::move(capital);
  close.id = "close", close.kind = finance::CostKind::closure;
  close.amount.values = std::move(closure);
  terms.cost = {plant, close};
  return terms;
}

Table table_of(const finance::CashFlowTerms& terms, const std::string& name) {
  const auto tables = cash_flow_tables(finance::study_cash_flow(terms));
  return *std::find_if(tables.begin(), tables.end(),
                       [&](const Table& t) { return t.name == name; });
}

std::string note_of(const Table& table, const std::string& row) {
  for (const auto& cells : table.rows)
    if (std::get<std::string>(cells[0]) == row) return std::get<std::string>(cells.back());
  return "no such row";
}

TEST(CashFlowTables, leave_out_rows_of_zeros_for_people) {
  Table table{"lines", "", "nominal money", {{"line", ""}, {"unit", ""}, {"1", ""}, {"2", ""}}, {}};
  table.rows = {
      {"a", "M", 0.0, 0.0}, {"b", "M", 0.0, 1e-9}, {"c", "", -0.0, 0.0}, {"d", "", Cell(), 0.0}};
  const Table shown = without_zero_rows(table);
  ASSERT_EQ(shown.rows.size(), 2u);
  EXPECT_EQ(std::get<std::string>(shown.rows[0][0]), "b");
  EXPECT_EQ(std::get<std::string>(shown.rows[1][0]), "d");  // missing is not zero
  EXPECT_EQ(shown.note,
            "nominal money; 2 rows that are zero in all periods are left out here; --csv lines and "
            "--json have them");
  table.rows.resize(2), table.rows.erase(table.rows.begin());
  EXPECT_EQ(without_zero_rows(table).note, "nominal money");
}

TEST(CashFlowTables, say_in_which_money_unit_costs_are) {
  finance::CashFlowTerms terms = mine({0, 10, 10}, {5, 0, 0}, {0, 0, 1});
  EXPECT_EQ(table_of(terms, "unit_costs").note.find("the base date's money"), 0u);
  terms.money = finance::Money::nominal;
  EXPECT_EQ(table_of(terms, "unit_costs").note.find("nominal money"), 0u);
}

// As flows, -100 (x - 1.25)(x - 0.5) at x = 1 + r: 25 % is the return, -50 % fits as well.
TEST(CashFlowTables, name_the_rate_that_fits_on_the_other_side_of_zero) {
  const Table summary = table_of(mine({0, 175, 0}, {100, 0, 0}, {0, 0, 62.5}), "summary");
  EXPECT_EQ(note_of(summary, "irr_after_tax"), "-0.5 fits too; looked for from 0");
  EXPECT_EQ(
      note_of(table_of(mine({0, 175, 0}, {100, 0, 0}, {0, 0, 0}), "summary"), "irr_after_tax"), "");
  // 10 % and 40 %, adding to less than nothing.
  EXPECT_EQ(
      note_of(table_of(mine({0, 250, 0}, {100, 0, 0}, {0, 0, 154}), "summary"), "irr_after_tax"),
      "several rates fit");
}

}  // namespace
}  // namespace lode::report
