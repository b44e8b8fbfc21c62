#include "io/cash_flow_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "base/number.h"
#include "base/range_words.h"
#include "io/faults.h"
#include "io/files.h"
#include "io/printed_table.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

// Is the first column of layout columns that of the periods?
bool names_periods(std::string heading) {
  std::transform(heading.begin(), heading.end(), heading.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return heading == "year" || heading == "years" || heading == "period" || heading == "periods";
}

// May a period from `start_y` to `end_y` be named by the year that begins `years` after the first?
bool lies_in(int years, double start_y, double end_y) {
  return years >= std::floor(start_y + 1e-9) && years < std::ceil(end_y - 1e-9);
}

}  // namespace

CashFlowTables::CashFlowTables(const finance::CashFlowTerms& terms, const StageCase& file,
                               std::vector<Fault>& faults)
    : period_(terms.period), file_(file), faults_(faults) {
  for (const finance::TableFile& table : terms.table) read(table);
}

void CashFlowTables::read(const finance::TableFile& terms) {
  Table table;
  table.terms = &terms;
  table.key = "table." + terms.id;
  const fs::path path = file_.path.parent_path() / terms.file;
  table.file = shown(path);
  try {
    const RowTable file = read_rows(read_text(path), table.file, {terms.dialect, table.key});
    if (terms.layout == finance::Layout::lines)
      read_lines(file.rows, table);
    else
      read_columns(file.rows, table);
    table.decimal = decimal_of(table, file.separator);
  } catch (const InputError& error) {
    table.read = false;
    table.lines.clear();
    for (Fault f : error.faults()) {
      if (f.key.empty()) f.key = table.key + ".file";
      faults_.push_back(std::move(f));
    }
  }
  tables_.emplace(terms.id, std::move(table));
}

char CashFlowTables::decimal_of(const Table& table, char separator) const {
  DecimalSigns signs(table.terms->numbers == finance::TableNumbers::printed);
  if (separator != ',')
    for (const Line& line : table.lines)
      for (const Cell& cell : line.cells) signs.see(cell.text, cell.line);
  std::vector<Fault> faults;
  const char decimal =
      signs.decide({table.terms->dialect, table.key}, separator, table.file, faults);
  if (!faults.empty()) throw InputError(std::move(faults));
  return decimal;
}

std::size_t CashFlowTables::column(const Table& table, const std::vector<std::string>& header,
                                   const std::string& name, const std::string& of) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end())
    throw InputError(Fault{file_.where(table.key + of), table.key + of, name,
                           "is no column of " + table.file + suggestion(name, header)});
  return static_cast<std::size_t>(found - header.begin());
}

void CashFlowTables::read_lines(const std::vector<FileRow>& rows, Table& table) {
  const finance::TableFile& terms = *table.terms;
  const auto& header = rows[0].cells;
  const std::size_t name =
      terms.name_column.empty() ? 0 : column(table, header, terms.name_column, ".name_column");
  std::size_t first = 0;
  if (!terms.first_period.empty())
    first = column(table, header, terms.first_period, ".first_period");
  else
    while (first < header.size() && (first == name || !period_name(header[first]))) ++first;
  if (first == header.size())
    throw InputError(Fault{{table.file, rows[0].line, 0},
                           table.key,
                           {},
                           "no column is named as a period (2026, -3, t0, y1, Yr 1, 2027 Q1); name "
                           "the first in first_period"});
  const std::size_t last = terms.last_period.empty()
                               ? header.size() - 1
                               : column(table, header, terms.last_period, ".last_period");
  if (last < first)
    throw InputError(Fault{file_.where(table.key + ".last_period"), table.key + ".last_period",
                           terms.last_period,
                           fmt::format("stands before the first period, '{}'", header[first])});
  const std::size_t where = terms.where_column.empty()
                                ? header.size()
                                : column(table, header, terms.where_column, ".where_column");
  const auto cells_of = [&](const FileRow& row) {
    std::vector<Cell> cells;
    for (std::size_t i = first; i <= last; ++i)
      cells.push_back({row.line, static_cast<int>(i) + 1, row.cells[i]});
    return cells;
  };
  check_periods(table, cells_of(rows[0]));
  for (std::size_t r = 1; r < rows.size(); ++r)
    if (where == header.size() || rows[r].cells[where] == terms.where)
      table.lines.push_back({rows[r].cells[name], cells_of(rows[r])});
}

void CashFlowTables::read_columns(const std::vector<FileRow>& rows, Table& table) {
  const finance::TableFile& terms = *table.terms;
  const auto& header = rows[0].cells;
  const std::size_t where = terms.where_column.empty()
                                ? header.size()
                                : column(table, header, terms.where_column, ".where_column");
  std::vector<const FileRow*> kept;
  for (std::size_t r = 1; r < rows.size(); ++r)
    if (where == header.size() || rows[r].cells[where] == terms.where) kept.push_back(&rows[r]);
  if (names_periods(header[0])) {
    std::vector<Cell> headings;
    for (const FileRow* row : kept) headings.push_back({row->line, 1, row->cells[0]});
    check_periods(table, headings);
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    Line line{header[i], {}};
    for (const FileRow* row : kept)
      line.cells.push_back({row->line, static_cast<int>(i) + 1, row->cells[i]});
    table.lines.push_back(std::move(line));
  }
}

