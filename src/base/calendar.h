// The periods of a study: quarters while things are built, years afterwards.
// Times are years after the base date (2026-01-01 -> 0); a period is [start, start + length).
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace lode {

struct Calendar {
  int base_year = 0;             // the base date is 1 January of this year
  std::vector<double> start_y;   // [period]
  std::vector<double> length_y;  // [period], 0.25 or 1

  std::size_t periods() const { return start_y.size(); }
  double mid_y(std::size_t t) const { return start_y[t] + 0.5 * length_y[t]; }
  double end_y(std::size_t t) const { return start_y[t] + length_y[t]; }
  int year(std::size_t t) const {  // calendar year that the period lies in
    return base_year + static_cast<int>(std::floor(start_y[t] + 1e-9));
  }
  bool ends_year(std::size_t t) const {  // the last period of its calendar year
    return std::abs(end_y(t) - std::round(end_y(t))) < 1e-9;
  }
  std::size_t years() const {  // calendar years covered
    return periods() == 0 ? 0 : year_index(periods() - 1) + 1;
  }
  std::size_t year_index(std::size_t t) const {
    return static_cast<std::size_t>(year(t) - base_year);
  }
  // [period] -> [year], sums; into `out`, whose memory is used again.
  std::vector<double> by_year(const std::vector<double>& by_period) const;
  void by_year(const std::vector<double>& by_period, std::vector<double>& out) const;
  // Share of the period that lies in [from_y, to_y).
  double overlap(std::size_t t, double from_y, double to_y) const;
};

// Quarters up to quarters_until_year (exclusive), then years, years_total in all.
// Errors: InputError if quarters_until_year < base_year or years_total < 1.
Calendar make_calendar(int base_year, int quarters_until_year, int years_total);

}  // namespace lode
