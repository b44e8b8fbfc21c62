// What an equilibrium means for each region: reliance, concentration, shortfall, cover.
#pragma once

#include <vector>

#include "market/equilibrium.h"

namespace lode::market {

// Of a region in a node, over all stages, undiscounted. NaN: it has none.
struct RegionMeasures {
  std::size_t node = 0, region = 0;
  double mined = 0, scrap = 0, imports = 0, exports = 0, stock_drawn = 0;
  double use = 0, unserved = 0, protected_unserved = 0;
  double net_import_reliance = 0;                    // (imports - exports + stocks drawn) / use
  double hhi_origin = 0, hhi_marketer = 0;           // of imports, 0 to 10,000
  double from_adverse = 0, marketed_by_adverse = 0;  // shares of imports
  double supply_risk = 0;                            // where every supplier has a governance
  double stock = 0, cover_months = 0, exhaustion_months = 0;  // at the end; a period is a year
  double value_at_risk = 0;  // value added times the share of use unserved or lost to `base`
};
// base: the same world without the scenario, for what is lost; null: none.
std::vector<RegionMeasures> region_measures(const Model& model, const Equilibrium& answer,
                                            const Model* base_model, const Equilibrium* base);

// Of what is mined in a node, of the world.
struct WorldMeasures {
  std::size_t node = 0;
  double mined = 0, hhi_origin = 0, hhi_marketer = 0;
};
std::vector<WorldMeasures> world_measures(const Model& model, const Equilibrium& answer);

}  // namespace lode::market
