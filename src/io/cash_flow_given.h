// Private to the room: keys of a cash-flow case that are given and have no effect.
#pragma once

#include <vector>

#include "finance/finance.h"
#include "io/stage_case.h"

namespace lode::io {

// A fault for each key that the file gives without the term that it needs: for example the carry
// rate of a holder that pays its calls, or the life of a declining-balance pool.
std::vector<Fault> idle_keys(const finance::CashFlowTerms& terms, const StageCase& file);

}  // namespace lode::io
