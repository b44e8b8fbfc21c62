// Defaults that a result rests on. Most are neutral (nothing is levied, no limit, a factor of 1);
// these are choices that a case has left to Lode, and `lode check` names them.
#pragma once

#include <string>
#include <vector>

#include "study/case.h"

namespace lode::study {

// "planning.lag = 6", in the order of the case; only what has an effect in this case.
std::vector<std::string> defaults_in_force(const CaseFile& file);

}  // namespace lode::study
