#include "pit/arcs.h"

#include <algorithm>

#include "base/error.h"

namespace lode::pit {

Arcs reversed(const Arcs& arcs) {
  Arcs out;
  out.first.assign(arcs.blocks() + 1, 0);
  for (const std::int32_t block : arcs.needed) ++out.first[static_cast<std::size_t>(block) + 1];
  for (std::size_t b = 0; b < arcs.blocks(); ++b) out.first[b + 1] += out.first[b];
  out.needed.resize(arcs.needed.size());
  std::vector<std::size_t> place(out.first.begin(), out.first.end());
  for (std::size_t b = 0; b < arcs.blocks(); ++b)
    for (const std::int32_t block : arcs.needs(static_cast<std::int32_t>(b)))
      out.needed[place[static_cast<std::size_t>(block)]++] = static_cast<std::int32_t>(b);
  return out;
}

namespace {

// Takes block after block that no other waits for. waiting [block]: how many that need it were not
// taken.
std::vector<std::int32_t> take_in_order(const Arcs& arcs, std::vector<std::int32_t>& waiting) {
  const std::size_t n = arcs.blocks();
  std::vector<std::int32_t> taken;
  taken.reserve(n);
  waiting.assign(n, 0);
  for (const std::int32_t block : arcs.needed) ++waiting[static_cast<std::size_t>(block)];
  for (std::size_t b = 0; b < n; ++b)
    if (waiting[b] == 0) taken.push_back(static_cast<std::int32_t>(b));
  for (std::size_t i = 0; i < taken.size(); ++i)
    for (const std::int32_t block : arcs.needs(taken[i]))
      if (--waiting[static_cast<std::size_t>(block)] == 0) taken.push_back(block);
  return taken;
}

}  // namespace

std::vector<std::int32_t> from_below(const Arcs& arcs) {
  std::vector<std::int32_t> waiting;
  return take_in_order(arcs, waiting);
}

std::vector<std::int32_t> find_cycle(const Arcs& arcs) {
  const std::size_t n = arcs.blocks();
  std::vector<std::int32_t> waiting;
  if (take_in_order(arcs, waiting).size() == n) return {};
  // What is left is needed by what is left: walking from a block to one that needs it must repeat.
  const Arcs below = reversed(arcs);
  std::vector<std::int32_t> walk, place(n, -1);
  auto block = static_cast<std::int32_t>(
      std::find_if(waiting.begin(), waiting.end(), [](std::int32_t w) { return w > 0; }) -
      waiting.begin());
  while (place[static_cast<std::size_t>(block)] < 0) {
    place[static_cast<std::size_t>(block)] = static_cast<std::int32_t>(walk.size());
    walk.push_back(block);
    const auto users = below.needs(block);
    const auto left = std::find_if(users.begin(), users.end(), [&](std::int32_t u) {
      return waiting[static_cast<std::size_t>(u)] > 0;
    });
    LODE_CHECK(left != users.end());
    block = *left;
  }
  walk.erase(walk.begin(), walk.begin() + place[static_cast<std::size_t>(block)]);
  std::reverse(walk.begin(), walk.end());
  return walk;
}

}  // namespace lode::pit
