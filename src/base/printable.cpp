#include "base/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace lode {
namespace {

// The code point that begins at `at` and its length in bytes; length 0: none (RFC 3629).
struct Point {
  std::uint32_t code = 0;
  std::size_t length = 0;
};
Point point_at(std::string_view s, std::size_t at) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + length > s.size()) return {};
  std::uint32_t code = lead & (0xFFu >> (length + 1));
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(at + k) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(at + k) & 0x3Fu);
  }
  const bool shortest = code >= (length == 4 ? 0x10000u : length == 3 ? 0x800u : 0x80u);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return shortest && !surrogate && code <= 0x10FFFF ? Point{code, length} : Point{};
}

bool is_control(std::uint32_t c) {
  const bool turns = c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                     (c >= 0x2066 && c <= 0x2069) || c == 0x061C;
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || turns;
}

}  // namespace

std::string printable(std::string_view text, bool lines) {
  const auto is_plain = [&](char c) {
    return (c >= ' ' && c <= '~') || (lines && (c == '\n' || c == '\t'));
  };
  if (std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Point point = point_at(text, i);
    if (point.length == 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[i++]));
      continue;
    }
    const bool kept = lines && (point.code == '\n' || point.code == '\t');
    if (is_control(point.code) && !kept)
      out += fmt::format("\\u{:04x}", point.code);
    else
      out.append(text, i, point.length);
    i += point.length;
  }
  return out;
}

std::string brief(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t cut = most;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return fmt::format("{}... ({} bytes)", text.substr(0, cut), text.size());
}

}  // namespace lode
