// A table by columns out: CSV, Geo-EAS, blocks for ParaView.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/grid.h"
#include "resource/resource.h"

namespace lode::io {

// Numbers read back to the same doubles; an empty cell is none. Throws InputError if the file
// cannot be written, as the two below.
void write_csv(const std::filesystem::path& path, const resource::Columns& table);
// Words as their codes; `cells` of a whole grid.
void write_geo_eas(const std::filesystem::path& path, const resource::Columns& table,
                   const std::string& title, const std::optional<std::array<int, 3>>& cells);
// From column `first` on, over the whole grid; a cell without a row is NaN, its code -1.
// block: [row] index in the grid; empty: a row each cell.
void write_vti(const std::filesystem::path& path, const resource::Columns& table, std::size_t first,
               const Grid& grid, const std::vector<std::uint32_t>& block);

}  // namespace lode::io
