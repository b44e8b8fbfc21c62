// A table by columns, for the files of estimates: a million rows stay numbers until they are
// written.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/grid.h"
#include "report/report.h"

namespace lode::cli {

// A column of words: "too_few", "indicated".
struct Labels {
  std::string name;
  std::vector<std::string> word;   // of code 0, 1, ...
  std::vector<std::int32_t> code;  // [row]; -1: none
};

struct Columns {
  std::vector<std::string> name;
  std::vector<std::vector<double>> number;  // [column][row], NaN = none
  std::vector<Labels> label;                // after the numbers
  std::vector<std::string> note;

  void add(std::string column, std::vector<double> values);
  void add(std::string column, const std::vector<std::int32_t>& values);
  std::size_t rows() const { return number.empty() ? 0 : number[0].size(); }
};

// Numbers read back to the same doubles; an empty cell is none. Throws InputError if the file
// cannot be written, as the two below.
void write_csv(const Columns& table, const std::filesystem::path& path);
// Words as their codes; `cells` of a whole grid.
void write_geo_eas(const Columns& table, const std::string& title,
                   const std::optional<std::array<int, 3>>& cells,
                   const std::filesystem::path& path);
// From column `first` on, over the whole grid; a cell without a row is NaN, its code -1.
// block: [row] index in the grid; empty: a row each cell.
void write_vti(const Columns& table, std::size_t first, const Grid& grid,
               const std::vector<std::uint32_t>& block, const std::filesystem::path& path);

report::Table table_of(const Columns& columns, const std::string& name, const std::string& title);

}  // namespace lode::cli
