#include "base/parallel.h"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>

#include <exception>
#include <mutex>

namespace lode {

struct ThreadLimit::Impl {
  tbb::global_control control;
};

ThreadLimit::ThreadLimit(int threads)
    : impl_(new Impl{tbb::global_control(
          tbb::global_control::max_allowed_parallelism,
          static_cast<std::size_t>(threads > 0 ? threads : tbb::info::default_concurrency()))}) {}
ThreadLimit::~ThreadLimit() = default;

void parallel_for(std::size_t n, const std::function<void(std::size_t)>& f) {
  std::mutex mutex;
  std::exception_ptr first;
  std::size_t first_index = n;
  tbb::parallel_for(
      tbb::blocked_range<std::size_t>(0, n, 1),
      [&](const tbb::blocked_range<std::size_t>& range) {
        for (std::size_t i = range.begin(); i != range.end(); ++i) {
          try {
            f(i);
          } catch (...) {
            const std::lock_guard lock(mutex);
            if (i < first_index) {
              first_index = i;
              first = std::current_exception();
            }
          }
        }
      },
      tbb::simple_partitioner());
  if (first) std::rethrow_exception(first);
}

}  // namespace lode
