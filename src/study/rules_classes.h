// Rules of a deposit's confidence classes.
#pragma once

#include <string>
#include <vector>

#include "study/case.h"

namespace lode::study {

// at: the deposit's key.
std::vector<Breach> class_breaches(const Deposit& deposit, const std::string& at);

}  // namespace lode::study
