#include "report/tables_option.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace lode::report {
namespace {

using decision::FittedRight;
using decision::OptionTerms;
using decision::RightOnPaths;
using decision::RightOnPrice;
using decision::Rights;
using decision::RightToMine;

constexpr std::size_t kMostShown = 24;

Cell number(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }

std::string title_of(const OptionTerms& c, const char* otherwise) {
  return c.title.empty() ? otherwise : c.title;
}

// ---- of least squares

Table basis_table(const FittedRight& f) {
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
  for (const decision::DegreeUse& d : f.degree)
    out.rows.push_back({static_cast<double>(d.degree), static_cast<double>(d.terms), d.regressions,
                        d.error, d.spread, number(100 * d.explained)});
  return out;
}

Table regressions_table(const FittedRight& f) {
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
  for (std::size_t i = f.regression.size(); i-- > 0;) {
    const decision::Regression& r = f.regression[i];
    out.rows.push_back({f.years[r.date], f.rights.mode[r.mode], static_cast<double>(r.fold + 1),
                        static_cast<double>(r.degree), r.paths, r.error, r.spread});
  }
  return out;
}

Table exercise_table(const FittedRight& f) {
  Table out{"exercise",
            "Who acts when",
            "share: of all paths, each by the policy of the other fold; state: mean of the first "
            "state (the price) on "
            "those that act. never: paths on which no action but staying is ever taken",
            {{"years", "y"}, {"mode", ""}, {"action", ""}, {"share", "%"}, {"price", ""}},
            {}};
  const double percent = 100.0 / static_cast<double>(f.paths);
  for (const decision::Exercised& e : f.exercised) {
    const decision::Action& action = f.rights.action[e.action];
    out.rows.push_back(
        {f.years[e.date], f.rights.mode[action.from], action.name, percent * e.paths, e.price});
  }
  out.rows.push_back({Cell(), std::string(), std::string("never"), percent * f.never, Cell()});
  return out;
}

// ---- on a price

Table value_table(std::string title, std::string note) {
  return {"value",
          std::move(title),
          std::move(note),
          {{"measure", ""}, {"value", ""}, {"standard_error", ""}},
          {}};
}

void add(Table& value, const char* measure, const Mean& mean) {
  value.rows.push_back({std::string(measure), mean.mean, mean.standard_error});
}
void add(Table& value, const char* measure, Cell cell) {
  value.rows.push_back({std::string(measure), std::move(cell), Cell()});
}

Table value_table(const OptionTerms& c, const RightOnPrice& r) {
  Table out = value_table(
      title_of(c, "What the right to choose is worth"),
      "least_squares: what a policy earns on paths that it was not fitted on; lower_bound: the "
      "same "
      "policy on the paths of the bound, less a control variate; upper_bound: what no policy can "
      "beat "
      "(dual); gap: between these two, path by path");
  add(out, "least_squares", r.fitted.value);
  if (r.bounds) {
    add(out, "lower_bound", r.bounds->lower);
    add(out, "upper_bound", r.bounds->upper);
    add(out, "gap", r.bounds->gap);
  }
  const decision::AtPrice& own = r.price.front();
  add(out, "finite_differences", own.at_dates);
  add(out, "last_date_only", own.last_date);
  if (c.dates->any_time) add(out, "any_time", own.any_time);
  if (c.dates->perpetual) add(out, "perpetual", own.perpetual);
  add(out, "acting_now", number(own.now));
  return out;
}

Table prices_table(const OptionTerms& c, const RightOnPrice& r) {
  Table out{"prices",
            "The value at other prices now",
            "at_dates: decided at the dates of the case; any_time: at any time up to the last; "
            "last_date: at the last "
            "date alone; all by finite differences. now: paid by acting at once; empty: nothing",
            {{"price", ""}, {"now", ""}, {"last_date", ""}, {"at_dates", ""}},
            {}};
  if (c.dates->any_time) out.columns.push_back({"any_time", ""});
  if (c.dates->perpetual) out.columns.push_back({"perpetual", ""});
  for (const decision::AtPrice& at : r.price) {
    std::vector<Cell> row = {at.price, number(at.now), at.last_date, at.at_dates};
    if (c.dates->any_time) row.emplace_back(at.any_time);
    if (c.dates->perpetual) row.emplace_back(at.perpetual);
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table project_table(const OptionTerms& c, const RightOnPrice& r,
                    const decision::ProjectWorth& project) {
  Table out{"project",
            "What starting " + c.action[project.action].id + " at once is worth",
            "dcf: at today's price for all years, discounted at the rate in the name; forward: at "
            "forward prices",
            {{"method", ""}, {"npv_zero_price", ""}},
            {}};
  for (const decision::AtPrice& at : r.price)
    out.columns.push_back({fmt::format("at_{:g}", at.price), ""});
  for (const decision::ProjectWorth::Row& from : project.row) {
    std::vector<Cell> row = {from.dcf_rate ? fmt::format("dcf {:g}", *from.dcf_rate) : "forward",
                             number(from.zero_price)};
    for (const double value : from.value) row.emplace_back(value);
    out.rows.push_back(std::move(row));
  }
  return out;
}

Table empty_triggers(const char* name, const char* title) {
  return {name,
          title,
          "at the trigger both actions are worth the same; fold: by the policy that was fitted "
          "on that fold",
          {{"years", "y"}, {"mode", ""}, {"below", ""}, {"above", ""}, {"price", ""}},
          {}};
}

std::vector<Cell> trigger_row(const Rights& rights, const std::vector<double>& years,
                              const decision::Trigger& t) {
  return {years[t.date], rights.mode[t.mode], rights.action[t.below].name,
          rights.action[t.above].name, t.price};
}

Table triggers_table(const RightOnPrice& r) {
  Table out = empty_triggers("triggers", "Prices at which the decision changes");
  for (const char* fold : {"fold_1", "fold_2"}) out.columns.push_back({fold, ""});
  for (const decision::SeenTrigger& t : r.trigger) {
    out.rows.push_back(trigger_row(r.fitted.rights, r.fitted.years, t.trigger));
    for (const double price : t.fold) out.rows.back().push_back(number(price));
  }
  return out;
}

// At 20 of the dates, and the last.
Table any_time_triggers_table(const RightOnPrice& r) {
  Table out = empty_triggers("triggers_any_time", "The same where it is decided at any time");
  const std::size_t last = r.any_time_years.size() - 1, every = last / 20;
  for (const decision::Trigger& t : r.any_time_trigger)
    if (t.date % every == 0 || t.date == last)
      out.rows.push_back(trigger_row(r.any_time_rights, r.any_time_years, t));
  return out;
}

}  // namespace

std::vector<Table> option_tables(const OptionTerms& c, const RightOnPrice& r) {
  std::vector<Table> out = {value_table(c, r), prices_table(c, r)};
  for (const decision::ProjectWorth& project : r.project)
    out.push_back(project_table(c, r, project));
  out.push_back(triggers_table(r));
  if (c.dates->any_time) out.push_back(any_time_triggers_table(r));
  if (c.dates->perpetual)
    out.push_back({"trigger_perpetual",
                   "The same of a right without end",
                   "empty: it is never taken",
                   {{"action", ""}, {"price", ""}},
                   {{c.action[0].id, number(r.perpetual_trigger)}}});
  out.push_back(exercise_table(r.fitted));
  out.push_back(basis_table(r.fitted));
  out.push_back(regressions_table(r.fitted));
  return out;
}

std::vector<Table> option_tables(const OptionTerms& c, const RightOnPaths& r) {
  Table value = value_table(
      title_of(c, "What the right to choose is worth on these paths"),
      "least_squares: what a policy earns on paths that it was not fitted on; perfect_foresight: "
      "the best actions on each path with its future known, a bound that no one can reach; the "
      "table does not tell how paths arise, so that there is no closer one");
  add(value, "least_squares", r.fitted.value);
  add(value, "perfect_foresight", r.foresight);
  add(value, "paths", static_cast<double>(r.fitted.paths));
  add(value, "clusters", static_cast<double>(r.fitted.value.clusters));
  return {value, exercise_table(r.fitted), basis_table(r.fitted), regressions_table(r.fitted)};
}

// ---- a mine

namespace {

Table mine_value_table(const OptionTerms& c, const RightToMine& r) {
  Table out{"value",
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
  for (const decision::MineAtPrice& at : r.price)
    out.rows.push_back({at.price, at.open, number(at.closed), at.abandon_only, number(at.no_rights),
                        number(at.open - at.no_rights)});
  return out;
}

Table mine_triggers_table(const OptionTerms& c, const RightToMine& r) {
  Table out{"triggers",
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
  const std::size_t steps = r.trigger.size(), every = std::max<std::size_t>(1, steps / 15);
  for (std::size_t s = 0; s < steps; s += every) {
    const decision::MineTriggers& t = r.trigger[s];
    out.rows.push_back({t.stock, t.stock / c.mine->output, number(t.open_at), number(t.close_at),
                        number(t.abandon_closed_at), number(t.abandon_open_at)});
  }
  return out;
}

}  // namespace

std::vector<Table> option_tables(const OptionTerms& c, const RightToMine& r) {
  return {mine_value_table(c, r), mine_triggers_table(c, r)};
}

std::vector<Table> thinned(std::vector<Table> tables) {
  std::erase_if(tables, [](const Table& t) { return t.name == "regressions"; });
  for (Table& table : tables) {
    for (Column& column : table.columns)
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

}  // namespace lode::report
