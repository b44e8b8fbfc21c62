#include "study/plan.h"

#include <utility>

namespace lode::study {

PlanKey plan_key(const deal::Bid& bid) {
  const double revenue = bid.venture.royalty_uplift + bid.venture.management_fee;
  return {revenue, revenue + bid.venture.marketing_discount + bid.venture.marketing_fee,
          bid.capacity_factor, bid.delay_y};
}

const DepositShells& Planner::shells_of(std::size_t d, const PlanKey& key) {
  const auto [place, is_new] = shells_.try_emplace({d, key.revenue_take, key.price_take});
  if (is_new) place->second = make_shells(case_, case_.deposit[d], models_[d], key.take());
  return place->second;
}

Plan Planner::make_plan(const PlanKey& key, const Progress& progress) {
  Plan plan;
  plan.key = key;
  for (std::size_t d = 0; d < case_.deposit.size(); ++d) {
    const Deposit& deposit = case_.deposit[d];
    if (progress)
      progress("plan " + deposit.id,
               static_cast<double>(d) / static_cast<double>(case_.deposit.size()));
    const DepositShells& shells = shells_of(d, key);
    DepositPlan& out = plan.deposit.emplace_back();
    static_cast<Phases&>(out) = choose_phases(case_, deposit, models_[d], shells,
                                              sequence_rates(case_, deposit, models_[d], key));
    out.block_shell = shells.shells.shell;
    out.block_ore_probability = shells.values.ore_probability;
    out.block_ore_grade = shells.values.ore_grade;
  }
  std::vector<const Phases*> phases;
  for (const DepositPlan& one : plan.deposit) phases.push_back(&one);
  std::vector<Sequence> sequences = sequence_pits(case_, models_, phases, key, inventories_);
  for (std::size_t d = 0; d < sequences.size(); ++d)
    static_cast<Sequence&>(plan.deposit[d]) = std::move(sequences[d]);
  return plan;
}

}  // namespace lode::study
