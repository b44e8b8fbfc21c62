// The bytes of a file, of which nothing is known yet.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace lode {

// Never waits: a pipe, a device or a socket is told at once. Throws InputError, under `name`: not
// there, a link to nothing, a directory, no regular file, larger than `most` bytes, and the system's
// reason where it cannot be read.
std::string read_file(const std::filesystem::path& path, const std::string& name,
                      std::uintmax_t most);

}  // namespace lode
