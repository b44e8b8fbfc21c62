// Geo-EAS files, as GSLIB reads and writes them: a title, the number of variables (in grids
// followed by the number of cells along x, y and z), a name a line, then rows of numbers between
// blanks. Deutsch & Journel (1998), GSLIB, 2nd ed., appendix A.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "io/csv.h"

namespace lode::io {

// The cells of the asked variables as text, found by name. Words after the numbers of line 2 are
// skipped. Its faults of format are collected: a file that ends before its names, variables missing
// or named twice, rows of another width (not among the rows), a grid with another number of rows
// than cells. In a file that Lode wrote, the code for missing values stated in its title is an
// empty cell.
CellTable read_geo_eas_cells(Text text, const std::string& file,
                             const std::vector<Asked>& variables);

struct GeoEas {
  std::string title;
  std::vector<std::string> name;
  std::vector<std::vector<double>> column;  // [variable][row]; NaN: missing
  std::optional<std::array<int, 3>> cells;  // of a grid: rows are x fastest, then y, then z upward
  std::size_t rows() const { return column.empty() ? 0 : column[0].size(); }
};

// NaN is written as -999, or -9999 and so on where that is a number of the data; the title states
// the code, "Composites (Lode: missing is -999)", for the reader. Numbers read back to the same
// doubles. Line ends in the title and the names become blanks. Throws InputError if the file cannot
// be written; LODE_CHECK: columns of different lengths.
void write_geo_eas(const std::filesystem::path& path, const GeoEas& data);

}  // namespace lode::io
