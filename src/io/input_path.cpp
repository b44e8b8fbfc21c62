#include "io/input_path.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/random.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

// Under its own name beside the case; not where the case itself stands.
bool stands_beside(const fs::path& normal) {
  return normal.is_relative() && !normal.empty() && *normal.begin() != ".." &&
         *normal.begin() != "case.toml";
}

}  // namespace

std::string copy_name(const std::string& name) {
  const fs::path normal = fs::path(name).lexically_normal();
  if (stands_beside(normal)) return normal.string();
  return fmt::format("outside/{:08x}-{}", hash_bytes(name) >> 32, normal.filename().string());
}

fs::path input_path(const fs::path& folder, const std::string& name) {
  std::error_code failed;
  const fs::path copy = folder / copy_name(name);
  return !stands_beside(fs::path(name).lexically_normal()) && fs::exists(copy, failed)
             ? copy
             : folder / name;
}

}  // namespace lode::io
