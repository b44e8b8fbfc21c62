#include "finance/tax.h"

#include <fmt/format.h>

#include <cmath>

namespace lode::finance {

std::string fault_of(const Pool& pool) {
  if (pool.method == Depreciation::straight_line && !(pool.life_y > 0))
    return "straight_line needs a life above 0 years";
  if (pool.method == Depreciation::declining && !(pool.rate > 0))
    return "declining needs a rate above 0";
  if (pool.method != Depreciation::schedule) return {};
  double sum = 0;
  for (const double share : pool.schedule) sum += share;
  if (std::abs(sum - 1) <= 1e-9) return {};
  return fmt::format("the shares of the schedule add to {:g}, not to 1", sum);
}

std::string fault_of(const Tax& tax) {
  const bool deducts = tax.income_rate > 0 || tax.property_rate > 0 || !tax.rent.empty();
  if (tax.pool.empty() && deducts)
    return "no pool is given: capital must go into at least one, since income or property is taxed";
  double sum = 0;
  for (const Pool& pool : tax.pool) sum += pool.share;
  if (!tax.pool.empty() && std::abs(sum - 1) > 1e-9)
    return fmt::format("the pools' shares add to {:.10g}, not to 1", sum);
  for (const Pool& pool : tax.pool)
    if (const std::string fault = fault_of(pool); !fault.empty())
      return fmt::format("pool '{}': {}", pool.id, fault);
  if (tax.losses == Losses::carried_forward && tax.loss_years == 0)
    return "loss_years of 0 lets no loss be used: give at least 1, or losses = \"refunded\"";
  return {};
}

double extraction_base(const Extraction& extraction, double contained_t, double price_per_t,
                       double normative_loss, double mining_and_processing) {
  if (extraction.base == ExtractionBase::cost_plus)
    return (1 + extraction.markup) * mining_and_processing;
  const double value = contained_t * (1 - normative_loss) * price_per_t;
  return extraction.base == ExtractionBase::concentrate ? extraction.price_share * value : value;
}

}  // namespace lode::finance
