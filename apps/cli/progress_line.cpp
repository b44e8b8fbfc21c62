#include "progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace lode::cli {

ProgressLine::ProgressLine(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (!quiet_ && terminal_ && !stage_.empty()) std::fputs("\r\033[K", stderr);
}

Progress ProgressLine::callback() {
  if (quiet_) return {};
  return [this](std::string_view stage, double done) { show(stage, done); };
}

void ProgressLine::show(std::string_view stage, double done) {
  const std::lock_guard lock(mutex_);
  const int percent = static_cast<int>(100 * done);
  const bool is_new = stage != stage_;
  if (is_new) stage_ = stage;
  if (!terminal_) {
    if (is_new) std::fputs(fmt::format("{} ...\n", stage).c_str(), stderr);
    return;
  }
  if (!is_new && percent == shown_percent_) return;
  shown_percent_ = percent;
  constexpr int kBar = 30;
  const int full = percent * kBar / 100;
  // What cannot be written is dropped.
  std::fputs(fmt::format("\r\033[K{:28} [{}{}] {:3d} %", stage,
                         std::string(static_cast<std::size_t>(full), '#'),
                         std::string(static_cast<std::size_t>(kBar - full), '.'), percent)
                 .c_str(),
             stderr);
  std::fflush(stderr);
}

}  // namespace lode::cli
