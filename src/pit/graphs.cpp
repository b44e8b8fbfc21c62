#include "pit/graphs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "base/error.h"

namespace lode::pit {
namespace {

constexpr std::size_t kMostCells = std::numeric_limits<std::int32_t>::max() - 1;

void check(const Grid& grid, const Precedence& p) {
  if (*std::min_element(grid.count.begin(), grid.count.end()) < 0)
    throw InputError("the block model has a negative number of blocks along an axis");
  LODE_CHECK(!p.pattern.empty() && p.pattern.size() < 256);
  for (const auto* marks : {&p.domain, &p.present})
    if (!marks->empty() && marks->size() != grid.size())
      throw InputError(fmt::format("{} {} for a block model of {} blocks", marks->size(),
                                   marks == &p.domain ? "slope domains" : "marks of presence",
                                   grid.size()));
  for (const std::uint8_t domain : p.domain) LODE_CHECK(domain < p.pattern.size());
}

}  // namespace

PaddedGrid::PaddedGrid(const Grid& grid, const Precedence& precedence) : count(grid.count) {
  check(grid, precedence);
  const auto inside = [&](const Offset& offset) {
    return std::abs(offset.dx) < count[0] && std::abs(offset.dy) < count[1] && offset.dz < count[2];
  };
  std::array<int, 3> margin{0, 0, 0};
  for (const Pattern& pattern : precedence.pattern)
    for (const Offset& offset : pattern.offsets) {
      LODE_CHECK(offset.dz > 0);
      if (!inside(offset)) continue;
      margin[0] = std::max(margin[0], std::abs(offset.dx));
      margin[1] = std::max(margin[1], std::abs(offset.dy));
      margin[2] = std::max(margin[2], offset.dz);
    }
  const auto along = [&](std::size_t k, bool with_margin) {
    return static_cast<std::size_t>(count[k] + (with_margin ? margin[k] : 0));
  };
  inner = along(0, true) * along(1, true) * along(2, false);
  size = along(0, true) * along(1, true) * along(2, true);
  if (size >= kMostCells)
    throw InputError("the block model has more than two thousand million blocks");
  row = static_cast<std::int32_t>(along(0, true));
  layer = static_cast<std::int32_t>(along(0, true) * along(1, true));
  first = {0};
  for (const Pattern& pattern : precedence.pattern) {
    for (const Offset& offset : pattern.offsets)
      if (inside(offset)) step.push_back(offset.dx + row * offset.dy + layer * offset.dz);
    first.push_back(step.size());
    if (first.back() - first[first.size() - 2] > std::numeric_limits<std::uint16_t>::max())
      throw InputError("the slope pattern has more than 65535 offsets: fewer benches are needed");
  }
  if (precedence.pattern.size() < 2 || precedence.domain.empty()) return;
  domain.assign(inner, 0);
  for (std::size_t block = 0; block < precedence.domain.size(); ++block)
    domain[static_cast<std::size_t>(cell_of(block))] = precedence.domain[block];
}

std::int32_t PaddedGrid::cell_of(std::size_t block) const {
  const auto nx = static_cast<std::size_t>(count[0]), ny = static_cast<std::size_t>(count[1]);
  return static_cast<std::int32_t>(block % nx) + row * static_cast<std::int32_t>(block / nx % ny) +
         layer * static_cast<std::int32_t>(block / (nx * ny));
}

std::size_t PaddedGrid::block_of(std::int32_t cell) const {
  const std::int32_t z = cell / layer, rest = cell % layer;
  return static_cast<std::size_t>(rest % row) +
         static_cast<std::size_t>(count[0]) *
             (static_cast<std::size_t>(rest / row) +
              static_cast<std::size_t>(count[1]) * static_cast<std::size_t>(z));
}

void PaddedGrid::blocks_of(std::span<const std::int32_t> cells,
                           std::vector<std::int32_t>& blocks) const {
  blocks.clear();
  std::int32_t end = 0, shift = 0;
  for (const std::int32_t cell : cells) {
    if (cell >= end) {
      shift = static_cast<std::int32_t>(block_of(cell)) - cell;
      end = cell - cell % row + row;
    }
    blocks.push_back(cell + shift);
  }
}

std::vector<std::int32_t> PaddedGrid::from_below(std::span<const std::uint8_t> present) const {
  std::vector<std::int32_t> out;
  const std::size_t blocks = static_cast<std::size_t>(count[0]) *
                             static_cast<std::size_t>(count[1]) *
                             static_cast<std::size_t>(count[2]);
  out.reserve(blocks);
  for (std::size_t block = 0; block < blocks; ++block)
    if (present.empty() || present[block]) out.push_back(static_cast<std::int32_t>(block));
  return out;
}

ListedArcs::ListedArcs(const Arcs& listed)
    : arcs(listed), inner(listed.blocks()), size(listed.blocks()) {
  if (size >= kMostCells) throw InputError("more than two thousand million blocks");
  // Ids mostly run along depth already, one way or the other; then no order has to be made.
  if (deepen_by_id(true) || deepen_by_id(false)) return;
  bench_.assign(inner, 0);
  const std::vector<std::int32_t> order = pit::from_below(arcs);
  if (order.size() < inner) return;
  for (std::size_t i = inner; i-- > 0;) {
    std::int32_t& own = bench_[static_cast<std::size_t>(order[i])];
    for (const std::int32_t needed : arcs.needs(order[i])) own = std::min(own, bench(needed) - 1);
  }
}

bool ListedArcs::deepen_by_id(bool rising) {
  bench_.assign(inner, 0);
  const auto blocks = static_cast<std::int32_t>(inner);
  for (std::int32_t i = 0; i < blocks; ++i) {
    const std::int32_t block = rising ? i : blocks - 1 - i;
    std::int32_t own = 0;
    for (const std::int32_t needed : arcs.needs(block)) {
      if ((needed < block) != rising) return false;
      own = std::min(own, bench(needed) - 1);
    }
    bench_[static_cast<std::size_t>(block)] = own;
  }
  return true;
}

// A counting sort by bench.
std::vector<std::int32_t> ListedArcs::from_below(std::span<const std::uint8_t> present) const {
  std::vector<std::size_t> place;
  const auto depth = [&](std::size_t block) { return static_cast<std::size_t>(-bench_[block]); };
  const auto exists = [&](std::size_t block) { return present.empty() || present[block] != 0; };
  for (std::size_t block = 0; block < inner; ++block) {
    if (depth(block) >= place.size()) place.resize(depth(block) + 1, 0);
    place[depth(block)] += exists(block);
  }
  std::size_t end = 0;
  for (std::size_t d = place.size(); d-- > 0;) end = place[d] += end;
  std::vector<std::int32_t> out(end);
  for (std::size_t block = inner; block-- > 0;)
    if (exists(block)) out[--place[depth(block)]] = static_cast<std::int32_t>(block);
  return out;
}

}  // namespace lode::pit
