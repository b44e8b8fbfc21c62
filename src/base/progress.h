// Progress of long work, and how it is asked to stop.
#pragma once

#include <atomic>
#include <functional>
#include <string_view>

namespace lode {

// Called from the running thread(s): stage name and the share done, 0..1. May be empty.
using Progress = std::function<void(std::string_view stage, double done)>;

// Thrown by work that has been asked to end before it has an answer.
struct Stopped {};

// A question to whoever started the work: is it to end? Copies ask the same flag, which must
// outlive them; without a flag the answer is no. The flag may be set from a signal handler.
class Stop {
 public:
  Stop() = default;
  explicit Stop(const std::atomic<bool>& flag) : flag_(&flag) {}
  bool requested() const noexcept { return flag_ && flag_->load(); }
  void check() const {
    if (requested()) throw Stopped{};
  }

 private:
  const std::atomic<bool>* flag_ = nullptr;
};

}  // namespace lode
