// What the cells of a report's table say: the name of a period, a number as it is printed.
#pragma once

#include <optional>
#include <string>

namespace lode::io {

// "2027", "-3", "t0", "y12", "Yr -2", "Year 1", "FY 2027", "2027 Q1", "Q1 2027"; case does not
// matter, a blank may stand before the number.
struct PeriodName {
  int number = 0;  // the year, or an index
  int part = 0;    // of the year: 3 of Q3; 0: the whole of it
  int parts = 0;   // that the year has: 4 of Q3
  bool is_year() const { return number >= 1800 && number < 3000; }
};
std::optional<PeriodName> period_name(const std::string& text);

// May the period `next` follow `name`? By one; a count without a year 0 goes from -1 to 1. Where
// `lengths` are others than a year, or parts of a year change, the year may stay or rise.
bool follows(const PeriodName& next, const PeriodName& name, bool lengths);

// "1,050" and "1 050" in groups of three, "(68)" for -68, "-" or a dash alone for 0; before
// decimals stands `decimal`, and the other of . and , separates thousands. None: not such a number
// ("5 %", "1,05").
std::optional<double> printed_number(const std::string& text, char decimal = '.');

}  // namespace lode::io
