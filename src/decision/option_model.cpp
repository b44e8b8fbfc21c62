#include "decision/option_model.h"

#include <algorithm>
#include <cmath>

namespace lode::decision {
namespace {

std::size_t mode_of(const std::vector<std::string>& modes, const std::string& id) {
  return static_cast<std::size_t>(std::find(modes.begin(), modes.end(), id) - modes.begin());
}

bool costs_nothing(const OptionMode& m) {
  return m.output == 0 && m.fixed_cost <= 0 && m.column.empty();
}
bool has_cash(const OptionMode& m) {
  return m.output != 0 || m.fixed_cost != 0 || !m.column.empty();
}

// years: of all dates; acts: whether any action but staying is open at the first of them.
void add_rights(const OptionTerms& c, const std::vector<double>& years, bool acts,
                OptionModel& out) {
  std::vector<std::string>& modes = out.rights.mode;
  for (const OptionMode& m : c.mode) modes.push_back(m.id);
  if (modes.empty()) modes = {"held"};
  const std::size_t given = c.mode.size();
  const bool needs_end = std::any_of(c.action.begin(), c.action.end(),
                                     [](const OptionAction& a) { return a.to.empty(); });
  if (needs_end) modes.push_back(kEnd);
  out.rights.start = c.start.empty() ? 0 : mode_of(modes, c.start);

  struct Way {
    std::size_t source, from, to;
  };
  std::vector<Way> ways;
  for (std::size_t i = 0; i < c.action.size(); ++i) {
    const OptionAction& a = c.action[i];
    const std::size_t to = mode_of(modes, a.to.empty() ? kEnd : a.to);
    if (a.from.empty()) ways.push_back({i, out.rights.start, to});
    for (const std::string& from : a.from) ways.push_back({i, mode_of(modes, from), to});
  }
  const auto left = [&](std::size_t m) {
    return std::any_of(ways.begin(), ways.end(), [&](const Way& way) { return way.from == m; });
  };
  const auto is_end = [&](std::size_t m) {
    return !left(m) && !(m < given && has_cash(c.mode[m]));
  };
  const auto add = [&](Action action, std::size_t source, bool floor) {
    out.rights.action.push_back(std::move(action));
    out.source.push_back(source);
    out.floor.push_back(floor);
  };
  for (std::size_t m = 0; m < modes.size(); ++m) {
    if (is_end(m)) continue;
    add({kStayName, m, m}, kStay, false);
    for (const Way& way : ways) {
      if (way.from != m) continue;
      const OptionAction& a = c.action[way.source];
      Action action{a.id, m, way.to};
      const auto from = std::lower_bound(years.begin(), years.end(), a.first - 1e-9);
      const auto until = std::upper_bound(years.begin(), years.end(), a.last + 1e-9);
      action.first = static_cast<std::size_t>(from - years.begin());
      if (!acts) action.first = std::max<std::size_t>(action.first, 1);
      const auto behind = static_cast<std::size_t>(until - years.begin());
      if (behind == 0 || action.first >= behind) continue;  // no date in its window
      action.last = behind - 1;
      action.later = a.later;
      const bool free = m >= given || costs_nothing(c.mode[m]);
      add(std::move(action), way.source, free && is_end(way.to) && !a.later);
    }
  }
}

double floored(const std::vector<bool>& floor, std::size_t action, double money) {
  return floor[action] && !(money > 0) ? kNotAllowed : money;
}

double cash_of(const OptionTerms& c, std::size_t mode, double price) {
  if (mode >= c.mode.size()) return 0;
  const OptionMode& m = c.mode[mode];
  return m.output * (price - m.unit_cost) - m.fixed_cost;
}

// Of an action of the case on a price, without what the mode earns after it.
double paid(const OptionAction& a, const Project& project, double price) {
  switch (a.pays) {
    case Pays::put:
      return a.strike > price ? a.strike - price - a.cost : kNotAllowed;
    case Pays::call:
      return price > a.strike ? price - a.strike - a.cost : kNotAllowed;
    case Pays::project:
      return project.value(price) - a.cost;
    case Pays::amount:
    case Pays::column:
      break;
  }
  return a.amount - a.cost;
}

}  // namespace

Process process_of(const OptionTerms& c, double start) {
  const OptionProcess& p = *c.process;
  if (p.kind == PriceKind::geometric) return geometric(start, c.rate, p.yield, p.volatility);
  Process out = mean_reverting(start, p.speed, p.mu, p.lambda, p.volatility);
  out.level += std::log(p.unit);
  return out;
}

Project::Project(const OptionTerms& c, const OptionAction& a, const Process& process)
    : constant_(-a.investment) {
  for (int k = 1; k <= static_cast<int>(a.life); ++k) {
    const double sold = a.output * std::exp(-c.rate * k);
    const Step s = step(process, k);
    const double factor = sold * std::exp(s.shift + s.deviation * s.deviation / 2);
    constant_ -= sold * a.unit_cost;
    if (s.scale == 1)
      slope_ += factor;
    else
      term_.push_back({s.scale, factor});
  }
}

double Project::value(double price) const {
  double sum = constant_ + slope_ * price;
  if (term_.empty()) return sum;
  const double x = std::log(price);
  for (const Term& term : term_) sum += term.factor * std::exp(term.power * x);
  return sum;
}

Line line_of(const OptionTerms& c, const OptionAction& a) {
  if (a.pays == Pays::put) return {-1, a.strike - a.cost};
  if (a.pays == Pays::call) return {1, -a.strike - a.cost};
  const Project project(c, a, process_of(c, 1));
  const double nothing = project.value(0);
  return {project.value(1) - nothing, nothing - a.cost};
}

OptionModel model_of(const OptionTerms& c, const std::vector<double>& years) {
  OptionModel out;
  std::vector<double> all = years.empty() ? decision_years(*c.dates) : years;
  const bool now = all.front() < 1e-12;
  if (!now) all.insert(all.begin(), 0.0);
  all.front() = 0;
  add_rights(c, all, now, out);
  out.factor.process = process_of(c, c.process->start);
  out.factor.rate = c.rate;
  out.factor.years = std::move(all);
  std::vector<Project> project(c.action.size());
  for (std::size_t i = 0; i < c.action.size(); ++i)
    if (c.action[i].pays == Pays::project) project[i] = Project(c, c.action[i], out.factor.process);
  out.factor.payoff = [&c, project = std::move(project), years_ = out.factor.years,
                       rights = out.rights, source = out.source,
                       floor = out.floor](std::size_t date, std::size_t action, double price) {
    const std::size_t to = rights.action[action].to;
    const double period = date + 1 < years_.size() ? years_[date + 1] - years_[date] : 0.0;
    const double after = period * cash_of(c, to, price);
    if (source[action] == kStay) return after;
    const double money = paid(c.action[source[action]], project[source[action]], price) + after;
    return floored(floor, action, money);
  };
  return out;
}

OptionModel model_of(const OptionTerms& c, const GivenPaths& given) {
  OptionModel out;
  add_rights(c, given.years, true, out);
  out.factor.rate = c.rate;
  out.factor.years = given.years;
  return out;
}

Payoff payoff_of(const OptionTerms& c, const OptionModel& model, const GivenPaths& given) {
  return [&c, &model, &given](std::size_t date, std::size_t action, std::size_t first,
                              std::span<double> known, std::span<double> later) {
    const std::vector<double>& years = model.factor.years;
    const double discount = std::exp(-c.rate * years[date]);
    const double period = date + 1 < years.size() ? years[date + 1] - years[date] : 0.0;
    const std::size_t to = model.rights.action[action].to, source = model.source[action];
    const std::size_t of_mode = to < given.mode_column.size() ? given.mode_column[to] : kNoColumn;
    const std::size_t of_action = source == kStay ? kNoColumn : given.action_column[source];
    const std::span<const double> price = given.paths.factor(date, 0);
    const std::size_t at = date * given.paths.paths + first;
    for (std::size_t i = 0; i < known.size(); ++i) {
      double money = period * cash_of(c, to, price[first + i]);
      if (of_mode != kNoColumn && period > 0) money += given.column[of_mode][at + i];
      if (source != kStay) money += paid(c.action[source], {}, price[first + i]);
      if (of_action != kNoColumn) {
        const double value = given.column[of_action][at + i];
        if (c.action[source].later)
          later[i] = discount * value;
        else
          money += value;
      }
      money = floored(model.floor, action, money);
      known[i] = money == kNotAllowed ? money : discount * money;
    }
  };
}

}  // namespace lode::decision
