#include "plant/plant.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::plant {

void describe(Visitor& visit, ByProductRecovery& by_product) {
  visit.sampled("recovery", by_product.recovery, unit::kFraction, {0, 1},
                "of its metal to a concentrate");
}

void describe(Visitor& visit, Concentrator& c) {
  visit.fixed("capacity", c.capacity_t_per_y, unit::kMegatonnesPerYear, {1e-6, 1e3},
              "ore milled a year");
  visit.series("ramp_up", c.ramp_up, unit::kFraction, {0, 1},
               "share of capacity in each year of operation; full after the last");
  visit.sampled("recovery", c.recovery, unit::kFraction, {0, 1},
                "of the main element to concentrate at reference_grade, after learning");
  visit.fixed("reference_grade", c.reference_grade, unit::kPercent, {1e-6, 100},
              "head grade at which recovery holds");
  visit.sampled("tail_grade", c.tail_grade, unit::kPercent, {0, 100},
                "grade of tails that no feed brings below (beyond the share always lost)");
  visit.sampled("start_recovery", c.start_recovery, unit::kFraction, {0, 1},
                "recovery at reference_grade on the first day");
  visit.sampled("learning", c.learning_y, unit::kYears, {0, 20},
                "from start_recovery to recovery, in a straight line");
  visit.sampled("processing_cost", c.processing_usd_per_t, unit::kUsdPerTonne, {0, 1000},
                "of ore milled");
  visit.sampled("general_cost", c.general_usd_per_t, unit::kUsdPerTonne, {0, 1000},
                "general and administration, of ore milled");
  visit.sampled("sustaining_capital", c.sustaining_usd_per_t, unit::kUsdPerTonne, {0, 1000},
                "of ore milled");
  visit.named("by_product", c.by_product,
              "commodities that leave the mill in their own concentrate");
}

void describe(Visitor& visit, Refinery& r) {
  visit.fixed("capacity", r.capacity_t_per_y, unit::kTonnesPerYear, {1e-3, 1e9}, "product a year");
  visit.fixed("product_content", r.product_content, unit::kFraction, {1e-6, 1},
              "tonnes of the main commodity in a tonne of product");
  visit.sampled("yield", r.yield, unit::kFraction, {0.01, 1}, "of metal in concentrate to product");
  visit.sampled("conversion_cost", r.conversion_usd_per_quote, unit::kUsdPerQuote, {0, 1e6},
                "of the main commodity in product");
  visit.sampled("fixed_cost", r.fixed_usd_per_y, unit::kMillionUsdPerYear, {0, 1e4},
                "while anything operates");
  visit.choice("when_full", r.when_full,
               "concentrate beyond capacity is stocked, or the mills are throttled at once");
  visit.fixed("stock_cap", r.stock_cap_y, unit::kYears, {0, 1000},
              "years of refinery intake that may be stocked before mills are throttled");
}

std::string fault_of(const Concentrator& c) {
  if (c.tail_grade >= c.reference_grade)
    return fmt::format("tail_grade {:g} % must lie below reference_grade {:g} %",
                       100 * c.tail_grade, 100 * c.reference_grade);
  const double limit = 1 - c.tail_grade / c.reference_grade;
  const double most = std::max(c.recovery, c.start_recovery);
  if (most > limit)
    return fmt::format(
        "recovery {:g} at reference_grade would exceed 1 for rich feed; with this "
        "tail_grade it may be at most {:g}",
        most, limit);
  return {};
}

double recovery_at(const Concentrator& c, double head_grade, double years) {
  if (head_grade <= c.tail_grade) return 0;
  const double learned = c.learning_y > 0 ? std::clamp(years / c.learning_y, 0.0, 1.0) : 1.0;
  const double at_reference = c.start_recovery + learned * (c.recovery - c.start_recovery);
  return at_reference * (1 - c.tail_grade / head_grade) / (1 - c.tail_grade / c.reference_grade);
}

double ramp_at(const Concentrator& c, double years, double length_y) {
  LODE_CHECK(length_y > 0);
  const double end = years + length_y;
  double sum = 0, at = std::max(years, 0.0);
  while (at < end) {
    const auto year = static_cast<std::size_t>(std::floor(at + 1e-12));
    const double next =
        year < c.ramp_up.size() ? std::min(end, static_cast<double>(year) + 1) : end;
    sum += (next - at) * (year < c.ramp_up.size() ? c.ramp_up[year] : 1.0);
    at = next;
  }
  return sum / length_y;
}

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
