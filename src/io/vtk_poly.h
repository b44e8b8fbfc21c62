// Lines, points and polygons out: VTK XML poly data (.vtp), which ParaView and python3-vtk9 open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/grid.h"

namespace lode::io {

// A named number per cell or per point. NaN = missing (of real numbers).
struct PolyArray {
  std::string name;
  std::variant<std::span<const double>, std::span<const float>, std::span<const std::int32_t>,
               std::span<const std::uint8_t>>
      values;
};

// Each cell is a list of indices of points. Cells are numbered vertices first, then lines, then
// polygons; arrays of cells follow that order.
struct PolyData {
  std::vector<Point> points;
  std::vector<std::vector<std::int32_t>> vertices, lines, polygons;
  std::vector<PolyArray> point_arrays, cell_arrays;
  // A word per cell (the name of its hole); empty: none.
  std::string word_name;
  std::vector<std::string> cell_words;
  std::size_t cells() const { return vertices.size() + lines.size() + polygons.size(); }
};

// Arrays are appended, raw and compressed by zlib; coordinates are doubles. The same bytes for the
// same numbers. Throws InputError if the file cannot be written; an array of a wrong length, two of
// one name or an index outside the points: LODE_CHECK.
void write_vtp(const std::filesystem::path& path, const PolyData& data);

}  // namespace lode::io
