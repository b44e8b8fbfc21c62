#include "market/years.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "market/base_year.h"
#include "market/scenario.h"

namespace lode::market {
namespace {

// The world of its base year: curves and routes that make it an equilibrium.
World calibrated(World world) {
  if (!world.base_year) return world;
  BaseYearWorld base = bring_to_base_year(world);
  if (base.status != SolveStatus::solved)
    throw NoAnswer("the market's base year cannot be reconciled: " + base.trouble);
  return std::move(base.world);
}

// Without what would only make every year's program larger: clauses of producers that stand for other
// outlets, and penalties far above what anybody pays.
World without_others(World world, const std::vector<Outlet>& outlets) {
  const auto is_other = [&](const std::string& producer) {
    if (producer.empty()) return false;
    for (const Outlet& outlet : outlets)
      if (outlet.producer == producer) return false;
    for (const Producer& p : world.producer)
      if (p.id == producer) return p.output.given() && at(p.output, 0, 0) == 0;
    return false;
  };
  for (Demand& d : world.demand)
    if (d.elasticity != 0 && d.penalty.given() && at(d.penalty, 0, 0) > 20 * d.price)
      d.penalty = {};
  std::erase_if(world.offtake, [&](const Offtake& o) { return is_other(o.producer); });
  return world;
}

// Scenarios that hold together, as one.
Scenario together(const World& world, std::uint64_t regime) {
  Scenario out;
  for (std::size_t s = 0; s < world.scenario.size(); ++s) {
    if ((regime >> s & 1) == 0) continue;
    const Scenario& one = world.scenario[s];
    out.id += (out.id.empty() ? "" : "+") + one.id;
    const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& more) {
      to.insert(to.end(), more.begin(), more.end());
    };
    add(out.closes, one.closes), add(out.no_exports_from, one.no_exports_from);
    add(out.no_imports_to, one.no_imports_to), add(out.no_transit, one.no_transit);
    out.change.insert(out.change.end(), one.change.begin(), one.change.end());
  }
  if (out.id.empty()) out.id = "base";
  return out;
}

// Least price that lags remember, of the level: below it a fall is remembered as so much.
constexpr double kLeastRemembered = 0.05;

// Rise of the marginal cost of what has none, of the level, over a quantity as large as the world's use.
constexpr double kLeastRise = 0.1;

}  // namespace

std::string fault_of_years(const World& w) {
  if (!w.base_year) return "needs a [base_year], from which its years move";
  if (w.periods != 1) return "has several periods; its years are made by the study";
  if (!w.firm.empty()) return "has firms with market power, which a yearly market cannot have";
  if (!w.system.empty()) return "has systems of cross prices, which a yearly market cannot have";
  if (w.scenario.size() > 60) return "has more than 60 scenarios";
  for (const Producer& p : w.producer) {
    if (p.curve != Curve::linear)
      return fmt::format("producer.{}.curve: a yearly market has linear curves", p.id);
    if (p.capex != kInfinity || p.reserve != kInfinity)
      return fmt::format(
          "producer.{}: capacity and reserves follow the study's rules of investment", p.id);
  }
  for (const Plant& p : w.plant)
    if (p.capex != kInfinity)
      return fmt::format("plant.{}.capex: capacity follows the study's rules of investment", p.id);
  for (const Demand& d : w.demand)
    if (d.curve != Curve::linear)
      return fmt::format("demand.{}.curve: a yearly market has linear tiers", d.id);
  return {};
}

