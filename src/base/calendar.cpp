#include "base/calendar.h"

#include <algorithm>

#include "base/error.h"

namespace lode {

std::vector<double> Calendar::by_year(const std::vector<double>& by_period) const {
  std::vector<double> out;
  by_year(by_period, out);
  return out;
}

void Calendar::by_year(const std::vector<double>& by_period, std::vector<double>& out) const {
  LODE_CHECK(by_period.size() == periods());
  out.assign(years(), 0.0);
  for (std::size_t t = 0; t < periods(); ++t) out[year_index(t)] += by_period[t];
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
