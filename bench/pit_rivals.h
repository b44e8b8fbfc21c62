// Maximum closures by the exact flow solvers that Debian packages: Boost (libboost-graph-dev) and
// LEMON (liblemon-dev). Each builds its own graph: source -> block of value -> what it needs ->
// sink.
#pragma once

#include <cstdint>
#include <vector>

namespace lode::bench {

struct ClosureProblem {
  std::vector<std::int64_t> value;  // [block]
  std::vector<std::size_t> first;   // [block + 1] into needed
  std::vector<std::int32_t> needed;
};

struct Rival {
  const char* name;
  std::int64_t (*solve)(const ClosureProblem&);  // the closure's value
};
std::vector<Rival> rivals();

}  // namespace lode::bench
