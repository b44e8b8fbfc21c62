// Files as bytes, with the faults that bytes can have.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"

namespace lode::io {

struct Text {
  std::string bytes;               // UTF-8, without a byte-order mark
  std::vector<std::string> notes;  // "case.toml: a UTF-8 byte-order mark was skipped"
};

// Throws InputError: missing, a link to nothing, no regular file, unreadable, larger than 100 MB,
// UTF-16 or UTF-32, not UTF-8 or a zero byte (with the line).
Text read_text(const std::filesystem::path& path);

// The path as a person would name it: relative to the working directory where that is shorter.
std::string shown(const std::filesystem::path& path);

}  // namespace lode::io
