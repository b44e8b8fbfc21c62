// Cells and units that the tables of `lode cashflow` share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "finance/finance.h"
#include "report/table.h"

namespace lode::report {

// Missing where the number is not finite or there is none.
Cell number(double value);
Cell number(const std::optional<double>& value);

std::string money_of(const finance::CashFlowStudy& study);       // "MUSD": of the case's money
std::string unit_of_price(const finance::CashFlowStudy& study);  // "USD/lb": of the main product
// The flows that are valued, the lenders' only where there is a loan.
std::vector<finance::Valued> flows_of(const finance::CashFlowStudy& study);
// Years from the first outlay, in the convention of the case.
std::optional<double> payback_of(const finance::CashFlowStudy& study,
                                 const std::vector<double>& flow);

}  // namespace lode::report
