// Growth at a yearly rate.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>

#include "base/calendar.h"

namespace lode::finance {

inline double growth_over(double rate, double years) {
  return years == 1 ? 1 + rate : std::pow(1 + rate, years);
}

// From the start of the first period to `years` after it, at a rate for each period; before and
// beyond the calendar the nearest period's.
inline double growth_until(std::span<const double> rate, const Calendar& calendar, double years) {
  const std::size_t n = calendar.periods();
  double growth = 1;
  if (years < 0) return growth_over(rate[0], years);
  for (std::size_t t = 0; t < n; ++t) {
    const double left = years - calendar.start_y[t];
    if (left <= 0) break;
    growth *= growth_over(rate[t], t + 1 < n ? std::min(left, calendar.length_y[t]) : left);
  }
  return growth;
}

}  // namespace lode::finance
