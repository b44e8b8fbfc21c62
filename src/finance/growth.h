// Growth at a yearly rate.
#pragma once

#include <cmath>

namespace lode::finance {

inline double growth_over(double rate, double years) {
  return years == 1 ? 1 + rate : std::pow(1 + rate, years);
}

}  // namespace lode::finance
