#include "option_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace lode::cli {
namespace {

namespace fs = std::filesystem;

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
void add_rights(const OptionCase& c, const std::vector<double>& years, bool acts,
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
  const auto add = [&](decision::Action action, std::size_t source, bool floor) {
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
      decision::Action action{a.id, m, way.to};
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
  return floor[action] && !(money > 0) ? decision::kNotAllowed : money;
}

double cash_of(const OptionCase& c, std::size_t mode, double price) {
  if (mode >= c.mode.size()) return 0;
  const OptionMode& m = c.mode[mode];
  return m.output * (price - m.unit_cost) - m.fixed_cost;
}

// Of an action of the case on a price, without what the mode earns after it.
double paid(const OptionAction& a, const Project& project, double price) {
  switch (a.pays) {
    case Pays::put:
      return a.strike > price ? a.strike - price - a.cost : decision::kNotAllowed;
    case Pays::call:
      return price > a.strike ? price - a.strike - a.cost : decision::kNotAllowed;
    case Pays::project:
      return project.value(price) - a.cost;
    case Pays::amount:
    case Pays::column:
      break;
  }
  return a.amount - a.cost;
}

}  // namespace

decision::Process process_of(const OptionCase& c, double start) {
  const OptionProcess& p = *c.process;
  if (p.kind == PriceKind::geometric)
    return decision::geometric(start, c.rate, p.yield, p.volatility);
  decision::Process out = decision::mean_reverting(start, p.speed, p.mu, p.lambda, p.volatility);
  out.level += std::log(p.unit);
  return out;
}

Project::Project(const OptionCase& c, const OptionAction& a, const decision::Process& process)
    : constant_(-a.investment) {
  for (int k = 1; k <= static_cast<int>(a.life); ++k) {
    const double sold = a.output * std::exp(-c.rate * k);
    const decision::Step s = decision::step(process, k);
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

Line line_of(const OptionCase& c, const OptionAction& a) {
  if (a.pays == Pays::put) return {-1, a.strike - a.cost};
  if (a.pays == Pays::call) return {1, -a.strike - a.cost};
  const Project project(c, a, process_of(c, 1));
  const double nothing = project.value(0);
  return {project.value(1) - nothing, nothing - a.cost};
}

OptionModel model_of(const OptionCase& c, const std::vector<double>& years) {
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

namespace {

// The table of paths, sorted into [date][path].
class PathTable {
 public:
  PathTable(const OptionCase& c, const fs::path& folder, std::vector<std::string>& notes)
      : c_(c), file_(folder / c.paths->file) {
    want(c.paths->path), want(c.paths->year);
    for (const std::string& state : c.paths->state) want(state);
    if (!c.paths->cluster.empty()) want(c.paths->cluster);
    for (const OptionAction& a : c.action)
      if (a.pays == Pays::column) want(a.column);
    for (const OptionMode& m : c.mode)
      if (!m.column.empty()) want(m.column);
    table_ = io::read_numbers(io::read_text(file_), io::shown(file_), names_,
                              {c.paths->dialect, "paths", true});
    for (const std::string& note : table_.notes) notes.push_back(note);
    sort();
  }

  std::size_t paths() const { return path_.size(); }
  const std::vector<double>& years() const { return years_; }
  std::vector<double> column(const std::string& name) const {
    const std::vector<double>& from = table_.columns[place(name)];
    std::vector<double> out(row_.size());
    for (std::size_t i = 0; i < row_.size(); ++i) out[i] = from[row_[i]];
    return out;
  }
  std::vector<std::uint64_t> clusters() const {
    std::vector<std::uint64_t> out;
    if (c_.paths->cluster.empty()) return out;
    std::map<double, std::uint64_t> known;
    const std::vector<double> values = column(c_.paths->cluster);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (values[i] != values[i % paths()])
        throw InputError(Fault{{io::shown(file_), table_.lines[row_[i]], 0},
                               c_.paths->cluster,
                               fmt::format("{:.10g}", values[i]),
                               fmt::format("the same path is of cluster {:.10g} in line {}",
                                           values[i % paths()], table_.lines[row_[i % paths()]])});
    for (std::size_t p = 0; p < paths(); ++p)
      out.push_back(known.emplace(values[p], known.size()).first->second);
    if (known.size() < 4)
      throw InputError(Fault{
          {io::shown(file_), 0, 0},
          c_.paths->cluster,
          {},
          fmt::format("has {} clusters; two folds of two halves need 4 at least", known.size())});
    return out;
  }

 private:
  void want(const std::string& name) {
    if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(name);
  }
  std::size_t place(const std::string& name) const {
    return static_cast<std::size_t>(std::find(names_.begin(), names_.end(), name) - names_.begin());
  }

  void sort() {
    const std::vector<double>&path = table_.columns[0], &year = table_.columns[1];
    std::vector<Fault> faults;
    const auto fault = [&](std::size_t row, const std::string& key, double value,
                           std::string message) {
      faults.push_back({{io::shown(file_), table_.lines[row], 0},
                        key,
                        fmt::format("{:.10g}", value),
                        std::move(message)});
    };
    years_ = year;
    std::sort(years_.begin(), years_.end());
    years_.erase(std::unique(years_.begin(), years_.end()), years_.end());
    for (std::size_t r = 0; r < path.size(); ++r) path_.emplace(path[r], path_.size());
    std::size_t index = 0;
    for (auto& [name, at] : path_) at = index++;
    constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);
    row_.assign(years_.size() * path_.size(), kAbsent);
    for (std::size_t r = 0; r < path.size(); ++r) {
      const auto date = static_cast<std::size_t>(
          std::lower_bound(years_.begin(), years_.end(), year[r]) - years_.begin());
      std::size_t& at = row_[date * path_.size() + path_.at(path[r])];
      if (year[r] < 0) fault(r, names_[1], year[r], "must be 0, which is now, or later");
      if (at != kAbsent)
        fault(r, names_[1], year[r],
              fmt::format("path {:g} has this year in line {} already", path[r], table_.lines[at]));
      at = r;
    }
    for (const auto& [name, at] : path_)
      for (std::size_t d = 0; d < years_.size(); ++d)
        if (row_[d * path_.size() + at] == kAbsent && faults.size() < 20)
          faults.push_back(
              {{io::shown(file_), 0, 0},
               names_[0],
               fmt::format("{:.10g}", name),
               fmt::format("has no row for year {:g}; every path needs every year", years_[d])});
    if (path_.size() < 8 && faults.empty())
      faults.push_back({{io::shown(file_), 0, 0},
                        {},
                        {},
                        fmt::format("has {} paths; at least 8 are needed", path_.size())});
    if (!faults.empty()) throw InputError(std::move(faults));
  }

  const OptionCase& c_;
  fs::path file_;
  std::vector<std::string> names_;
  io::NumberTable table_;
  std::vector<double> years_;
  std::map<double, std::size_t> path_;  // name -> index
  std::vector<std::size_t> row_;        // [date][path] of the table
};

}  // namespace

OptionModel read_paths(const OptionCase& c, const fs::path& folder,
                       std::vector<std::string>& notes) {
  const PathTable table(c, folder, notes);
  OptionModel out;
  add_rights(c, table.years(), true, out);
  out.factor.rate = c.rate;
  out.factor.years = table.years();
  const std::size_t n = table.paths(), dates = table.years().size();
  out.paths = {n, dates, c.paths->state.size(),
               std::vector<double>(n * dates * c.paths->state.size()), table.clusters()};
  for (std::size_t f = 0; f < c.paths->state.size(); ++f) {
    const std::vector<double> values = table.column(c.paths->state[f]);
    for (std::size_t d = 0; d < dates; ++d)
      std::copy_n(
          values.begin() + static_cast<std::ptrdiff_t>(d * n), n,
          out.paths.state.begin() + static_cast<std::ptrdiff_t>((d * out.paths.factors + f) * n));
  }
  const auto read = [&](const std::string& name) {
    if (name.empty()) return kStay;
    out.column.push_back(table.column(name));
    return out.column.size() - 1;
  };
  for (const OptionAction& a : c.action)
    out.action_column.push_back(a.pays == Pays::column ? read(a.column) : kStay);
  for (const OptionMode& m : c.mode) out.mode_column.push_back(read(m.column));
  return out;
}

decision::Payoff payoff_of_paths(const OptionCase& c, const OptionModel& model) {
  return [&c, &model](std::size_t date, std::size_t action, std::size_t first,
                      std::span<double> known, std::span<double> later) {
    const std::vector<double>& years = model.factor.years;
    const double discount = std::exp(-c.rate * years[date]);
    const double period = date + 1 < years.size() ? years[date + 1] - years[date] : 0.0;
    const std::size_t to = model.rights.action[action].to, source = model.source[action];
    const std::size_t of_mode = to < model.mode_column.size() ? model.mode_column[to] : kStay;
    const std::size_t of_action = source == kStay ? kStay : model.action_column[source];
    const std::span<const double> price = model.paths.factor(date, 0);
    const std::size_t at = date * model.paths.paths + first;
    for (std::size_t i = 0; i < known.size(); ++i) {
      double money = period * cash_of(c, to, price[first + i]);
      if (of_mode != kStay && period > 0) money += model.column[of_mode][at + i];
      if (source != kStay) money += paid(c.action[source], {}, price[first + i]);
      if (of_action != kStay) {
        const double value = model.column[of_action][at + i];
        if (c.action[source].later)
          later[i] = discount * value;
        else
          money += value;
      }
      money = floored(model.floor, action, money);
      known[i] = money == decision::kNotAllowed ? money : discount * money;
    }
  };
}

}  // namespace lode::cli
