#include "option_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/memory.h"

namespace lode::cli {
namespace {

using decision::DifferencesValue;
using decision::Valued;
using report::Cell;
using report::Table;

constexpr std::size_t kMostShown = 24;

Cell number(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }

std::string title_of(const OptionCase& c, const char* otherwise) {
  return c.title.empty() ? otherwise : c.title;
}

// Dates that stand for any time within so many years.
int any_time_dates(double years) {
  return static_cast<int>(std::clamp(40 * years, 4000.0, 20'000.0));
}

std::vector<double> any_time_years(const OptionCase& c) {
  std::vector<double> out;
  const double last = decision_years(*c.dates).back();
  const int n = any_time_dates(last);
  for (int k = 0; k <= n; ++k) out.push_back(last * k / n);
  return out;
}

DifferencesValue differences(const OptionCase& c, OptionModel model, double price) {
  model.factor.process.start = price;
  decision::Differences options;
  options.nodes = c.method.nodes;
  return decision::finite_differences(model.rights, model.factor, options);
}

// Each action but staying at the last date alone: what the right to act earlier adds to.
OptionModel last_date_only(const OptionModel& model) {
  OptionModel out = model;
  for (std::size_t a = 0; a < out.source.size(); ++a)
    if (out.source[a] != kStay) out.rights.action[a].first = out.rights.action[a].last;
  return out;
}

Table basis_table(const Valued& v) {
  Table out{"basis",
            "Polynomials of the state, chosen by cross-validation",
            "regressions: of a mode at a date on one fold; error: of one half of the fold by the "
            "fit on the other half, "
            "root mean square; spread: by the mean alone",
            {{"degree", ""},
             {"terms", ""},
             {"regressions", ""},
             {"error", ""},
             {"spread", ""},
             {"explained", "%"}},
            {}};
  for (int degree = 0; degree <= v.basis.degree(); ++degree) {
    double count = 0, paths = 0, error = 0, spread = 0;
    for (const decision::Regression& r : v.regression) {
      if (r.degree != degree) continue;
      ++count, paths += r.paths;
      error += r.paths * r.error * r.error, spread += r.paths * r.spread * r.spread;
    }
    if (count > 0)
      out.rows.push_back({static_cast<double>(degree), static_cast<double>(v.basis.terms(degree)),
                          count, std::sqrt(error / std::max(paths, 1.0)),
                          std::sqrt(spread / std::max(paths, 1.0)),
                          spread > 0 ? Cell(100 * (1 - error / spread)) : Cell()});
  }
  return out;
}

Table regressions_table(const Valued& v, const OptionModel& model) {
  Table out{"regressions",
            "Each regression",
            "fold: on whose paths it was fitted; it decides for the other",
            {{"years", "y"},
             {"mode", ""},
             {"fold", ""},
             {"degree", ""},
             {"paths", ""},
             {"error", ""},
             {"spread", ""}},
            {}};
  for (std::size_t i = v.regression.size(); i-- > 0;) {
    const decision::Regression& r = v.regression[i];
    out.rows.push_back({model.factor.years[r.date], model.rights.mode[r.mode],
                        static_cast<double>(r.fold + 1), static_cast<double>(r.degree), r.paths,
                        r.error, r.spread});
  }
  return out;
}

// price: [date][path], or the first state of given paths.
Table exercise_table(const Valued& v, const OptionModel& model, const decision::Paths& paths,
                     std::span<const double> price) {
  Table out{"exercise",
            "Who acts when",
            "share: of all paths, each by the policy of the other fold; state: mean of the first "
            "state (the price) on "
            "those that act. never: paths on which no action but staying is ever taken",
            {{"years", "y"}, {"mode", ""}, {"action", ""}, {"share", "%"}, {"price", ""}},
            {}};
  const std::size_t n = paths.paths;
  const double percent = 100.0 / static_cast<double>(n);
  const std::size_t stride = price.size() / paths.dates;
  std::vector<char> acted(n, 0);
  for (std::size_t t = 0; t < paths.dates; ++t) {
    std::vector<double> count(model.source.size(), 0.0), state(model.source.size(), 0.0);
    for (std::size_t p = 0; p < n; ++p) {
      const std::uint16_t a = v.taken[t * n + p];
      if (a == decision::kNone || model.source[a] == kStay) continue;
      ++count[a], state[a] += price[t * stride + p], acted[p] = 1;
    }
    for (std::size_t a = 0; a < count.size(); ++a)
      if (count[a] > 0)
        out.rows.push_back({model.factor.years[t], model.rights.mode[model.rights.action[a].from],
                            model.rights.action[a].name, percent * count[a], state[a] / count[a]});
  }
  const auto never = static_cast<double>(std::count(acted.begin(), acted.end(), 0));
  out.rows.push_back({Cell(), std::string(), std::string("never"), percent * never, Cell()});
  return out;
}

// The price between two at which a policy changes from one action to another, nearest to `near`; NaN: nowhere.
double trigger_of(const OptionModel& model, const Valued& v, const decision::Policy& policy,
                  const decision::Trigger& wanted, double low, double high, double near) {
  const decision::OneFactor& f = model.factor;
  const double discount = std::exp(-f.rate * f.years[wanted.date]);
  std::vector<double> known(model.rights.action.size());
  const auto action_at = [&](double price) {
    for (std::size_t a = 0; a < known.size(); ++a)
      known[a] = model.rights.action[a].from == wanted.mode
                     ? discount * f.payoff(wanted.date, a, price)
                     : 0.0;
    const double state = std::log(price);
    return decision::decide(model.rights, v.basis, policy, wanted.date, wanted.mode, {&state, 1},
                            known)
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

// At these dates alone; `v`: the policies of least squares, or null.
Table trigger_table(const char* name, const char* title, const OptionModel& model,
                    const DifferencesValue& d, const Valued* v, std::size_t every) {
  Table out{name,
            title,
            "at the trigger both actions are worth the same; fold: by the policy that was fitted "
            "on that fold",
            {{"years", "y"}, {"mode", ""}, {"below", ""}, {"above", ""}, {"price", ""}},
            {}};
  if (v)
    for (const char* fold : {"fold_1", "fold_2"}) out.columns.push_back({fold, ""});
  const std::size_t last = model.factor.years.size() - 1;
  for (const decision::Trigger& t : d.trigger) {
    if (t.date % every != 0 && t.date != last) continue;
    std::vector<Cell> row = {model.factor.years[t.date], model.rights.mode[t.mode],
                             model.rights.action[t.below].name, model.rights.action[t.above].name,
                             t.price};
    if (v) {
      const decision::Step s = decision::step(model.factor.process, model.factor.years[t.date]);
      const double middle = s.scale * std::log(model.factor.process.start) + s.shift;
      constexpr double kSeen = 2.6;  // standard deviations within which paths are many
      for (const decision::Policy& policy : v->policy)
        row.push_back(
            s.deviation > 0
                ? number(trigger_of(model, *v, policy, t, std::exp(middle - kSeen * s.deviation),
                                    std::exp(middle + kSeen * s.deviation), t.price))
                : Cell());
    }
    out.rows.push_back(std::move(row));
  }
  return out;
}

// What acting now would pay, over all actions that could be taken if it were a date of theirs.
double paid_now(const OptionModel& model, double price) {
  double most = kRequired;
  for (std::size_t a = 0; a < model.source.size(); ++a) {
    const decision::Action& action = model.rights.action[a];
    if (model.source[a] == kStay || action.from != model.rights.start) continue;
    const double money = model.factor.payoff(action.first, a, price);
    if (money != decision::kNotAllowed && !(money <= most)) most = money;
  }
  return most;
}

Table prices_table(const OptionCase& c, const OptionModel& model, double at_dates,
                   const OptionModel& always, double at_any_time) {
  Table out{"prices",
            "The value at other prices now",
            "at_dates: decided at the dates of the case; any_time: at any time up to the last; "
            "last_date: at the last "
            "date alone; all by finite differences. now: paid by acting at once; empty: nothing",
            {{"price", ""}, {"now", ""}, {"last_date", ""}, {"at_dates", ""}},
            {}};
  const bool any_time = c.dates->any_time, perpetual = c.dates->perpetual;
  if (any_time) out.columns.push_back({"any_time", ""});
  if (perpetual) out.columns.push_back({"perpetual", ""});
  std::vector<double> prices = {c.process->start};
  for (const double price : c.prices)
    if (price != c.process->start) prices.push_back(price);
  const OptionModel last = last_date_only(model);
  decision::Perpetual forever;
  if (perpetual) {
    const Line line = line_of(c, c.action[0]);
    forever = decision::perpetual(c.rate, c.process->yield, c.process->volatility, line.slope,
                                  line.constant);
  }
  for (const double price : prices) {
    const bool first = price == c.process->start;
    std::vector<Cell> row = {price, number(paid_now(model, price)),
                             differences(c, last, price).value,
                             first ? at_dates : differences(c, model, price).value};
    if (any_time) row.emplace_back(first ? at_any_time : differences(c, always, price).value);
    if (perpetual) row.emplace_back(forever.value(price));
    out.rows.push_back(std::move(row));
  }
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

Table project_table(const OptionCase& c, const OptionAction& a) {
  Table out{"project",
            "What starting " + a.id + " at once is worth",
            "dcf: at today's price for all years, discounted at the rate in the name; forward: at "
            "forward prices",
            {{"method", ""}, {"npv_zero_price", ""}},
            {}};
  std::vector<double> prices = {c.process->start};
  for (const double price : c.prices)
    if (price != c.process->start) prices.push_back(price);
  for (const double price : prices) out.columns.push_back({fmt::format("at_{:g}", price), ""});
  const auto add = [&](const std::string& name, const auto& value) {
    std::vector<Cell> row = {name, number(zero_of(value))};
    for (const double price : prices) row.emplace_back(value(price));
    out.rows.push_back(std::move(row));
  };
  for (const double rate : c.dcf_rates) {
    double annuity = 0;
    for (int k = 1; k <= static_cast<int>(a.life); ++k) annuity += std::exp(-rate * k);
    add(fmt::format("dcf {:g}", rate), [&](double price) {
      return a.output * (price - a.unit_cost) * annuity - a.investment - a.cost;
    });
  }
  const Project project(c, a, process_of(c, c.process->start));
  add("forward", [&](double price) { return project.value(price) - a.cost; });
  return out;
}

Table value_table(const OptionCase& c, const char* otherwise) {
  return {"value",
          title_of(c, otherwise),
          "",
          {{"measure", ""}, {"value", ""}, {"standard_error", ""}},
          {}};
}

void need_room(double paths, double dates, double modes, double factors) {
  need_memory(paths * (dates * (16 * factors + 2) + 8 * modes + 40),
              fmt::format("{:.0f} paths of {:.0f} dates and {:.0f} modes", paths, dates, modes));
}

}  // namespace

std::vector<Table> price_tables(const OptionCase& c) {
  const OptionModel model = model_of(c);
  const auto even = [](int n) { return static_cast<std::size_t>(n + n % 2); };
  const std::size_t paths = even(c.method.paths);
  need_room(static_cast<double>(paths + even(c.method.bound_paths)),
            static_cast<double>(model.factor.years.size()),
            static_cast<double>(model.rights.mode.size()), 1);
  const auto seed = static_cast<std::uint64_t>(c.method.seed);
  const decision::PricePaths drawn =
      decision::simulate(model.factor.process, model.factor.years, paths, seed);
  decision::LeastSquares options;
  options.greatest_degree = c.method.degree;
  const Valued v = decision::least_squares(model.rights, drawn,
                                           decision::payoff_of(model.factor, drawn), options);
  Table value = value_table(c, "What the right to choose is worth");
  value.note =
      "least_squares: what a policy earns on paths that it was not fitted on; lower_bound: the "
      "same "
      "policy on the paths of the bound, less a control variate; upper_bound: what no policy can "
      "beat "
      "(dual); gap: between these two, path by path";
  value.rows.push_back({std::string("least_squares"), v.value, v.standard_error});
  if (c.method.bound_paths > 0) {
    // Other random numbers than those that the policy was fitted and valued on.
    const decision::PricePaths fresh = decision::simulate(
        model.factor.process, model.factor.years, even(c.method.bound_paths), seed + 1'000'000'007);
    const decision::GridValues grid(model.rights, model.factor);
    const decision::Payoff payoff = decision::payoff_of(model.factor, fresh);
    const decision::Penalty penalty = decision::martingale(model.rights, grid, fresh);
    const decision::Bound bound = decision::upper_bound(model.rights, fresh.paths, fresh.dates,
                                                        fresh.cluster, payoff, penalty);
    std::vector<std::uint8_t> use(fresh.paths);
    for (std::size_t p = 0; p < use.size(); ++p) use[p] = static_cast<std::uint8_t>(p / 2 % 2);
    decision::Followed lower =
        decision::follow(model.rights, v.basis, v.policy, use, fresh, payoff);
    const std::vector<double> charge = decision::penalties(lower.taken, model.rights.action.size(),
                                                           fresh.paths, fresh.dates, penalty);
    std::vector<double> gap = bound.path_value;
    for (std::size_t p = 0; p < gap.size(); ++p) {
      lower.path_value[p] -= charge[p];
      gap[p] -= lower.path_value[p];
    }
    const auto add = [&](const char* name, const Mean& mean) {
      value.rows.push_back({std::string(name), mean.mean, mean.standard_error});
    };
    add("lower_bound", clustered_mean(lower.path_value, fresh.cluster));
    value.rows.push_back({std::string("upper_bound"), bound.value, bound.standard_error});
    add("gap", clustered_mean(gap, fresh.cluster));
  }
  const DifferencesValue d = differences(c, model, c.process->start);
  value.rows.push_back({std::string("finite_differences"), d.value, Cell()});
  OptionModel always;
  DifferencesValue at_any_time;
  if (c.dates->any_time) {
    always = model_of(c, any_time_years(c));
    at_any_time = differences(c, always, c.process->start);
  }
  Table prices = prices_table(c, model, d.value, always, at_any_time.value);
  const std::vector<Cell>& first = prices.rows[0];
  value.rows.push_back({std::string("last_date_only"), first[2], Cell()});
  if (c.dates->any_time) value.rows.push_back({std::string("any_time"), first[4], Cell()});
  if (c.dates->perpetual) value.rows.push_back({std::string("perpetual"), first.back(), Cell()});
  value.rows.push_back({std::string("acting_now"), first[1], Cell()});

  std::vector<Table> out = {std::move(value), std::move(prices)};
  for (const OptionAction& a : c.action)
    if (a.pays == Pays::project) out.push_back(project_table(c, a));
  out.push_back(trigger_table("triggers", "Prices at which the decision changes", model, d, &v, 1));
  if (c.dates->any_time)
    out.push_back(trigger_table("triggers_any_time", "The same where it is decided at any time",
                                always, at_any_time, nullptr,
                                (always.factor.years.size() - 1) / 20));
  if (c.dates->perpetual) {
    const Line line = line_of(c, c.action[0]);
    out.push_back({"trigger_perpetual",
                   "The same of a right without end",
                   "empty: it is never taken",
                   {{"action", ""}, {"price", ""}},
                   {{c.action[0].id,
                     number(decision::perpetual(c.rate, c.process->yield, c.process->volatility,
                                                line.slope, line.constant)
                                .trigger)}}});
  }
  out.push_back(exercise_table(v, model, drawn, drawn.price));
  out.push_back(basis_table(v));
  out.push_back(regressions_table(v, model));
  return out;
}

std::vector<Table> path_tables(const OptionCase& c, const OptionModel& model) {
  const decision::Payoff payoff = payoff_of_paths(c, model);
  decision::LeastSquares options;
  options.greatest_degree = c.method.degree;
  const Valued v = decision::least_squares(model.rights, model.paths, payoff, options);
  Table value = value_table(c, "What the right to choose is worth on these paths");
  value.note =
      "least_squares: what a policy earns on paths that it was not fitted on; perfect_foresight: "
      "the best actions on each path with its future known, a bound that no one can reach; the "
      "table does not tell how paths arise, so that there is no closer one";
  value.rows.push_back({std::string("least_squares"), v.value, v.standard_error});
  const decision::Bound bound = decision::upper_bound(
      model.rights, model.paths.paths, model.paths.dates, model.paths.cluster, payoff,
      [](std::size_t, std::size_t, std::size_t, std::span<double>) {});
  value.rows.push_back({std::string("perfect_foresight"), bound.value, bound.standard_error});
  value.rows.push_back({std::string("paths"), static_cast<double>(model.paths.paths), Cell()});
  value.rows.push_back({std::string("clusters"), static_cast<double>(v.clusters), Cell()});
  return {value, exercise_table(v, model, model.paths, model.paths.state), basis_table(v),
          regressions_table(v, model)};
}

std::vector<Table> mine_tables(const OptionCase& c, bool& converged) {
  const decision::DepletableMine& m = *c.mine;
  decision::MineGrid grid;
  grid.nodes = c.method.nodes;
  grid.lowest = *std::min_element(c.prices.begin(), c.prices.end());
  grid.highest = *std::max_element(c.prices.begin(), c.prices.end());
  grid.lowest = std::min(grid.lowest, m.unit_cost > 0 ? m.unit_cost / 2 : grid.lowest);
  grid.highest = std::max(grid.highest, 2 * m.unit_cost);
  decision::DepletableMine fixed = m;
  fixed.may_close = false;
  const decision::MineValues all = decision::solve(m, grid), only = decision::solve(fixed, grid);
  converged = all.converged && only.converged;
  Table value{"value",
              title_of(c, "What the mine is worth"),
              "real money of now. open, closed: with all rights; abandon_only: open, may be given "
              "up but not closed; no_rights: "
              "extracts to the end whatever the price",
              {{"price", ""},
               {"open", ""},
               {"closed", ""},
               {"abandon_only", ""},
               {"no_rights", ""},
               {"rights_add", ""}},
              {}};
  for (const double price : c.prices) {
    const double open = all.open_at(price), none = decision::without_rights(m, price);
    // Without the offset of losses there is no closed form.
    const bool closed_form = m.loss_offset || m.income_tax == 0;
    value.rows.push_back({price, open, m.may_close ? Cell(all.closed_at(price)) : Cell(),
                          only.open_at(price), closed_form ? Cell(none) : Cell(),
                          closed_form ? Cell(open - none) : Cell()});
  }
  Table triggers{"triggers",
                 "Prices at which the decision changes, by what is left",
                 "a closed mine opens at open_at or above, an open one closes at close_at or "
                 "below; each is given "
                 "up at its own price or below. Empty: at no price of the grid",
                 {{"stock", ""},
                  {"years", "y"},
                  {"open_at", ""},
                  {"close_at", ""},
                  {"abandon_closed_at", ""},
                  {"abandon_open_at", ""}},
                 {}};
  const std::size_t steps = all.trigger.size(), every = std::max<std::size_t>(1, steps / 15);
  for (std::size_t s = 0; s < steps; s += every) {
    const decision::MineTriggers& t = all.trigger[s];
    triggers.rows.push_back({t.stock, t.stock / m.output, number(t.open_at), number(t.close_at),
                             number(t.abandon_closed_at), number(t.abandon_open_at)});
  }
  return {value, triggers};
}

std::vector<Table> thinned(std::vector<Table> tables) {
  std::erase_if(tables, [](const Table& t) { return t.name == "regressions"; });
  for (Table& table : tables) {
    for (report::Column& column : table.columns)
      if (column.unit.empty()) column.more = 2;  // prices and values to a cent
    const std::size_t rows = table.rows.size();
    if (rows <= kMostShown) continue;
    const std::size_t every = (rows + kMostShown - 2) / (kMostShown - 1);
    std::vector<std::vector<Cell>> kept;
    for (std::size_t r = 0; r < rows; ++r)
      if (r % every == 0 || r + 1 == rows) kept.push_back(std::move(table.rows[r]));
    table.rows = std::move(kept);
    table.note += fmt::format("{}One row in {} of {} is shown; all with --csv {}",
                              table.note.empty() ? "" : ". ", every, rows, table.name);
  }
  return tables;
}

}  // namespace lode::cli
