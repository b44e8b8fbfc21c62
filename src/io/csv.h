// CSV files in, in one dialect for every reader:
//   separator  , ; or tab: given, or the one under which the header holds the asked columns
//   decimals   a point; a comma where the separator is another: given, or found in the numbers;
//              where two readings fit ("1,500" alone) a fault says what to write
//   quotes     as in RFC 4180, with separators, "" and line ends inside
//   lines      end with LF, CRLF or CR; blank ones and those that begin with # are skipped
//   cells      without the blanks around them and the apostrophe of base/csv_text.h
//   header     a column asked as `estimate` may be written `estimate[%]`
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/dialect.h"
#include "base/error.h"
#include "io/files.h"

namespace lode::io {

struct CsvForm {
  Dialect dialect;
  std::string key;       // table of the case that may hold `separator` and `decimal`; empty: none
  bool comments = true;  // false: below the header a # begins a cell like any other letter
  std::string before{};  // begins both keys where they stand above the first table, with key empty
};

struct Asked {
  std::string name;
  bool number = true;  // false: any text
};
std::vector<Asked> numbers_of(const std::vector<std::string>& names);

struct RaggedRow {
  int line = 0;
  std::size_t cells = 0, header = 0;
};

// What the cells of a table point into.
struct TableStorage {
  Text text;
  std::deque<std::string> unquoted;  // cells in which "" stood for a quote
};

// A table as the text of its cells, columns found by name. Its faults of format are collected:
// columns missing or named twice, a quote that does not close, decimals that can be read in two
// ways.
struct CellTable {
  std::vector<std::string> names;                      // [asked column] as the file writes it
  std::vector<int> place;                              // [asked column] in the file, from 1
  std::vector<std::vector<std::string_view>> columns;  // [asked column][row]
  std::vector<int> lines;                              // [row] of the file
  std::vector<RaggedRow> ragged;                       // rows that are not above
  const char* ragged_text = "has {} cells; the header has {}";
  char decimal = '.';
  std::vector<Fault> faults;
  std::vector<std::string> notes;  // the text's, and rows that were skipped
  std::shared_ptr<const TableStorage> storage;

  std::optional<double> number(std::size_t column, std::size_t row) const;
  Source at(const std::string& file, std::size_t column, std::size_t row) const;
  // The faults with the ragged rows among them.
  std::vector<Fault> all_faults(const std::string& file) const;
};
CellTable read_cells(Text text, const std::string& file, const std::vector<Asked>& columns,
                     const CsvForm& form = {});

// The place of each asked column among the names; faults if one is missing or stands twice in
// `whole` ("the header"). A name matches as it is, or else without the [unit] behind it.
std::vector<std::size_t> find_columns(const std::vector<std::string>& names,
                                      const std::vector<Asked>& columns, const Source& at,
                                      const std::string& whole, std::vector<Fault>& faults);

// All of a CSV, for a reader that has its own names for columns: rows with the header first.
// Throws InputError: no header, rows of another width, a quote that does not close.
struct RowTable {
  struct Row {
    int line = 0;
    std::vector<std::string> cells;
  };
  std::vector<Row> rows;
  char separator = ',';
  bool comments = false;  // lines were skipped as such
};
RowTable read_rows(Text text, const std::string& file, const CsvForm& form = {});

// The decimal sign of the numbers of a file: what each cell indicates, and the answer once all
// cells were read.
class DecimalSigns {
 public:
  // `printed`: numbers as a report prints them, thousands separated by the other sign.
  explicit DecimalSigns(bool printed = false) : printed_(printed) {}
  void see(std::string_view cell, int line);
  // '.' or ',', given or found; where it is not certain, '.' and a fault in `faults`.
  char decide(const CsvForm& form, char separator, const std::string& file,
              std::vector<Fault>& faults) const;

 private:
  struct Witness {
    int line = 0;  // 0: none
    std::string cell;
  };
  bool printed_;
  Witness point_, comma_, either_;
};

// "is no finite number", with what may have been meant.
std::string no_number(std::string_view cell, char decimal);

// A CSV of numbers with a header. Throws InputError with every fault and its line; an empty cell,
// NA and its kin are "missing".
struct NumberTable {
  std::vector<std::vector<double>> columns;  // [asked column][row]
  std::vector<int> lines;                    // [row] of the file
  std::vector<std::string> notes;
};
NumberTable read_numbers(Text text, const std::string& file,
                         const std::vector<std::string>& columns, const CsvForm& form = {});

}  // namespace lode::io
