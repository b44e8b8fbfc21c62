#include "finance/tax.h"

#include <fmt/format.h>

#include <cmath>

namespace lode::finance {

std::string fault_of(const Tax& tax) {
  if (tax.pool.empty()) return "no pool is given: capital must go into at least one";
  double sum = 0;
  for (const Pool& pool : tax.pool) sum += pool.share;
  if (std::abs(sum - 1) > 1e-9)
    return fmt::format("the pools' shares add to {:.10g}, not to 1", sum);
  return {};
}

}  // namespace lode::finance
