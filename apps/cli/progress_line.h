// Progress on stderr: a bar on a terminal, one line a stage elsewhere.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "base/progress.h"

namespace lode::cli {

class ProgressLine {
 public:
  explicit ProgressLine(bool quiet);
  ~ProgressLine();
  Progress callback();

 private:
  void show(std::string_view stage, double done);
  bool quiet_, terminal_;
  std::mutex mutex_;
  std::string stage_;
  int shown_percent_ = -1;
};

}  // namespace lode::cli
