// Stripping ahead: rock that must have been moved by the end of each year of mining, so that the
// movement cap of later years suffices to feed the mill. Decided with the plan, on the mean of the
// realisations.
#pragma once

#include <span>
#include <vector>

#include "schedule/mine.h"

namespace lode::schedule {

//   mill_need_t  [year of mining] what the mill is to take
//   look_ahead   years; 0: just in time, mill_need_t.size(): the life of mine
//   returns      [year of mining + 1] rock moved since the start, t, at the start and at each
//                year's end
//
//   target[y] = max over z in y .. y + look_ahead of
//               rock above the ore of the years before z - (z - y) years of the cap
//
// This is the least movement with which no year within look_ahead is short of ore. Rock below the
// last ore is not stripped. If the cap is too low from the first year on, the mill is short of ore.
std::vector<double> stripping_targets(const Inventory& inventory, const Mine& mine, double cut_off,
                                      std::span<const double> mill_need_t, std::size_t look_ahead);

// Target after `years` of mining, t: linear between years, constant after the last.
double target_at(std::span<const double> targets, double years);

}  // namespace lode::schedule
