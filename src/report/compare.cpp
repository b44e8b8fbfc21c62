#include "report/compare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "base/number.h"

namespace lode::report {
namespace {

using Row = std::vector<Cell>;

constexpr const char* kThere = "there";

// Columns that name a row; all others hold its values.
bool is_key(const std::string& column) {
  static const std::set<std::string> kKeys = {
      "party",   "bid",    "deposit", "commodity", "buyer", "situation", "measure",
      "item",    "check",  "what",    "step",      "term",  "side",      "instrument",
      "line",    "key",    "event",   "indicator", "order", "year",      "period",
      "cut_off", "factor", "x",       "z",         "price", "rate",      "scenario",
      "from",    "class",  "country", "stage",     "rule",  "section"};
  return kKeys.contains(column);
}

std::string text_of(const Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return shortest(*number);
  if (const std::string* word = std::get_if<std::string>(&cell)) return *word;
  return {};
}

bool is_missing(const Cell& cell) {
  const double* number = std::get_if<double>(&cell);
  return std::holds_alternative<std::monostate>(cell) || (number && std::isnan(*number));
}

bool same(const Cell& a, const Cell& b) {
  return is_missing(a) || is_missing(b) ? is_missing(a) && is_missing(b) : a == b;
}

Cell minus(const Cell& second, const Cell& first) {
  const double *b = std::get_if<double>(&second), *a = std::get_if<double>(&first);
  return a && b ? Cell{*b - *a} : Cell{};
}

// The columns whose cells name a row. A measure beside its value names it ("share" of a histogram),
// so a table without any of the known ones is matched by the order of its rows.
std::vector<std::size_t> key_columns(const Table& table) {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (is_key(table.columns[c].name)) out.push_back(c);
  return out;
}

// "state / american / 2031", with "#2" for the second row of the same name.
std::vector<std::string> row_names(const Table& table) {
  const std::vector<std::size_t> keys = key_columns(table);
  std::map<std::string, int> seen;
  std::vector<std::string> out;
  for (const Row& row : table.rows) {
    std::string name;
    for (const std::size_t c : keys) name += (name.empty() ? "" : " / ") + text_of(row[c]);
    const int ordinal = ++seen[name];
    if (ordinal > 1 || keys.empty()) name += fmt::format("{}#{}", name.empty() ? "" : " ", ordinal);
    out.push_back(std::move(name));
  }
  return out;
}

std::map<std::string, const Row*> by_name(const Table& table) {
  const std::vector<std::string> names = row_names(table);
  std::map<std::string, const Row*> out;
  for (std::size_t r = 0; r < names.size(); ++r) out[names[r]] = &table.rows[r];
  return out;
}

std::size_t column_of(const Table& table, const std::string& name) {
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    if (table.columns[c].name == name) return c;
  return table.columns.size();
}

std::string with_unit(const Column& column) {
  return column.unit.empty() ? column.name : fmt::format("{}[{}]", column.name, column.unit);
}

// The rows of two tables of one name, matched.
struct Match {
  std::string name;
  const Row* first;   // null: the row stands in the second run only
  const Row* second;  // null: in the first only
};

std::vector<Match> matched(const Table& first, const Table& second) {
  const auto others = by_name(second);
  const std::vector<std::string> names = row_names(first), other_names = row_names(second);
  std::vector<Match> out;
  std::set<std::string> known(names.begin(), names.end());
  for (std::size_t r = 0; r < names.size(); ++r) {
    const auto found = others.find(names[r]);
    out.push_back({names[r], &first.rows[r], found == others.end() ? nullptr : found->second});
  }
  for (std::size_t r = 0; r < other_names.size(); ++r)
    if (!known.contains(other_names[r])) out.push_back({other_names[r], nullptr, &second.rows[r]});
  return out;
}

void add_differences(Table& out, const Table& first, const Table& second) {
  const std::string& name = first.name;
  std::vector<std::pair<std::size_t, std::size_t>> shared;
  for (std::size_t c = 0; c < first.columns.size(); ++c) {
    const std::size_t other = column_of(second, first.columns[c].name);
    if (other == second.columns.size())
      out.rows.push_back({name, "", with_unit(first.columns[c]), kThere, {}, {}});
    else if (first.columns[c].unit != second.columns[other].unit)
      out.rows.push_back({name,
                          "",
                          "unit of " + first.columns[c].name,
                          first.columns[c].unit,
                          second.columns[other].unit,
                          {}});
    else
      shared.emplace_back(c, other);
  }
  for (const Column& column : second.columns)
    if (column_of(first, column.name) == first.columns.size())
      out.rows.push_back({name, "", with_unit(column), {}, kThere, {}});
  for (const Match& match : matched(first, second)) {
    if (!match.first || !match.second) {
      out.rows.push_back({name,
                          match.name,
                          "",
                          match.first ? Cell{kThere} : Cell{},
                          match.second ? Cell{kThere} : Cell{},
                          {}});
      continue;
    }
    for (const auto& [c, other] : shared) {
      const Cell &a = (*match.first)[c], &b = (*match.second)[other];
      if (!same(a, b))
        out.rows.push_back({name, match.name, first.columns[c].name, a, b, minus(b, a)});
    }
  }
}

// One column of two tables of one name side by side, every row that stands in both, if any differs.
Table side_by_side(const Document& a, const Document& b, const std::string& name,
                   const std::string& column) {
  Table out;
  out.name = "compare_" + name;
  const Table *first = find_table(a, name), *second = find_table(b, name);
  if (!first || !second) return out;
  const std::size_t mine = column_of(*first, column), other = column_of(*second, column);
  if (mine == first->columns.size() || other == second->columns.size()) return out;
  const std::string& unit = first->columns[mine].unit;
  std::vector<std::size_t> words;
  for (std::size_t c = 0; c < first->columns.size(); ++c)
    if (is_key(first->columns[c].name) || first->columns[c].name == "name" ||
        first->columns[c].name == "unit") {
      words.push_back(c);
      out.columns.push_back(first->columns[c]);
    }
  out.title = fmt::format("{}: {}", first->title, heading(column));
  for (const char* head : {"first", "second", "difference"}) out.columns.push_back({head, unit});
  bool any = false;
  for (const Match& match : matched(*first, *second)) {
    if (!match.first || !match.second) continue;
    const Cell &x = (*match.first)[mine], &y = (*match.second)[other];
    any = any || !same(x, y);
    Row row;
    for (const std::size_t c : words) row.push_back((*match.first)[c]);
    row.insert(row.end(), {x, y, minus(y, x)});
    out.rows.push_back(std::move(row));
  }
  if (!any) out.rows.clear();
  return out;
}

std::string fact(const Document& document, const std::string& name) {
  for (const auto& [key, cell] : document.facts)
    if (key == name) return text_of(cell);
  return {};
}

template <class Items>
std::string ids(const Items& items) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : ", ") + item.id;
  return out;
}