YearlyMarket::YearlyMarket(World world, const std::string& quoted_region,
                           const std::string& quoted_stage, std::vector<Outlet> outlets,
                           std::vector<double> levels)
    : world_(without_others(calibrated(std::move(world)), outlets)), levels_(std::move(levels)) {
  LODE_CHECK(levels_.size() >= 2 && levels_[0] == 0);
  quoted_ = index_in(world_.regions, quoted_region);
  stage_ = index_in(world_.stages, quoted_stage);
  for (const Outlet& outlet : outlets) {
    OutletPlace at{world_.producer.size(), index_in(world_.regions, outlet.priced_in), false};
    for (std::size_t i = 0; i < world_.producer.size(); ++i)
      if (world_.producer[i].id == outlet.producer) at.producer = i;
    LODE_CHECK(at.producer < world_.producer.size());
    for (const Offtake& o : world_.offtake)
      if (o.producer == outlet.producer && !o.resale) at.bound = true;
    outlet_.push_back(at);
  }
  // The stage's price moves with the quoted one by what is made of it.
  stage_factor_.assign(world_.stages.size(), 0);
  stage_factor_[stage_] = 1;
  for (std::size_t pass = 0; pass < world_.stages.size(); ++pass)
    for (const Plant& p : world_.plant) {
      double& from = stage_factor_[index_in(world_.stages, p.from)];
      double& to = stage_factor_[index_in(world_.stages, p.to)];
      if (from == 0) from = p.yield * to;
      if (to == 0) to = from / p.yield;
    }
  use_.assign(regions(), 0), mined_ = use_;
  double elastic = 0, all = 0, mines = 0, mine_elastic = 0, scrap_elastic = 0;
  for (const Demand& d : world_.demand) {
    const double q = at(d.quantity, 0, 0);
    use_[index_in(world_.regions, d.region)] += q;
    all += q, elastic -= d.elasticity * q;
  }
  for (const Producer& p : world_.producer) {
    if (p.quantity == kInfinity) continue;
    if (p.kind == Origin::mine) {
      mined_[index_in(world_.regions, p.region)] +=
          p.quantity * stage_factor_[index_in(world_.stages, p.stage)];
      mines += p.quantity, mine_elastic += p.elasticity * p.quantity;
    } else {
      scrap_ += p.quantity, scrap_elastic += p.elasticity * p.quantity;
    }
  }
  demand_elasticity_ = all > 0 ? elastic / all : 0;
  mine_elasticity_ = mines > 0 ? mine_elastic / mines : 0;
  scrap_elasticity_ = scrap_ > 0 ? scrap_elastic / scrap_ : 0;
  const Template& base = under(0);
  if (!base.solved) throw NoAnswer("the market's base year has no answer");
  const std::size_t stages = world_.stages.size();
  node_price_.resize(regions() * stages);
  for (std::size_t r = 0; r < regions(); ++r) {
    for (std::size_t k = 0; k < stages; ++k)
      node_price_[r * stages + k] = base.start.y[base.model.balance[base.model.place(0, r, k)]];
    base_price_.push_back(node_price_[r * stages + stage_]);
  }
}

double YearlyMarket::steepness(const YearRules& rules) const {
  double all = 0, mines = 0;
  for (std::size_t r = 0; r < regions(); ++r) all += use_[r], mines += mined_[r];
  return rules.demand_short + (rules.mine_short * mines + rules.scrap_short * scrap_) / all;
}

const YearlyMarket::Template& YearlyMarket::under(std::uint64_t regime) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::unique_ptr<Template>& found = template_[regime];
  if (found) return *found;
  World changed = world_;
  for (std::size_t s = 0; s < world_.scenario.size(); ++s)
    if (regime >> s & 1) changed = market::under(changed, world_.scenario[s]);
  auto made = std::make_unique<Template>();
  made->model = build(path_of(changed, together(world_, regime)));
  Solver solver(made->model.program);
  const Equilibrium answer = equilibrium(made->model, solver);
  made->start = answer.solution;
  made->solved = answer.solved();
  found = std::move(made);
  return *found;
}

