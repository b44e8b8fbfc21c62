// The case of `lode cashflow`: a study's table, its rows from CSV files or inline.
#pragma once

#include <filesystem>

#include "finance/finance.h"
#include "io/stage_case.h"

namespace lode::io {

struct CashFlowCase {
  finance::CashFlowTerms terms;  // every row read
  StageCase file;
};
// Throws InputError with every fault of the case, of its tables (with line and column) and across
// its keys (finance::faults_of), each with its place.
CashFlowCase read_cash_flow_case(const std::filesystem::path& path);

}  // namespace lode::io
