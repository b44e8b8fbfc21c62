// Block values from estimated grades, prices, recoveries and costs: the values that `lode pit CASE`
// optimises. A whole case values ore through its flowsheet and taxes instead (valuation.h); without
// them both are the same formula.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/describe.h"
#include "pit/pit.h"
#include "study/ground.h"

namespace lode::study {

enum class GradeUnit {
  fraction,
  percent,
  ppm,
  ppb,
  g_per_t,
  kg_per_t,
  oz_per_t,
  oz_per_st,
  lb_per_st
};
enum class PriceUnit { t, kg, g, lb, oz, mtu };
double fraction_of(GradeUnit unit);  // of mass, one of it
double tonnes_of(PriceUnit unit);    // lb of 0.45359237 kg, troy oz of 31.1034768 g, mtu of 10 kg

// One metal that is paid for.
struct Metal {
  std::string id;
  std::string file;  // of its estimates; empty: the case's own
  std::string column = "estimate";
  GradeUnit unit = GradeUnit::percent;
  double price_usd = kRequired;  // of a unit below
  PriceUnit per = PriceUnit::t;
  double recovery = kRequired, payable = 1, selling_usd = 0, royalty = 0;
};
void describe(Visitor& visit, Metal& metal);

struct OreCosts {                                                  // USD
  double processing_usd_per_t = kRequired, general_usd_per_t = 0;  // of what is milled
  double mining_usd_per_t = kRequired, mining_usd_per_t_m = 0;  // of rock, and for each metre down
  double dilution = 0, loss = 0;
};
void describe(Visitor& visit, OreCosts& costs);

// Value of milling a tonne of rock in place, USD, before its mining cost,
//   (1 - loss) sum over metals of grade x recovery x (price x payable x (1 - royalty) - selling)
//   - (1 - loss) (1 + dilution) (processing + general);
// diluting rock carries no metal.
//   grade         [metal] fraction of mass; a missing one (NaN) counts as 0
//   price_factor  on every price, as in a revenue factor
double milled_usd_per_t(std::span<const Metal> metals, const OreCosts& costs,
                        std::span<const double> grade, double price_factor);
double mining_usd_per_t(const OreCosts& costs, double depth_m);

// Every block of a grid with its tonnes and values, as pits at several prices want them.
//   grade          [metal][block] fraction of mass; NaN: none
//   density_t_m3   [block], above 0 but for air
pit::PricedBlocks priced_blocks(const Grid& grid, const Ground& ground,
                                std::span<const Metal> metals, const OreCosts& costs,
                                std::span<const std::vector<double>> grade,
                                std::span<const double> density_t_m3);

// Cut-off grade of one metal alone that pays for the mill's costs and `usd_per_t`, fraction;
// infinity: no grade does.
double break_even(const Metal& metal, const OreCosts& costs, double usd_per_t);

}  // namespace lode::study
template <>
inline constexpr std::array<std::string_view, 9> lode::kNames<lode::study::GradeUnit> = {
    "fraction", "%", "ppm", "ppb", "g/t", "kg/t", "oz/t", "oz/st", "lb/st"};
template <>
inline constexpr std::array<std::string_view, 6> lode::kNames<lode::study::PriceUnit> = {
    "t", "kg", "g", "lb", "oz", "mtu"};
