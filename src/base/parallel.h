// Loops over independent items. Results never depend on the number of threads: f(i) may write only
// what belongs to i; sums are folded serially by the caller.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace lode {

// f(i) for i in [0, n), in any order. The first exception (lowest i of those raised) is rethrown.
void parallel_for(std::size_t n, const std::function<void(std::size_t)>& f);

// While it lives, at most this many threads work (0 = as many as the machine has).
class ThreadLimit {
 public:
  explicit ThreadLimit(int threads);
  ~ThreadLimit();
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lode
