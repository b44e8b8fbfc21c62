// What does not hold across the keys of an option case with one decider, or with a mine.
#include "io/option_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "io/option_case.h"

namespace lode::io {
namespace {

using decision::Line;
using decision::OptionAction;
using decision::OptionDates;
using decision::OptionMode;
using decision::OptionProcess;
using decision::OptionTerms;
using decision::Pays;
using decision::PriceKind;

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
void check_spread(const OptionTerms& c, Breaches& out) {
  const double until = decision::decision_years(*c.dates).back();
  const decision::Process process = decision::process_of(c, c.process->start);
  const decision::Step s = decision::step(process, until);
  const double farthest = std::abs(s.scale * std::log(process.start) + s.shift) + 7 * s.deviation;
  if (!(farthest < kMostLog))
    out.push_back({"process.volatility",
                   fmt::format("= {:g} and drift carry the price to e^{:.0f} or as far below 1 "
                               "within {:g} years; at most e^{:.0f} can be computed",
                               c.process->volatility, farthest, until, kMostLog)});
}

void check_perpetual(const OptionTerms& c, Breaches& out) {
  const Line line = decision::line_of(c, c.action[0]);
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

void check_action(const OptionCase& given, const OptionAction& a, Breaches& out) {
  const OptionTerms& c = given.terms;
  const std::string key = "action." + a.id;
  const auto need = [&](bool good, const char* name, const std::string& what) {
    if (!good) out.push_back({key + "." + name, what});
  };
  for (const std::string& from : a.from)
    need(has(ids(c.mode), from), "from", no_such("mode", c.mode, from));
  for (std::size_t i = 0; i < a.from.size(); ++i)
    need(std::count(a.from.begin(), a.from.end(), a.from[i]) == 1, "from",
         fmt::format("names \"{}\" twice", a.from[i]));
  need(a.to.empty() || has(ids(c.mode), a.to), "to", no_such("mode", c.mode, a.to));
  need(a.first <= a.last, "last",
       fmt::format("the window ends at {:g}, before it begins at {:g} (first)", a.last, a.first));
  need(a.pays != Pays::column || given.paths, "pays", "\"column\" needs [paths]");
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

void check_state(const OptionPaths& p, Breaches& out) {
  if (p.state.empty())
    out.push_back({"paths.state", "needs at least one column: what is known when it is decided"});
  if (p.state.size() > 16)
    out.push_back({"paths.state", fmt::format("{} columns; at most 16", p.state.size())});
}

// Of modes and actions, and the mode at the start.
void check_names(const OptionCase& given, Breaches& out) {
  const OptionTerms& c = given.terms;
  const std::string start = c.start.empty() && !c.mode.empty() ? c.mode[0].id : c.start;
  if (std::none_of(c.action.begin(), c.action.end(),
                   [&](const OptionAction& a) { return a.from.empty() || has(a.from, start); }) &&
      !c.action.empty())
    out.push_back({c.start.empty() ? "action" : "start",
                   fmt::format("no action leaves \"{}\", the mode at the start", start)});
  if (has(ids(c.mode), decision::kEnd))
    out.push_back({fmt::format("mode.{}", decision::kEnd),
                   "is the name of the end that an action without `to` leads to"});
  if (has(ids(c.action), decision::kStayName))
    out.push_back({fmt::format("action.{}", decision::kStayName), "is what is always allowed"});
  if (!c.start.empty() && !has(ids(c.mode), c.start))
    out.push_back({"start", no_such("mode", c.mode, c.start)});
  for (const OptionMode& m : c.mode)
    if (!m.column.empty() && !given.paths)
      out.push_back({"mode." + m.id + ".column", "needs [paths]"});
}

void check_one_decider(const OptionCase& given, Breaches& out) {
  const OptionTerms& c = given.terms;
  const std::optional<OptionPaths>& paths = given.paths;
  if (c.action.empty())
    out.push_back({"action", "needs at least one table [action.NAME]: what may be done"});
  if (paths && c.process)
    out.push_back({"paths", "goes without [process]: prices are given or simulated"});
  if (paths) check_state(*paths, out);
  if (c.method.bound_paths > 0 && c.method.bound_paths < 4)
    out.push_back({"computation.bound_paths", "must be 0 or at least 4: two pairs tell an error"});
  if (c.process && !c.dates) out.push_back({"process", "needs [dates]: when it is decided"});
  if (paths && c.dates)
    out.push_back({"dates", "goes without [paths]: dates are the years of the table"});
  if (c.dates) check_dates(*c.dates, out);
  if (c.process) check_process(*c.process, out);
  for (const OptionAction& a : c.action) check_action(given, a, out);
  if (c.rate == kInfinity) out.push_back({"rate", "is required: of discount, a year; 0 for none"});
  check_names(given, out);
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
  const std::vector<double> years = decision::decision_years(*c.dates);
  for (const OptionAction& a : c.action)
    if (decision::open_years(years, a).empty())
      out.push_back({"action." + a.id + (a.last < kInfinity ? ".last" : ".first"),
                     fmt::format("no date lies in the window from {:g} to {:g}", a.first, a.last)});
}

void check_mine(const OptionTerms& c, Breaches& out) {
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

std::vector<study::Breach> breaches(const OptionCase& given) {
  const OptionTerms& c = given.terms;
  Breaches out;
  const int kinds = !c.node.empty() + c.mine.has_value() + (c.process || given.paths);
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
    check_one_decider(given, out);
  return out;
}

}  // namespace lode::io
