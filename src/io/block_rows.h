// Rows of a block model's file -> the blocks of a regular grid.
#pragma once

#include <cstdint>
#include <vector>

#include "base/grid.h"
#include "io/points.h"

namespace lode::io {

// The grid whose block centres the rows are. Rows in the order of a grid, all there (as `lode
// krige` writes them), may be those of a turned grid; in any other order, and with blocks left out,
// the grid stands straight. Throws InputError where they are neither, or where an axis has one
// block only: then the size of a block is not known.
Grid grid_of_rows(const Points& rows);

// [row] its block. A centre may be off by a thousandth of a block's side. Throws InputError with
// the lines of the first rows that are no block's centre or that share one.
std::vector<std::uint32_t> blocks_of_rows(const Points& rows, const Grid& grid);

}  // namespace lode::io
