#include "market/dependence.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.h"

namespace lode::market {
namespace {

// A flow of imports; who markets and who refines is the origin where nobody else is named.
struct Flow {
  double tonnes;
  std::string origin, marketer, refiner;
  const std::vector<std::string>* transit;
};

template <class Source>
Flow flow_of(const Source& s, double tonnes) {
  return {tonnes, s.origin, s.marketed_by.empty() ? s.origin : s.marketed_by,
          s.refined_in.empty() ? s.origin : s.refined_in, &s.transit};
}

bool passes(const Flow& flow, const std::string& state) {
  return std::find(flow.transit->begin(), flow.transit->end(), state) != flow.transit->end();
}

bool touched(const Flow& flow, const std::string& state) {
  return flow.origin == state || flow.marketer == state || flow.refiner == state ||
         passes(flow, state);
}

template <class Counts>
double tonnes_where(const std::vector<Flow>& flows, const Counts& counts) {
  double sum = 0;
  for (const Flow& flow : flows)
    if (counts(flow)) sum += flow.tonnes;
  return sum;
}

// Herfindahl & Hirschman: the sum of squared shares in per cent.
template <class Name>
double concentration(const std::vector<Flow>& flows, double total, const Name& name) {
  std::map<std::string, double> tonnes;
  for (const Flow& flow : flows) tonnes[name(flow)] += flow.tonnes;
  double sum = 0;
  for (const auto& [key, t] : tonnes) sum += (100 * t / total) * (100 * t / total);
  return sum;
}

// Reduces the flows that count by `tonnes`, pro rata; returns the tonnes that they lack.
template <class Counts>
double take_off(std::vector<Flow>& flows, double tonnes, const Counts& counts) {
  const double there = tonnes_where(flows, counts), taken = std::min(tonnes, there);
  if (!(taken > 0)) return tonnes;
  for (Flow& flow : flows)
    if (counts(flow)) flow.tonnes *= 1 - taken / there;
  return tonnes - taken;
}

void check_tonnes(double tonnes, const std::string& what) {
  if (!(tonnes >= 0)) throw InputError(fmt::format("{}: tonnes must not be negative", what));
}

}  // namespace

Dependence measure(const Buyer& buyer, const std::string& adverse,
                   const std::vector<NewSupply>& added, Displaces rule) {
  if (!(buyer.consumption_t > 0))
    throw InputError(fmt::format("buyer {}: consumption must be positive", buyer.id));
  std::vector<Flow> flows;
  Dependence out;
  for (const Supply& supply : buyer.supply) {
    check_tonnes(supply.tonnes, "supply " + supply.id);
    flows.push_back(flow_of(supply, supply.tonnes));
    out.imports_t += supply.tonnes;
  }
  double offered = 0;
  for (const NewSupply& supply : added) {
    check_tonnes(supply.tonnes, "new supply of buyer " + buyer.id);
    offered += supply.tonnes;
  }
  out.project_t = std::min(offered, out.imports_t);
  out.surplus_t = offered - out.project_t;

  const auto any = [](const Flow&) { return true; };
  const auto by_adverse = [&](const Flow& flow) { return touched(flow, adverse); };
  double left = out.project_t;
  if (rule == Displaces::adverse_first) left = take_off(flows, left, by_adverse);
  take_off(flows, left, any);
  if (offered > 0)
    for (const NewSupply& supply : added)
      flows.push_back(flow_of(supply, supply.tonnes * (out.project_t / offered)));

  out.net_import_reliance = (out.imports_t - buyer.exports_t) / buyer.consumption_t;
  if (!(out.imports_t > 0)) return out;
  const double total = out.imports_t;
  out.marketed_by_adverse =
      tonnes_where(flows, [&](const Flow& flow) { return flow.marketer == adverse; }) / total;
  out.refined_in_adverse =
      tonnes_where(flows, [&](const Flow& flow) { return flow.refiner == adverse; }) / total;
  out.through_adverse =
      tonnes_where(flows, [&](const Flow& flow) { return passes(flow, adverse); }) / total;
  out.touched_by_adverse = tonnes_where(flows, by_adverse) / total;
  out.hhi_origin = concentration(flows, total, [](const Flow& flow) { return flow.origin; });
  out.hhi_marketer = concentration(flows, total, [](const Flow& flow) { return flow.marketer; });
  return out;
}

}  // namespace lode::market
