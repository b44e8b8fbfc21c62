// The refinery that all mills share: concentrate of the main commodity in, product out, with a
// stock of concentrate.
#pragma once

#include <string>

#include "base/describe.h"

namespace lode::plant {

enum class WhenFull { stock, curtail };

struct Refinery {
  std::string feed = "concentrate", makes = "product";  // products of the case
  double capacity_t_per_y = kRequired;                  // of product
  // Main element's commodity in a tonne of product (APT: 0.885 WO3).
  double product_content = kRequired;
  double yield = kRequired;                     // of metal in concentrate to product
  double conversion_usd_per_quote = kRequired;  // per quoted unit of the main commodity in product
  double fixed_usd_per_y = 0;
  WhenFull when_full = WhenFull::stock;
  // Years of refinery intake that may be stocked before mills are curtailed.
  double stock_cap_y = 100;
};
void describe(Visitor& visit, Refinery& refinery);

// One period: metal in concentrate arriving and in stock -> product, tails, stock.
// Guarantee: in + stock before = product + tails + stock after, to rounding; nothing is negative.
struct Refined {
  double intake_t = 0, product_metal_t = 0, tails_t = 0, stock_t = 0;
};
Refined refine(const Refinery& refinery, double concentrate_metal_t, double stock_t, double years);
// Metal in concentrate that may still arrive this period before intake and stock are full.
double room_for(const Refinery& refinery, double stock_t, double years);

}  // namespace lode::plant
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::plant::WhenFull> = {"stock",
                                                                                        "curtail"};
