// A table of results: the one form in which numbers reach people. Terminal, CSV, JSON and the
// pictures of the report are made from the same tables.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace lode::report {

struct Column {
  std::string name;  // snake_case
  std::string unit;  // "M$", "Mt", "%", "" for words
  int more = 0;      // digits that people are shown beyond three significant ones
};

// monostate: missing, with a reason in the table's note.
using Cell = std::variant<std::monostate, double, std::string>;

struct Table {
  std::string name;   // "deal": file name, key in JSON, argument of `lode show`
  std::string title;  // "What each offer is worth"
  std::string note;   // conventions, and why a cell is missing
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

// A table whose rows are made when they are written, for one too long to hold.
struct LongTable {
  Table head;  // no rows
  std::size_t rows = 0;
  std::function<std::vector<Cell>(std::size_t)> row;
};

// The value as people read it: three significant digits at least, thousands separated
// (1,234,567; 12.3; 0.0456), beyond that whole numbers; calendar years (unit "year") stay plain
// (2031). NaN: "-".
std::string for_people(double value, const std::string& unit);

// Every cell as people read it: a column with a unit keeps the decimals of its largest number, so
// that it can be compared down the column; one without (mixed quantities) is written cell by cell.
std::vector<std::vector<std::string>> rows_for_people(const Table& table);

// A column's name as people read it: "standard error", "P90".
std::string heading(const std::string& column);

// Fields as base/csv_text.h writes them, lines ending in \n; header name[unit], or name alone
// without a unit; numbers read back to the same doubles.
std::string to_csv(const Table& table);
// One more line of it.
void append_csv_row(std::string& out, const Table& table, const std::vector<Cell>& row);

// Aligned for a terminal: title, header, rows, note; words left, numbers right. Long words wrap
// inside their column so that the lines keep to `width` where the numbers leave room for it;
// columns for which there is no room follow below in further parts, each of which repeats the first
// columns of words and years.
std::string to_text(const Table& table, int width);

// Words broken at blanks into lines of at most `width` columns.
std::string paragraph(const std::string& text, int width);

}  // namespace lode::report
