// Import dependence from yearly trade tonnages: who ships to whom, who markets, who refines,
// through which countries. The main figure is the share of imports that the adverse state mines,
// markets, refines or has transit of. Imports that replace other imports leave net import reliance
// unchanged. Simplified: the market does not respond.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"

namespace lode::market {

// One yearly flow into a buyer country, tonnes of metal. Where marketed_by or refined_in is empty
// it is the origin.
struct Supply {
  std::string id;
  double tonnes = kRequired;
  std::string origin, marketed_by, refined_in;
  std::vector<std::string> transit;
};
void describe(Visitor& visit, Supply& supply);

struct Buyer {
  std::string id;
  std::string name;
  double consumption_t = kRequired;  // apparent
  double domestic_t = 0;             // mine and scrap
  double exports_t = 0;
  std::vector<Supply> supply;
};
void describe(Visitor& visit, Buyer& buyer);

enum class Displaces { pro_rata, adverse_first };

// What a bid would bring to one buyer.
struct NewSupply {
  double tonnes = 0;
  std::string origin, marketed_by, refined_in;
  std::vector<std::string> transit;
};

struct Dependence {
  double imports_t = 0;
  double marketed_by_adverse = 0, refined_in_adverse = 0, through_adverse = 0;  // shares of imports
  double touched_by_adverse = 0;            // share that it mines, markets, refines or lets pass
  double net_import_reliance = 0;           // (imports - exports) / consumption
  double hhi_origin = 0, hhi_marketer = 0;  // 0..10,000
  double project_t = 0, surplus_t = 0;  // taken by this buyer; beyond its imports, left to others
};

// The buyer's position; with `added`, that much of its imports is replaced (never more than it
// imports: the rest counts as surplus, and all parts of `added` are reduced by the same share).
// Imports, and so net import reliance, stay the same.
//   pro_rata       every flow is reduced by the same share
//   adverse_first  first, all by the same share, the flows that the adverse state mines, markets,
//                  refines or has transit of, then the others
//
// Errors: InputError if a tonnage is negative or the consumption not positive.
Dependence measure(const Buyer& buyer, const std::string& adverse,
                   const std::vector<NewSupply>& added, Displaces rule);

}  // namespace lode::market
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::market::Displaces> = {
    "pro_rata", "adverse_first"};
