// Memory beside the caller's values: 36 bytes a block times the margins (the pattern's reach on
// each axis), and 17 a block; nested shells 10 more, and 44 a block of the
// largest pit. The algorithm stands in pseudoflow.cpp.
#include "pit/ultimate_pit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

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

namespace {

// Values that a function writes.
class Written {
 public:
  Written(const ValuesOfShell& values_of, std::size_t blocks)
      : values_of_(values_of), value_usd_(blocks) {}
  void values(std::size_t k, std::span<const std::int32_t> blocks, std::vector<std::int64_t>& out) {
    values_of_(k, blocks, value_usd_);
    for (std::size_t i = 0; i < blocks.size(); ++i)
      out[i] = value_usd_[static_cast<std::size_t>(blocks[i])];
  }
  std::int64_t sum(std::size_t k, std::span<const std::int32_t> mined, std::size_t /*added*/) {
    values_of_(k, mined, value_usd_);
    std::int64_t value = 0;
    for (const std::int32_t block : mined) value += value_usd_[static_cast<std::size_t>(block)];
    return value;
  }

 private:
  const ValuesOfShell& values_of_;
  std::vector<std::int64_t> value_usd_;  // [block]
};

// Sums of linear values need the new blocks alone.
class Multiplied {
 public:
  explicit Multiplied(const TwoColumns& columns) : columns_(columns) {}
  void values(std::size_t k, std::span<const std::int32_t> blocks, std::vector<std::int64_t>& out) {
    const auto [a, b] = columns_.multiple[k];
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const auto block = static_cast<std::size_t>(blocks[i]);
      out[i] = a * columns_.first[block] - b * columns_.second[block];
    }
  }
  std::int64_t sum(std::size_t k, std::span<const std::int32_t> mined, std::size_t added) {
    for (const std::int32_t block : mined.last(added)) {
      first_ += columns_.first[static_cast<std::size_t>(block)];
      second_ += columns_.second[static_cast<std::size_t>(block)];
    }
    return columns_.multiple[k][0] * first_ - columns_.multiple[k][1] * second_;
  }

 private:
  const TwoColumns& columns_;
  std::int64_t first_ = 0, second_ = 0;  // of what is mined
};

// The last and largest pit first; then, among its blocks alone, from the lowest values up: what is
// mined stays mined and leaves the graph, and the rest goes on from where it stood.
template <class Values>
class Family {
 public:
  Family(const Grid& grid, std::size_t count, Values values, const Precedence& precedence,
         Shells& shells)
      : values_(std::move(values)), graph_(grid, precedence), solver_(graph_), shells_(shells) {
    std::vector<std::int32_t> open = graph_.from_below(precedence.present);
    solve(count - 1, open);
    take(count - 1);
    open = std::exchange(mined_, {});
    std::vector<std::int64_t> value = solve(0, open), next;
    for (std::size_t k = 0;;) {
      const std::size_t added = take(k);
      shells_.value_usd.push_back(values_.sum(k, mined_, added));
      shells_.blocks.push_back(mined_.size());
      if (++k == count) break;
      drop_mined(k, open, value);
      values_at(k, open, next);
      solver_.raise(value, next);
      std::swap(value, next);
    }
  }

 private:
  std::uint16_t& shell_of(std::int32_t block) {
    return shells_.shell[static_cast<std::size_t>(block)];
  }

  // The values of the blocks at k, in their order.
  void values_at(std::size_t k, std::span<const std::int32_t> blocks,
                 std::vector<std::int64_t>& value) {
    value.resize(blocks.size());
    values_.values(k, blocks, value);
    double total = 0;
    for (const std::int64_t each : value) total += std::abs(static_cast<double>(each));
    if (total > 9e18) throw InputError("the block values add up to more than 9e18");
  }

  std::vector<std::int64_t> solve(std::size_t k, std::span<const std::int32_t> blocks) {
    std::vector<std::int64_t> value;
    values_at(k, blocks, value);
    std::vector<std::int32_t> cells;
    cells.reserve(blocks.size());
    for (const std::int32_t block : blocks)
      cells.push_back(graph_.cell_of(static_cast<std::size_t>(block)));
    solver_.solve(std::move(cells), value);
    return value;
  }

  // What the solver mined last is of shell k; how many blocks that is.
  std::size_t take(std::size_t k) {
    for (const std::int32_t cell : solver_.newly_mined()) {
      mined_.push_back(static_cast<std::int32_t>(graph_.block_of(cell)));
      shell_of(mined_.back()) = static_cast<std::uint16_t>(k);
    }
    const std::size_t added = solver_.newly_mined().size();
    std::sort(mined_.end() - static_cast<std::ptrdiff_t>(added), mined_.end());
    return added;
  }

  // Blocks of shells below k, which the solver drops too.
  void drop_mined(std::size_t k, std::vector<std::int32_t>& open,
                  std::vector<std::int64_t>& value) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (shell_of(open[i]) < k) continue;
      open[kept] = open[i];
      value[kept++] = value[i];
    }
    open.resize(kept), value.resize(kept);
    solver_.drop_mined();
  }

  Values values_;
  PaddedGrid graph_;
  Pseudoflow<PaddedGrid> solver_;
  std::vector<std::int32_t> mined_;
  Shells& shells_;
};

template <class Values>
Shells shells_of(const Grid& grid, std::size_t count, Values values, const Precedence& precedence) {
  LODE_CHECK(count < 65535);
  Shells shells;
  shells.shell.assign(grid.size(), static_cast<std::uint16_t>(count));
  if (count > 0) Family<Values>(grid, count, std::move(values), precedence, shells);
  return shells;
}

}  // namespace

Shells nested_shells(const Grid& grid, std::size_t count, const ValuesOfShell& values_of,
                     const Precedence& precedence) {
  return shells_of(grid, count, Written(values_of, grid.size()), precedence);
}

Shells nested_shells(const Grid& grid, const TwoColumns& columns, const Precedence& precedence) {
  LODE_CHECK(columns.first.size() == grid.size() && columns.second.size() == grid.size());
  return shells_of(grid, columns.multiple.size(), Multiplied(columns), precedence);
}

EdgeBlocks edge_blocks(const Grid& grid, const std::vector<std::uint8_t>& mined) {
  if (mined.size() != grid.size())
    throw InputError(
        fmt::format("{} mined marks for a block model of {} blocks", mined.size(), grid.size()));
  EdgeBlocks out;
  for (std::size_t block = 0; block < mined.size(); ++block) {
    if (!mined[block]) continue;
    const auto cell = grid.cell_of(block);
    const bool low_x = cell[0] == 0, high_x = cell[0] == grid.count[0] - 1;
    const bool low_y = cell[1] == 0, high_y = cell[1] == grid.count[1] - 1;
    out.low_x += low_x, out.high_x += high_x, out.low_y += low_y, out.high_y += high_y;
    out.on_sides += low_x || high_x || low_y || high_y;
    out.floor += cell[2] == 0;
  }
  return out;
}

std::size_t blocks_on_edge(const Grid& grid, const std::vector<std::uint8_t>& mined) {
  return edge_blocks(grid, mined).on_sides;
}

}  // namespace lode::pit
