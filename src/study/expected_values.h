// Expected value of each block of a deposit over all realisations: the values that pits are
// optimised for.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "study/model.h"
#include "study/valuation.h"

namespace lode::study {

struct ExpectedValues {
  std::vector<std::vector<std::int64_t>> usd;  // [revenue factor][block] whole USD, mining included
  std::vector<double> block_usd;               // [block] at the planning price, not rounded
  // Of ore: a block in a realisation where milling it pays at the planning price.
  std::vector<double> ore_probability;  // [body block] share of realisations, 0 to 1
  std::vector<double> ore_t_per_t;      // [body block] expected tonnes of ore per tonne of block;
                                        // above 1 where tonnage factors of the class are
  std::vector<double> ore_grade;        // [body block] main grade of that ore, fraction
};
// Mean over realisations of max(value milled, 0) x tonnage factor, less mining cost, per revenue
// factor: in each realisation the block is milled or dumped, whichever has more value. Realisations
// are visited one at a time.
ExpectedValues expected_values(const Case& c, const Deposit& deposit, const DepositModel& model,
                               const Take& take);

// [element] mean grades of the body's ore, fractions: by-products in the first realisation, the
// main element as stated or estimated. The value of ore is made linear there.
std::array<double, schedule::kMaxElements> mean_grades(const Deposit& deposit,
                                                       const DepositModel& model);
// Below the highest ground; 0 above it.
double depth_m(const DepositModel& model, double height_m);
// Expected tonnes of the main metal in a block's ore; 0 outside the body.
double metal_t(const DepositModel& model, const ExpectedValues& values, std::size_t block);

}  // namespace lode::study
