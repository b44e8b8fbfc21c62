#include "study/market_prices.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "study/central.h"
#include "study/operations.h"
#include "study/prepare.h"
#include "study/scene.h"

namespace lode::study {
namespace {

market::YearRules rules_of(const Case& c) {
  const MarketTerms& m = *c.market;
  market::YearRules out;
  out.level = c.commodity.front().long_run_usd / c.commodity.front().quote_mass_t;  // USD per tonne
  out.demand_short = m.demand_short, out.demand_long = m.demand_long;
  out.mine_short = m.mine_short, out.mine_long = m.mine_long;
  out.scrap_short = m.scrap_short;
  out.growth = m.growth, out.invest = m.invest, out.lead = m.lead;
  out.displaced = m.displaced;
  return out;
}

// Levels of own output at which years are solved, of the most.
constexpr double kLevels[] = {0, 0.5, 1};
constexpr double kMargin = 1.25;  // over what the plans make: rich realisations

}  // namespace

MarketPrices::MarketPrices(const Case& c, const Calendar& calendar, double most_output_t_per_y,
                           double first_output_y,
                           const std::vector<std::vector<double>>& planned_t) {
  const MarketTerms& m = *c.market;
  usd_per_t_ = m.usd_per_t * c.project.metal_per_commodity;
  tonnes_ = m.tonnes / c.project.metal_per_commodity;
  const double ends = c.project.licence_start + c.project.licence_y - c.project.base_year;
  years_ = std::min(calendar.years(), static_cast<std::size_t>(std::max(1.0, std::ceil(ends))) + 1);
  first_output_ = static_cast<std::size_t>(std::max(0.0, std::floor(first_output_y)));
  std::vector<market::Outlet>& outlets = outlets_;
  planned_output_ = output(most_output_t_per_y);
  for (std::size_t bid_at = 0; bid_at < c.bid.size(); ++bid_at) {
    const deal::Bid& bid = c.bid[bid_at];
    Selling one;
    for (const deal::Offtake& offtake : bid.offtake) {
      if (offtake.market_producer.empty() || !is_marketed(c, offtake)) continue;
      const std::string& region = offtake.priced_in.empty() ? m.quoted_in : offtake.priced_in;
      std::size_t o = 0;
      while (o < outlets.size() &&
             !(outlets[o].producer == offtake.market_producer && outlets[o].priced_in == region))
        ++o;
      if (o == outlets.size()) {
        outlets.push_back({offtake.market_producer, region});
        std::vector<double> made = calendar.by_year(planned_t[bid_at]);
        made.resize(years_);
        for (double& tonnes : made) tonnes = output(tonnes);
        expected_.push_back(std::move(made));
      }
      one.outlet.emplace_back(o, offtake.share);
    }
    selling_of_bid_.push_back(kNone);
    if (one.outlet.empty()) continue;
    const auto found = std::find(sellings_.begin(), sellings_.end(), one);
    selling_of_bid_.back() = static_cast<std::size_t>(found - sellings_.begin());
    if (found == sellings_.end()) sellings_.push_back(std::move(one));
  }
  std::vector<double> levels;
  for (const double level : kLevels)
    levels.push_back(level * std::max(1e-6, kMargin * output(most_output_t_per_y)));
  yearly_ = std::make_unique<market::YearlyMarket>(*m.world, m.quoted_in, m.quoted_stage, outlets,
                                                   std::move(levels));
  central_ = std::make_shared<const market::YearPath>(path(central(c)));
}

std::unique_ptr<market::YearlyMarket> MarketPrices::with_clauses(const Case& c) const {
  std::vector<market::Outlet> outlets = outlets_;
  const std::string region = outlets.empty() ? c.market->quoted_in : outlets.front().priced_in;
  for (const MarketTerms::Clause& clause : c.market->clause) outlets.push_back({clause.id, region});
  return std::make_unique<market::YearlyMarket>(*c.market->world, c.market->quoted_in,
                                                c.market->quoted_stage, std::move(outlets),
                                                yearly_->levels());
}

std::size_t MarketPrices::selling_of(const Case& c, const deal::Bid& bid) const {
  for (std::size_t b = 0; b < c.bid.size(); ++b) {
    // Outlets were found in the order of the bids' offtakes: a bid with the same ones sells alike.
    const auto same = [](const deal::Offtake& x, const deal::Offtake& y) {
      return x.market_producer == y.market_producer && x.priced_in == y.priced_in &&
             x.share == y.share && x.product == y.product;
    };
    const std::vector<deal::Offtake>&a = c.bid[b].offtake, &other = bid.offtake;
    if (!std::equal(a.begin(), a.end(), other.begin(), other.end(), same)) continue;
    return selling_of_bid_[b];
  }
  return kNone;
}

market::YearDraw MarketPrices::central(const Case& c) const {
  market::YearDraw out;
  const market::Commodity& main = c.commodity.front();
  out.rules = rules_of(c);
  out.rules.level /= usd_per_t_;
  out.start = main.start_usd / main.quote_mass_t / usd_per_t_;
  out.persistence = std::exp2(-1 / main.half_life_y);
  out.year.resize(years_);
  out.first_output = first_output_;
  out.expected = expected_;
  return out;
}

market::YearDraw MarketPrices::draw(const Case& drawn, const Calendar& calendar, std::uint64_t seed,
                                    std::uint64_t scenario,
                                    const std::vector<Happening>& happenings) const {
  market::YearDraw out = central(drawn);
  const market::Commodity& main = drawn.commodity.front();
  // Shocks to use: the year's mean of those that drive the prior's price, so that other
  // commodities stay as correlated with them as they were.
  std::vector<double> shock(calendar.periods());
  Stream(seed, "market.price." + main.id, scenario).fill_normal(shock);
  const Stream supply(seed, "market.supply." + main.id, scenario);
  const double of_use = main.volatility * yearly_->steepness(out.rules);
  double use = 0, mines = 0;
  std::size_t t = 0;
  for (std::size_t y = 0; y < years_; ++y) {
    double sum = 0, length = 0;
    for (; t < calendar.periods() && calendar.year_index(t) == y; ++t) {
      sum += shock[t] * std::sqrt(calendar.length_y[t]);
      length += calendar.length_y[t];
    }
    const bool first = y == 0;  // its price is the start's
    use = out.persistence * use + (first ? 0 : of_use * sum / std::sqrt(length));
    mines =
        out.persistence * mines + (first ? 0 : drawn.market->supply_volatility * supply.normal(y));
    out.year[y].demand = use, out.year[y].supply = mines;
  }
  for (const Happening& happening : happenings) {
    const std::string& name = drawn.event[happening.event].market_scenario;
    if (name.empty()) continue;
    const auto& all = yearly_->world().scenario;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const market::Scenario& s) { return s.id == name; });
    const auto bit = std::uint64_t{1} << (found - all.begin());
    for (std::size_t y = 0; y < years_; ++y) {
      const double from = std::max(happening.from_y, static_cast<double>(y));
      const double to = std::min(happening.to_y, static_cast<double>(y) + 1);
      if (to - from >= 0.5) out.year[y].regime |= bit;
    }
  }
  return out;
}

