#include "base/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace lode {

std::optional<double> finite_number(std::string_view cell, char decimal) {
  while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
  while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.remove_suffix(1);
  if (cell.size() > 1 && cell[0] == '+' && cell[1] != '-' && cell[1] != '+') cell.remove_prefix(1);
  std::array<char, 64> pointed;
  if (decimal != '.' && cell.find(decimal) != std::string_view::npos) {
    if (cell.size() > pointed.size() || cell.find('.') != std::string_view::npos)
      return std::nullopt;
    std::replace_copy(cell.begin(), cell.end(), pointed.begin(), decimal, '.');
    cell = {pointed.data(), cell.size()};
  } else if (decimal != '.' && cell.find('.') != std::string_view::npos) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  const bool whole = !cell.empty() && error == std::errc() && end == cell.data() + cell.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void append_shortest(std::string& out, double value) {
  if (std::isnan(value)) return;
  std::array<char, 64> buffer;
  const double size = std::abs(value);
  const bool plain = size == 0 || (size >= 1e-6 && size < 1e15);
  const auto end = plain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                         std::chars_format::fixed)
                         : std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  out.append(buffer.data(), end.ptr);
}

std::string shortest(double value) {
  std::string out;
  append_shortest(out, value);
  return out;
}

}  // namespace lode
