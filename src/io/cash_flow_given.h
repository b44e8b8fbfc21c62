// Private to the room: keys of a cash-flow case that are given and change nothing.
#pragma once

#include <vector>

#include "finance/finance.h"
#include "io/stage_case.h"

namespace lode::io {

// A fault for each key that the file gives without the term it goes with: a carry's rate of a
// holder that pays, the life of a declining pool.
std::vector<Fault> idle_keys(const finance::CashFlowTerms& terms, const StageCase& file);

}  // namespace lode::io
