#include "study/block_value.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace lode::study {
namespace {

constexpr double kPound_t = 0.45359237e-3, kTroyOunce_t = 31.1034768e-6;
constexpr double kShortTon_t = 0.90718474;

// What the recovered tonne brings.
double net_usd_per_t(const Metal& metal, double price_factor) {
  return (price_factor * metal.price_usd * metal.payable * (1 - metal.royalty) -
          metal.selling_usd) /
         tonnes_of(metal.per);
}

double milling_cost(const OreCosts& costs) {
  return (1 - costs.loss) * (1 + costs.dilution) *
         (costs.processing_usd_per_t + costs.general_usd_per_t);
}

}  // namespace

double fraction_of(GradeUnit unit) {
  switch (unit) {
    case GradeUnit::fraction:
      return 1;
    case GradeUnit::percent:
      return 1e-2;
    case GradeUnit::ppm:
    case GradeUnit::g_per_t:
      return 1e-6;
    case GradeUnit::ppb:
      return 1e-9;
    case GradeUnit::kg_per_t:
      return 1e-3;
    case GradeUnit::oz_per_t:
      return kTroyOunce_t;
    case GradeUnit::oz_per_st:
      return kTroyOunce_t / kShortTon_t;
    case GradeUnit::lb_per_st:
      return kPound_t / kShortTon_t;
  }
  return 1;
}

double tonnes_of(PriceUnit unit) {
  constexpr std::array<double, 6> kTonnes{1, 1e-3, 1e-6, kPound_t, kTroyOunce_t, 1e-2};
  return kTonnes[static_cast<std::size_t>(unit)];
}

void describe(Visitor& visit, Metal& m) {
  visit.text("file", m.file, false, "of its estimates; left out: that of [estimates]");
  visit.text("column", m.column, false, "of its grade in the file");
  visit.choice("unit", m.unit,
               "of the grade; oz is the troy ounce, t the metric tonne, st the short ton");
  visit.fixed("price", m.price_usd, unit::kUsd, {0, 1e12}, "of one `per` of metal");
  visit.choice("per", m.per,
               "what price and selling are for: lb of 0.45359237 kg, troy oz of 31.1034768 g, mtu "
               "of 10 kg");
  visit.fixed("recovery", m.recovery, unit::kFraction, {0, 1}, "of the metal milled, in product");
  visit.fixed("payable", m.payable, unit::kFraction, {0, 1}, "of the metal in product");
  visit.fixed("selling", m.selling_usd, unit::kUsd, {0, 1e12},
              "smelting, refining, freight and sale, of one `per` of metal in product");
  visit.fixed("royalty", m.royalty, unit::kFraction, {0, 1}, "of what is paid for the metal");
}

void describe(Visitor& visit, OreCosts& c) {
  visit.fixed("processing", c.processing_usd_per_t, unit::kUsdPerTonne, {0, 1e5}, "of ore milled");
  visit.fixed("general", c.general_usd_per_t, unit::kUsdPerTonne, {0, 1e5},
              "and administration, of ore milled");
  visit.fixed("mining", c.mining_usd_per_t, unit::kUsdPerTonne, {0, 1e5},
              "of rock, at the highest ground");
  visit.fixed("mining_by_depth", c.mining_usd_per_t_m, {"USD/t/m", 1}, {0, 1e3},
              "more for each metre below the highest ground");
  visit.fixed("dilution", c.dilution, unit::kFraction, {0, 5},
              "waste without metal that is milled with a tonne of ore");
  visit.fixed("loss", c.loss, unit::kFraction, {0, 1}, "of ore, left or sent to waste");
}

double milled_usd_per_t(std::span<const Metal> metals, const OreCosts& costs,
                        std::span<const double> grade, double price_factor) {
  double usd = 0;
  for (std::size_t m = 0; m < metals.size(); ++m)
    if (!std::isnan(grade[m]))
      usd += grade[m] * metals[m].recovery * net_usd_per_t(metals[m], price_factor);
  return (1 - costs.loss) * usd - milling_cost(costs);
}

double mining_usd_per_t(const OreCosts& costs, double depth_m) {
  return costs.mining_usd_per_t + costs.mining_usd_per_t_m * depth_m;
}

pit::PricedBlocks priced_blocks(const Grid& grid, const Ground& ground,
                                std::span<const Metal> metals, const OreCosts& costs,
                                std::span<const std::vector<double>> grade,
                                std::span<const double> density_t_m3) {
  pit::PricedBlocks out;
  out.air = ground.air;
  std::vector<double> here(metals.size());
  for (std::size_t block = 0; block < grid.size(); ++block) {
    for (std::size_t m = 0; m < metals.size(); ++m) here[m] = grade[m][block];
    const double depth_m = std::max(0.0, ground.top_m - grid.centre(block).z);
    out.tonnes.push_back(grid.cell_volume_m3() * density_t_m3[block] * ground.share[block]);
    out.milled_usd_per_t.push_back(milled_usd_per_t(metals, costs, here, 1));
    out.milled_for_nothing.push_back(milled_usd_per_t(metals, costs, here, 0));
    out.mining_usd_per_t.push_back(mining_usd_per_t(costs, depth_m));
  }
  return out;
}

double break_even(const Metal& metal, const OreCosts& costs, double usd_per_t) {
  const double per_grade = (1 - costs.loss) * metal.recovery * net_usd_per_t(metal, 1);
  return per_grade > 0 ? (usd_per_t + milling_cost(costs)) / per_grade : kInfinity;
}

}  // namespace lode::study
