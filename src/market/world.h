// What a case says of a market: regions, stages, who produces, converts, carries, stores and uses,
// under which clauses and in which scenarios (docs/market.md). One unit of quantity and one of price
// for all; prices are quantities of money per unit, of the period, undiscounted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/describe.h"

namespace lode::market {

enum class Curve { linear, iso_elastic };
enum class Origin { mine, scrap };
enum class ValueBase { landed, origin, destination };
enum class SystemKind { demand, supply };

// Marginal cost cost + slope q, or through (quantity, price) with an elasticity.
struct Producer {
  std::string id;
  std::string region, stage, owner, marketer;
  Origin kind = Origin::mine;
  Row cost, capacity, minimum, output, tax;
  double slope = 0, reserve = kInfinity, ad_valorem = 0;
  Curve curve = Curve::linear;
  double quantity = kInfinity, price = kInfinity, elasticity = 0;  // infinite: not given
  double capex = kInfinity, most_added = kInfinity;                // infinite: none can be added
  int lead = 1;                                                    // periods
  double observed = kInfinity, deviation = 0;  // statistics of the base year; infinite: none
};
void describe(Visitor& visit, Producer& producer);

// One unit of `from` and `also_amount` of further stages become `yield` of `to` and
// `more_yield` of further ones.
struct Plant {
  std::string id;
  std::string region, from, to, owner;
  double yield = 1, slope = 0;
  Row cost, capacity, minimum;  // per unit of `from`
  std::vector<std::string> also_from, more_to;
  std::vector<double> also_amount, more_yield;
  double capex = kInfinity, most_added = kInfinity;
  int lead = 1;
  double observed = kInfinity, deviation = 0;  // of its feed
};
void describe(Visitor& visit, Plant& plant);

// A tier of use: a line that falls from its choke price, a curve of constant elasticity, or a fixed
// quantity; unserved at a penalty where one is given.
struct Demand {
  std::string id;
  std::string region, stage;
  Row choke, slope, most, quantity, penalty, tax;
  double price = kInfinity, elasticity = 0, ad_valorem = 0, value_added = 0;
  Curve curve = Curve::linear;
  bool is_protected = false;
  double observed = kInfinity, deviation = 0;
};
void describe(Visitor& visit, Demand& demand);

// Quantities of several stages of one region that depend on all their prices:
// q = intercept + slopes p, slopes row by row, symmetric.
struct PriceSystem {
  std::string id;
  SystemKind kind = SystemKind::demand;
  std::string region;
  std::vector<std::string> stages;
  std::vector<double> intercept, slopes;
};
void describe(Visitor& visit, PriceSystem& system);

// Every pair of `from` and `to` that are different; lists left out mean all.
struct Route {
  std::string id;
  std::vector<std::string> from, to, stages, transit;
  bool both_ways = false, closed = false, resale = true;
  Row freight, tax, quota;
  double ad_valorem = 0, friction = 0, stickiness = 0;
  ValueBase ad_valorem_on = ValueBase::landed;
  std::string tax_to, rent_to;  // empty: the region of origin
  double observed = kInfinity, deviation = 0;
};
void describe(Visitor& visit, Route& route);

struct Stock {
  std::string id;
  std::string region, stage;
  double initial = 0, loss = 0;
  Row minimum, capacity, holding;
};
void describe(Visitor& visit, Stock& stock);

// Of a producer's or plant's output at least a share, or an amount, goes to the buyers.
struct Offtake {
  std::string id;
  std::string producer, plant;
  std::vector<std::string> buyers, scenarios;
  double share = kInfinity;  // infinite: not given
  Row amount;
  bool resale = true;
};
void describe(Visitor& visit, Offtake& offtake);

struct Firm {
  std::string id;
  double conduct = 1;  // 0 competitive, 1 Cournot
  bool fringe_responds = true;
};
void describe(Visitor& visit, Firm& firm);

struct Change {
  std::string id;
  std::string of;  // key path of a number or flag: "producer.K.capacity"
  double set = kInfinity, times = kInfinity, plus = kInfinity;  // infinite: not given
  int from = 1, until = 1'000'000;                              // periods
};
void describe(Visitor& visit, Change& change);

struct Scenario {
  std::string id;
  double probability = kInfinity;  // infinite: not given
  int surprise = 0;                // period in which it comes unexpected; 0: known from the first
  std::vector<std::string> closes, no_exports_from, no_imports_to, no_transit;
  int from = 1, until = 1'000'000;  // periods of these closures
  std::vector<Change> change;
};
void describe(Visitor& visit, Scenario& scenario);

struct RegionFacts {
  std::string id;
  double governance = kInfinity, trade_factor = 1;  // of the supply-risk formula
  double substitution = 1, recycled = kInfinity;    // infinite: from scrap and use
  bool adverse = false;
};
void describe(Visitor& visit, RegionFacts& region);

// A price of the base year.
struct BasePrice {
  std::string id;
  std::string region, stage;
  double value = kRequired;
};
void describe(Visitor& visit, BasePrice& point);

struct BaseYear {
  double price = kInfinity;  // where no [price.NAME] says another
  double stickiness = 5;     // elasticity of an observed flow to its margin
};
void describe(Visitor& visit, BaseYear& base);

// Scenarios weighted together; empty lists: all that have a probability.
struct Expectation {
  std::string id;
  std::vector<std::string> scenarios;
  std::vector<double> probabilities, tails;
};
void describe(Visitor& visit, Expectation& expectation);

// Figures given as such, without a market.
struct Shares {
  std::string id;
  std::vector<double> quantities, governance, trade_factors;
  double rest = 0;
};
void describe(Visitor& visit, Shares& shares);
struct SupplyRisk {
  std::string id;
  double global = kRequired, sourcing = kRequired, import_reliance = kRequired;
  double recycled = 0, substitution = 1;
};
void describe(Visitor& visit, SupplyRisk& risk);
struct Reliance {
  std::string id;
  double production = 0, scrap = 0, imports = 0, exports = 0, stock_change = 0;
  double consumption = kInfinity, stock = kInfinity;  // infinite: not given
};
void describe(Visitor& visit, Reliance& reliance);

struct World {
  std::string title;
  std::string price_unit = "money/unit", quantity_unit = "unit", money_unit = "money";
  int periods = 1, known_from = 1;
  double discount = 0;
  std::vector<std::string> regions, stages = {"metal"};
  std::vector<Producer> producer;
  std::vector<Plant> plant;
  std::vector<Demand> demand;
  std::vector<PriceSystem> system;
  std::vector<Route> route;
  std::vector<Stock> stock;
  std::vector<Offtake> offtake;
  std::vector<Firm> firm;
  std::vector<Scenario> scenario;
  std::vector<RegionFacts> region;
  std::vector<BasePrice> price;
  std::optional<BaseYear> base_year;
  std::vector<Expectation> expectation;
  std::vector<Shares> shares;
  std::vector<SupplyRisk> supply_risk;
  std::vector<Reliance> reliance;
};
void describe(Visitor& visit, World& world);

// The value of a row in a period, `otherwise` where it is not given.
inline double at(const Row& row, std::size_t period, double otherwise) {
  return row.values.empty() ? otherwise : row.at(period);
}

}  // namespace lode::market

namespace lode {

template <>
inline constexpr std::array<std::string_view, 2> kNames<market::Curve> = {"linear", "iso_elastic"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<market::Origin> = {"mine", "scrap"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<market::ValueBase> = {"landed", "origin",
                                                                              "destination"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<market::SystemKind> = {"demand", "supply"};

}  // namespace lode