const YearlyMarket::Template& YearSolver::write(const YearRules& rules, const YearState& state,
                                                std::size_t outlet, double output) {
  const YearlyMarket::Template& t = market_.under(state.shock.regime);
  if (!t.solved)
    throw NoAnswer(fmt::format("the market has no answer under {}",
                               together(market_.world(), state.shock.regime).id));
  const Model& m = t.model;
  const World& w = m.world(0);
  const std::size_t stages = w.stages.size();
  const double rise = rules.level - market_.base_price(), grown = state.grown;
  const auto region = [&](const std::string& name) { return index_in(w.regions, name); };
  const auto stage = [&](const std::string& name) { return index_in(w.stages, name); };
  const auto anchor = [&](std::size_t r, std::size_t k) {
    return market_.node_price_[r * stages + k] + market_.stage_factor_[k] * rise;
  };
  program_ = m.program;
  for (const Columns::Use& u : m.columns.uses) {
    const Demand& d = w.demand[u.item];
    const std::size_t r = region(d.region);
    const double q = at(d.quantity, 0, 0) * grown * std::exp(state.shock.demand + state.use[r]);
    if (d.elasticity == 0) {
      if (!d.choke.given()) program_.low[u.column] = program_.high[u.column] = q;
      continue;
    }
    const double e = -d.elasticity * rules.demand_short / market_.demand_elasticity_;
    const double a = anchor(r, stage(d.stage));
    program_.cost[u.column] = -a * (1 + 1 / e) + at(d.tax, 0, 0);
    program_.curvature[u.column] = a / (e * q);
  }
  for (const Columns::Output& o : m.columns.outputs) {
    const Producer& p = w.producer[o.item];
    if (p.quantity != kInfinity) {
      const bool mine = p.kind == Origin::mine;
      const std::size_t r = region(p.region);
      const double e = p.elasticity * (mine ? rules.mine_short / market_.mine_elasticity_
                                            : rules.scrap_short / market_.scrap_elasticity_);
      const double q =
          p.quantity * grown * (mine ? std::exp(state.shock.supply + state.mines[r]) : 1.0);
      const double a = anchor(r, stage(p.stage));
      program_.cost[o.column] = a * (1 - 1 / e) + at(p.tax, 0, 0);
      program_.curvature[o.column] = a / (e * q);
      program_.low[o.column] *= grown, program_.high[o.column] *= grown;
    }
    for (std::size_t i = 0; i < market_.outlet_.size(); ++i)
      if (market_.outlet_[i].producer == o.item)
        program_.low[o.column] = program_.high[o.column] = i == outlet ? output : 0;
  }
  for (const Columns::Feed& f : m.columns.feeds)
    if (f.capacity_row == kNoIndex)
      program_.low[f.column] *= grown, program_.high[f.column] *= grown;
    else if (!f.kept)
      program_.right[f.capacity_row] *= grown;
  for (const Columns::Flow& f : m.columns.flows) {
    program_.curvature[f.column] /= grown;
    if (f.quota_row == kNoIndex)
      program_.high[f.column] *= grown;
    else if (f.offtake < 0)
      program_.right[f.quota_row] *= grown;
  }
  // What costs the same whatever its quantity rises a little, so that one answer lies near another.
  double use = 0;
  for (const double one : market_.use_) use += one;
  const auto rises = [&](std::uint32_t column) {
    double& curvature = program_.curvature[column];
    if (curvature == 0) curvature = kLeastRise * rules.level / (use * grown);
  };
  for (const Columns::Output& o : m.columns.outputs) rises(o.column);
  for (const Columns::Feed& f : m.columns.feeds) rises(f.column);
  for (const Columns::Flow& f : m.columns.flows) rises(f.column);
  // Duties that are shares of a price are taken on the long run's.
  duty_.assign(m.value_taxes.size(), 0);
  for (std::size_t i = 0; i < duty_.size(); ++i) {
    const ValueTax& tax = m.value_taxes[i];
    for (std::size_t place = 0; place < m.balance.size(); ++place)
      if (m.balance[place] == tax.row)
        duty_[i] = tax.rate * (anchor(place / stages, place % stages) + tax.addend);
    program_.cost[tax.column] += duty_[i];
  }
  return t;
}

const YearSolver::Answer& YearSolver::solve(const YearRules& rules, const YearState& state,
                                            std::size_t outlet, double output, const Answer* from,
                                            std::vector<double>& price) {
  const YearlyMarket::Template& t = write(rules, state, outlet, output);
  if (!newton_) newton_ = std::make_unique<PriceNewton>(program_);
  if (from && from != &answer_)
    answer_ = *from;
  else if (!from)
    answer_.x = t.start.x, answer_.y = t.start.y;
  bool found = newton_->solve(program_, answer_.x, answer_.y);
  for (const double softness : {1e-3, 1e-2}) {
    if (found) break;
    answer_.x = t.start.x, answer_.y = t.start.y;
    found = newton_->solve(program_, answer_.x, answer_.y, softness);
  }
  if (!found) {
    Solution sure = solve_outright(rules, state, outlet, output, price);
    answer_.x = std::move(sure.x), answer_.y = std::move(sure.y);
  }
  read(t, answer_.y, outlet, output, price);
  return answer_;
}

Solution YearSolver::solve_outright(const YearRules& rules, const YearState& state,
                                    std::size_t outlet, double output, std::vector<double>& price) {
  const YearlyMarket::Template& t = write(rules, state, outlet, output);
  if (!solver_) solver_ = std::make_unique<Solver>(program_);
  Solution out = solver_->solve(program_);
  if (out.status != SolveStatus::solved)
    throw NoAnswer(fmt::format("a year of the market under {} has no answer: {}",
                               together(market_.world(), state.shock.regime).id,
                               name_of(out.status)));
  read(t, out.y, outlet, output, price);
  return out;
}