Table asked(const Document& a, const Document& b) {
  Table out{
      "compare_runs", "What the runs were", "", {{"what", ""}, {"first", ""}, {"second", ""}}, {}};
  const StudyFacts x = a.study.value_or(StudyFacts{}), y = b.study.value_or(StudyFacts{});
  const auto row = [&](const char* what, const std::string& first, const std::string& second) {
    if (first != second) out.rows.push_back({what, first, second});
  };
  row("lode", a.version, b.version);
  row("study", x.title, y.title);
  row("base year", fmt::format("{}", x.base_year), fmt::format("{}", y.base_year));
  row("scenarios", fmt::format("{}", x.scenarios), fmt::format("{}", y.scenarios));
  row("realisations", fmt::format("{}", x.realisations), fmt::format("{}", y.realisations));
  row("seed", fmt::format("{}", x.seed), fmt::format("{}", y.seed));
  row("alternatives", fmt::format("{}", fmt::join(x.alternatives, ", ")),
      fmt::format("{}", fmt::join(y.alternatives, ", ")));
  row("bids", ids(x.bids), ids(y.bids));
  row("deposits", ids(x.deposits), ids(y.deposits));
  row("case (hash)", fact(a, "case_hash"), fact(b, "case_hash"));
  return out;
}

// A value as it was written, and what else was said about it.
Table inputs(const Document& a, const Document& b) {
  Table out{"compare_inputs",
            "What was put in differently",
            "",
            {{"key", ""}, {"unit", ""}, {"of it", ""}, {"first", ""}, {"second", ""}},
            {}};
  const Table *first = find_table(a, "inputs"), *second = find_table(b, "inputs");
  if (!first || !second) return out;
  const std::size_t unit = column_of(*first, "unit"), other_unit = column_of(*second, "unit");
  for (const Match& match : matched(*first, *second)) {
    const Cell of_unit = match.first && unit < first->columns.size() ? (*match.first)[unit]
                         : match.second && other_unit < second->columns.size()
                             ? (*match.second)[other_unit]
                             : Cell{};
    for (const char* column : {"value", "low", "high", "status", "note"}) {
      const std::size_t mine = column_of(*first, column), other = column_of(*second, column);
      const Cell x = match.first && mine < first->columns.size() ? (*match.first)[mine] : Cell{};
      const Cell y =
          match.second && other < second->columns.size() ? (*match.second)[other] : Cell{};
      if (!same(x, y)) out.rows.push_back({match.name, of_unit, column, x, y});
    }
  }
  return out;
}

