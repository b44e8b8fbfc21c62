// Two columns of block values and a family of values between them, the smallest pit first:
//   revenue factors f, rising         f x revenue - cost
//   weight multipliers m, falling     value - m x weight
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace lode::pit {

// A decimal number with all its digits: "0.85" is 85 with 2 of them.
struct Factor {
  std::int64_t mantissa = 0;
  int digits = 0;
  std::string text;  // as given
};

struct Family {
  std::string name;             // of what the factors are: "revenue_factor", "weight_multiplier"
  std::vector<Factor> factors;  // all with the same digits, the smallest pit first

  bool by_weight() const;
  // What the two columns are multiplied by, in units of 10^-digits.
  std::array<std::int64_t, 2> multiples(std::size_t k) const;
};

// Empty if each is a decimal number from 0 to 1e8 and none stands twice.
std::string fault_of_factors(const std::vector<std::string>& texts);
// Of texts without such a fault (LODE_CHECK).
Family revenue_factors(const std::vector<std::string>& texts);
Family weight_multipliers(const std::vector<std::string>& texts);

}  // namespace lode::pit
