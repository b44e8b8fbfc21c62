#include "io/cash_flow_case.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "io/faults.h"
#include "io/files.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

struct Cell {
  int line = 0, column = 0;  // column counts cells
  std::string text;
};
struct Line {
  std::string name;
  std::vector<Cell> cells;
};
struct Table {
  const finance::TableFile* terms = nullptr;
  std::string file;
  std::vector<Line> lines;
};

// "2026", "-3", "t0", "y12", "Y1": what the column of a period may be called.
bool names_period(const std::string& text) {
  std::size_t i = 0;
  if (i < text.size() && std::isalpha(static_cast<unsigned char>(text[i]))) ++i;
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
  return i < text.size() && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i), text.end(),
                                        [](unsigned char c) { return std::isdigit(c); });
}

struct FileRow {
  int line = 0;
  std::vector<std::string> cells;
};

std::vector<FileRow> rows_of(const Text& text, const std::string& file) {
  std::vector<FileRow> rows;
  std::vector<Fault> faults;
  int number = 0;
  for (std::size_t start = 0; start < text.bytes.size();) {
    const std::size_t end = std::min(text.bytes.find('\n', start), text.bytes.size());
    std::string line = text.bytes.substr(start, end - start);
    start = end + 1;
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.find_first_not_of(" \t,") == std::string::npos || line[0] == '#') continue;
    if (std::count(line.begin(), line.end(), '"') % 2 != 0)
      faults.push_back({{file, number, 0}, {}, {}, "has a quote that does not close"});
    rows.push_back({number, csv_cells(line)});
    if (rows.back().cells.size() != rows[0].cells.size())
      faults.push_back({{file, number, 0},
                        {},
                        {},
                        fmt::format("has {} cells; the header has {}", rows.back().cells.size(),
                                    rows[0].cells.size())});
  }
  if (rows.size() < 2)
    faults.push_back({{file, 0, 0}, {}, {}, "is empty; a header and rows are needed"});
  if (!faults.empty()) throw InputError(std::move(faults));
  return rows;
}

