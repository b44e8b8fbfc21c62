// Block values as whole numbers that a solver adds up in 64 bits, and what a pit of them is worth.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/wide.h"

namespace lode::pit {

// Columns of numbers in units of 10^-digits: exactly what was given, or, where so many decimals do
// not fit, each number rounded to the nearest.
struct BlockValues {
  std::vector<std::vector<std::int64_t>> column;  // [column][block]
  int digits = 0;
  // In units of 10^-exact_digits (18 at most); empty if the columns are exact.
  std::vector<std::vector<Wide>> exact;
  int exact_digits = 0;
  std::size_t beyond = 0;             // numbers with more than 18 decimals
  std::vector<std::uint8_t> present;  // [block] 0 = air; empty = all are
  std::vector<std::string> notes;     // of their reading

  bool rounded() const { return !exact.empty(); }
};

// What a pit is worth, a x first column - b x second (b = 0: one column).
//   shell    [block] in the pit if at most k
//   rounded  what the solver found, in the columns' unit
// The pit is the best for the columns; by how much another could be worth more by the exact numbers
// is the sum over blocks of what rounding took away from them: no pit is worth more than `bound`.
struct Worth {
  Wide objective = 0, bound = 0;
  int digits = 0;  // both in units of 10^-digits
};
Worth worth_of(const BlockValues& values, std::int64_t a, std::int64_t b,
               std::span<const std::uint16_t> shell, std::size_t k, std::int64_t rounded);

}  // namespace lode::pit
