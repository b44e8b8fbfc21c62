#include "io/price_series.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "io/csv.h"

namespace lode::io {
namespace {

constexpr std::size_t kFewest = 5;  // years that a law with three parameters is fitted to

}  // namespace

PriceSeries read_price_series(const std::filesystem::path& path, const Dialect& dialect) {
  Text text = read_text(path);
  PriceSeries out;
  out.bytes = text.bytes;
  const NumberTable table =
      read_numbers(std::move(text), shown(path), {"year", "nominal", "deflator"},
                   {dialect, {}, true, "price_series_"});
  out.notes = table.notes;
  std::vector<Fault> faults;
  const auto fault = [&](std::size_t row, const char* column, double value, std::string message) {
    faults.push_back({{shown(path), table.lines[row], 0},
                      column,
                      fmt::format("{:.10g}", value),
                      std::move(message)});
  };
  const auto &year = table.columns[0], &nominal = table.columns[1], &deflator = table.columns[2];
  for (std::size_t i = 0; i < year.size(); ++i) {
    if (year[i] != std::floor(year[i]) || year[i] < 1000 || year[i] > 3000)
      fault(i, "year", year[i], "must be a whole calendar year");
    else if (i > 0 && year[i] != year[i - 1] + 1)
      fault(i, "year", year[i],
            fmt::format("must follow {:.10g} of the row before: consecutive years, each once",
                        year[i - 1]));
    if (!(nominal[i] > 0)) fault(i, "nominal", nominal[i], "must be above 0");
    if (!(deflator[i] > 0)) fault(i, "deflator", deflator[i], "must be above 0");
    if (!std::isfinite(nominal[i] * deflator[i]) || nominal[i] * deflator[i] == 0)
      fault(i, "nominal", nominal[i], "times its deflator is no positive number that can be held");
    if (faults.empty()) out.points.push_back({static_cast<int>(year[i]), nominal[i], deflator[i]});
  }
  if (!faults.empty()) throw InputError(std::move(faults));
  const auto whole = [&](std::string message) {
    throw InputError(Fault{{shown(path), 0, 0}, {}, {}, std::move(message)});
  };
  if (year.size() < kFewest)
    whole(fmt::format("has {} years; at least {} are needed", year.size(), kFewest));
  if (std::all_of(out.points.begin(), out.points.end(), [&](const market::PricePoint& p) {
        return p.nominal_usd * p.deflator ==
               out.points.front().nominal_usd * out.points.front().deflator;
      }))
    whole("the real price never moves: nothing to check a prior against");
  return out;
}

}  // namespace lode::io
