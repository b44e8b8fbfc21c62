// Stripping ahead: how much rock must have been moved by the end of each year of mining, so that
// the movement cap of the years after it suffices to keep the mill fed. Decided with the plan, on
// the mean column.
#pragma once

#include <span>
#include <vector>

#include "schedule/mine.h"

namespace lode::schedule {

//   mill_need_t  [year of mining] what the mill is to take
//   returns      [year of mining + 1] tonnes of rock moved since the start, at the start and each
//   year's end:
//                  target[y] = max(rock above the ore of years 0..y, target[y + 1] - one year's
//                  cap),
//                the least movement that leaves no later year short (a taut string against the
//                cap). Rock below the last ore is no target. What the cap cannot reach from the
//                first year on stays short: the mill is then short of ore, whatever one does.
std::vector<double> stripping_targets(const Inventory& inventory, const Mine& mine, double cut_off,
                                      std::span<const double> mill_need_t);

// Target after `years` of mining, in a straight line between years; the last one after the last.
double target_at(std::span<const double> targets, double years);

}  // namespace lode::schedule
