// The mine plan: made on all realisations at the planning price, then fixed. Block values
// (expected_values.h), pits and their phases (phases.h), then all pits together in a sequence
// (sequence.h).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "base/progress.h"
#include "study/sequence.h"

namespace lode::study {

struct DepositPlan : Phases, Sequence {
  std::vector<std::uint16_t> block_shell;  // [block] first shell with it, their number if none
  // [body block] share of realisations where the block is ore; main grade there.
  std::vector<double> block_ore_probability, block_ore_grade;
};

struct Plan {
  PlanKey key;
  std::vector<DepositPlan> deposit;
};

// Makes plans; those that differ in timing alone share their shells, those with the same pushbacks
// their inventories.
class Planner {
 public:
  Planner(const Case& c, const Models& models) : case_(c), models_(models) {}
  Plan make_plan(const PlanKey& key, const Progress& progress);
  // Why a deposit of a plan has no pit: value and cost of a tonne, grades, value of the shells
  // within the horizon.
  std::string why_no_pit(std::size_t deposit, const Plan& plan);

 private:
  const DepositShells& shells_of(std::size_t deposit, const PlanKey& key);
  const Case& case_;
  const Models& models_;
  std::map<std::tuple<std::size_t, double, double>, DepositShells> shells_;  // deposit, takes
  Inventories inventories_;
};

}  // namespace lode::study
