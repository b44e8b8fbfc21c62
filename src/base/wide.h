// Sums that 64 bits do not hold, and decimal numbers with all their digits.
#pragma once

#include <string>

namespace lode {

__extension__ using Wide = __int128;

Wide power_of_ten(int digits);  // digits from 0 to 38

// mantissa / 10^digits, without zeros at the end of the decimals and without an exponent:
// "9007199254740993", "-0.25".
std::string decimal_text(Wide mantissa, int digits);

}  // namespace lode