void YearSolver::tell(const YearState& state, Told& out) {
  if (const YearlyMarket::Template& t = market_.under(state.shock.regime);
      out.model.program.columns() != program_.columns() || told_ != state.shock.regime)
    out.model = t.model, told_ = state.shock.regime;
  out.model.program = program_;
  for (std::size_t i = 0; i < duty_.size(); ++i)
    out.model.program.cost[out.model.value_taxes[i].column] -= duty_[i];
  Equilibrium& e = out.equilibrium;
  e.status = SolveStatus::solved;
  e.value_tax = duty_;
  e.conduct_slope.clear();
  e.solution.status = SolveStatus::solved;
  e.solution.x = answer_.x, e.solution.y = answer_.y;
  e.solution.place.assign(answer_.x.size(), Place::between);
  for (std::size_t j = 0; j < answer_.x.size(); ++j)
    if (answer_.x[j] <= program_.low[j])
      e.solution.place[j] = Place::low;
    else if (answer_.x[j] >= program_.high[j])
      e.solution.place[j] = Place::high;
  e.solution.objective = objective(program_, answer_.x);
}

void YearSolver::read(const YearlyMarket::Template& t, const std::vector<double>& y,
                      std::size_t outlet, double output, std::vector<double>& price) const {
  const std::size_t regions = market_.regions();
  price.resize(regions + 1);
  for (std::size_t r = 0; r < regions; ++r)
    price[r] = y[t.model.balance[t.model.place(0, r, market_.stage_)]];
  const YearlyMarket::OutletPlace& at = market_.outlet_.empty()
                                            ? YearlyMarket::OutletPlace{0, market_.quoted_, false}
                                            : market_.outlet_[outlet];
  const std::uint32_t bound = t.model.kept[t.model.place(0, at.region, market_.stage_)];
  price[regions] = at.bound && bound != kNoIndex && output > 0 ? y[bound] : price[at.region];
}

void displace(const YearlyMarket& market, const YearRules& rules, double output, YearState& state) {
  double mined = 0;
  for (const double one : market.mined()) mined += one;
  const double less = rules.displaced * output / (mined * state.grown);
  for (double& k : state.mines) k += std::log1p(-std::min(0.9, less));
}

void close_year(const YearlyMarket& market, const YearRules& rules, const YearState& year,
                const std::vector<double>& price, const std::vector<std::vector<double>>& before,
                YearState& next) {
  const double rise = rules.level - market.base_price();
  const double kept = 1 - rules.demand_short / rules.demand_long;
  next.use.resize(market.regions()), next.mines.resize(market.regions());
  // [year] of the price that what is built next year answers to.
  const auto lead = static_cast<std::size_t>(rules.lead);
  for (std::size_t r = 0; r < market.regions(); ++r) {
    const double anchor = market.base_price(r) + rise;
    const auto log_of = [&](double p) { return std::log(std::max(p / anchor, kLeastRemembered)); };
    next.use[r] = kept * (year.use[r] - rules.demand_short * log_of(price[r]));
    double called = 0;
    if (lead <= 1)
      called = log_of(price[r]);
    else if (before.size() + 1 >= lead)
      called = log_of(before[before.size() + 1 - lead][r]);
    next.mines[r] = (1 - rules.invest) * year.mines[r] +
                    rules.invest * (rules.mine_long - rules.mine_short) * called;
  }
}

