#include "base/calendar.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode {

int Calendar::year(std::size_t t) const {
  return base_year + static_cast<int>(std::floor(start_y[t] + 1e-9));
}

bool Calendar::ends_year(std::size_t t) const {
  return std::abs(end_y(t) - std::round(end_y(t))) < 1e-9;
}

std::size_t Calendar::years() const { return periods() == 0 ? 0 : year_index(periods() - 1) + 1; }

std::vector<double> Calendar::by_year(const std::vector<double>& by_period) const {
  LODE_CHECK(by_period.size() == periods());
  std::vector<double> out(years(), 0.0);
  for (std::size_t t = 0; t < periods(); ++t) out[year_index(t)] += by_period[t];
  return out;
}

double Calendar::overlap(std::size_t t, double from_y, double to_y) const {
  const double shared = std::min(end_y(t), to_y) - std::max(start_y[t], from_y);
  return std::max(0.0, shared) / length_y[t];
}

Calendar make_calendar(int base_year, int quarters_until_year, int years_total) {
  if (years_total < 1) throw InputError("the calendar must have at least one year");
  if (quarters_until_year < base_year)
    throw InputError("quarters cannot end before the calendar's first year");
  Calendar calendar;
  calendar.base_year = base_year;
  for (int year = 0; year < years_total; ++year) {
    const int parts = base_year + year < quarters_until_year ? 4 : 1;
    for (int part = 0; part < parts; ++part) {
      calendar.start_y.push_back(year + static_cast<double>(part) / parts);
      calendar.length_y.push_back(1.0 / parts);
    }
  }
  return calendar;
}

}  // namespace lode
