// Private to the room: terms of a cash-flow case that contradict each other, and terms that are
// most likely a mistake.
#pragma once

#include <string>
#include <vector>

#include "finance/finance.h"
#include "io/stage_case.h"

namespace lode::io {

// A case without rows; negative production.
std::vector<Fault> senseless(const finance::CashFlowTerms& terms, const StageCase& file);

// If all lists and lines agree on another number of periods than `count`: one fault instead of one
// for each row, and the terms are left without the count.
std::vector<Fault> wrong_count(finance::CashFlowTerms& terms, const StageCase& file);

// Costs below zero, an income tax given and computed, working capital given and in days. `label`
// names the periods.
std::vector<std::string> doubts(const finance::CashFlowTerms& terms,
                                const std::vector<std::string>& label);

}  // namespace lode::io
