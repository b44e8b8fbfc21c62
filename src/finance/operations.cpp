#include "finance/operations.h"

namespace lode::finance {

Operations make_operations(std::size_t periods, std::size_t commodities) {
  const std::vector<double> zeros(periods, 0.0);
  Operations o;
  for (auto* row :
       {&o.revenue_usd, &o.marketed_usd, &o.selling_usd, &o.mining_usd, &o.processing_usd,
        &o.general_usd, &o.refining_usd, &o.care_usd, &o.sustaining_usd, &o.ore_milled_t})
    *row = zeros;
  o.contained_t.assign(commodities, zeros);
  o.price_usd_per_t = o.sold_t = o.sales_usd = o.contained_t;
  o.quote_mass_t.assign(commodities, 1.0);
  return o;
}

}  // namespace lode::finance
