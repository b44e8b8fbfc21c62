#include "base/memory.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <sstream>

#include "base/error.h"
#include "base/input_file.h"

namespace lode {
namespace fs = std::filesystem;
namespace {

constexpr double kUnknown = std::numeric_limits<double>::infinity();

// A small file of the system; empty where it is not there.
std::istringstream text_of(const fs::path& file) {
  try {
    return std::istringstream(read_file(file, file.string(), 1'000'000));
  } catch (const InputError&) {
    return {};
  }
}

// The first number of a small file of the system; `word`: of the line that begins with it.
double number_in(const fs::path& file, const std::string& word = {}) {
  std::istringstream in = text_of(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string first;
    if (!word.empty() && (!(words >> first) || first != word)) continue;
    double value = 0;
    return words >> value ? value : kUnknown;  // "max" is no limit
  }
  return kUnknown;
}

// What one group leaves; pages of files that can be dropped are not counted as used.
double left_in(const fs::path& group, bool second_version) {
  const double limit = number_in(group / (second_version ? "memory.max" : "memory.limit_in_bytes"));
  const double used =
      number_in(group / (second_version ? "memory.current" : "memory.usage_in_bytes"));
  if (limit == kUnknown || used == kUnknown || limit > 1e18) return kUnknown;
  const double files =
      number_in(group / "memory.stat", second_version ? "inactive_file" : "total_inactive_file");
  return std::max(0.0, limit - used + (files == kUnknown ? 0 : std::min(files, used)));
}

double left_in_groups() {
  double least = kUnknown;
  std::istringstream in = text_of("/proc/self/cgroup");
  for (std::string line; std::getline(in, line);) {  // "0::/a/b" or "4:cpu,memory:/a/b"
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string kinds = "," + line.substr(first + 1, second - first - 1) + ",";
    const bool second_version = kinds == ",,";
    if (!second_version && kinds.find(",memory,") == std::string::npos) continue;
    const fs::path top = second_version ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
    // In a container the path may be the host's; the top is then the container's own group.
    fs::path group = fs::path(line.substr(second + 1)).relative_path();
    for (;; group = group.parent_path()) {
      least = std::min(least, left_in(top / group, second_version));
      if (group.empty()) break;
    }
  }
  return least;
}

double left_of_addresses() {
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return kUnknown;
  const double pages = number_in("/proc/self/statm");
  const double used = pages == kUnknown ? 0 : pages * static_cast<double>(sysconf(_SC_PAGESIZE));
  return std::max(0.0, static_cast<double>(limit.rlim_cur) - used);
}

}  // namespace

double available_memory() {
  return std::min(
      {number_in("/proc/meminfo", "MemAvailable:") * 1024, left_in_groups(), left_of_addresses()});
}

std::string bytes_text(double bytes) {
  if (bytes >= 0.9995e9) return fmt::format("{:.3g} GB", bytes / 1e9);
  return fmt::format("{:.3g} MB", bytes / 1e6);
}

void need_memory(double bytes, const std::string& what) {
  if (const double has = available_memory(); bytes > has)
    throw LimitError(fmt::format("not enough memory: {} needs {}, this machine has {}", what,
                                 bytes_text(bytes), bytes_text(has)));
}

void need_disk(double bytes, const std::string& path, const std::string& what) {
  std::error_code failed;
  fs::path at = fs::absolute(path, failed);
  while (!fs::exists(at, failed) && at.has_relative_path()) at = at.parent_path();
  const fs::space_info space = fs::space(at, failed);
  if (!failed && bytes > static_cast<double>(space.available))
    throw LimitError(fmt::format("not enough room on the disk of {}: {} needs {}, there are {}",
                                 path, what, bytes_text(bytes),
                                 bytes_text(static_cast<double>(space.available))));
}

}  // namespace lode
