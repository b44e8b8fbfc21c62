// What the tables of a deposit with drill holes share.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "report/table.h"
#include "study/study.h"

namespace lode::report {

inline constexpr const char* kNoHoles = " Empty where no deposit has drill holes.";
struct Drilled {
  const study::Deposit& deposit;
  const study::DepositModel& model;
  const study::DepositPlan& plan;
  const study::DrilledModel& holes;
  std::size_t planning;  // the shell of the planning price
  bool in_planning_shell(std::uint32_t block) const { return plan.block_shell[block] <= planning; }
  double tonnes(std::size_t estimated) const { return model.block_t[holes.block[estimated]]; }
};

template <class F>
void for_each_drilled(const study::Results& r, const F& f) {
  const study::Plan& plan = r.plans[r.plan_of_bid[0]];
  const std::vector<double>& factors = r.file->values.planning.revenue_factors;
  const auto planning =
      static_cast<std::size_t>(std::find(factors.begin(), factors.end(), 1.0) - factors.begin());
  for (std::size_t d = 0; d < r.models.size(); ++d)
    if (const auto& holes = r.models[d].drilled)
      f(Drilled{r.file->values.deposit[d], r.models[d], plan.deposit[d], *holes, planning});
}

struct Above {
  double tonnes = 0, metal = 0;
  void add(double t, double grade) { tonnes += t, metal += t * grade; }
  Cell grade_percent() const { return tonnes > 0 ? Cell{100 * metal / tonnes} : Cell{}; }
};

}  // namespace lode::report
