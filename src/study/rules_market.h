// Rules of a case's market: what it names must be in its world.
#pragma once

#include <vector>

#include "study/case.h"

namespace lode::study {

std::vector<Breach> market_breaches(const Case& c);
// Of those, what a draw can break.
std::vector<Breach> elasticity_breaches(const MarketTerms& terms);

}  // namespace lode::study
