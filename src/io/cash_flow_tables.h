// Private to the room: the CSV tables of a cash-flow case, and the rows that name their lines.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "finance/finance.h"
#include "io/csv.h"
#include "io/printed_table.h"
#include "io/stage_case.h"

namespace lode::io {

class CashFlowTables {
 public:
  // Reads every table of the terms; what is wrong goes to `faults`.
  CashFlowTables(const finance::CashFlowTerms& terms, const StageCase& file,
                 std::vector<Fault>& faults);

  // The row's numbers from the line it names. No fault of the row if its table could not be read.
  void resolve(const std::string& key, Row& row);

  // The year in the name of the tables' first period, where [period] gives none.
  std::optional<int> first_year;

 private:
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
    std::string key, file;  // "table.report"
    std::vector<Line> lines;
    char decimal = '.';  // before the decimals of its numbers
    bool read = true;
  };
  using FileRow = RowTable::Row;
  struct Found {
    const Line* line = nullptr;
    const Table* table = nullptr;
    int places = 0;
    std::string of;            // the table that the name names
    bool table_known = false;  // there is one
    bool in_doubt = false;     // a table that may hold it could not be read
    std::string near;          // what may have been meant
  };

  void read(const finance::TableFile& terms);
  // Of the cells of the periods alone.
  char decimal_of(const Table& table, char separator) const;
  void read_lines(const std::vector<FileRow>& rows, Table& table);
  void read_columns(const std::vector<FileRow>& rows, Table& table);
  // Throws InputError, as for a file that cannot be read.
  std::size_t column(const Table& table, const std::vector<std::string>& header,
                     const std::string& name, const std::string& of);
  // The names of the periods: each must be that of a period, and they must follow one another from
  // [period] first_year.
  void check_periods(const Table& table, const std::vector<Cell>& headings);
  void check_first_year(const Table& table, const Cell& heading, const PeriodName& first);
  void heading_fault(const Table& table, const Cell& at, const std::string& message);
  Found find(const std::string& name) const;
  void read_cells(const std::string& key, Row& row, const Line& line, const Table& table,
                  double sign);

  const finance::PeriodTerms& period_;
  const StageCase& file_;
  std::vector<Fault>& faults_;
  std::map<std::string, Table> tables_;
  std::string first_year_of_;  // the table that gave it
};

}  // namespace lode::io