namespace {

// Between the levels on the parabola through three of them, outside on a line.
template <class At>
double between(const std::vector<double>& level, double x, const At& at) {
  const auto line = [&](std::size_t a, std::size_t b) {
    return at(a) + (at(b) - at(a)) * (x - level[a]) / (level[b] - level[a]);
  };
  const std::size_t n = level.size();
  if (n == 2 || x <= 0) return line(0, 1);
  if (x >= level[n - 1]) return line(n - 2, n - 1);
  std::size_t first = 0;
  while (first + 3 < n && x > level[first + 1]) ++first;
  const double a = level[first], b = level[first + 1], c = level[first + 2];
  return at(first) * (x - b) * (x - c) / ((a - b) * (a - c)) +
         at(first + 1) * (x - a) * (x - c) / ((b - a) * (b - c)) +
         at(first + 2) * (x - a) * (x - b) / ((c - a) * (c - b));
}

// The demand shock of the first year that brings the quoted price to the start: by secants from what
// the slope says, then bisection.
double shock_to_start(const YearlyMarket& market, YearSolver& solver, const YearDraw& draw,
                      YearState state) {
  std::vector<double> price;
  YearSolver::Answer before;
  const double own = state.shock.demand;
  const auto miss = [&](double shock) {
    state.shock.demand = own + shock;
    before = solver.solve(draw.rules, state, 0, 0, before.x.empty() ? nullptr : &before, price);
    return price[market.quoted()] / draw.start - 1;
  };
  const double step = market.steepness(draw.rules);
  double low = 0, at_low = miss(0);
  if (std::abs(at_low) < 1e-7) return 0;
  double high = -at_low * step * draw.start / draw.rules.level, at_high = miss(high);
  for (int i = 0; i < 60 && std::abs(at_high) > 1e-7; ++i) {
    if (at_low * at_high > 0) {  // not yet on both sides
      const double further = high + (high - low);
      low = high, at_low = at_high;
      high = further, at_high = miss(high);
      continue;
    }
    double middle = high - at_high * (high - low) / (at_high - at_low);
    if (i % 3 == 2 || !(middle > std::min(low, high) && middle < std::max(low, high)))
      middle = 0.5 * (low + high);
    const double there = miss(middle);
    if (there * at_high < 0) low = high, at_low = at_high;
    high = middle, at_high = there;
  }
  if (!(std::abs(at_high) < 1e-6))
    throw NoAnswer(
        fmt::format("no shock brings the market's first year to a price of {:g}", draw.start));
  return high;
}

}  // namespace

YearPath year_path(const YearlyMarket& market, YearSolver& solver, const YearDraw& draw) {
  YearPath out;
  const std::size_t regions = market.regions();
  out.years = draw.year.size(), out.regions = regions;
  out.levels = market.levels().size(), out.outlets = market.outlets();
  out.rules = draw.rules;
  out.first_output = std::min(draw.first_output, out.years);
  out.expected = draw.expected;
  LODE_CHECK(draw.expected.size() >= out.outlets);
  std::map<std::uint64_t, YearSolver::Answer> last;  // [regime]
  std::vector<std::vector<double>> before;
  YearState state;
  state.use.assign(regions, 0), state.mines.assign(regions, 0);
  std::vector<double> price, with;
  struct Expected {
    YearState state;
    std::vector<std::vector<double>> before;
    std::vector<double> price;
  };
  std::vector<Expected> expected(out.outlets);
  for (std::size_t y = 0; y < out.years; ++y) {
    state.grown = std::pow(1 + draw.rules.growth, static_cast<double>(y));
    state.shock = draw.year[y];
    if (y == 0 && draw.start > 0) out.first_shock = shock_to_start(market, solver, draw, state);
    state.shock.demand += out.first_shock * std::pow(draw.persistence, static_cast<double>(y));
    YearSolver::Answer& from = last[state.shock.regime];
    from = solver.solve(draw.rules, state, 0, 0, from.x.empty() ? nullptr : &from, price);
    out.price.insert(out.price.end(), price.begin(),
                     price.begin() + static_cast<std::ptrdiff_t>(regions));
    out.state.push_back(state);
    for (std::size_t o = 0; o < out.outlets && y >= out.first_output; ++o) {
      Expected& own = expected[o];
      if (y == out.first_output) own.state = state, own.before = before;
      own.state.grown = state.grown, own.state.shock = state.shock;
      out.with_state.push_back(own.state);
      YearState here = own.state;
      displace(market, draw.rules, draw.expected[o][y], here);
      const YearSolver::Answer* near = &from;
      const std::size_t first = out.with_output.size();
      for (std::size_t l = 0; l < out.levels; ++l) {
        near = &solver.solve(draw.rules, here, o, market.levels()[l], near, with);
        out.with_output.insert(out.with_output.end(), with.begin(), with.end());
      }
      own.price.resize(regions + 1);
      for (std::size_t r = 0; r < regions; ++r)
        own.price[r] = between(market.levels(), draw.expected[o][y], [&](std::size_t l) {
          return out.with_output[first + l * (regions + 1) + r];
        });
      YearState next;
      close_year(market, draw.rules, own.state, own.price, own.before, next);
      own.before.push_back(own.price);
      own.state = std::move(next);
    }
    YearState next;
    close_year(market, draw.rules, state, price, before, next);
    before.push_back(price);
    state = std::move(next);
  }
  return out;
}

