#include "io/missing_count.h"

#include <fmt/format.h>

namespace lode::io {

void MissingCount::tell(const std::string& file, const std::string& column, std::size_t rows,
                        std::vector<std::string>& notes, bool may_say) const {
  constexpr std::size_t kTold = 6;  // different texts
  std::size_t sum = 0, told = 0;
  std::string list;
  for (const auto& [cell, count] : missing_) {
    sum += count;
    if (++told <= kTold)
      list +=
          fmt::format("{}{} ({})", list.empty() ? "" : ", ", cell.empty() ? "empty" : cell, count);
  }
  if (told > kTold) list += fmt::format(" and {} more", told - kTold);
  if (sum > 0)
    notes.push_back(fmt::format("{}: {} of {} rows have no {}: {}", file, sum, rows, column, list));
  for (const auto& [cell, count] : suspect_)
    notes.push_back(
        fmt::format("{}: {} is {} in {} row{}, taken as a value{}", file, column, cell, count,
                    count == 1 ? "" : "s",
                    may_say ? fmt::format("; missing = [{}] would take it as missing", cell) : ""));
}

}  // namespace lode::io
