#include "io/market_case.h"

#include <algorithm>

#include "io/idle.h"
#include "io/stage_case.h"

namespace lode::io {
namespace {

using namespace market;

constexpr Term<Producer> kProducer[] = {
    {"slope", "cost, not quantity and elasticity",
     [](auto& p) { return p.quantity == kInfinity && p.curve == Curve::linear; }},
    {"cost", "slope or a constant cost, not quantity and elasticity",
     [](auto& p) { return p.quantity == kInfinity && p.curve == Curve::linear; }},
    {"price", "quantity", [](auto& p) { return p.quantity != kInfinity; }},
    {"elasticity", "quantity or observed",
     [](auto& p) { return p.quantity != kInfinity || p.observed != kInfinity; }},
    {"lead", "capex", [](auto& p) { return p.capex != kInfinity; }},
    {"most_added", "capex", [](auto& p) { return p.capex != kInfinity; }},
    {"deviation", "observed", [](auto& p) { return p.observed != kInfinity; }},
    {"capacity", "a producer whose output is not fixed", [](auto& p) { return !p.output.given(); }},
    {"minimum", "a producer whose output is not fixed", [](auto& p) { return !p.output.given(); }},
};
constexpr Term<Plant> kPlant[] = {
    {"lead", "capex", [](auto& p) { return p.capex != kInfinity; }},
    {"most_added", "capex", [](auto& p) { return p.capex != kInfinity; }},
    {"deviation", "observed", [](auto& p) { return p.observed != kInfinity; }},
};
constexpr Term<Demand> kDemand[] = {
    {"slope", "choke", [](auto& d) { return d.choke.given(); }},
    {"price", "elasticity", [](auto& d) { return d.elasticity != 0; }},
    {"most", "choke or elasticity", [](auto& d) { return d.choke.given() || d.elasticity != 0; }},
    {"curve", "elasticity", [](auto& d) { return d.elasticity != 0; }},
    {"protected", "penalty", [](auto& d) { return d.penalty.given(); }},
    {"deviation", "observed", [](auto& d) { return d.observed != kInfinity; }},
};
constexpr Term<Route> kRoute[] = {
    {"ad_valorem_on", "ad_valorem", [](auto& r) { return r.ad_valorem != 0; }},
    {"tax_to", "tax or ad_valorem", [](auto& r) { return r.tax.given() || r.ad_valorem != 0; }},
    {"rent_to", "quota", [](auto& r) { return r.quota.given(); }},
    {"deviation", "observed", [](auto& r) { return r.observed != kInfinity; }},
    {"stickiness", "observed", [](auto& r) { return r.observed != kInfinity; }},
};
constexpr Term<Scenario> kScenario[] = {
    {"from", "closes, no_exports_from, no_imports_to or no_transit",
     [](auto& s) {
       return !s.closes.empty() || !s.no_exports_from.empty() || !s.no_imports_to.empty() ||
              !s.no_transit.empty();
     }},
    {"until", "closes, no_exports_from, no_imports_to or no_transit",
     [](auto& s) {
       return !s.closes.empty() || !s.no_exports_from.empty() || !s.no_imports_to.empty() ||
              !s.no_transit.empty();
     }},
};

void add_idle(IdleKeys& idle, const World& w) {
  idle.each("producer.", w.producer, kProducer);
  idle.each("plant.", w.plant, kPlant);
  idle.each("demand.", w.demand, kDemand);
  idle.each("route.", w.route, kRoute);
  idle.each("scenario.", w.scenario, kScenario);
  idle.needs(w.periods > 1, "discount", "periods");
  idle.needs(w.base_year.has_value(), "price", "[base_year]");
  const bool market = !w.regions.empty();
  for (const char* key : {"stages", "periods", "scenario", "expectation"})
    idle.needs(market, key, "regions");
}

// Stages left out: the first of what is made, the last of what is used or stored.
void name_stages(World& w) {
  const std::string &first = w.stages.front(), &last = w.stages.back();
  const auto fill = [](auto& list, const std::string& stage) {
    for (auto& item : list)
      if (item.stage.empty()) item.stage = stage;
  };
  fill(w.producer, first), fill(w.demand, last), fill(w.stock, last), fill(w.price, last);
  for (Route& r : w.route)
    if (r.observed != kInfinity && r.stages.empty() && w.stages.size() == 1) r.stages = w.stages;
}

}  // namespace

MarketInput read_market_case(const std::filesystem::path& path) {
  MarketInput out;
  World& w = out.world;
  const StageCase file = read_stage_case(
      path, [&](Visitor& visit) { describe(visit, w); },
      [&] {
        if (!w.stages.empty()) name_stages(w);
        return breaches(w);
      },
      [&](IdleKeys& idle) { add_idle(idle, w); });
  out.notes = file.notes;
  return out;
}

}  // namespace lode::io
