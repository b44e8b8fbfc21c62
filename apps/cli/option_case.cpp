#include "option_case.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "option_model.h"
#include "option_tree.h"

namespace lode::cli {

void describe(Visitor& visit, OptionProcess& p) {
  visit.choice("kind", p.kind, "of the price: geometric Brownian, or reverting to a mean");
  visit.fixed("start", p.start, {"money", 1}, {1e-9, 1e12}, "price now");
  visit.fixed("volatility", p.volatility, unit::kPerYear, {1e-4, 5},
              "of the log price, for a square root of a year");
  visit.fixed("yield", p.yield, unit::kPerYear, {-2, 2},
              "dividends or convenience yield, continuous");
  visit.fixed("speed", p.speed, unit::kPerYear, {1e-6, 100}, "of return to the mean (kappa)");
  visit.fixed("mu", p.mu, unit::kNone, {-50, 50},
              "of dS = speed (mu - ln S) S dt + volatility S dW (Schwartz 1997)");
  visit.fixed("lambda", p.lambda, unit::kNone, {-50, 50}, "market price of risk");
  visit.fixed("unit", p.unit, {"money", 1}, {1e-9, 1e9},
              "what the price was measured in when mu was fitted: 0.01 for cents");
}

void describe(Visitor& visit, OptionDates& d) {
  visit.series("at", d.at, unit::kYears, {0, 1000}, "of decisions, from now, rising");
  visit.fixed("per_year", d.per_year, {"1/y", 1}, {0, 1000},
              "how many dates a year, instead of `at`");
  visit.fixed("first", d.first, unit::kYears, {0, 1000},
              "of them; left out: one step from now; 0: now");
  visit.fixed("until", d.until, unit::kYears, {0, 1000}, "the last of them");
  visit.flag("any_time", d.any_time,
             "tell the value with decisions at any time up to the last date too");
  visit.flag("perpetual", d.perpetual,
             "tell the value of one action that never lapses too, in closed form");
}

void describe(Visitor& visit, OptionPaths& p) {
  visit.text("file", p.file, true, "CSV with a row for each path and year");
  visit.texts("state", p.state,
              "columns that are known when it is decided; the first is the price");
  visit.text("path", p.path, false, "column that names the path");
  visit.text("year", p.year, false, "column of the year, from now");
  visit.text("cluster", p.cluster, false,
             "column; paths of one cluster stay in one fold. Left out: each path is its own");
  describe(visit, p.dialect);
}

void describe(Visitor& visit, OptionMode& m) {
  visit.fixed("output", m.output, {"units/y", 1}, {-1e15, 1e15}, "sold at the price while in it");
  visit.fixed("unit_cost", m.unit_cost, {"money/unit", 1}, {0, 1e12}, "of the output");
  visit.fixed("fixed_cost", m.fixed_cost, {"money/y", 1}, {-1e15, 1e15}, "while in it");
  visit.text("column", m.column, false, "of the table of paths: cash until the next date");
}

void describe(Visitor& visit, OptionAction& a) {
  visit.choice("pays", a.pays,
               "put: strike - price; call: price - strike; project: value of an output for some "
               "years less the investment; amount; column of the table of paths");
  visit.texts("from", a.from, "modes in which it may be taken; left out: the one at the start");
  visit.text("to", a.to, false, "mode that it leads to; left out: an end");
  visit.fixed("first", a.first, unit::kYears, {0, 1000}, "from when it may be taken");
  visit.fixed("last", a.last, unit::kYears, {0, 1000}, "until when");
  visit.fixed("strike", a.strike, {"money", 1}, {0, 1e15}, "of a put or call");
  visit.fixed("amount", a.amount, {"money", 1}, {-1e15, 1e15}, "received; below 0: paid");
  visit.fixed("cost", a.cost, {"money", 1}, {-1e15, 1e15}, "paid when it is taken");
  visit.fixed("output", a.output, {"units/y", 1}, {0, 1e15}, "of a project, at each year's end");
  visit.fixed("unit_cost", a.unit_cost, {"money/unit", 1}, {0, 1e12}, "of a project's output");
  visit.fixed("life", a.life, unit::kYears, {0, 200}, "whole years that a project produces");
  visit.fixed("investment", a.investment, {"money", 1}, {0, 1e15}, "of a project, when it starts");
  visit.text("column", a.column, false, "of the table of paths: what it pays in that row's year");
  visit.flag("later", a.later, "the column is learnt only after the decision");
}

void describe(Visitor& visit, OptionMethod& m) {
  visit.integer("paths", m.paths, 16, 10'000'000, "simulated for the value");
  visit.integer("bound_paths", m.bound_paths, 0, 1'000'000,
                "simulated for the upper bound; 0: none");
  visit.integer("degree", m.degree, 0, 8,
                "greatest of the polynomials of the state; cross-validation chooses up to it");
  visit.integer("nodes", m.nodes, 100, 100'000, "of the grid of finite differences");
  visit.integer("seed", m.seed, 0, 1'000'000'000, "of the random numbers");
}

void describe(Visitor& visit, OptionHolder& h) {
  visit.text("name", h.name, false, "as it stands in tables");
}

void describe(Visitor& visit, OptionChoice& c) {
  visit.text("to", c.to, true, "node that follows");
  visit.series("pays", c.pays, {"money", 1}, {-1e15, 1e15},
               "to each holder, in the order of [holder.NAME]; left out: nothing");
  visit.fixed("probability", c.probability, unit::kFraction, {0, 1}, "of a branch of chance");
  visit.texts("consent", c.consent, "holders that may each refuse it");
  visit.text("refused", c.refused, false, "node that follows a refusal");
  visit.fixed("first", c.first, {"year", 1}, {-1e5, 1e5}, "from which year it may be taken");
  visit.fixed("last", c.last, {"year", 1}, {-1e5, 1e5}, "until which year");
}

void describe(Visitor& visit, OptionNode& n) {
  visit.text("holder", n.holder, false, "who decides here; left out: chance, or an end");
  visit.texts("jointly", n.jointly, "holders that decide with it, by `rule`");
  visit.choice("rule", n.rule,
               "of a joint decision. proposal: the holder proposes, each of the others may refuse; "
               "sum: the largest sum of their values");
  visit.text("refused", n.refused, false, "node that follows a refusal of a proposal");
  visit.fixed("year", n.year, {"year", 1}, {-1e5, 1e5}, "when; payments are discounted from it");
  visit.named("choice", n.choice, "what the holder may choose");
  visit.named("chance", n.chance, "what may happen");
  visit.series("pays", n.pays, {"money", 1}, {-1e15, 1e15},
               "to each holder when it is reached, in the order of [holder.NAME]");
}

void describe(Visitor& visit, OptionCase& c) {
  visit.text("title", c.title, false, "of the case");
  visit.fixed("rate", c.rate, unit::kPerYear, {-1, 2}, "of discount, continuous");
  visit.text("start", c.start, false, "mode or node at the beginning; left out: the first");
  visit.series("prices", c.prices, {"money", 1}, {1e-9, 1e12},
               "at which the value is told, beside the one of the process");
  visit.series("dcf_rates", c.dcf_rates, unit::kPerYear, {-0.5, 2},
               "of a project's value at a flat price, for comparison");
  visit.optional("process", c.process, "how the price moves");
  visit.optional("dates", c.dates, "when it is decided");
  visit.optional("paths", c.paths, "given instead of a process");
  visit.optional("mine", c.mine,
                 "a stock to mine, with the rights to close, reopen and abandon it");
  visit.named("mode", c.mode, "state of operation, such as open and closed");
  visit.named("action", c.action, "what the decider may do");
  visit.named("holder", c.holder, "of rights in a tree");
  visit.named("node", c.node, "of a tree");
  visit.group("computation", c.method, "how it is computed");
}

namespace {

using Breaches = std::vector<study::Breach>;

template <class T>
std::vector<std::string> ids(const std::vector<T>& list) {
  std::vector<std::string> out;
  for (const T& one : list) out.push_back(one.id);
  return out;
}

bool has(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

void check_dates(const OptionDates& d, Breaches& out) {
  const bool listed = !d.at.empty();
  if (listed && (d.per_year > 0 || d.until > 0))
    out.push_back({"dates.at", "goes without per_year and until: one or the other"});
  if (!listed && !(d.per_year > 0))
    out.push_back({"dates", "needs `at`, a list of years, or per_year and until"});
  for (std::size_t i = 1; i < d.at.size(); ++i)
    if (!(d.at[i] > d.at[i - 1]))
      out.push_back({"dates.at", fmt::format("{:g} follows {:g}: dates must rise, each once",
                                             d.at[i], d.at[i - 1])});
  if (listed || !(d.per_year > 0)) return;
  if (!(d.until > 0)) return out.push_back({"dates", "per_year needs `until`, the last date"});
  const double first = d.first == kInfinity ? 1 / d.per_year : d.first;
  if (first > d.until + 1e-9)
    out.push_back({d.first == kInfinity ? "dates.until" : "dates.first",
                   fmt::format("the first date, {:g}, is after the last, {:g}", first, d.until)});
  const double steps = (d.until - first) * d.per_year;
  if (std::abs(steps - std::round(steps)) > 1e-6)
    out.push_back(
        {"dates.until",
         fmt::format("= {:g} is no date: from {:g} on with {:g} a year the last before it "
                     "is {:g}",
                     d.until, first, d.per_year, first + std::floor(steps) / d.per_year)});
  if (d.per_year * d.until > 5'000)
    out.push_back({"dates.per_year", fmt::format("makes {:.0f} dates; at most 5,000 are computed",
                                                 d.per_year * d.until)});
}

void check_process(const OptionProcess& p, Breaches& out) {
  if (p.kind != PriceKind::mean_reverting) return;
  if (p.speed == kInfinity)
    out.push_back({"process.speed", "is required: kind mean_reverting; above 0"});
  if (p.mu == kInfinity) out.push_back({"process.mu", "is required: kind mean_reverting"});
}

// Prices must stay numbers that a computer holds: e^-300 to e^300.
constexpr double kMostLog = 300;
void check_spread(const OptionCase& c, Breaches& out) {
  const double until = decision_years(*c.dates).back();
  const decision::Process process = process_of(c, c.process->start);
  const decision::Step s = decision::step(process, until);
  const double farthest = std::abs(s.scale * std::log(process.start) + s.shift) + 7 * s.deviation;
  if (!(farthest < kMostLog))
    out.push_back({"process.volatility",
                   fmt::format("= {:g} and drift carry the price to e^{:.0f} or as far below 1 "
                               "within {:g} years; at most e^{:.0f} can be computed",
                               c.process->volatility, farthest, until, kMostLog)});
}

void check_perpetual(const OptionCase& c, Breaches& out) {
  const Line line = line_of(c, c.action[0]);
  if (!(c.rate > 0))
    out.push_back({"dates.perpetual", fmt::format("needs a rate above 0, not {:g}", c.rate)});
  if (!(line.slope * line.constant < 0))
    out.push_back({"dates.perpetual",
                   "needs a payoff that is a gain on one side of a price and a loss on the other"});
  if (line.slope > 0 && c.process->yield < 0)
    out.push_back({"dates.perpetual",
                   fmt::format("needs a yield of 0 or more, not {:g}: the right would grow without "
                               "end",
                               c.process->yield)});
}

void check_action(const OptionCase& c, const OptionAction& a, Breaches& out) {
  const std::string key = "action." + a.id;
  const auto need = [&](bool good, const char* name, const std::string& what) {
    if (!good) out.push_back({key + "." + name, what});
  };
  for (const std::string& from : a.from)
    need(has(ids(c.mode), from), "from", fmt::format("\"{}\": there is no [mode.{}]", from, from));
  for (std::size_t i = 0; i < a.from.size(); ++i)
    need(std::count(a.from.begin(), a.from.end(), a.from[i]) == 1, "from",
         fmt::format("names \"{}\" twice", a.from[i]));
  need(a.to.empty() || has(ids(c.mode), a.to), "to",
       fmt::format("\"{}\": there is no [mode.{}]", a.to, a.to));
  need(a.first <= a.last, "last",
       fmt::format("the window ends at {:g}, before it begins at {:g} (first)", a.last, a.first));
  need(a.pays != Pays::column || c.paths, "pays", "\"column\" needs [paths]");
  need(a.pays != Pays::column || !a.column.empty(), "column", "is required: pays \"column\"");
  need(a.pays != Pays::project || c.process, "pays", "\"project\" needs [process]");
  need(a.pays != Pays::project || a.life >= 1, "life",
       "is required: pays \"project\"; 1 or more whole years");
  need(a.pays != Pays::project || a.life == std::floor(a.life), "life",
       fmt::format("= {:g} must be whole years", a.life));
  need(a.pays != Pays::project || a.output > 0, "output", "is required: pays \"project\"");
  need((a.pays != Pays::put && a.pays != Pays::call) || a.strike > 0, "strike",
       "is required: pays \"put\" or \"call\"; above 0");
}

void check_one_decider(const OptionCase& c, Breaches& out) {
  if (c.action.empty())
    out.push_back({"action", "needs at least one table [action.NAME]: what may be done"});
  if (c.paths && c.process)
    out.push_back({"paths", "goes without [process]: prices are given or simulated"});
  if (c.paths && c.paths->state.empty())
    out.push_back({"paths.state", "needs at least one column: what is known when it is decided"});
  if (c.paths && c.paths->state.size() > 16)
    out.push_back({"paths.state", fmt::format("{} columns; at most 16", c.paths->state.size())});
  if (c.method.bound_paths > 0 && c.method.bound_paths < 4)
    out.push_back({"computation.bound_paths", "must be 0 or at least 4: two pairs tell an error"});
  if (c.process && !c.dates) out.push_back({"process", "needs [dates]: when it is decided"});
  if (c.paths && c.dates)
    out.push_back({"dates", "goes without [paths]: dates are the years of the table"});
  if (c.dates) check_dates(*c.dates, out);
  if (c.process) check_process(*c.process, out);
  for (const OptionAction& a : c.action) check_action(c, a, out);
  if (c.rate == kInfinity) out.push_back({"rate", "is required: of discount, a year; 0 for none"});
  const std::string start = c.start.empty() && !c.mode.empty() ? c.mode[0].id : c.start;
  if (std::none_of(c.action.begin(), c.action.end(),
                   [&](const OptionAction& a) { return a.from.empty() || has(a.from, start); }) &&
      !c.action.empty())
    out.push_back({c.start.empty() ? "action" : "start",
                   fmt::format("no action leaves \"{}\", the mode at the start", start)});
  if (has(ids(c.mode), kEnd))
    out.push_back({fmt::format("mode.{}", kEnd),
                   "is the name of the end that an action without `to` leads to"});
  if (has(ids(c.action), kStayName))
    out.push_back({fmt::format("action.{}", kStayName), "is what is always allowed"});
  if (!c.start.empty() && !has(ids(c.mode), c.start))
    out.push_back({"start", fmt::format("\"{}\": there is no [mode.{}]", c.start, c.start)});
  for (const OptionMode& m : c.mode)
    if (!m.column.empty() && !c.paths) out.push_back({"mode." + m.id + ".column", "needs [paths]"});
  if (!c.dcf_rates.empty() &&
      std::none_of(c.action.begin(), c.action.end(),
                   [](const OptionAction& a) { return a.pays == Pays::project; }))
    out.push_back({"dcf_rates", "needs an action that pays \"project\""});
  if (c.dates && c.dates->perpetual &&
      (c.action.size() != 1 || !c.mode.empty() || !c.process ||
       c.process->kind != PriceKind::geometric || c.action[0].pays == Pays::amount))
    out.push_back({"dates.perpetual",
                   "needs one action, that pays a put, a call or a project, no modes, and a "
                   "geometric process"});
  if (!out.empty() || !c.dates) return;
  check_spread(c, out);
  if (c.dates->perpetual) check_perpetual(c, out);
  for (const OptionAction& a : c.action)
    if (open_dates(c, a).empty())
      out.push_back({"action." + a.id + (a.last < kInfinity ? ".last" : ".first"),
                     fmt::format("no date lies in the window from {:g} to {:g}", a.first, a.last)});
}

void check_mine(const OptionCase& c, Breaches& out) {
  if (c.prices.empty()) out.push_back({"mine", "needs `prices`: those at which its value is told"});
  const decision::DepletableMine& m = *c.mine;
  const double rate = m.nominal_rate - m.inflation;
  if (!(rate + std::min(m.property_tax_open, m.property_tax_closed) > 0))
    out.push_back(
        {"mine.nominal_rate",
         fmt::format("= {:g} less inflation {:g} plus property tax {:g} must be above 0: a closed "
                     "mine waits without end",
                     m.nominal_rate, m.inflation,
                     std::min(m.property_tax_open, m.property_tax_closed))});
  if (m.may_close && !(m.yield + m.property_tax_closed > 0))
    out.push_back({"mine.yield", fmt::format("= {:g} plus property_tax_closed {:g} must be above "
                                             "0: a closed mine would wait without end",
                                             m.yield, m.property_tax_closed)});
  const double years = m.reserve / m.output;
  if (!(years <= 1000))
    out.push_back({"mine.reserve", fmt::format("lasts {:g} years; at most 1,000", years)});
  const double reach = 5 * m.volatility * std::sqrt(std::max(15.0, years));
  if (!(reach < 200))
    out.push_back({"mine.volatility",
                   fmt::format("= {:g} carries the price to e^{:.0f} within {:g} years; at most "
                               "e^200 can be computed",
                               m.volatility, reach, std::max(15.0, years))});
  if (!(m.open_cost + m.close_cost > 0) && m.may_close)
    out.push_back({"mine.open_cost", "and close_cost are both 0; one of them must be above 0"});
}

}  // namespace

std::vector<double> decision_years(const OptionDates& d) {
  if (!d.at.empty()) return d.at;
  std::vector<double> out;
  const double first = d.first == kInfinity ? 1 / d.per_year : d.first;
  for (int k = 0; first + k / d.per_year <= d.until + 1e-9; ++k)
    out.push_back(first + k / d.per_year);
  return out;
}

std::vector<double> open_dates(const OptionCase& c, const OptionAction& a) {
  std::vector<double> out;
  for (const double year : decision_years(*c.dates))
    if (year >= a.first - 1e-9 && year <= a.last + 1e-9) out.push_back(year);
  return out;
}

std::vector<study::Breach> breaches(const OptionCase& c) {
  Breaches out;
  const int kinds = !c.node.empty() + c.mine.has_value() + (c.process || c.paths);
  if (kinds == 0)
    return {{"", "needs one of [process], [paths], [mine] and [node.NAME]: what is decided on"}};
  if (kinds > 1)
    return {{c.node.empty() ? "mine" : "node",
             "a case is one of: a price ([process] or [paths]), a [mine], a tree ([node.NAME])"}};
  if (!c.node.empty())
    check_tree(c, out);
  else if (c.mine)
    check_mine(c, out);
  else
    check_one_decider(c, out);
  return out;
}

namespace {

template <class T>
using Terms = io::Term<T>;

constexpr Terms<OptionProcess> kProcess[] = {
    {"yield", "kind geometric", [](auto& p) { return p.kind == PriceKind::geometric; }},
    {"speed", "kind mean_reverting", [](auto& p) { return p.kind == PriceKind::mean_reverting; }},
    {"mu", "kind mean_reverting", [](auto& p) { return p.kind == PriceKind::mean_reverting; }},
    {"lambda", "kind mean_reverting", [](auto& p) { return p.kind == PriceKind::mean_reverting; }},
    {"unit", "kind mean_reverting", [](auto& p) { return p.kind == PriceKind::mean_reverting; }},
};
constexpr Terms<OptionAction> kAction[] = {
    {"strike", "pays put or call",
     [](auto& a) { return a.pays == Pays::put || a.pays == Pays::call; }},
    {"amount", "pays amount", [](auto& a) { return a.pays == Pays::amount; }},
    {"output", "pays project", [](auto& a) { return a.pays == Pays::project; }},
    {"unit_cost", "pays project", [](auto& a) { return a.pays == Pays::project; }},
    {"investment", "pays project", [](auto& a) { return a.pays == Pays::project; }},
    {"life", "pays project", [](auto& a) { return a.pays == Pays::project; }},
    {"column", "pays column", [](auto& a) { return a.pays == Pays::column; }},
    {"later", "pays column", [](auto& a) { return a.pays == Pays::column; }},
};
constexpr Terms<OptionDates> kDates[] = {
    {"first", "per_year", [](auto& d) { return d.per_year > 0; }},
};
constexpr Terms<OptionMode> kMode[] = {
    {"unit_cost", "output", [](auto& m) { return m.output != 0; }},
};
constexpr Terms<decision::DepletableMine> kMine[] = {
    {"open_cost", "may_close = true", [](auto& m) { return m.may_close; }},
    {"close_cost", "may_close = true", [](auto& m) { return m.may_close; }},
    {"maintenance", "may_close = true", [](auto& m) { return m.may_close; }},
    {"property_tax_closed", "may_close = true", [](auto& m) { return m.may_close; }},
    {"loss_offset", "income_tax", [](auto& m) { return m.income_tax > 0; }},
};

}  // namespace

void add_idle(io::IdleKeys& idle, const OptionCase& c) {
  const bool tree = !c.node.empty(), price = c.process || c.paths;
  for (const char* key : {"mode", "action"}) idle.needs(price, key, "[process] or [paths]");
  idle.needs(price && !c.paths, "dates", "[process]");
  idle.needs(tree, "holder", "[node.NAME]");
  const bool dated = std::any_of(c.node.begin(), c.node.end(),
                                 [](const OptionNode& node) { return node.year < kInfinity; });
  idle.needs(price || dated, "rate",
             "a price, or a tree whose nodes have years; a mine has nominal_rate");
  idle.needs(!c.mine, "start", "modes or nodes");
  idle.needs(!tree && !c.paths, "prices", "[process] or [mine]");
  idle.needs(price, "dcf_rates", "a project");
  for (const char* key : {"paths", "degree", "seed"})
    idle.needs(price && !(c.paths && key != std::string("degree")),
               std::string("computation.") + key, "[process]");
  idle.needs(c.process.has_value(), "computation.bound_paths", "[process]");
  idle.needs(c.process || c.mine, "computation.nodes", "[process] or [mine]");
  if (c.process) idle.all("process.", *c.process, kProcess);
  if (c.dates) idle.all("dates.", *c.dates, kDates);
  if (c.mine) idle.all("mine.", *c.mine, kMine);
  idle.each("action.", c.action, kAction);
  idle.each("mode.", c.mode, kMode);
}

}  // namespace lode::cli
