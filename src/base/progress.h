// What a long run tells while it works, and how it is asked to stop.
#pragma once

#include <functional>
#include <string_view>

namespace lode {

// Called from the running thread(s): stage name and the share done, 0..1. May be empty.
using Progress = std::function<void(std::string_view stage, double done)>;

// Set by the signal handler; a run that sees it stops after the scenarios in hand and says so.
void request_stop() noexcept;
bool stop_requested() noexcept;

}  // namespace lode
