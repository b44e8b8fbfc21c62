// Rules of the rights to decide, of building in steps and of the study before it.
#pragma once

#include <vector>

#include "study/case.h"

namespace lode::study {

std::vector<Breach> right_breaches(const Case& c);

}  // namespace lode::study
