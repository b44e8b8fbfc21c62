#include "decision/option_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

#include "base/memory.h"
#include "decision/perpetual.h"

namespace lode::decision {
namespace {

// Dates that stand for any time within so many years.
int any_time_dates(double years) {
  return static_cast<int>(std::clamp(40 * years, 4000.0, 20'000.0));
}

std::vector<double> any_time_years(const OptionTerms& c) {
  std::vector<double> out;
  const double last = decision_years(*c.dates).back();
  const int n = any_time_dates(last);
  for (int k = 0; k <= n; ++k) out.push_back(last * k / n);
  return out;
}

DifferencesValue differences(const OptionTerms& c, OptionModel model, double price) {
  model.factor.process.start = price;
  Differences options;
  options.nodes = c.method.nodes;
  return finite_differences(model.rights, model.factor, options);
}

// Each action but staying at the last date alone: what the right to act earlier adds to.
OptionModel last_date_only(const OptionModel& model) {
  OptionModel out = model;
  for (std::size_t a = 0; a < out.source.size(); ++a)
    if (out.source[a] != kStay) out.rights.action[a].first = out.rights.action[a].last;
  return out;
}

// factors: of the states that are still to be drawn.
void need_room(std::size_t paths, std::size_t dates, std::size_t modes, std::size_t factors) {
  const auto n = static_cast<double>(paths), t = static_cast<double>(dates),
             m = static_cast<double>(modes), f = static_cast<double>(factors);
  need_memory(n * (t * (16 * f + 2) + 8 * m + 40),
              fmt::format("{} paths of {} dates and {} modes", paths, dates, modes));
}

// ---- least squares

std::vector<DegreeUse> degrees_of(const Valued& v) {
  std::vector<DegreeUse> out;
  for (int degree = 0; degree <= v.basis.degree(); ++degree) {
    double count = 0, paths = 0, error = 0, spread = 0;
    for (const Regression& r : v.regression) {
      if (r.degree != degree) continue;
      ++count, paths += r.paths;
      error += r.paths * r.error * r.error, spread += r.paths * r.spread * r.spread;
    }
    if (count > 0)
      out.push_back({degree, v.basis.terms(degree), count, std::sqrt(error / std::max(paths, 1.0)),
                     std::sqrt(spread / std::max(paths, 1.0)),
                     spread > 0 ? 1 - error / spread : std::nan("")});
  }
  return out;
}

// price: [date][path], or the first state of given paths.
void add_exercised(const Valued& v, const OptionModel& model, const Paths& paths,
                   std::span<const double> price, FittedRight& out) {
  const std::size_t n = paths.paths, stride = price.size() / paths.dates;
  std::vector<char> acted(n, 0);
  for (std::size_t t = 0; t < paths.dates; ++t) {
    std::vector<Exercised> on(model.source.size());  // [action]; sums of prices at first
    for (std::size_t p = 0; p < n; ++p) {
      const std::uint16_t a = v.taken[t * n + p];
      if (a == kNone || model.source[a] == kStay) continue;
      ++on[a].paths, on[a].price += price[t * stride + p], acted[p] = 1;
    }
    for (std::size_t a = 0; a < on.size(); ++a)
      if (on[a].paths > 0) out.exercised.push_back({t, a, on[a].paths, on[a].price / on[a].paths});
  }
  out.never = static_cast<double>(std::count(acted.begin(), acted.end(), 0));
}

FittedRight fitted_right(const Valued& v, const OptionModel& model, const Paths& paths,
                         std::span<const double> price) {
  FittedRight out;
  out.rights = model.rights, out.years = model.factor.years, out.paths = paths.paths;
  out.value = {v.value, v.standard_error, v.clusters};
  add_exercised(v, model, paths, price, out);
  out.degree = degrees_of(v), out.regression = v.regression;
  return out;
}

// ---- bounds

// On other random numbers than those that the policy was fitted and valued on.
Bounds bounds_of(const OptionModel& model, const Valued& v, std::size_t paths, std::uint64_t seed) {
  const PricePaths fresh = simulate(model.factor.process, model.factor.years, paths, seed);
  const GridValues grid(model.rights, model.factor);
  const Payoff payoff = payoff_of(model.factor, fresh);
  const Penalty penalty = martingale(model.rights, grid, fresh);
  const Bound bound =
      upper_bound(model.rights, fresh.paths, fresh.dates, fresh.cluster, payoff, penalty);
  std::vector<std::uint8_t> use(fresh.paths);
  for (std::size_t p = 0; p < use.size(); ++p) use[p] = static_cast<std::uint8_t>(p / 2 % 2);
  Followed lower = follow(model.rights, v.basis, v.policy, use, fresh, payoff);
  const std::vector<double> charge =
      penalties(lower.taken, model.rights.action.size(), fresh.paths, fresh.dates, penalty);
  std::vector<double> gap = bound.path_value;
  for (std::size_t p = 0; p < gap.size(); ++p) {
    lower.path_value[p] -= charge[p];
    gap[p] -= lower.path_value[p];
  }
  Bounds out;
  out.lower = clustered_mean(lower.path_value, fresh.cluster);
  out.gap = clustered_mean(gap, fresh.cluster);
  out.upper = {bound.value, bound.standard_error, out.gap.clusters};
  return out;
}

// ---- triggers

// The price between two at which a policy changes from one action to another, nearest to `near`; NaN: nowhere.
double trigger_of(const OptionModel& model, const Valued& v, const Policy& policy,
                  const Trigger& wanted, double low, double high, double near) {
  const OneFactor& f = model.factor;
  const double discount = std::exp(-f.rate * f.years[wanted.date]);
  std::vector<double> known(model.rights.action.size());
  const auto action_at = [&](double price) {
    for (std::size_t a = 0; a < known.size(); ++a)
      known[a] = model.rights.action[a].from == wanted.mode
                     ? discount * f.payoff(wanted.date, a, price)
                     : 0.0;
    const double state = std::log(price);
    return decide(model.rights, v.basis, policy, wanted.date, wanted.mode, {&state, 1}, known)
        .action;
  };
  constexpr int kPlaces = 200;
  double found = kRequired, before = low;
  std::uint16_t last = action_at(low);
  for (int k = 1; k <= kPlaces; ++k) {
    const double price = low * std::pow(high / low, static_cast<double>(k) / kPlaces);
    const std::uint16_t here = action_at(price);
    if (last == wanted.below && here == wanted.above) {
      double a = before, b = price;
      for (int i = 0; i < 40; ++i) {
        const double middle = std::sqrt(a * b);
        (action_at(middle) == wanted.below ? a : b) = middle;
      }
      if (std::isnan(found) || std::abs(a - near) < std::abs(found - near)) found = a;
    }
    last = here, before = price;
  }
  return found;
}

std::vector<SeenTrigger> triggers_of(const OptionModel& model, const Valued& v,
                                     const std::vector<Trigger>& exact) {
  std::vector<SeenTrigger> out;
  for (const Trigger& t : exact) {
    SeenTrigger seen{t};
    const Step s = step(model.factor.process, model.factor.years[t.date]);
    const double middle = s.scale * std::log(model.factor.process.start) + s.shift;
    constexpr double kSeen = 2.6;  // standard deviations within which paths are many
    for (std::size_t fold = 0; fold < 2 && s.deviation > 0; ++fold)
      seen.fold[fold] =
          trigger_of(model, v, v.policy[fold], t, std::exp(middle - kSeen * s.deviation),
                     std::exp(middle + kSeen * s.deviation), t.price);
    out.push_back(seen);
  }
  return out;
}

// ---- at other prices

// What acting now would pay, over all actions that could be taken if it were a date of theirs.
double paid_now(const OptionModel& model, double price) {
  double most = kRequired;
  for (std::size_t a = 0; a < model.source.size(); ++a) {
    const Action& action = model.rights.action[a];
    if (model.source[a] == kStay || action.from != model.rights.start) continue;
    const double money = model.factor.payoff(action.first, a, price);
    if (money != kNotAllowed && !(money <= most)) most = money;
  }
  return most;
}

std::vector<double> prices_of(const OptionTerms& c) {
  std::vector<double> out = {c.process->start};
  for (const double price : c.prices)
    if (price != c.process->start) out.push_back(price);
  return out;
}

// The price at which a rising function of it is 0; NaN: at none.
template <class F>
double zero_of(F f) {
  double low = 1e-12, high = 1e-12;
  if (!(f(low) < 0)) return kRequired;
  while (f(high) < 0 && high < 1e15) low = high, high *= 2;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (f(middle) < 0 ? low : high) = middle;
  }
  return f(high) < 0 ? kRequired : high;
}

ProjectWorth worth_of(const OptionTerms& c, std::size_t action) {
  const OptionAction& a = c.action[action];
  ProjectWorth out{action, {}};
  const auto add = [&](std::optional<double> rate, const auto& value) {
    ProjectWorth::Row row{rate, zero_of(value), {}};
    for (const double price : prices_of(c)) row.value.push_back(value(price));
    out.row.push_back(std::move(row));
  };
  for (const double rate : c.dcf_rates) {
    double annuity = 0;
    for (int k = 1; k <= static_cast<int>(a.life); ++k) annuity += std::exp(-rate * k);
    add(rate, [&](double price) {
      return a.output * (price - a.unit_cost) * annuity - a.investment - a.cost;
    });
  }
  const Project project(c, a, process_of(c, c.process->start));
  add({}, [&](double price) { return project.value(price) - a.cost; });
  return out;
}

// By finite differences and closed forms.
void add_exact(const OptionTerms& c, const OptionModel& model, const Valued& v, RightOnPrice& out) {
  const DifferencesValue dated = differences(c, model, c.process->start);
  OptionModel always;
  DifferencesValue any_time;
  if (c.dates->any_time) {
    always = model_of(c, any_time_years(c));
    any_time = differences(c, always, c.process->start);
    out.any_time_years = always.factor.years, out.any_time_rights = always.rights;
    out.any_time_trigger = any_time.trigger;
  }
  Perpetual forever;
  if (c.dates->perpetual) {
    const Line line = line_of(c, c.action[0]);
    forever = perpetual(c.rate, c.process->yield, c.process->volatility, line.slope, line.constant);
    out.perpetual_trigger = forever.trigger;
  }
  const OptionModel last = last_date_only(model);
  for (const double price : prices_of(c)) {
    const bool own = price == c.process->start;
    AtPrice at{price, paid_now(model, price), differences(c, last, price).value,
               own ? dated.value : differences(c, model, price).value};
    if (c.dates->any_time) at.any_time = own ? any_time.value : differences(c, always, price).value;
    if (c.dates->perpetual) at.perpetual = forever.value(price);
    out.price.push_back(at);
  }
  out.trigger = triggers_of(model, v, dated.trigger);
}

}  // namespace

RightOnPrice right_on_price(const OptionTerms& c) {
  const OptionModel model = model_of(c);
  const auto even = [](int n) { return static_cast<std::size_t>(n + n % 2); };
  const std::size_t paths = even(c.method.paths), bound_paths = even(c.method.bound_paths);
  need_room(paths + bound_paths, model.factor.years.size(), model.rights.mode.size(), 1);
  const auto seed = static_cast<std::uint64_t>(c.method.seed);
  const PricePaths drawn = simulate(model.factor.process, model.factor.years, paths, seed);
  LeastSquares options;
  options.greatest_degree = c.method.degree;
  const Valued v = least_squares(model.rights, drawn, payoff_of(model.factor, drawn), options);
  RightOnPrice out;
  out.fitted = fitted_right(v, model, drawn, drawn.price);
  if (bound_paths > 0) out.bounds = bounds_of(model, v, bound_paths, seed + 1'000'000'007);
  add_exact(c, model, v, out);
  for (std::size_t a = 0; a < c.action.size(); ++a)
    if (c.action[a].pays == Pays::project) out.project.push_back(worth_of(c, a));
  return out;
}

RightOnPaths right_on_paths(const OptionTerms& c, const GivenPaths& given) {
  const OptionModel model = model_of(c, given);
  const Paths& paths = given.paths;
  need_room(paths.paths, paths.dates, model.rights.mode.size(), 0);  // the states are there
  const Payoff payoff = payoff_of(c, model, given);
  LeastSquares options;
  options.greatest_degree = c.method.degree;
  const Valued v = least_squares(model.rights, paths, payoff, options);
  const Bound bound = upper_bound(model.rights, paths.paths, paths.dates, paths.cluster, payoff,
                                  [](std::size_t, std::size_t, std::size_t, std::span<double>) {});
  return {fitted_right(v, model, paths, paths.state),
          {bound.value, bound.standard_error, v.clusters}};
}

RightToMine right_to_mine(const OptionTerms& c) {
  const DepletableMine& m = *c.mine;
  MineGrid grid;
  grid.nodes = c.method.nodes;
  grid.lowest = *std::min_element(c.prices.begin(), c.prices.end());
  grid.highest = *std::max_element(c.prices.begin(), c.prices.end());
  grid.lowest = std::min(grid.lowest, m.unit_cost > 0 ? m.unit_cost / 2 : grid.lowest);
  grid.highest = std::max(grid.highest, 2 * m.unit_cost);
  DepletableMine fixed = m;
  fixed.may_close = false;
  const MineValues all = solve(m, grid), only = solve(fixed, grid);
  RightToMine out;
  out.converged = all.converged && only.converged;
  // Without the offset of losses there is no closed form.
  const bool closed_form = m.loss_offset || m.income_tax == 0;
  for (const double price : c.prices)
    out.price.push_back({price, all.open_at(price),
                         m.may_close ? all.closed_at(price) : std::nan(""), only.open_at(price),
                         closed_form ? without_rights(m, price) : std::nan("")});
  out.trigger = all.trigger;
  return out;
}

}  // namespace lode::decision
