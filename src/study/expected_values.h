// What each block of a deposit is worth before it is known which realisation is true: the numbers
// that pits are dug for.
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
  std::vector<double> ore_share;  // [body block] of realisations in which the block is ore
  std::vector<double> ore_grade;  // [body block] main grade of its ore part
};
// The expectation over realisations of the best destination's value, per revenue factor
// (modelling.md 2.1-2.4). Realisations are visited one at a time.
ExpectedValues expected_values(const Case& c, const Deposit& deposit, const DepositModel& model,
                               const Take& take);

// [element] of the body's ore in the first realisation, the main element's in all of them: where
// the value of ore is made linear.
std::array<double, schedule::kMaxElements> mean_grades(const Deposit& deposit,
                                                       const DepositModel& model);
// Below the highest ground.
double depth_m(const DepositModel& model, double height_m);
// Main metal in ore, expected, of a block; 0 outside the body.
double metal_t(const DepositModel& model, const ExpectedValues& values, std::size_t block);

}  // namespace lode::study
