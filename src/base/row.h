// A quantity by period as a case gives it: one number for all periods, a list with one a period, or
// the name of a line of a table.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace lode {

struct Row {
  std::vector<double> values;  // empty: not given
  std::string name;            // "LINE" or "TABLE:LINE", until the table is read
  // Set by the reader, for what it checks when it reads the table.
  std::string key;
  double low = 0, high = 0, factor = 1;

  bool given() const { return !values.empty() || !name.empty(); }
  // After the reader: as long as there are periods, or one number.
  double at(std::size_t t) const { return values.size() == 1 ? values[0] : values[t]; }
};

// In some period.
inline bool is_above_zero(const Row& row) {
  return std::any_of(row.values.begin(), row.values.end(), [](double value) { return value > 0; });
}

}  // namespace lode
