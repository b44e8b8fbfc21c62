// The price series that a price prior is checked against: a CSV with the columns year, nominal and
// deflator beside the case.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/dialect.h"
#include "study/case.h"

namespace lode::io {

struct PriceSeries {
  std::vector<market::PricePoint> points;
  std::string bytes;               // of the file
  std::vector<std::string> notes;  // of its form
};

// Throws InputError with every fault: those of a file of numbers, and rows that are not whole
// consecutive years with positive prices and deflators; fewer than five; prices that never move.
PriceSeries read_price_series(const std::filesystem::path& path, const Dialect& dialect = {});

}  // namespace lode::io