OwnPath::OwnPath(const YearlyMarket& market, const YearPath& path, std::size_t outlet)
    : market_(market), path_(path), outlet_(outlet) {
  LODE_CHECK(path.years > 0 && outlet < path.outlets);
  state_ = path.state[0];
  find_shift();
}

double OwnPath::read(double x, std::size_t place) const {
  return between(market_.levels(), x,
                 [&](std::size_t l) { return path_.at(year_, outlet_, l, place); });
}

double OwnPath::effective(double output) const {
  return output - displaced_ * (output - path_.expected[outlet_][year_]) + shift_;
}

// A change of supply in region r moves the outlet's price as own output moves the price of r: the matrix of responses is symmetric,
// being the inverse of a symmetric one.
void OwnPath::find_shift() {
  shift_ = 0, displaced_ = path_.rules.displaced;
  if (year_ < path_.first_output) return;
  const YearState& with = path_.with(year_, outlet_);
  const std::size_t own = market_.priced_in(outlet_);
  const auto at = [&](std::size_t l, std::size_t r) { return path_.at(year_, outlet_, l, r); };
  const double moved = at(0, own) - at(1, own);
  if (!(moved > 1e-9 * at(0, own))) return;
  const YearRules& rules = path_.rules;
  double mines = 0, displacing = 0;
  for (std::size_t r = 0; r < path_.regions; ++r) {
    const double anchor = market_.base_price(r) + rules.level - market_.base_price();
    const double gap = at(1, r) / anchor - 1;
    const double weight = std::clamp((at(0, r) - at(1, r)) / moved, 0.0, 1.5);
    const double use = market_.use()[r] * with.grown * std::exp(with.shock.demand + with.use[r]) *
                       std::max(0.0, 1 - rules.demand_short * gap);
    const double mined = market_.mined()[r] * with.grown *
                         std::exp(with.shock.supply + with.mines[r]) *
                         std::max(0.0, 1 + rules.mine_short * gap);
    mines += market_.mined()[r], displacing += weight * market_.mined()[r];
    shift_ += weight * (mined * std::expm1(state_.mines[r] - with.mines[r]) -
                        use * std::expm1(state_.use[r] - with.use[r]));
  }
  displaced_ *= displacing / mines;
}

double OwnPath::price(double output) const {
  const std::size_t own = market_.priced_in(outlet_);
  if (year_ < path_.first_output) return path_.at(year_, own);
  return read(effective(output), path_.regions);
}

void OwnPath::prices(double output, std::vector<double>& out) const {
  out.resize(path_.regions);
  for (std::size_t r = 0; r < path_.regions; ++r)
    out[r] = year_ < path_.first_output ? path_.at(year_, r) : read(effective(output), r);
}

void OwnPath::close(double output) {
  std::vector<double> price;
  prices(output, price);
  YearState next;
  close_year(market_, path_.rules, state_, price, before_, next);
  before_.push_back(std::move(price));
  if (++year_ == path_.years) return;
  next.grown = path_.state[year_].grown, next.shock = path_.state[year_].shock;
  state_ = std::move(next);
  find_shift();
}

std::vector<double> solved_path(const YearlyMarket& market, YearSolver& solver,
                                const YearPath& path, std::size_t outlet,
                                const std::vector<double>& output) {
  LODE_CHECK(output.size() == path.years);
  const std::size_t regions = path.regions;
  std::vector<double> out, price;
  std::vector<std::vector<double>> before;
  YearState state = path.state[0];
  for (std::size_t y = 0; y < path.years; ++y) {
    state.grown = path.state[y].grown, state.shock = path.state[y].shock;
    YearState here = state;
    displace(market, path.rules, output[y], here);
    solver.solve_outright(path.rules, here, outlet, output[y], price);
    out.insert(out.end(), price.begin(), price.end());
    YearState next;
    close_year(market, path.rules, state, price, before, next);
    before.emplace_back(price.begin(), price.begin() + static_cast<std::ptrdiff_t>(regions));
    state = std::move(next);
  }
  return out;
}

}  // namespace lode::market
