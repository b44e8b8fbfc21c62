#include "pit/block_values.h"

#include <algorithm>

namespace lode::pit {

Worth worth_of(const BlockValues& values, std::int64_t a, std::int64_t b,
               std::span<const std::uint16_t> shell, std::size_t k, std::int64_t rounded) {
  if (!values.rounded()) return {rounded, rounded, values.digits};
  const Wide unit = power_of_ten(values.exact_digits - values.digits);
  Worth out;
  out.digits = values.exact_digits;
  out.bound = rounded * unit + (a + b) * static_cast<Wide>(values.beyond);
  for (std::size_t block = 0; block < shell.size(); ++block) {
    Wide value = a * values.exact[0][block], held = a * static_cast<Wide>(values.column[0][block]);
    if (b != 0) {
      value -= b * values.exact[1][block];
      held -= b * static_cast<Wide>(values.column[1][block]);
    }
    if (shell[block] <= k) out.objective += value;
    out.bound += std::max<Wide>(0, value - held * unit);
  }
  return out;
}

}  // namespace lode::pit
