// Price levels: inflation of the dollar, the local currency at purchasing parity.
#pragma once

#include "base/calendar.h"
#include "base/describe.h"

namespace lode::finance {

struct Macro {
  double inflation = 0;  // of the USD, a year
  // Of the local currency at the base date, and after local_inflation_years; the logarithm of
  // 1 + rate is linear between. Infinite: the start as the USD, the end as the start.
  double local_inflation_start = kInfinity, local_inflation_end = kInfinity;
  double local_inflation_years = 0;
  double local_per_usd = 1;  // at the base date; then at purchasing parity
  double risk_free = 0;      // nominal, for lenders' expected service
  bool operator==(const Macro&) const = default;
};
void describe(Visitor& visit, Macro& macro);

// Index of the price level at each period's middle, 1 at the base date. [period]
struct Index {
  std::vector<double> usd;            // nominal = real * usd
  std::vector<double> local_per_usd;  // purchasing parity
  double risk_free = 0;               // Macro's
};
Index make_index(const Macro& macro, const Calendar& calendar);

}  // namespace lode::finance
