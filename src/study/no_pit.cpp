// Why a deposit has no pit, in numbers.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>

#include "study/plan.h"

namespace lode::study {

std::string Planner::why_no_pit(std::size_t index, const Plan& plan) {
  const Deposit& d = case_.deposit[index];
  const Project& project = case_.project;
  const DepositModel& model = models_[index];
  const double first_ore = project.construction_start + plan.key.delay_y + d.lead_y;
  const double last = std::min<double>(project.licence_start + project.licence_y,
                                       project.base_year + project.horizon_years);
  if (first_ore >= last)
    return fmt::format(
        "deposit {}: first ore in {:g} is not before the licence or the calendar "
        "ends, in {:g}",
        d.id, first_ore, last);
  const auto mean = mean_grades(d, model);
  const std::size_t elements = model.realisations.elements;
  const OreValue law =
      ore_value(case_, d, works_of(case_, d), planning_prices(case_), plan.key.take(), 1e9, mean);
  double best_grade = 0;
  for (std::size_t r = 0; r < model.realisations.stored; ++r)
    for (std::size_t b = 0; b < model.realisations.blocks; ++b)
      best_grade = std::max(best_grade, static_cast<double>(model.realisations.at(0, r, b)));
  const ExpectedValues& values = shells_of(index, plan.key).values;
  double best_usd = -kInfinity, cost = 0, cheapest = kInfinity, dearest = 0;
  for (const std::uint32_t block : model.body.block) {
    if (!(model.block_t[block] > 0)) continue;
    const double depth = std::max(0.0, model.ground.top_m - d.grid.centre(block).z);
    const double moved = mining_usd(d, 1, depth),
                 net = values.block_usd[block] / model.block_t[block];
    cheapest = std::min(cheapest, moved), dearest = std::max(dearest, moved);
    if (net > best_usd) best_usd = net, cost = moved;
  }
  const double cut = cut_off(law, std::span(mean).first(elements));
  std::string out = fmt::format(
      "deposit {}: a tonne of ore of the mean grade of {:.4g} % is worth {:.4g} USD before mining, "
      "its best block {:.4g} USD/t where moving a tonne costs {:.4g} (in the body {:.4g} to "
      "{:.4g}); "
      "the best grade of a block is {:.4g} %, ",
      d.id, 100 * mean[0], law.at(std::span(mean).first(elements)), best_usd + cost, cost, cheapest,
      dearest, 100 * best_grade);
  out += cut < kInfinity ? fmt::format("the cut-off grade {:.4g} %", 100 * cut)
                         : "and no grade pays for its own milling";
  double largest = -kInfinity, years = 0;
  for (const ShellRow& row : plan.deposit[index].shells)
    if (row.ore_t > 0 && row.lag_usd > largest) largest = row.lag_usd, years = row.years;
  if (largest > -kInfinity)
    out += fmt::format(
        "; the best shell is worth {:.4g} M$, discounted at {:.3g} % over {:.3g} years "
        "of mining, stripping included",
        largest / 1e6, 100 * case_.planning.discount_rate, years);
  return out;
}

}  // namespace lode::study
