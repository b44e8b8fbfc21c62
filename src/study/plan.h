// The mine plan: decided with what is known when it is made (all realisations, the planning price),
// then fixed.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "study/model.h"
#include "study/valuation.h"

namespace lode::study {

// The terms of a bid that move cut-off, capacity or timing; bids with equal keys share a plan.
struct PlanKey {
  double revenue_take = 0;  // of all revenue: royalty uplift + management fee
  double price_take = 0;    // of the main product's price: that + marketing discount + fee
  double capacity_factor = 1;
  double delay_y = 0;
  auto operator<=>(const PlanKey&) const = default;
  Take take() const { return {revenue_take, price_take}; }
};
PlanKey plan_key(const deal::Bid& bid);

struct ShellRow {  // a line of the pit-by-pit graph, valued at the planning price
  double factor = 0, ore_t = 0, waste_t = 0, metal_t = 0;
  double years = 0;      // of constant-lag mining within the horizon
  double best_usd = 0;   // shell after shell
  double worst_usd = 0;  // bench by bench
  double lag_usd = 0;    // constant lag
};

struct PushbackRow {  // in the order of mining
  double factor = 0;  // revenue factor of the shell that ends it
  double rock_t = 0, ore_t = 0, metal_t = 0, value_usd = 0;  // expected, undiscounted
  double once_usd = 0;                                       // of zones that it is first to touch
  int benches = 0;
};

struct DepositPlan {
  pit::Pushbacks pushbacks;
  std::vector<ShellRow> shells;
  std::vector<std::uint16_t> block_shell;  // [block] first shell with it, their number if none
  std::vector<PushbackRow> pushback_rows;
  pit::Widened widened;             // what the mining width changed; its pushbacks are left empty
  double narrowest_m = 0;           // opening of any bench of any pushback
  double unwidened_usd = 0;         // constant-lag value of the chosen shell without a mining width
  std::size_t chosen_shell = 0;     // of the best constant-lag value within the horizon
  schedule::Inventory inventory;    // in mining order; empty if no shell is worth mining
  std::vector<double> stripping_t;  // [year of mining + 1] rock to have moved
  // The best of a few, on the expected orebody at the planning price.
  std::size_t stripping_look_ahead_y = 0;
  std::array<double, schedule::kMaxElements> mean_grade{};  // of ore in the plan, expected
  // [body block] share of realisations; main grade of that part.
  std::vector<double> block_ore_probability, block_ore_grade;
  std::size_t blocks_on_edge = 0;
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
  struct Values {  // of one deposit at one take of price and revenue
    pit::Shells shells;
    std::vector<std::size_t> touched;  // [one-off zone] first shell that pays for it
    std::vector<double> ore_share;     // [body block] of realisations in which the block is ore
    std::vector<double> ore_grade;     // [body block] main grade of its ore part
    std::vector<double> block_usd;  // [block] expected at the planning price, mining cost included
  };
  const Values& values_of(std::size_t deposit, const PlanKey& key);
  pit::Widened pushbacks_of(std::size_t deposit, const Values& values, std::size_t shell) const;
  static std::array<double, schedule::kMaxElements> mean_grades(const Deposit& deposit,
                                                                const DepositModel& model);
  static double metal_t(const DepositModel& model, const Values& values, std::size_t block);
  static std::vector<double> metal_by_shell(const DepositModel& model, const Values& values);
  static std::vector<PushbackRow> pushback_rows(const Planning& planning, const DepositModel& model,
                                                const Values& values,
                                                const pit::Pushbacks& pushbacks,
                                                const std::vector<schedule::Increment>& increments);
  DepositPlan plan_deposit(std::size_t deposit, const PlanKey& key);
  const Case& case_;
  const std::vector<DepositModel>& models_;
  std::map<std::tuple<std::size_t, double, double>, Values> values_;  // deposit, takes
};

}  // namespace lode::study
