#include "base/missing.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace lode {

bool is_missing_word(std::string_view cell) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = cell.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return true;
  cell = cell.substr(first, cell.find_last_not_of(kBlanks) - first + 1);
  constexpr std::size_t kLongest = 7;
  if (cell.size() > kLongest) return false;
  constexpr std::array<std::string_view, 16> kWords = {
      "na",   "n/a", "#n/a", "#na",  "n.a.",    "<na>", "nan", "-nan",
      "+nan", "nat", "null", "none", "missing", "-",    "--",  "."};
  std::string word(cell);
  for (char& c : word)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

bool is_missing_code(double value) {
  return std::find(kMissingCodes.begin(), kMissingCodes.end(), std::abs(value)) !=
         kMissingCodes.end();
}

Reading reading_of(double value, Range range, const GivenCodes& given) {
  if (std::abs(value) >= kTrimming) return Reading::missing;
  if (given && std::find(given->begin(), given->end(), value) != given->end())
    return Reading::missing;
  if (!is_missing_code(value)) return Reading::value;
  if ((value < range.low || value > range.high) && !(given && given->empty()))
    return Reading::missing;
  return value <= -99 ? Reading::suspect : Reading::value;
}

}  // namespace lode
