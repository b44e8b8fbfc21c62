// Pushbacks: a few of the nested shells, of about equal rock, so that mining goes from the best
// ground outwards.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pit/ultimate_pit.h"

namespace lode::pit {

struct Pushbacks {
  // [pushback] the shell that ends it, rising; the last is final_shell.
  std::vector<std::uint16_t> shell;
  std::vector<std::uint8_t> pushback;  // [block], pushback index, 255 = not mined
};

// Up to `count` pushbacks up to final_shell, chosen so that the largest pushback's tonnes are least
// (exact, by dynamic programming over the shells; ties to the earlier shells). Shells that add no
// rock are skipped; with no rock at all there is no pushback. As many pushbacks as count and the
// shells allow.
//   tonnes [block]
Pushbacks choose_pushbacks(const Shells& shells, std::span<const double> tonnes,
                           std::size_t final_shell, int count);

}  // namespace lode::pit
