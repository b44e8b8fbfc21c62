// What a decider may do: modes that it can be in, and actions that lead from one to another at
// given dates.
//
//   Rights put{{"held", "ended"}, {{"wait", 0, 0}, {"exercise", 0, 1}}, 0};
//
// Build, wait, leave; open, closed, abandoned; the levels of a stock that is used up: each is a
// finite set of modes. A mode that no action leaves is an end: it is worth nothing more.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace lode::decision {

inline constexpr std::size_t kNoDate = std::numeric_limits<std::size_t>::max();

struct Action {
  std::string name;
  std::size_t from = 0, to = 0;           // modes
  std::size_t first = 0, last = kNoDate;  // dates at which it may be taken, both included
  // Part of its payoff is learnt only after the decision (the value of a mine that is built now):
  // its expectation given the state is what the decider compares.
  bool later = false;

  bool open_at(std::size_t date) const { return first <= date && date <= last; }
};

struct Rights {
  std::vector<std::string> mode;
  std::vector<Action> action;
  std::size_t start = 0;  // mode at date 0

  bool is_end(std::size_t m) const;
  std::vector<std::size_t> actions(std::size_t from, std::size_t date) const;  // indices
};

// Throws InputError: a mode that is none, a mode with actions that has none at some date (staying is
// an action too).
void check(const Rights& rights, std::size_t dates);

inline constexpr double kNotAllowed = -std::numeric_limits<double>::infinity();

// The payoffs of one action at one date on the paths first, first + 1, ...: in money of date 0 (present
// value), `known` when it is decided, `later` (of an action that says so) learnt afterwards. Both are 0 when it
// is called. known = kNotAllowed: the action cannot be taken on this path. Must be callable from any
// thread, and on each path at each date at least one action of each mode must be allowed.
using Payoff = std::function<void(std::size_t date, std::size_t action, std::size_t first,
                                  std::span<double> known, std::span<double> later)>;

// Paths 0 .. n - 1 in fixed pieces of this size, whatever the threads.
inline constexpr std::size_t kChunk = 4096;

}  // namespace lode::decision
