// The document of `lode cashflow`: what its page and its folder hold.
#pragma once

#include <string>
#include <vector>

#include "report/json.h"
#include "report/tables_cash_flow.h"

namespace lode::report {

// One case: its tables under a sentence that says what it is worth. Several: the tables side by
// side.
Document cash_flow_document(const std::vector<NamedCashFlow>& cases, std::string status);

// "done", or why the answer is no: "no_debt_meets_cover", "not_settled".
std::string status_of(const finance::CashFlowStudy& study);
// Warnings, a sentence each.
std::vector<std::string> warnings_of(const finance::CashFlowStudy& study);

// Why a document of `cases` cases has no table of this name.
std::string no_table(const Document& document, std::size_t cases, const std::string& name);

}  // namespace lode::report
