// Private to the room: what a cash-flow case says that no reading of its terms can mean, and what
// is most likely not meant.
#pragma once

#include <string>
#include <vector>

#include "finance/finance.h"
#include "io/stage_case.h"

namespace lode::io {

// A case without a row; less than nothing produced.
std::vector<Fault> senseless(const finance::CashFlowTerms& terms, const StageCase& file);

// `count` against lists and lines that all agree on another number: one fault in place of one a
// row, and the terms are left without the count.
std::vector<Fault> wrong_count(finance::CashFlowTerms& terms, const StageCase& file);

// Costs below zero, an income tax given and computed, working capital given and in days. `label`
// names the periods.
std::vector<std::string> doubts(const finance::CashFlowTerms& terms,
                                const std::vector<std::string>& label);

}  // namespace lode::io
