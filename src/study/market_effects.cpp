#include "study/market_effects.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/parallel.h"
#include "study/conditions.h"
#include "study/draws.h"
#include "study/prepare.h"

namespace lode::study {
namespace {

using market::YearState;

// Of calm, with the project, before a regime begins.
constexpr int kYearsToRest = 12;

std::vector<std::string> regimes_of(const Case& c) {
  std::vector<std::string> out = {""};
  for (const Event& event : c.event)
    if (!event.market_scenario.empty() &&
        std::find(out.begin(), out.end(), event.market_scenario) == out.end())
      out.push_back(event.market_scenario);
  return out;
}

// Years are solved to 1e-8: a smaller difference is none.
double known(double difference, double size) {
  return std::abs(difference) > 1e-6 * size ? difference : 0;
}

// The states and rules of one draw, and what regions get in them.
class OneDraw {
 public:
  OneDraw(const market::YearlyMarket& yearly, const market::YearRules& rules, double output)
      : yearly_(yearly), rules_(rules), output_(output), solver_(yearly) {}

  // To where the market comes to rest with this seller's output.
  void settle(std::size_t seller) {
    state_ = {};
    state_.use.assign(yearly_.regions(), 0), state_.mines = state_.use;
    std::vector<std::vector<double>> before;
    for (int year = 0; seller > 0 && year < kYearsToRest; ++year) {
      solve(0, seller);
      YearState next;
      market::close_year(yearly_, rules_, state_, price_, before, next);
      before.push_back(price_);
      state_.use = next.use, state_.mines = next.mines;
    }
  }

  void solve(std::uint64_t regime, std::size_t seller) {
    YearState here = state_;
    here.shock.regime = regime;
    const double output = seller > 0 ? output_ : 0;
    market::displace(yearly_, rules_, output, here);
    solver_.solve(rules_, here, seller > 0 ? seller - 1 : 0, output, nullptr, price_);
    solver_.tell(here, told_);
  }

  void write(MarketEffects::Region* out) {
    const std::vector<market::RegionMeasures> measures =
        market::region_measures(told_.model, told_.equilibrium, nullptr, nullptr);
    const market::Welfare welfare = market::welfare(told_.model, told_.equilibrium);
    const std::vector<double> tiers = used();
    if (base_tiers_.empty()) base_tiers_ = tiers, base_ = welfare;
    const market::World& w = yearly_.world();
    for (std::size_t r = 0; r < yearly_.regions(); ++r) {
      const market::RegionMeasures& m = measures[r];
      out[r] = {price_[r],
                m.use,
                0,
                0,
                welfare.region[r].total() - base_.region[r].total(),
                m.net_import_reliance,
                m.hhi_origin,
                m.hhi_marketer,
                m.marketed_by_adverse,
                m.cover_months};
    }
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      const std::size_t r = market::index_in(w.regions, w.demand[i].region);
      const double lost = known(base_tiers_[i] - tiers[i], tiers[i]);
      out[r].lost += lost;
      if (w.demand[i].is_protected) out[r].lost_protected += lost;
    }
  }

  void add_flows(std::size_t regime, std::size_t seller, std::vector<MarketEffects::Flow>& out) {
    std::map<std::array<std::size_t, 3>, double> sum;  // stage, from, to
    for (const market::Columns::Flow& f : told_.model.columns.flows)
      sum[{f.stage, f.from, f.to}] += told_.equilibrium.solution.x[f.column];
    for (const auto& [way, quantity] : sum)
      if (quantity > 1e-3) out.push_back({regime, seller, way[0], way[1], way[2], quantity});
  }

 private:
  // [tier]
  std::vector<double> used() const {
    std::vector<double> out(yearly_.world().demand.size(), 0.0);
    for (const market::Columns::Use& u : told_.model.columns.uses)
      out[u.item] += told_.equilibrium.solution.x[u.column];
    return out;
  }

  const market::YearlyMarket& yearly_;
  market::YearRules rules_;
  double output_;
  market::YearSolver solver_;
  YearState state_;
  market::YearSolver::Told told_;
  std::vector<double> price_, base_tiers_;
  market::Welfare base_;
};

}  // namespace

std::optional<MarketEffects> market_effects(const Study& study, std::size_t scenarios) {
  if (!study.market || scenarios == 0) return std::nullopt;
  const Case& c = study.file->values;
  const auto yearly = study.market->with_clauses(c);
  MarketEffects out;
  out.regime = regimes_of(c);
  out.seller = {""};
  for (std::size_t o = 0; o < yearly->outlets(); ++o) out.seller.push_back(yearly->producer(o));
  out.draws = std::min(scenarios, kMarketDraws), out.regions = yearly->regions();
  out.output = study.market->planned_output();
  out.of.resize(out.regime.size() * out.seller.size() * out.draws * out.regions);
  std::vector<std::uint64_t> bits;
  for (const std::string& id : out.regime) {
    std::uint64_t bit = 0;
    for (std::size_t s = 0; s < yearly->world().scenario.size(); ++s)
      if (yearly->world().scenario[s].id == id) bit = std::uint64_t{1} << s;
    bits.push_back(bit);
  }
  parallel_for(out.draws, [&](std::size_t draw) {
    World world;
    world.inputs = draw_inputs(study.file->sampled, study.seed, draw);
    const ConditionsPool::Lease now = study.conditions->lease();
    now->set_inputs(world);
    OneDraw one(*yearly, study.market->central(now->drawn()).rules, out.output);
    for (std::size_t s = 0; s < out.seller.size(); ++s) {
      one.settle(s);
      for (std::size_t g = 0; g < out.regime.size(); ++g) {
        one.solve(bits[g], s);
        one.write(&out.of[((g * out.seller.size() + s) * out.draws + draw) * out.regions]);
      }
    }
  });
  OneDraw base(*yearly, study.market->central(c).rules, out.output);
  for (std::size_t s = 0; s < out.seller.size(); ++s) {
    base.settle(s);
    for (std::size_t g = 0; g < out.regime.size(); ++g) {
      base.solve(bits[g], s);
      base.add_flows(g, s, out.flow);
    }
  }
  return out;
}

}  // namespace lode::study
