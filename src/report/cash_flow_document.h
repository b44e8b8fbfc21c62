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

}  // namespace lode::report
