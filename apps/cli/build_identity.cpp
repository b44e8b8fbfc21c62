#include "build_identity.h"

#include <fmt/format.h>
#include <gnu/libc-version.h>

#include "base/input_file.h"
#include "base/random.h"

namespace lode::cli {

std::string build_identity() {
  const std::string program = read_file("/proc/self/exe", "/proc/self/exe", 1'000'000'000);
  return fmt::format("{:016x} libc {}", hash_bytes(program), gnu_get_libc_version());
}

}  // namespace lode::cli
