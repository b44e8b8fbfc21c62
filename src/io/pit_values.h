// Block values as they are written -> whole numbers that a solver adds up in 64 bits, with notes on
// what was cut, rounded or missing.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/wide.h"
#include "pit/pit.h"

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
// Empty if the two options about missing values agree.
std::string fault_of(const ValueReading& reading);

// Numbers of one column as they are read: 64 bits each as long as that holds them exactly, then
// 128.
class ValueColumn {
 public:
  ValueColumn(const ValueReading& reading, std::size_t blocks);
  // The fault of the word; empty if it was accepted.
  std::string set(std::size_t block, std::string_view word);
  // Whether the word means "no value".
  bool is_missing(std::string_view word) const;
  std::size_t missing() const { return missing_; }
  int digits() const { return digits_; }
  bool is_wide() const { return !wide_.empty(); }
  std::size_t beyond() const { return beyond_; }
  double size() const;  // the sum of sizes, in the file's units
  std::vector<std::int64_t> rounded(int digits) const;
  std::vector<Wide> exact(int digits) const;
  // A number that files often use for "no value" and that occurs many times here; empty: none.
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
pit::BlockValues gather(const ValueReading& reading, const std::vector<ValueColumn>& columns);

}  // namespace lode::io
