#include "market/market_answer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "market/indices.h"

namespace lode::market {
namespace {

void finish(ScenarioAnswer& a, const ScenarioAnswer* base) {
  if (!a.equilibrium.solved()) return;
  const bool compare = base && base->equilibrium.solved() && base != &a;
  a.welfare = welfare(a.model, a.equilibrium);
  a.regions = region_measures(a.model, a.equilibrium, compare ? &base->model : nullptr,
                              compare ? &base->equilibrium : nullptr);
  a.world = world_measures(a.model, a.equilibrium);
}

ScenarioAnswer solve_base(const World& world, Scenario base) {
  base.id = "base";
  ScenarioAnswer out{"base", build(path_of(world, base)), {}, {}, {}, {}};
  Solver solver(out.model.program);
  out.equilibrium = equilibrium(out.model, solver);
  finish(out, nullptr);
  return out;
}

bool same_pattern(const Program& a, const Program& b) {
  return a.start == b.start && a.row == b.row && a.couplings.size() == b.couplings.size();
}

ScenarioAnswer solve_scenario(const World& world, const Scenario& s, const ScenarioAnswer& base,
                              Solver& solver) {
  ScenarioAnswer out{s.id, build(path_of(world, s)), {}, {}, {}, {}};
  const bool same = same_pattern(out.model.program, base.model.program);
  const bool warm = same && base.equilibrium.solved();
  if (s.surprise > 0 && !warm) {
    out.equilibrium.trouble =
        same ? "comes as a surprise to a base that has no answer"
             : "comes as a surprise: it may change what the base gives, not add to it";
  } else if (same) {
    out.equilibrium = equilibrium(
        out.model, solver, {warm ? &base.equilibrium : nullptr, std::max(0, s.surprise - 1)});
  } else {
    Solver own(out.model.program);
    out.equilibrium = equilibrium(out.model, own);
  }
  finish(out, &base);
  return out;
}

ScenarioAnswer solve_tree(const World& world) {
  std::vector<Scenario> likely;
  for (const Scenario& s : world.scenario)
    if (s.probability != kInfinity && s.probability > 0) likely.push_back(s);
  ScenarioAnswer out{"tree", build(tree_of(world, likely)), {}, {}, {}, {}};
  Solver solver(out.model.program);
  out.equilibrium = equilibrium(out.model, solver);
  finish(out, nullptr);
  return out;
}

double miss(double got, double want) { return std::abs(got - want) / std::max(1e-300, want); }

double base_year_error(const BaseYearWorld& base, const ScenarioAnswer& a) {
  const World& w = base.world;
  double worst = 0, size = 0;
  for (const Adjusted& q : base.adjusted) size = std::max(size, q.reconciled);
  const auto quantity = [&](const char* table, const std::string& id, double got) {
    for (const Adjusted& q : base.adjusted)
      if (q.table == table && q.id == id && q.observed != kInfinity)
        worst = std::max(worst, q.reconciled > 1e-6 * size ? miss(got, q.reconciled) : got / size);
  };
  const std::vector<double>& x = a.equilibrium.solution.x;
  for (const Columns::Output& o : a.model.columns.outputs)
    if (o.node == 0) quantity("producer", w.producer[o.item].id, x[o.column]);
  for (const Columns::Use& u : a.model.columns.uses)
    if (u.node == 0) quantity("demand", w.demand[u.item].id, x[u.column]);
  for (const Columns::Flow& f : a.model.columns.flows)
    if (f.node == 0) quantity("route", w.route[f.item].id, x[f.column]);
  const auto price = [&](const std::string& region, const std::string& stage, double want) {
    const std::uint32_t row =
        a.model.balance[a.model.place(0, index_in(w.regions, region), index_in(w.stages, stage))];
    worst = std::max(worst, miss(price_of(a.model, a.equilibrium, row), want));
  };
  for (const BasePrice& p : w.price) price(p.region, p.stage, p.value);
  for (const Demand& d : w.demand) {
    const bool own = std::any_of(w.price.begin(), w.price.end(), [&](const BasePrice& p) {
      return p.region == d.region && p.stage == d.stage;
    });
    if (!own && d.observed != kInfinity && d.observed > 0)
      price(d.region, d.stage, w.base_year->price);
  }
  return worst;
}

// The sum over all periods of one measure of a region, or of all (regions.size()).
double total(const ScenarioAnswer& a, std::size_t region, const std::string& measure) {
  double out = 0;
  for (const RegionMeasures& m : a.regions)
    if (region == a.model.tree.worlds[0].regions.size() || m.region == region)
      out += measure == "use" ? m.use : measure == "unserved" ? m.unserved : m.protected_unserved;
  return out;
}

void add_expected(MarketAnswer& out, const Expectation& e) {
  std::vector<const ScenarioAnswer*> of;
  std::vector<double> probability = e.probabilities;
  for (const ScenarioAnswer& a : out.scenarios) {
    const auto& list = e.scenarios;
    const auto declared = std::find_if(out.world.scenario.begin(), out.world.scenario.end(),
                                       [&](const Scenario& s) { return s.id == a.id; });
    const bool weighted =
        declared != out.world.scenario.end() && declared->probability != kInfinity;
    if (list.empty() && !weighted) continue;
    if (!list.empty() && std::count(list.begin(), list.end(), a.id) == 0) continue;
    of.push_back(&a);
    if (e.probabilities.empty()) probability.push_back(declared->probability);
  }
  if (!e.scenarios.empty())  // in the order of the list, as its probabilities are
    std::sort(of.begin(), of.end(), [&](const ScenarioAnswer* a, const ScenarioAnswer* b) {
      const auto place = [&](const std::string& id) {
        return std::find(e.scenarios.begin(), e.scenarios.end(), id);
      };
      return place(a->id) < place(b->id);
    });
  if (!e.scenarios.empty() && e.probabilities.empty()) {
    probability.clear();
    for (const ScenarioAnswer* a : of)
      for (const Scenario& s : out.world.scenario)
        if (s.id == a->id) probability.push_back(s.probability);
  }
  if (of.empty() || of.size() != probability.size()) return;
  for (const ScenarioAnswer* a : of)
    if (!a->equilibrium.solved()) return;
  for (const char* measure : {"unserved", "protected_unserved", "use"})
    for (std::size_t r = 0; r <= out.world.regions.size(); ++r) {
      std::vector<double> values;
      for (const ScenarioAnswer* a : of) values.push_back(total(*a, r, measure));
      Expected one{e.id,
                   r < out.world.regions.size() ? out.world.regions[r] : "",
                   measure,
                   expected(values, probability),
                   {}};
      if (std::string(measure) == "use")  // the worse is the smaller
        for (double& v : values) v = -v;
      for (const double level : e.tails) {
        const double mean = tail_mean(values, probability, level);
        one.tails.push_back({level, std::string(measure) == "use" ? -mean : mean});
      }
      out.expected.push_back(std::move(one));
    }
}

}  // namespace

MarketAnswer answer(const World& world) {
  MarketAnswer out;
  out.world = world;
  if (world.base_year) {
    out.base_year = bring_to_base_year(world);
    out.world = out.base_year->world;
    out.solved = out.base_year->status == SolveStatus::solved;
    if (!out.solved) return out;
  }
  if (out.world.regions.empty()) return out;
  if (out.world.known_from > 1) {
    out.scenarios.push_back(solve_tree(out.world));
  } else {
    const auto declared = std::find_if(out.world.scenario.begin(), out.world.scenario.end(),
                                       [](const Scenario& s) { return s.id == "base"; });
    out.scenarios.reserve(out.world.scenario.size() + 1);
    out.scenarios.push_back(
        solve_base(out.world, declared == out.world.scenario.end() ? Scenario{} : *declared));
    Solver solver(out.scenarios[0].model.program);
    for (const Scenario& s : out.world.scenario)
      if (s.id != "base")
        out.scenarios.push_back(solve_scenario(out.world, s, out.scenarios[0], solver));
    for (const Expectation& e : out.world.expectation) add_expected(out, e);
  }
  if (out.base_year && out.scenarios[0].equilibrium.solved())
    out.base_year_error = base_year_error(*out.base_year, out.scenarios[0]);
  for (const ScenarioAnswer& a : out.scenarios) out.solved = out.solved && a.equilibrium.solved();
  return out;
}

}  // namespace lode::market
