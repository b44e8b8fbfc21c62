// In which order and how fast pits are mined: all pits of a plan together, since they may share
// plants.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "study/phases.h"
#include "study/plan_key.h"

namespace lode::study {

struct Sequence {
  schedule::Inventory inventory;    // in mining order; empty if no shell is worth mining
  std::vector<double> stripping_t;  // [year of mining + 1] rock to have moved
  // The best of a few, on the expected orebody at the planning price.
  std::size_t stripping_look_ahead_y = 0;
  std::array<double, schedule::kMaxElements> mean_grade{};  // of ore in the plan, expected
};

// What a mill takes of the body's mean ore, what the mine moves, the time from first ore to the end
// of the licence or the calendar.
schedule::SequenceRates sequence_rates(const Case& c, const Deposit& deposit,
                                       const DepositModel& model, const PlanKey& key);

// [deposit], of the phases of each. Today each pit goes at a constant lag of its own.
std::vector<Sequence> sequence_pits(const Case& c, const std::vector<DepositModel>& models,
                                    std::span<const Phases* const> phases, const PlanKey& key);

}  // namespace lode::study
