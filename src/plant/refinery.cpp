#include "plant/refinery.h"

#include <algorithm>

#include "base/error.h"

namespace lode::plant {

double room_for(const Refinery& r, double stock_t, double years) {
  const double intake_per_y = r.capacity_t_per_y * r.product_content / r.yield;
  const double stock_cap = r.when_full == WhenFull::stock ? r.stock_cap_y * intake_per_y : 0;
  return std::max(0.0, intake_per_y * years + stock_cap - stock_t);
}

Refined refine(const Refinery& r, double concentrate_metal_t, double stock_t, double years) {
  LODE_CHECK(concentrate_metal_t >= 0 && stock_t >= 0);
  const double there = concentrate_metal_t + stock_t;
  const double most = r.capacity_t_per_y * r.product_content / r.yield * years;
  Refined out;
  out.intake_t = std::min(there, most);
  out.product_metal_t = out.intake_t * r.yield;
  out.tails_t = out.intake_t - out.product_metal_t;
  out.stock_t = there - out.intake_t;
  return out;
}

}  // namespace lode::plant
