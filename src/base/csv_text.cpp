#include "base/csv_text.h"

#include "base/number.h"

namespace lode {
namespace {

bool begins_a_formula(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  constexpr std::string_view kStarts = "=+-@\t\r\n";
  return first != std::string_view::npos && kStarts.find(text[first]) != std::string_view::npos;
}

}  // namespace

void append_csv(std::string& out, std::string_view text) {
  const bool guard = begins_a_formula(text) && !finite_number(text);
  const auto is_edge = [](char c) { return c == ' ' || c == '\t'; };
  const bool quote =
      text.find_first_of(",;\t\"\r\n") != std::string_view::npos ||
      (!text.empty() && (text[0] == '#' || is_edge(text[0]) || is_edge(text.back())));
  if (quote) out += '"';
  if (guard) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quote) out += '"';
}

std::string_view unguarded(std::string_view cell) {
  if (cell.starts_with('\'') && begins_a_formula(cell)) cell.remove_prefix(1);
  return cell;
}

}  // namespace lode
