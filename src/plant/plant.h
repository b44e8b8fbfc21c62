// Room plant: feed by element -> products, tails, cost. Laws of recovery; a concentrator per
// deposit, one refinery. Simplified, and said in the report: one recovery law per element;
// by-products leave as concentrate at the mill; concentrate of the main element may not be sold,
// only refined, stocked or not made.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"

namespace lode::plant {

struct ByProductRecovery {
  std::string id;  // a commodity of the case
  double recovery = kRequired;
};
void describe(Visitor& visit, ByProductRecovery& by_product);

struct Concentrator {
  double capacity_t_per_y = kRequired;
  std::vector<double> ramp_up;  // [year of operation] share of capacity; full after the last
  double recovery = kRequired;  // of the main element at reference_grade, after learning
  double reference_grade = kRequired;
  double tail_grade = 0;                    // what no grade of feed brings below: R(g) ~ 1 - tail/g
  double start_recovery = kRequired;        // at reference_grade in the first year
  double learning_y = 2.5;                  // years from start to full recovery, linear
  double processing_usd_per_t = kRequired;  // ore milled
  double general_usd_per_t = 0;             // G&A
  double sustaining_usd_per_t = 0;
  std::vector<ByProductRecovery> by_product;
};
void describe(Visitor& visit, Concentrator& concentrator);
std::string fault_of(const Concentrator& concentrator);

// Recovery of the main element at a head grade, `years` after the mill started:
//   R(g, t) = R(t) * (1 - tail/g) / (1 - tail/reference), 0 at or below the tail grade,
// R(t) linear from start_recovery to recovery over learning_y (a constant-tail law: Wills & Finch
// 2016, ch. 1). fault_of holds R <= 1 for every grade.
double recovery_at(const Concentrator& concentrator, double head_grade, double years);
// Share of capacity in the operating year that begins `years` after start, averaged over [years,
// years + length).
double ramp_at(const Concentrator& concentrator, double years, double length_y);

enum class WhenFull { stock, throttle };

struct Refinery {
  double capacity_t_per_y = kRequired;  // of product
  // Main element's commodity in a tonne of product (APT: 0.885 WO3).
  double product_content = kRequired;
  double yield = kRequired;                     // of metal in concentrate to product
  double conversion_usd_per_quote = kRequired;  // per quoted unit of the main commodity in product
  double fixed_usd_per_y = 0;
  WhenFull when_full = WhenFull::stock;
  // Years of refinery intake that may be stocked before mills are throttled.
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
                                                                                        "throttle"};
