#include "base/range_words.h"

#include <fmt/format.h>

#include <cmath>

namespace lode {
namespace {

// Shortest text without a power of ten that reads back; very large and very small ones keep it.
std::string plain(double value) {
  const double size = std::abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-12)) return fmt::format("{}", value);
  int decimals = 0;
  std::string text = fmt::format("{:.0f}", value);
  while (std::stod(text) != value && decimals < 15)
    text = fmt::format("{:.{}f}", value, ++decimals);
  return text;
}

}  // namespace

std::string range_in_words(double low, double high) {
  if (std::isinf(low) && std::isinf(high)) return "any number";
  if (std::isinf(high)) return "at least " + plain(low);
  if (std::isinf(low)) return "at most " + plain(high);
  return fmt::format("at least {} and at most {}", plain(low), plain(high));
}

}  // namespace lode
