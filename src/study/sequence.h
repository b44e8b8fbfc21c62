// Order and rate of mining of all pits of a plan together, since they may share plants.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "study/phases.h"
#include "study/plan_key.h"

namespace lode::study {

struct Sequence {
  // In mining order; empty if no shell is worth mining. Shared by plans of the same pushbacks.
  std::shared_ptr<const schedule::Inventory> inventory =
      std::make_shared<const schedule::Inventory>();
  std::vector<double> stripping_t;  // [year of mining + 1] rock to have moved
  // Of largest value among a few, on the expected orebody at the planning price.
  std::size_t stripping_look_ahead_y = 0;
  std::array<double, schedule::kMaxElements> mean_grade{};  // of ore in the plan, expected
};

// Mill rate for the body's mean ore, movement rate of the mine, and years from first ore to the end
// of the licence or the calendar, whichever is first.
schedule::SequenceRates sequence_rates(const Case& c, const Deposit& deposit,
                                       const DepositModel& model, const PlanKey& key);

// The inventories of a case's plans, each made once: most plans that differ in timing or takes alone
// have the same pushbacks.
class Inventories {
 public:
  std::shared_ptr<const schedule::Inventory> inventory_of(const Case& c, std::size_t deposit,
                                                          const DepositModel& model,
                                                          const Phases& phases);

 private:
  struct Known {
    std::size_t deposit = 0;
    std::vector<std::uint8_t> pushback;  // [block]
    std::shared_ptr<const schedule::Inventory> inventory;
  };
  std::vector<Known> known_;
};

// [deposit], of the phases of each. Today each pit goes at a constant lag of its own.
std::vector<Sequence> sequence_pits(const Case& c, const Models& models,
                                    std::span<const Phases* const> phases, const PlanKey& key,
                                    Inventories& inventories);

}  // namespace lode::study