std::size_t column_of(const std::vector<std::string>& header, const std::string& name) {
  return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

class Tables {
 public:
  Tables(const finance::CashFlowTerms& terms, const StageCase& file, std::vector<Fault>& faults)
      : file_(file), faults_(faults) {
    for (const finance::TableFile& table : terms.table) read(table);
  }

  // The row's numbers from the line it names.
  void resolve(const std::string& key, Row& row) {
    const auto colon = row.name.find(':');
    const std::string table =
        colon == std::string::npos ? std::string() : row.name.substr(0, colon);
    const std::string line = colon == std::string::npos ? row.name : row.name.substr(colon + 1);
    const Line* found = nullptr;
    const Table* in = nullptr;
    std::vector<std::string> known;
    for (const auto& [id, candidate] : tables_) {
      if (!table.empty() && id != table) continue;
      for (const Line& l : candidate.lines) {
        known.push_back(l.name);
        if (l.name != line) continue;
        if (found) return fault(key, row, "stands in more than one place; write TABLE:LINE");
        found = &l;
        in = &candidate;
      }
    }
    if (tables_.empty()) return fault(key, row, "names a line, but the case has no [table.NAME]");
    if (!table.empty() && tables_.find(table) == tables_.end())
      return fault(key, row, fmt::format("there is no [table.{}]", table));
    if (!found) return fault(key, row, "is no line of the tables" + suggestion(line, known));
    read_cells(key, row, *found, *in);
  }

 private:
  void fault(const std::string& key, const Row& row, const std::string& message) {
    faults_.push_back({file_.where(key), key, row.name, message});
  }

  void read_cells(const std::string& key, Row& row, const Line& line, const Table& table) {
    std::vector<double> values;
    for (const Cell& cell : line.cells) {
      double value = 0;
      const char *first = cell.text.data(), *last = first + cell.text.size();
      const auto [end, error] =
          std::from_chars(first + (cell.text.starts_with('+') ? 1 : 0), last, value);
      const bool blank = cell.text.empty() && table.terms->blank_is_zero;
      const auto refuse = [&](const std::string& message) {
        faults_.push_back({{table.file, cell.line, cell.column},
                           key,
                           cell.text,
                           message + " (the column counts cells)"});
      };
      if (!blank && (error != std::errc() || end != last || !std::isfinite(value)))
        refuse(cell.text.empty() ? "is empty; blank_is_zero = true would read 0"
                                 : "is no finite number");
      else if (value < row.low || value > row.high)
        refuse(fmt::format("is outside [{:g}, {:g}]", row.low, row.high));
      values.push_back(value * row.factor);
    }
    row.values = std::move(values);
  }

  void read(const finance::TableFile& terms) {
    const std::string key = "table." + terms.id;
    Table table;
    table.terms = &terms;
    const fs::path path = file_.path.parent_path() / terms.file;
    table.file = shown(path);
    try {
      const auto rows = rows_of(read_text(path), table.file);
      if (terms.layout == finance::Layout::lines)
        lines(key, terms, rows, table);
      else
        columns(rows, table);
    } catch (const InputError& error) {
      for (Fault f : error.faults()) {
        if (f.key.empty()) f.key = key + ".file";
        faults_.push_back(std::move(f));
      }
    }
    tables_.emplace(terms.id, std::move(table));
  }

  void lines(const std::string& key, const finance::TableFile& terms,
             const std::vector<FileRow>& rows, Table& table) {
    const auto& header = rows[0].cells;
    const auto column = [&](const std::string& name, const std::string& of) {
      const std::size_t found = column_of(header, name);
      if (found == header.size())
        faults_.push_back({file_.where(key + of), key + of, name,
                           "is no column of " + table.file + suggestion(name, header)});
      return found;
    };
    const std::size_t name =
        terms.name_column.empty() ? 0 : column(terms.name_column, ".name_column");
    std::size_t first = header.size();
    if (!terms.first_period.empty()) {
      first = column(terms.first_period, ".first_period");
    } else {
      for (std::size_t i = 0; i < header.size() && first == header.size(); ++i)
        if (i != name && names_period(header[i])) first = i;
      if (first == header.size())
        faults_.push_back({{table.file, rows[0].line, 0},
                           key,
                           {},
                           "no column is named as a period (2026, -3, t0, y1); name the first in "
                           "first_period"});
    }
    const std::size_t where =
        terms.where_column.empty() ? header.size() : column(terms.where_column, ".where_column");
    if (name == header.size() || first == header.size()) return;
    for (std::size_t r = 1; r < rows.size(); ++r) {
      if (where < header.size() && rows[r].cells[where] != terms.where) continue;
      Line line{rows[r].cells[name], {}};
      for (std::size_t i = first; i < header.size(); ++i)
        line.cells.push_back({rows[r].line, static_cast<int>(i) + 1, rows[r].cells[i]});
      table.lines.push_back(std::move(line));
    }
  }

  static void columns(const std::vector<FileRow>& rows, Table& table) {
    const finance::TableFile& terms = *table.terms;
    const std::size_t where = terms.where_column.empty()
                                  ? rows[0].cells.size()
                                  : column_of(rows[0].cells, terms.where_column);
    for (std::size_t i = 0; i < rows[0].cells.size(); ++i) {
      Line line{rows[0].cells[i], {}};
      for (std::size_t r = 1; r < rows.size(); ++r)
        if (where >= rows[0].cells.size() || rows[r].cells[where] == terms.where)
          line.cells.push_back({rows[r].line, static_cast<int>(i) + 1, rows[r].cells[i]});
      table.lines.push_back(std::move(line));
    }
  }

  const StageCase& file_;
  std::vector<Fault>& faults_;
  std::map<std::string, Table> tables_;
};

}  // namespace

CashFlowCase read_cash_flow_case(const fs::path& path) {
  CashFlowCase out;
  out.file = read_stage_case(path, [&](Visitor& visit) { describe(visit, out.terms); });
  std::vector<Fault> faults;
  Tables tables(out.terms, out.file, faults);
  finance::each_row(out.terms, [&](const std::string& key, Row& row) {
    if (!row.name.empty()) tables.resolve(key, row);
  });
  const auto place = [&](std::vector<Fault> list) {
    for (Fault& fault : list)
      if (fault.source.file.empty()) fault.source = out.file.where(fault.key);
    return sorted(std::move(list));
  };
  if (!faults.empty()) throw InputError(place(std::move(faults)));
  try {
    finance::make_model(out.terms);
  } catch (const InputError& error) {
    throw InputError(place(error.faults()));
  }
  return out;
}

}  // namespace lode::io
