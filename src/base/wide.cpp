#include "base/wide.h"

#include <algorithm>

#include "base/error.h"

namespace lode {

Wide power_of_ten(int digits) {
  LODE_CHECK(digits >= 0 && digits <= 38);
  Wide out = 1;
  for (; digits > 0; --digits) out *= 10;
  return out;
}

std::string decimal_text(Wide mantissa, int digits) {
  const bool negative = mantissa < 0;
  __extension__ unsigned __int128 size = static_cast<unsigned __int128>(mantissa);
  if (negative) size = 0 - size;
  for (; digits > 0 && size % 10 == 0; --digits) size /= 10;
  std::string text;
  for (; size > 0 || digits >= 0; --digits) {
    text += static_cast<char>('0' + static_cast<int>(size % 10));
    size /= 10;
    if (digits == 1) text += '.';
  }
  if (negative) text += '-';
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace lode
