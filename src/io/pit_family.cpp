#include "io/pit_family.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "base/wide.h"
#include "io/pit_files.h"

namespace lode::io {
namespace {

void check_nested(const pit::Family& family, const pit::BlockValues& values,
                  const std::string& file) {
  const auto& column = values.column[family.by_weight() ? 1 : 0];
  const auto below =
      std::find_if(column.begin(), column.end(), [](std::int64_t v) { return v < 0; });
  if (below == column.end()) return;
  throw InputError(
      Fault{{file, line_of_block(file, static_cast<std::size_t>(below - column.begin())), 0},
            family.by_weight() ? "weight" : "revenue",
            decimal_text(*below, values.digits),
            fmt::format("of block {} must not be below 0: pits would not be nested",
                        below - column.begin())});
}

// Reports the first factor with which the sum of the values could exceed the limit, and the line at
// which it does.
void check_sums(const pit::Family& family, const pit::BlockValues& values,
                const std::string& file) {
  for (std::size_t k = 0; k < family.factors.size(); ++k) {
    const pit::Factor& factor = family.factors[k];
    const auto [times_first, times_second] = family.multiples(k);
    const auto a = static_cast<double>(times_first), b = static_cast<double>(times_second);
    double sum = 0;
    for (std::size_t block = 0; block < values.column[0].size(); ++block) {
      sum += a * std::abs(static_cast<double>(values.column[0][block])) +
             b * std::abs(static_cast<double>(values.column[1][block]));
      if (sum <= kMostSum) continue;
      throw InputError(Fault{
          {file, line_of_block(file, block), 0},
          family.name,
          factor.text,
          fmt::format("with it the columns, scaled by 10^{} for the factor's decimals, add up to "
                      "more than 9e18, the most that is held, from this line on: write them in a "
                      "larger unit",
                      factor.digits)});
    }
  }
}

}  // namespace

void check_family(const pit::Family& family, const pit::BlockValues& values,
                  const std::filesystem::path& path) {
  check_nested(family, values, path.string());
  check_sums(family, values, path.string());
}

}  // namespace lode::io
