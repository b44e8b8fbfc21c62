// Tables of `lode cashflow`: what a study's table is worth, every line of it, and the parties.
#pragma once

#include <vector>

#include "finance/finance.h"
#include "report/table.h"

namespace lode::report {

// summary, values, returns, prices, lines, unit_costs, receipts; debt and partners where there are
// any. Their columns: docs/cashflow.md.
std::vector<Table> cash_flow_tables(const finance::CashFlowStudy& study);

}  // namespace lode::report
