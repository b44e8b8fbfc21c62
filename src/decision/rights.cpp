#include "decision/rights.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"

namespace lode::decision {

bool Rights::is_end(std::size_t m) const {
  return std::none_of(action.begin(), action.end(), [&](const Action& a) { return a.from == m; });
}

std::vector<std::size_t> Rights::actions(std::size_t from, std::size_t date) const {
  std::vector<std::size_t> out;
  for (std::size_t a = 0; a < action.size(); ++a)
    if (action[a].from == from && action[a].open_at(date)) out.push_back(a);
  return out;
}

void check(const Rights& rights, std::size_t dates) {
  const std::size_t modes = rights.mode.size();
  if (rights.start >= modes) throw InputError("the mode at the start is none of the modes");
  for (const Action& a : rights.action)
    if (a.from >= modes || a.to >= modes)
      throw InputError(
          fmt::format("action {}: from {} to {}, of {} modes", a.name, a.from, a.to, modes));
  for (std::size_t m = 0; m < modes; ++m) {
    if (rights.is_end(m)) continue;
    for (std::size_t t = 0; t < dates; ++t)
      if (rights.actions(m, t).empty())
        throw InputError(fmt::format("mode {} has no action at date {}: staying is an action too",
                                     rights.mode[m], t));
  }
}

}  // namespace lode::decision
