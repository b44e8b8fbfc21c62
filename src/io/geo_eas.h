// Geo-EAS files, as GSLIB reads and writes them: a title, the number of variables (in grids
// followed by the number of cells along x, y and z), a name a line, then rows of numbers between
// blanks. Deutsch & Journel (1998), GSLIB, 2nd ed., appendix A.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace lode::io {

struct GeoEas {
  std::string title;
  std::vector<std::string> name;
  std::vector<std::vector<double>> column;  // [variable][row]; NaN: missing
  std::vector<int> line;                    // [row] of the file, from 1; empty when it is written
  std::optional<std::array<int, 3>> cells;  // of a grid: rows are x fastest, then y, then z upward
  std::size_t rows() const { return column.empty() ? 0 : column[0].size(); }
};

// Numbers outside (-1e21, 1e21), GSLIB's trimming limits, and those equal to one of `missing` are
// NaN. Words after the numbers of line 2 are passed over. Throws InputError with every fault: cells
// that are no numbers, rows of another width, a grid with another number of rows than cells.
GeoEas read_geo_eas(const std::filesystem::path& path, const std::vector<double>& missing = {});

// NaN is written as `missing`. Numbers read back to the same doubles. Throws InputError if the file
// cannot be written; LODE_CHECK: columns of different lengths, a name or a title with a line end.
void write_geo_eas(const std::filesystem::path& path, const GeoEas& data, double missing = -999);

}  // namespace lode::io