template <class Items>
bool share_an_id(const Items& a, const Items& b) {
  return std::any_of(a.begin(), a.end(), [&](const auto& x) {
    return std::any_of(b.begin(), b.end(), [&](const auto& y) { return x.id == y.id; });
  });
}

bool of_one_study(const Document& a, const Document& b) {
  if (!a.study || !b.study) return false;
  return a.study->title == b.study->title || share_an_id(a.study->bids, b.study->bids) ||
         share_an_id(a.study->deposits, b.study->deposits);
}

// "price=800 instead of price=prior"; empty: the same readings were chosen.
std::string other_readings(const Document& a, const Document& b) {
  const auto less = [](const std::vector<std::string>& of, const std::vector<std::string>& those) {
    std::vector<std::string> out;
    for (const std::string& one : of)
      if (std::find(those.begin(), those.end(), one) == those.end()) out.push_back(one);
    return fmt::format("{}", fmt::join(out, ", "));
  };
  const StudyFacts x = a.study.value_or(StudyFacts{}), y = b.study.value_or(StudyFacts{});
  const std::string now = less(y.alternatives, x.alternatives),
                    before = less(x.alternatives, y.alternatives);
  if (now.empty() || before.empty()) return now;
  return now + " instead of " + before;
}

// The table of the first page: one of its numbers, NaN where it has none.
double answer(const Table& table, const std::string& what, const std::string& bid,
              const std::string& column) {
  const std::size_t c = column_of(table, column);
  for (const Row& row : table.rows)
    if (c < row.size() && text_of(row[column_of(table, "what")]) == what &&
        text_of(row[column_of(table, "bid")]) == bid)
      if (const double* value = std::get_if<double>(&row[c])) return *value;
  return std::nan("");
}

std::string moved(double before, double after, const char* unit) {
  const std::string x = for_people(std::round(before) + 0.0, "M$"),
                    y = for_people(std::round(after) + 0.0, "M$");
  return x == y ? fmt::format("{} {} as before", y, unit)
                : fmt::format("{} {} instead of {}", y, unit, x);
}

// The bid that is worth most to the host; empty where two are worth the same, in whole millions.
std::string best(const Table& table, const std::vector<BidName>& bids) {
  std::string out;
  double most = -std::numeric_limits<double>::infinity();
  for (const BidName& bid : bids) {
    const double value = std::round(answer(table, "host", bid.id, "expected"));
    if (value == most) out.clear();
    if (value > most) most = value, out = bid.name;
  }
  return out;
}

// What changed from the first run to the second, in the numbers of the first page.
std::string sentence(const Document& a, const Document& b) {
  const Table *first = find_table(a, "answers"), *second = find_table(b, "answers");
  if (!first || !second || !a.study || !b.study) return {};
  std::string out = other_readings(a, b);
  out = out.empty() ? "In the second run" : "With " + out;
  std::vector<BidName> both;
  for (const BidName& bid : a.study->bids)
    if (!std::isnan(answer(*second, "host", bid.id, "expected"))) both.push_back(bid);
  for (const BidName& bid : both) {
    const auto change = [&](const char* what, const char* column, const char* unit) {
      return moved(answer(*first, what, bid.id, column), answer(*second, what, bid.id, column),
                   unit);
    };
    out += fmt::format(
        "{}\"{}\" is worth {} to {} (weighted; if built {}), closes and is built in "
        "{}",
        bid.id == both.front().id ? ", " : "; ", bid.name, change("host", "expected", "M$"),
        b.study->host, change("host", "if_built", "M$"), change("built", "expected", "%"));
  }
  if (both.empty()) return {};
  const std::string was = best(*first, both), is = best(*second, both);
  if (both.size() == 1) return out + ".";
  if (was == is && !is.empty()) return out + fmt::format(": \"{}\" stays ahead.", is);
  const auto ahead = [](const std::string& name) {
    return name.empty() ? "none" : "\"" + name + "\"";
  };
  return out + fmt::format(": {} is ahead, before it was {}.", ahead(is), ahead(was));
}

