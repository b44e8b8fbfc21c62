// What does not hold across the scenarios, expectations and given figures of a market case.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "io/market_checks.h"

namespace lode::io {

using namespace market;

namespace {

// Quantities that the base year gives, as a scenario will find them.
World with_observed(World w) {
  if (!w.base_year) return w;
  const auto fill = [](double observed, bool missing, const auto& put) {
    if (observed != kInfinity && missing) put(observed);
  };
  for (Demand& d : w.demand)
    fill(d.observed, !d.quantity.given(), [&](double q) { d.quantity.values = {q}; });
  for (Producer& p : w.producer)
    fill(p.observed, p.quantity == kInfinity, [&](double q) { p.quantity = q; });
  return w;
}

void check_change(const World& w, const Scenario& s, const Change& c, Breaches& out) {
  const std::string key = fmt::format("scenario.{}.change.{}", s.id, c.id);
  const int given = (c.set != kInfinity) + (c.times != kInfinity) + (c.plus != kInfinity);
  if (given == 0 || (c.set != kInfinity && given > 1))
    return out.push_back({key, "needs set, or times and plus (first times)"});
  if (c.from > c.until || c.from > w.periods)
    return out.push_back({key + ".from", fmt::format("= {} lies after the last period, {}", c.from,
                                                     std::min(c.until, w.periods))});
  Scenario alone;
  alone.id = s.id;
  alone.change = {c};
  try {
    const World changed = under(with_observed(w), alone);
    if (changed.periods != w.periods)
      out.push_back({key + ".of", "= \"periods\" is the same in every scenario"});
  } catch (const InputError& e) {
    out.push_back({key + ".of", fmt::format("= \"{}\" {}", c.of, e.faults()[0].message)});
  }
}

void check_scenario(const World& w, const Scenario& s, Breaches& out) {
  const std::string key = "scenario." + s.id;
  for (const std::string& r : s.closes)
    if (!is_in(ids(w.route), r)) out.push_back({key + ".closes", no_such("route", w.route, r)});
  for (const std::string& r : s.no_exports_from)
    if (!is_in(w.regions, r))
      out.push_back({key + ".no_exports_from", none_of("regions", w.regions, r)});
  for (const std::string& r : s.no_imports_to)
    if (!is_in(w.regions, r))
      out.push_back({key + ".no_imports_to", none_of("regions", w.regions, r)});
  std::vector<std::string> passages;
  for (const Route& r : w.route)
    passages.insert(passages.end(), r.transit.begin(), r.transit.end());
  for (const std::string& r : s.no_transit)
    if (!is_in(passages, r))
      out.push_back({key + ".no_transit", none_of("the transit of routes", passages, r)});
  if (s.from > s.until)
    out.push_back({key + ".until", fmt::format("= {} is before from = {}", s.until, s.from)});
  if (s.surprise > w.periods)
    out.push_back({key + ".surprise",
                   fmt::format("= {} is after the last period, {}", s.surprise, w.periods)});
  if (s.surprise > 0 && w.known_from > 1)
    out.push_back({key + ".surprise", "goes without known_from: it is not expected"});
  if (s.id == "tree" ||
      (s.id == "base" && !(s.change.empty() && s.closes.empty() && s.no_exports_from.empty() &&
                           s.no_imports_to.empty() && s.no_transit.empty())))
    out.push_back(
        {key, "is the name of what a case has without its scenarios: it changes nothing"});
  for (const Change& c : s.change) check_change(w, s, c, out);
}

void check_expectation(const World& w, const Expectation& e, Breaches& out) {
  const std::string key = "expectation." + e.id;
  for (const std::string& s : e.scenarios)
    if (s != "base" && !is_in(ids(w.scenario), s))
      out.push_back({key + ".scenarios", no_such("scenario", w.scenario, s)});
  for (const std::string& s : e.scenarios)
    if (std::count(e.scenarios.begin(), e.scenarios.end(), s) > 1)
      return out.push_back({key + ".scenarios", fmt::format("names \"{}\" twice", s)});
  std::vector<double> p = e.probabilities;
  if (!p.empty() && p.size() != e.scenarios.size())
    return out.push_back({key + ".probabilities", fmt::format("has {} numbers for {} scenarios",
                                                              p.size(), e.scenarios.size())});
  if (p.empty())
    for (const Scenario& s : w.scenario)
      if (e.scenarios.empty() ? s.probability != kInfinity : is_in(e.scenarios, s.id)) {
        if (s.probability == kInfinity)
          return out.push_back(
              {key + ".scenarios", fmt::format("scenario.{} has no probability", s.id)});
        p.push_back(s.probability);
      }
  double sum = 0;
  for (const double one : p) sum += one;
  if (std::abs(sum - 1) > 1e-9)
    out.push_back({key, fmt::format("its probabilities add to {:g}, not to 1", sum)});
}

// Balances that a computer's memory and patience hold.
void check_size(const World& w, Breaches& out) {
  constexpr double kMostBalances = 20'000;
  double nodes = w.periods;
  if (w.known_from > 1) {
    const auto likely = std::count_if(w.scenario.begin(), w.scenario.end(), [](const Scenario& s) {
      return s.probability != kInfinity && s.probability > 0;
    });
    nodes = w.known_from - 1 + static_cast<double>(likely) * (w.periods - w.known_from + 1);
  }
  const double balances =
      nodes * static_cast<double>(w.regions.size()) * static_cast<double>(w.stages.size());
  if (balances > kMostBalances)
    out.push_back(
        {"periods", fmt::format("with regions, stages and scenarios makes {:.0f} balances; "
                                "at most {:.0f} are computed",
                                balances, kMostBalances)});
}

}  // namespace

void check_scenarios(const World& w, Breaches& out) {
  check_size(w, out);
  double sum = 0;
  for (const Scenario& s : w.scenario) {
    check_scenario(w, s, out);
    if (s.probability != kInfinity) sum += s.probability;
  }
  if (w.known_from > w.periods)
    out.push_back(
        {"known_from", fmt::format("= {} is after the last period, {}", w.known_from, w.periods)});
  if (w.known_from > 1 && std::abs(sum - 1) > 1e-9)
    out.push_back(
        {"known_from", fmt::format("needs scenarios whose probabilities add to 1, not {:g}", sum)});
  for (const Expectation& e : w.expectation) {
    if (w.known_from > 1)
      out.push_back({"expectation." + e.id, "goes without known_from: the tree has one answer"});
    check_expectation(w, e, out);
  }
}

void check_given(const World& w, Breaches& out) {
  for (const Shares& s : w.shares) {
    const std::string key = "shares." + s.id;
    double sum = s.rest;
    for (const double q : s.quantities) sum += q;
    if (!(sum > 0)) out.push_back({key, "needs quantities above 0"});
    for (const auto& [name, list] :
         {std::pair{"governance", &s.governance}, std::pair{"trade_factors", &s.trade_factors}})
      if (!list->empty() && list->size() != s.quantities.size())
        out.push_back({key + "." + name, fmt::format("has {} numbers for {} quantities",
                                                     list->size(), s.quantities.size())});
    if (!s.trade_factors.empty() && s.governance.empty())
      out.push_back({key + ".trade_factors", "needs governance"});
  }
  for (const Reliance& r : w.reliance) {
    const double apparent = r.production + r.scrap + r.imports - r.exports + r.stock_change;
    if (r.consumption == kInfinity && !(apparent > 0))
      out.push_back({"reliance." + r.id, fmt::format("needs consumption: what production and trade "
                                                     "leave is {:g}",
                                                     apparent)});
  }
}

}  // namespace lode::io
