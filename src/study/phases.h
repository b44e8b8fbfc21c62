// Pit shells of a deposit, the shell chosen as the final pit, and its pushbacks.
#pragma once

#include <cstdint>
#include <vector>

#include "study/expected_values.h"

namespace lode::study {

// Shells depend on prices and on the bid's share of revenue alone: plans that differ in timing
// share them.
struct DepositShells {
  ExpectedValues values;
  pit::Shells shells;
  std::vector<std::size_t> touched;  // [one-off zone] first shell that pays for it
};
DepositShells make_shells(const Case& c, const Deposit& deposit, const DepositModel& model,
                          const Take& take);

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
  double once_usd = 0;                                       // of zones that it mines first
  int benches = 0;
};

struct Phases {
  std::vector<ShellRow> shells;
  pit::Pushbacks pushbacks;                     // without any if no shell is worth mining
  std::vector<schedule::Increment> increments;  // of the pushbacks, by pushback and bench
  std::vector<PushbackRow> pushback_rows;
  pit::Widened widened;          // what the mining width changed; its pushbacks are left empty
  double narrowest_m = 0;        // opening of any bench of any pushback
  double unwidened_usd = 0;      // constant-lag value of the chosen shell without a mining width
  std::size_t chosen_shell = 0;  // of the best constant-lag value within the horizon
  std::size_t blocks_on_edge = 0;
};
// Chooses the shell of largest discounted value when its pushbacks are mined at the case's lag.
//   rates  of mining and milling, and the horizon
Phases choose_phases(const Case& c, const Deposit& deposit, const DepositModel& model,
                     const DepositShells& shells, const schedule::SequenceRates& rates);

}  // namespace lode::study