// How many cells differ by table, in the order of the tables.
std::vector<std::pair<std::string, std::size_t>> counts(const Table& differences) {
  std::vector<std::pair<std::string, std::size_t>> out;
  for (const Row& row : differences.rows) {
    const std::string name = text_of(row[0]);
    if (out.empty() || out.back().first != name) out.emplace_back(name, 0);
    ++out.back().second;
  }
  return out;
}

}  // namespace

bool Comparison::nothing() const {
  return runs.rows.empty() && inputs.rows.empty() && only_in_one.rows.empty() &&
         compare.rows.empty();
}

Comparison compare(const Document& a, const Document& b) {
  Comparison out;
  out.same_study = of_one_study(a, b);
  out.runs = asked(a, b);
  out.inputs = inputs(a, b);
  out.only_in_one = {"compare_tables",
                     "Tables that stand in one run only",
                     "",
                     {{"table", ""}, {"first", ""}, {"second", ""}},
                     {}};
  out.compare = {
      "compare",
      "What differs between the two runs",
      "Rows are matched by what names them: ids, years, orders, places; #2 is the second "
      "row of that name. \"there\": the row or column stands in that run only.",
      {{"table", ""},
       {"row", ""},
       {"column", ""},
       {"first", ""},
       {"second", ""},
       {"difference", ""}},
      {}};
  for (const Table& first : a.tables) {
    const Table* second = find_table(b, first.name);
    if (!second)
      out.only_in_one.rows.push_back({first.name, kThere, {}});
    else
      add_differences(out.compare, first, *second);
  }
  for (const Table& second : b.tables)
    if (!find_table(a, second.name)) out.only_in_one.rows.push_back({second.name, {}, kThere});
  out.answers = side_by_side(a, b, "answers", "expected");
  out.deal = side_by_side(a, b, "deal", "mean");
  out.indicators = side_by_side(a, b, "indicators", "mean");
  out.changed = {"compare_sentence", "What changed", "", {{"sentence", ""}}, {}};
  if (std::string said = sentence(a, b); !out.nothing() && !said.empty())
    out.changed.rows.push_back({std::move(said)});
  return out;
}

std::vector<Table> tables_of(const Comparison& c) {
  std::vector<Table> out;
  for (const Table* table :
       {&c.runs, &c.inputs, &c.only_in_one, &c.answers, &c.deal, &c.indicators})
    if (!table->rows.empty()) out.push_back(*table);
  out.push_back(c.compare);
  if (!c.changed.rows.empty()) out.push_back(c.changed);
  return out;
}

std::string to_text(const Comparison& c, int width) {
  if (c.nothing()) return "no difference in any number or word\n";
  std::string out;
  if (!c.same_study)
    out +=
        "These are runs of two different studies: only what has the same name in both is set "
        "side by side.\n\n";
  for (const Table* table :
       {&c.runs, &c.inputs, &c.only_in_one, &c.answers, &c.deal, &c.indicators})
    if (!table->rows.empty()) out += to_text(*table, width) + "\n";
  if (c.compare.rows.empty()) return out + "no difference in any number or word of the tables\n";
  Table summary{"", "How many cells differ", "", {{"table", ""}, {"cells", ""}}, {}};
  for (const auto& [table, cells] : counts(c.compare))
    summary.rows.push_back({table, static_cast<double>(cells)});
  out += to_text(summary, width) +
         fmt::format("\n{} cells differ in all; --json lists them\n", c.compare.rows.size());
  if (!c.changed.rows.empty()) out += "\n" + paragraph(text_of(c.changed.rows[0][0]), width);
  return out;
}

}  // namespace lode::report
