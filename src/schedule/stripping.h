// Stripping ahead: how much rock must have been moved by the end of each year of mining, so that
// the movement cap of the years after it suffices to keep the mill fed. Decided with the plan, on
// the mean column.
#pragma once

#include <span>
#include <vector>

#include "schedule/mine.h"

namespace lode::schedule {

//   mill_need_t  [year of mining] what the mill is to take
//   look_ahead   years ahead that are looked at; 0 = just in time, mill_need_t.size() = the whole
//   life returns      [year of mining + 1] tonnes of rock moved since the start, at the start and
//   each year's end:
//                  target[y] = max over z in y .. y + look_ahead of (rock above the ore of the
//                  years before z)
//                              - (z - y) years of the cap,
//                the least movement that leaves no year in sight short. Rock below the last ore is
//                no target. What the cap cannot reach from the first year on stays short: the mill
//                is then short of ore, whatever one does.
std::vector<double> stripping_targets(const Inventory& inventory, const Mine& mine, double cut_off,
                                      std::span<const double> mill_need_t, std::size_t look_ahead);

// Target after `years` of mining, in a straight line between years; the last one after the last.
double target_at(std::span<const double> targets, double years);

}  // namespace lode::schedule
