// Memory beside the caller's values: 36 bytes a block times the margins (the pattern's reach on
// each axis), and 17 a block; nested shells 15 more. The algorithm stands in pseudoflow.cpp.
#include "pit/ultimate_pit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

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
  for (std::size_t k = 0; k < value_usd.size(); ++k) {
    if (value_usd[k].size() != grid.size())
      throw InputError(fmt::format("{} block values for a block model of {} blocks",
                                   value_usd[k].size(), grid.size()));
    for (std::size_t block = 0; k > 0 && block < grid.size(); ++block)
      LODE_CHECK(value_usd[k][block] >= value_usd[k - 1][block]);
  }
  return nested_shells(
      grid, value_usd.size(),
      [&](std::size_t k, std::span<const std::int32_t> blocks, std::span<std::int64_t> out) {
        for (const std::int32_t block : blocks)
          out[static_cast<std::size_t>(block)] = value_usd[k][static_cast<std::size_t>(block)];
      },
      precedence);
}

Shells nested_shells(const Grid& grid, std::size_t count, const ValuesOfShell& values_of,
                     const Precedence& precedence) {
  LODE_CHECK(count < 65535);
  Shells shells;
  shells.shell.assign(grid.size(), static_cast<std::uint16_t>(count));
  if (count == 0) return shells;
  std::vector<std::int64_t> value_usd(grid.size());
  std::vector<std::int32_t> blocks(grid.size());
  std::iota(blocks.begin(), blocks.end(), 0);
  values_of(count - 1, blocks, value_usd);
  Pit last = ultimate_pit(grid, value_usd, precedence);
  std::erase_if(blocks, [&](std::int32_t b) { return !last.mined[static_cast<std::size_t>(b)]; });

  std::vector<std::int32_t> mined;
  const auto add = [&](std::size_t k, std::span<const std::int32_t> gained) {
    for (const std::int32_t block : gained)
      shells.shell[static_cast<std::size_t>(block)] = static_cast<std::uint16_t>(k);
    mined.insert(mined.end(), gained.begin(), gained.end());
    std::int64_t value = 0;
    for (const std::int32_t block : mined) value += value_usd[static_cast<std::size_t>(block)];
    shells.value_usd.push_back(value);
    shells.blocks.push_back(mined.size());
  };
  Precedence inside{precedence.pattern, precedence.domain, std::move(last.mined)};
  ClosureSolver solver(grid, inside);
  for (std::size_t k = 0; k + 1 < count; ++k) {
    values_of(k, blocks, value_usd);
    add(k, solver.raise(value_usd));
  }
  values_of(count - 1, blocks, value_usd);
  std::erase_if(blocks,
                [&](std::int32_t b) { return shells.shell[static_cast<std::size_t>(b)] < count; });
  add(count - 1, blocks);
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
