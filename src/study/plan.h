// The mine plan: decided with what is known when it is made (all realisations, the planning price),
// then fixed. Block values (expected_values.h), pits and their phases (phases.h), then all pits
// together in a sequence (sequence.h).
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
  // [body block] share of realisations; main grade of that part.
  std::vector<double> block_ore_probability, block_ore_grade;
};

struct Plan {
  PlanKey key;
  std::vector<DepositPlan> deposit;
};

// Shells depend on the price alone: plans that differ in timing share them.
class Planner {
 public:
  Planner(const Case& c, const std::vector<DepositModel>& models) : case_(c), models_(models) {}
  Plan make_plan(const PlanKey& key, const Progress& progress);
  // Of a deposit of a plan without a pit: what a tonne is worth and costs, which grades there are,
  // what the shells are worth in the time there is.
  std::string why_no_pit(std::size_t deposit, const Plan& plan);

 private:
  const DepositShells& shells_of(std::size_t deposit, const PlanKey& key);
  const Case& case_;
  const std::vector<DepositModel>& models_;
  std::map<std::tuple<std::size_t, double, double>, DepositShells> shells_;  // deposit, takes
};

}  // namespace lode::study
