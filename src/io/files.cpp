#include "io/files.h"

#include <fmt/format.h>

#include <string_view>

#include "base/input_file.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kLargest = 100'000'000;

[[noreturn]] void refuse(const fs::path& path, std::string message, int line = 0) {
  throw InputError(Fault{{shown(path), line, 0}, {}, {}, std::move(message)});
}

// Length of the UTF-8 sequence that starts at i, 0 if there is none (RFC 3629, table in section 4).
std::size_t utf8_length(const std::string& s, std::size_t i) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(s[k]); };
  const unsigned char lead = byte(i);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || i + length > s.size()) return 0;
  for (std::size_t k = 1; k < length; ++k)
    if ((byte(i + k) & 0xC0) != 0x80) return 0;
  if (lead == 0xE0 && byte(i + 1) < 0xA0) return 0;
  if (lead == 0xED && byte(i + 1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(i + 1) < 0x90) return 0;
  if (lead == 0xF4 && byte(i + 1) > 0x8F) return 0;
  return length;
}

}  // namespace

std::string shown(const fs::path& path) {
  std::error_code failed;
  const fs::path relative = fs::relative(path, failed);
  const std::string near = relative.string(), whole = path.string();
  return !failed && !near.empty() && near.size() < whole.size() ? near : whole;
}

Text read_text(const fs::path& path) {
  Text out{read_file(path, shown(path), kLargest), {}};
  const auto starts = [&](std::string_view mark) { return out.bytes.starts_with(mark); };
  if (starts(std::string_view("\xFF\xFE", 2)) || starts(std::string_view("\xFE\xFF", 2)))
    refuse(path, "is UTF-16; only UTF-8 is read (save it as UTF-8)", 1);
  if (starts(std::string_view("\0\0\xFE\xFF", 4)))
    refuse(path, "is UTF-32; only UTF-8 is read (save it as UTF-8)", 1);
  if (starts("\xEF\xBB\xBF")) {
    out.bytes.erase(0, 3);
    out.notes.push_back(shown(path) + ": a UTF-8 byte-order mark was skipped");
  }
  int line = 1;
  for (std::size_t i = 0; i < out.bytes.size();) {
    const std::size_t length = utf8_length(out.bytes, i);
    if (length == 0) refuse(path, "is not UTF-8 here; only UTF-8 is read", line);
    if (out.bytes[i] == '\0') refuse(path, "holds a zero byte; only UTF-8 text is read", line);
    if (out.bytes[i] == '\n') ++line;
    i += length;
  }
  return out;
}

}  // namespace lode::io
