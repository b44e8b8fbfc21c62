// Memory beside the caller's values: 36 bytes a block times the margins (the pattern's reach on
// each axis), and 21 a block; nested shells 6 more. The algorithm stands in pseudoflow.cpp.
#include "pit/ultimate_pit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "pit/pseudoflow.h"

namespace lode::pit {
Pit ultimate_pit(const Grid& grid, std::span<const std::int64_t> value_usd, const Pattern& pattern,
                 std::span<const std::uint8_t> present) {
  return ultimate_pit(grid, value_usd, Precedence{{pattern}, {}, {present.begin(), present.end()}});
}

Pit ultimate_pit(const Grid& grid, std::span<const std::int64_t> value_usd,
                 const Precedence& precedence) {
  return ClosureSolver(grid, precedence).solve(value_usd);
}

Shells nested_shells(const Grid& grid, const std::vector<std::vector<std::int64_t>>& value_usd,
                     const Pattern& pattern) {
  return nested_shells(grid, value_usd, Precedence{{pattern}, {}, {}});
}

Shells nested_shells(const Grid& grid, const std::vector<std::vector<std::int64_t>>& value_usd,
                     const Precedence& precedence) {
  return nested_shells(
      grid, value_usd.size(),
      [&](std::size_t k) { return std::span<const std::int64_t>(value_usd[k]); }, precedence);
}

Shells nested_shells(const Grid& grid, std::size_t count, const ValuesOfShell& values_of,
                     const Precedence& precedence) {
  LODE_CHECK(count < 65535);
  ClosureSolver solver(grid, precedence);
  Shells shells;
  shells.shell.assign(grid.size(), static_cast<std::uint16_t>(count));
  std::vector<std::int32_t> mined;
  for (std::size_t k = 0; k < count; ++k) {
    const std::span<const std::int64_t> value_usd = values_of(k);
    for (const std::int32_t block : solver.raise(value_usd)) {
      shells.shell[static_cast<std::size_t>(block)] = static_cast<std::uint16_t>(k);
      mined.push_back(block);
    }
    std::int64_t value = 0;
    for (const std::int32_t block : mined) value += value_usd[static_cast<std::size_t>(block)];
    shells.value_usd.push_back(value);
    shells.blocks.push_back(mined.size());
  }
  return shells;
}

std::size_t blocks_on_edge(const Grid& grid, const std::vector<std::uint8_t>& mined) {
  if (mined.size() != grid.size())
    throw InputError(
        fmt::format("{} mined marks for a block model of {} blocks", mined.size(), grid.size()));
  std::size_t count = 0;
  for (std::size_t block = 0; block < mined.size(); ++block) {
    if (!mined[block]) continue;
    const auto cell = grid.cell_of(block);
    count += cell[0] == 0 || cell[0] == grid.count[0] - 1 || cell[1] == 0 ||
             cell[1] == grid.count[1] - 1;
  }
  return count;
}

}  // namespace lode::pit