// A total after the years of a report would be read as one more year.
void CashFlowTables::check_periods(const Table& table, const std::vector<Cell>& headings) {
  if (headings.empty()) return;
  const std::optional<PeriodName> first = period_name(headings[0].text);
  if (!first) return;  // named in first_period
  const std::vector<double>& length_y = period_.length_y;
  const bool lengths =
      std::any_of(length_y.begin(), length_y.end(), [](double y) { return y != 1; });
  PeriodName before = *first;
  double start_y = 0;
  for (std::size_t i = 0; i < headings.size(); ++i) {
    const auto refuse = [&](const std::string& message) {
      heading_fault(table, headings[i], message);
    };
    const std::optional<PeriodName> name = period_name(headings[i].text);
    if (!name)
      return refuse(table.terms->layout == finance::Layout::columns
                        ? std::string("stands in the column of the periods and names none; take "
                                      "the row out, or keep the others by where_column")
                        : fmt::format("stands behind the periods and is not named as one; give "
                                      "last_period = \"{}\", the last period's column",
                                      headings[i - 1].text));
    if (name->part > 0 && length_y.empty())
      return refuse("is a part of a year: give [period] length, 0.25 for each quarter");
    if (i > 0 && !follows(*name, before, lengths))
      return refuse(
          fmt::format("does not follow {}: the periods must rise by one", headings[i - 1].text));
    if (lengths && i < length_y.size() && name->is_year() && first->is_year() &&
        !lies_in(name->number - first->number, start_y, start_y + length_y[i]))
      return refuse(
          fmt::format("is no year of the period of this length, which begins {:g} years "
                      "after the start of {}",
                      start_y, first->number));
    before = *name;
    start_y += i < length_y.size() ? length_y[i] : 1;
  }
  if (first->is_year()) check_first_year(table, headings[0], *first);
}

void CashFlowTables::check_first_year(const Table& table, const Cell& heading,
                                      const PeriodName& first) {
  if (first.part > 1 && period_.label.empty())
    heading_fault(table, heading,
                  "does not begin its year, as the case's first period does: give [period] label, "
                  "and the taxes' years count from this period on");
  if (file_.gives("period.first_year")) {
    if (first.number != period_.first_year)
      heading_fault(
          table, heading,
          fmt::format("is the first period; [period] first_year is {}; they must be the same",
                      period_.first_year));
  } else if (first_year && *first_year != first.number) {
    heading_fault(
        table, heading,
        fmt::format("is the first period; that of [{}] is {}", first_year_of_, *first_year));
  } else {
    first_year = first.number;
    first_year_of_ = table.key;
  }
}

void CashFlowTables::heading_fault(const Table& table, const Cell& at, const std::string& message) {
  faults_.push_back({{table.file, at.line, at.column},
                     table.key,
                     at.text,
                     message + " (the column counts cells)"});
}

CashFlowTables::Found CashFlowTables::find(const std::string& name) const {
  const auto colon = name.find(':');
  const std::string of = colon == std::string::npos ? std::string() : name.substr(0, colon);
  const std::string line = colon == std::string::npos ? name : name.substr(colon + 1);
  Found out;
  std::vector<std::string> known;
  for (const auto& [id, table] : tables_) {
    if (!of.empty() && id != of) continue;
    out.table_known = true;
    out.in_doubt = out.in_doubt || !table.read;
    for (const Line& candidate : table.lines) {
      known.push_back(candidate.name);
      if (candidate.name != line) continue;
      ++out.places;
      out.line = &candidate;
      out.table = &table;
    }
  }
  out.near = suggestion(line, known);
  out.of = of;
  return out;
}

void CashFlowTables::resolve(const std::string& key, Row& row) {
  const auto fault = [&](const std::string& message) {
    faults_.push_back({file_.where(key), key, row.name, message});
  };
  if (tables_.empty()) return fault("names a line, but the case has no [table.NAME]");
  Found found = find(row.name);
  double sign = 1;
  if (found.places == 0 && row.name.starts_with('-')) {
    const std::size_t name = row.name.find_first_not_of(' ', 1);
    found = find(name == std::string::npos ? "" : row.name.substr(name));
    sign = -1;
  }
  if (found.places > 1) return fault("stands in more than one place; write TABLE:LINE");
  if (!found.table_known) return fault(fmt::format("there is no [table.{}]", found.of));
  if (found.line) return read_cells(key, row, *found.line, *found.table, sign);
  if (!found.in_doubt) fault("is no line of the tables" + found.near);
}

void CashFlowTables::read_cells(const std::string& key, Row& row, const Line& line,
                                const Table& table, double sign) {
  const bool printed = table.terms->numbers == finance::TableNumbers::printed;
  std::vector<double> values;
  for (const Cell& cell : line.cells) {
    const auto refuse = [&](const std::string& message) {
      faults_.push_back({{table.file, cell.line, cell.column},
                         key,
                         cell.text,
                         message + " (the column counts cells)"});
    };
    const char decimal = table.decimal;
    std::optional<double> value =
        printed ? printed_number(cell.text, decimal) : finite_number(cell.text, decimal);
    if (cell.text.empty() && table.terms->blank_is_zero) value = 0;
    if (!value)
      refuse(cell.text.empty() ? "is empty; blank_is_zero = true would read 0"
             : !printed && printed_number(cell.text, decimal)
                 ? fmt::format("is no finite number; [{}] numbers = \"printed\" reads it as {:g}",
                               table.key, *printed_number(cell.text, decimal))
                 : no_number(cell.text, decimal));
    const double read = sign * value.value_or(0);
    if (value && (read < row.low || read > row.high))
      refuse(fmt::format("must be {}{}", range_in_words(row.low, row.high),
                         -read >= row.low && -read <= row.high
                             ? "; \"-LINE\" takes a line with the other sign"
                             : ""));
    values.push_back(read * row.factor);
  }
  row.values = std::move(values);
}

}  // namespace lode::io
