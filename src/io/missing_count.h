// The cells of one column that were read as missing, and the values that look like codes for
// missing.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lode::io {

class MissingCount {
 public:
  void missing(std::string_view cell) { ++missing_[std::string(cell)]; }
  void suspect(std::string_view cell) { ++suspect_[std::string(cell)]; }
  // "data.csv: 3 of 100 rows have no mo: -999 (2), empty (1)"
  // "data.csv: z is -999 in 3 rows, taken as a value; missing = [-999] would take it as missing"
  // `may_say`: the case has a place for missing = [...].
  void tell(const std::string& file, const std::string& column, std::size_t rows,
            std::vector<std::string>& notes, bool may_say = true) const;

 private:
  std::map<std::string, std::size_t> missing_, suspect_;  // by the cell's text
};

}  // namespace lode::io
