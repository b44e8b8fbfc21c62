// Memory beside the caller's values: 36 bytes a block times the margins (the pattern's reach on
// each axis), and 9 a block; nested shells 5 more. The algorithm stands in pseudoflow.cpp.
#include "pit/ultimate_pit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "pit/pseudoflow.h"

namespace lode::pit {
namespace {

void check(const Grid& grid, std::span<const std::int64_t> value_usd) {
  if (*std::min_element(grid.count.begin(), grid.count.end()) < 0)
    throw InputError("the block model has a negative number of blocks along an axis");
  if (value_usd.size() != grid.size())
    throw InputError(fmt::format("{} block values for a block model of {} blocks", value_usd.size(),
                                 grid.size()));
  double total = 0;
  for (const std::int64_t value : value_usd) total += std::abs(static_cast<double>(value));
  if (total > 9e18) throw InputError("the block values add up to more than 9e18");
}

void check(const Grid& grid, const Precedence& p) {
  LODE_CHECK(!p.pattern.empty() && p.pattern.size() < 256);
  for (const auto* marks : {&p.domain, &p.present})
    if (!marks->empty() && marks->size() != grid.size())
      throw InputError(fmt::format("{} {} for a block model of {} blocks", marks->size(),
                                   marks == &p.domain ? "slope domains" : "marks of presence",
                                   grid.size()));
  for (const std::uint8_t domain : p.domain) LODE_CHECK(domain < p.pattern.size());
}

std::vector<std::int32_t> cells_of(const PaddedGrid& padded, std::size_t blocks,
                                   std::span<const std::uint8_t> present) {
  std::vector<std::int32_t> cells;
  cells.reserve(blocks);
  for (std::size_t block = 0; block < blocks; ++block)
    if (present.empty() || present[block]) cells.push_back(padded.cell_of(block));
  return cells;
}

// Shares out `cells`, whose shells lie in [low, high], by the pit of a value in the middle. A pit
// at a lower value is inside the pit at a higher one (the smallest pits of rising values are
// nested), so what lies in the middle pit needs nothing outside it and is split further alone, and
// so is the rest, for which the middle pit is already gone. Each round of halving works on every
// block once: log2(values) solutions of the whole model instead of one per value.
struct Halving {
  const PaddedGrid& padded;
  const std::vector<std::vector<std::int64_t>>& value_usd;
  Pseudoflow& solver;
  std::vector<std::int32_t>& scratch;
  std::vector<std::uint16_t>& shell;

  void split(std::span<std::int32_t> cells, std::size_t low, std::size_t high) {
    if (cells.empty()) return;
    if (low == high) {
      for (const std::int32_t cell : cells)
        shell[padded.block_of(cell)] = static_cast<std::uint16_t>(low);
      return;
    }
    const std::size_t middle = low + (high - low) / 2;
    solver.solve(cells, value_usd[middle]);
    scratch.clear();
    std::size_t inside = 0;
    for (const std::int32_t cell : cells)
      if (solver.mined(cell))
        cells[inside++] = cell;
      else
        scratch.push_back(cell);
    std::copy(scratch.begin(), scratch.end(), cells.begin() + static_cast<std::ptrdiff_t>(inside));
    split(cells.first(inside), low, middle);
    split(cells.subspan(inside), middle + 1, high);
  }
};

}  // namespace

Pit ultimate_pit(const Grid& grid, std::span<const std::int64_t> value_usd, const Pattern& pattern,
                 std::span<const std::uint8_t> present) {
  return ultimate_pit(grid, value_usd, Precedence{{pattern}, {}, {present.begin(), present.end()}});
}

Pit ultimate_pit(const Grid& grid, std::span<const std::int64_t> value_usd,
                 const Precedence& precedence) {
  check(grid, value_usd);
  check(grid, precedence);
  const PaddedGrid padded(grid, precedence);
  const std::vector<std::int32_t> cells = cells_of(padded, grid.size(), precedence.present);
  Pseudoflow solver(padded);
  Pit pit;
  pit.value_usd = solver.solve(cells, value_usd);
  pit.mined.assign(grid.size(), 0);
  for (const std::int32_t cell : cells)
    if (solver.mined(cell)) {
      pit.mined[padded.block_of(cell)] = 1;
      ++pit.blocks;
    }
  return pit;
}

Shells nested_shells(const Grid& grid, const std::vector<std::vector<std::int64_t>>& value_usd,
                     const Pattern& pattern) {
  return nested_shells(grid, value_usd, Precedence{{pattern}, {}, {}});
}

Shells nested_shells(const Grid& grid, const std::vector<std::vector<std::int64_t>>& value_usd,
                     const Precedence& precedence) {
  check(grid, precedence);
  LODE_CHECK(value_usd.size() < 65535);
  for (std::size_t k = 0; k < value_usd.size(); ++k) {
    check(grid, value_usd[k]);
    if (k == 0) continue;
    for (std::size_t block = 0; block < grid.size(); ++block)
      LODE_CHECK(value_usd[k - 1][block] <= value_usd[k][block]);
  }
  Shells shells;
  shells.shell.assign(grid.size(), static_cast<std::uint16_t>(value_usd.size()));
  const PaddedGrid padded(grid, precedence);
  std::vector<std::int32_t> cells = cells_of(padded, grid.size(), precedence.present), scratch;
  Pseudoflow solver(padded);
  Halving{padded, value_usd, solver, scratch, shells.shell}.split(cells, 0, value_usd.size());
  for (std::size_t k = 0; k < value_usd.size(); ++k) {
    std::int64_t value = 0;
    std::size_t blocks = 0;
    for (std::size_t block = 0; block < grid.size(); ++block)
      if (shells.shell[block] <= k) {
        value += value_usd[k][block];
        ++blocks;
      }
    shells.value_usd.push_back(value);
    shells.blocks.push_back(blocks);
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
