// Tables of `lode cashflow`: what a study's table is worth, every line of it, and the parties.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "finance/finance.h"
#include "report/table.h"

namespace lode::report {

// summary, values, returns, prices, lines, unit_costs, payments, receipts; debt and partners where
// there are any. Their columns: docs/cashflow.md.
std::vector<Table> cash_flow_tables(const finance::CashFlowStudy& study);
Table cash_flow_summary(const finance::CashFlowStudy& study);  // its first

// The tables that only some cases have, and what a case without one lacks.
struct TableOfSome {
  std::string_view table, needs;
};
inline constexpr TableOfSome kTablesOfSome[] = {{"debt", "loan, [debt.loan.NAME]"},
                                                {"partners", "partner, [partner.NAME]"},
                                                {"unit_costs", "product, [product.NAME]"}};

// For people: rows whose numbers are all zero are left out, which the note says.
Table without_zero_rows(Table table);

struct NamedCashFlow {
  std::string name;  // the column's
  finance::CashFlowStudy study;
};
// regimes, takes: one column a case. Throws InputError where a measure has two units.
std::vector<Table> regime_tables(const std::vector<NamedCashFlow>& cases);

}  // namespace lode::report
