// Files as bytes, with the faults that bytes can have.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace lode::io {

struct Text {
  std::string bytes;               // UTF-8, without a byte-order mark
  std::vector<std::string> notes;  // "case.toml: a UTF-8 byte-order mark was skipped"
};

// Throws InputError: missing, a link to nothing, no regular file, unreadable, larger than 100 MB,
// UTF-16 or UTF-32, not UTF-8 or a zero byte (with the line).
Text read_text(const std::filesystem::path& path);

// A CSV with a header as the text of its cells. Columns are found by name; '#' starts a comment
// line. The faults of its form are gathered: missing and doubled columns, ragged rows, quotes that
// do not close; a row at fault is not among the rows.
struct CellTable {
  std::vector<std::vector<std::string>> columns;  // [asked column][row]
  std::vector<int> place;                         // [asked column] in the file, from 1
  std::vector<int> lines;                         // [row] of the file
  std::vector<Fault> faults;
};
CellTable read_cells(const Text& text, const std::string& file,
                     const std::vector<std::string>& columns);

// The place of each asked column among the names; faults if one is missing or stands twice in
// `whole` ("the header").
std::vector<std::size_t> find_columns(const std::vector<std::string>& names,
                                      const std::vector<std::string>& columns, const Source& at,
                                      const std::string& whole, std::vector<Fault>& faults);

// The names in the header; throws InputError if the file is empty.
std::vector<std::string> read_header(const Text& text, const std::string& file);

// The whole of a cell as a number, if it is a finite one.
std::optional<double> finite_number(const std::string& cell);

// A CSV of numbers with a header. Columns are found by name; '#' starts a comment line.
// Throws InputError with every bad cell's line and column, missing and doubled columns, ragged
// rows, quotes that do not close.
struct NumberTable {
  std::vector<std::vector<double>> columns;  // [asked column][row]
  std::vector<int> lines;                    // [row] of the file
};
NumberTable read_numbers(const Text& text, const std::string& file,
                         const std::vector<std::string>& columns);

// The cells of one line of a CSV, without the blanks around them; quotes as in RFC 4180.
std::vector<std::string> csv_cells(const std::string& line);

// The path as a person would name it: relative to the working directory where that is shorter.
std::string shown(const std::filesystem::path& path);

}  // namespace lode::io
