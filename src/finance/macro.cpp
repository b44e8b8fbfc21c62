#include "finance/macro.h"

#include <algorithm>
#include <cmath>

namespace lode::finance {

Index make_index(const Macro& macro, const Calendar& calendar) {
  const double usd_rate = std::log1p(macro.inflation);
  const auto log_rate = [](double rate, double otherwise) {
    return std::isfinite(rate) ? std::log1p(rate) : otherwise;
  };
  const double start = log_rate(macro.local_inflation_start, usd_rate);
  const double end = log_rate(macro.local_inflation_end, start);
  const double years = macro.local_inflation_years;
  Index index;
  index.risk_free = macro.risk_free;
  index.usd.resize(calendar.periods());
  index.local_per_usd.resize(calendar.periods());
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    const double time = calendar.mid_y(t);
    const double falling = std::min(time, years);
    double local = end * (time - falling) + start * falling;
    if (years > 0) local += (end - start) * falling * falling / (2 * years);
    index.usd[t] = std::exp(usd_rate * time);
    index.local_per_usd[t] = macro.local_per_usd * std::exp(local - usd_rate * time);
  }
  return index;
}

}  // namespace lode::finance