MarketPrices::Lease MarketPrices::lease() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (free_.empty()) return Lease(new market::YearSolver(*yearly_), Return{this});
  Lease out(free_.back().release(), Return{this});
  free_.pop_back();
  return out;
}

void MarketPrices::Return::operator()(market::YearSolver* solver) const {
  const std::lock_guard<std::mutex> lock(of->mutex_);
  of->free_.emplace_back(solver);
}

market::YearPath MarketPrices::path(const market::YearDraw& draw) const {
  const Lease solver = lease();
  return market::year_path(*yearly_, *solver, draw);
}

std::shared_ptr<const market::YearPath> MarketPrices::path_of(std::uint64_t scenario,
                                                              const market::YearDraw& draw) const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (const auto found = kept_.find(scenario); found != kept_.end()) return found->second;
  }
  auto made = std::make_shared<const market::YearPath>(path(draw));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (kept_.size() < kMostKept) kept_.emplace(scenario, made);
  return made;
}

std::vector<double> MarketPrices::quoted(const market::YearPath& path,
                                         const Calendar& calendar) const {
  std::vector<double> out(calendar.periods());
  for (std::size_t t = 0; t < out.size(); ++t)
    out[t] =
        usd_per_t(path.at(std::min(calendar.year_index(t), path.years - 1), yearly_->quoted()));
  return out;
}

std::vector<double> MarketPrices::outright(const market::YearPath& path, const Calendar& calendar,
                                           std::size_t selling,
                                           const std::vector<double>& made_t) const {
  std::vector<double> made = calendar.by_year(made_t);
  made.resize(path.years);
  for (double& one : made) one = output(one);
  std::vector<double> out(calendar.periods(), 0.0);
  const Lease solver = lease();
  for (const auto& [outlet, share] : sellings_[selling].outlet) {
    const std::vector<double> price = market::solved_path(*yearly_, *solver, path, outlet, made);
    for (std::size_t t = 0; t < out.size(); ++t) {
      const std::size_t y = std::min(calendar.year_index(t), path.years - 1);
      out[t] += share * usd_per_t(price[y * (path.regions + 1) + path.regions]);
    }
  }
  return out;
}

std::shared_ptr<const MarketPrices> market_prices(const Study& study) {
  const Case& c = study.file->values;
  if (!c.market || c.market->prices == Prices::prior) return nullptr;
  double most = 0, first = kInfinity;
  const World world = central_world(study, flat_prices(c, study.calendar, c.planning.price_usd));
  const Scene scene(study, world);
  std::vector<std::vector<double>> planned;
  for (const std::size_t plan : study.plan_of_bid)
    planned.push_back(operate(scene, study.plans[plan]).product_metal_t);
  for (const Plan& plan : study.plans) {
    const Operated operated = operate(scene, plan);
    for (std::size_t t = 0; t < study.calendar.periods(); ++t) {
      const double made = operated.product_metal_t[t];
      most = std::max(most, made / study.calendar.length_y[t]);
      if (made > 0) first = std::min(first, study.calendar.start_y[t]);
    }
  }
  return std::make_shared<const MarketPrices>(c, study.calendar, most,
                                              std::isfinite(first) ? first : 0, planned);
}

OwnPrice::OwnPrice(const MarketPrices* market, const market::YearPath* path, std::size_t selling,
                   const Calendar& calendar)
    : market_(market), calendar_(calendar) {
  if (!market || !path || selling == MarketPrices::kNone) return;
  years_ = path->years;
  for (const auto& [outlet, share] : market->sellings()[selling].outlet)
    own_.emplace_back(market::OwnPath(market->yearly(), *path, outlet), share);
}

double OwnPrice::price(double output) const {
  double out = 0;
  for (const auto& [path, share] : own_) out += share * path.price(output);
  return market_->usd_per_t(out);
}

double OwnPrice::first() const { return price(0); }

double OwnPrice::close(std::size_t t, double made_t) {
  if (own_.front().first.year() >= years_) return last_;
  last_ = price(market_->output(made_t / calendar_.length_y[t]));
  made_ += made_t, length_y_ += calendar_.length_y[t];
  const double out = last_;
  if (calendar_.ends_year(t)) {
    for (auto& [path, share] : own_) path.close(market_->output(made_ / length_y_));
    made_ = length_y_ = 0;
  }
  return out;
}

}  // namespace lode::study
