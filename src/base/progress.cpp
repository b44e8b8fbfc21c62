#include "base/progress.h"

#include <atomic>

namespace lode {
namespace {
std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // used from a signal handler
}  // namespace

void request_stop() noexcept { stop.store(true); }
bool stop_requested() noexcept { return stop.load(); }

}  // namespace lode
