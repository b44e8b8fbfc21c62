// Block models out: VTK XML image data (.vti), which ParaView and python3-vtk9 open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/grid.h"

namespace lode::io {

// A named number per block, x fastest, then y, then z upward. NaN = missing (of real numbers).
struct CellArray {
  std::string name;
  std::variant<std::span<const double>, std::span<const float>, std::span<const std::int32_t>,
               std::span<const std::uint8_t>>
      values;  // [block]
};

// Blocks are cells; a turned grid stands in the file's Direction (read by VTK 9.0 and later).
// Arrays are appended, raw and compressed by zlib in blocks of 1 MiB: a category costs some bits a
// block. The same bytes for the same numbers. Throws InputError if the file cannot be written; an
// array of another length than the grid, two of one name or an empty name: LODE_CHECK.
void write_vti(const std::filesystem::path& path, const Grid& grid,
               std::span<const CellArray> arrays);

}  // namespace lode::io
