// Block values as they are written -> whole numbers that a solver adds up in 64 bits, and what that
// leaves out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/wide.h"

namespace lode::io {

inline constexpr double kMostSum = 9e18;  // of the sizes of values, in their unit

// How the numbers of a file of block values are taken.
struct ValueReading {
  bool truncate = false;  // decimals are cut off towards zero
  // Numbers or words (of any case) that mean "no value". Without one, no number means that.
  std::vector<std::string> missing;
  // What such a block counts: a decimal number; or "air": neither mined nor needed (grids alone).
  std::string missing_as;
  // What the columns will be multiplied by: the sizes of each of these sums must fit too.
  std::vector<std::array<std::int64_t, 2>> multiples{{1, 1}};
};
// Empty if the two about missing values go together.
std::string fault_of(const ValueReading& reading);

// Columns of numbers in units of 10^-digits: exactly what the file writes, or, where so many
// decimals do not fit, each number rounded to the nearest.
struct BlockValues {
  std::vector<std::vector<std::int64_t>> column;  // [column][block]
  int digits = 0;
  // In units of 10^-exact_digits (18 at most); empty if the columns are exact.
  std::vector<std::vector<Wide>> exact;
  int exact_digits = 0;
  std::size_t beyond = 0;             // numbers with more than 18 decimals
  std::vector<std::uint8_t> present;  // [block] 0 = air; empty = all are
  std::vector<std::string> notes;
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
               std::vector<std::uint16_t> const& shell, std::size_t k, std::int64_t rounded);

// Numbers of one column as they are read: 64 bits each as long as that holds them exactly, then
// 128.
class ValueColumn {
 public:
  ValueColumn(const ValueReading& reading, std::size_t blocks);
  // What is wrong with the word, in words; empty if it went in.
  std::string set(std::size_t block, std::string_view word);
  // Does the word mean "no value"?
  bool is_missing(std::string_view word) const;
  std::size_t missing() const { return missing_; }
  int digits() const { return digits_; }
  bool is_wide() const { return !wide_.empty(); }
  std::size_t beyond() const { return beyond_; }
  double size() const;  // the sum of sizes, in the file's units
  std::vector<std::int64_t> rounded(int digits) const;
  std::vector<Wide> exact(int digits) const;
  // A number that often stands for "no value" and does so here many times; empty if there is none.
  std::string suspicion() const;

 private:
  void widen();
  void put(std::size_t block, std::int64_t mantissa, int digits);

  const ValueReading& reading_;
  std::vector<std::int64_t> narrow_;  // in units of 10^-digits_; or
  std::vector<Wide> wide_;            // in units of 10^-18
  int digits_ = 0;
  std::int64_t largest_ = 0;  // size in narrow_
  std::size_t beyond_ = 0, missing_ = 0;
};

// The columns of a file brought to one unit. line_of(block) is asked for only if they do not fit.
BlockValues gather(const ValueReading& reading, const std::vector<ValueColumn>& columns);

}  // namespace lode::io
