// Reads a file's bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace lode {

// Throws InputError, under `name`: the file is missing, a dangling link, a directory, not a regular
// file (a pipe, device or socket is refused, so that reading never waits), larger than `most`
// bytes, or unreadable, with the system's reason.
std::string read_file(const std::filesystem::path& path, const std::string& name,
                      std::uintmax_t most);

}  // namespace lode
