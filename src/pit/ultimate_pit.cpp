// Memory beside the caller's values: 36 bytes a block times the margins (the pattern's reach on
// each axis), and 17 a block; nested shells 10 more, and some 20 a block that a tree has reached.
// The algorithm stands in pseudoflow.cpp.
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
  void values(std::size_t k, std::span<const std::int32_t> blocks, std::span<std::int64_t> out) {
    values_of_(k, blocks, value_usd_);
    for (std::size_t i = 0; i < blocks.size(); ++i)
      out[i] = value_usd_[static_cast<std::size_t>(blocks[i])];
  }
  // From k - 1, where each was asked for too.
  void rises(std::size_t k, std::span<const std::int32_t> blocks, std::span<std::int64_t> out) {
    for (std::size_t i = 0; i < blocks.size(); ++i)
      out[i] = -value_usd_[static_cast<std::size_t>(blocks[i])];
    values_of_(k, blocks, value_usd_);
    for (std::size_t i = 0; i < blocks.size(); ++i)
      out[i] += value_usd_[static_cast<std::size_t>(blocks[i])];
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
  void values(std::size_t k, std::span<const std::int32_t> blocks, std::span<std::int64_t> out) {
    combine(columns_.multiple[k], blocks, out);
  }
  void rises(std::size_t k, std::span<const std::int32_t> blocks, std::span<std::int64_t> out) {
    const auto [a, b] = columns_.multiple[k];
    const auto [a_before, b_before] = columns_.multiple[k - 1];
    combine({a - a_before, b - b_before}, blocks, out);
  }
  std::int64_t sum(std::size_t k, std::span<const std::int32_t> mined, std::size_t added) {
    for (const std::int32_t block : mined.last(added)) {
      first_ += columns_.first[static_cast<std::size_t>(block)];
      second_ += columns_.second[static_cast<std::size_t>(block)];
    }
    return columns_.multiple[k][0] * first_ - columns_.multiple[k][1] * second_;
  }

 private:
  void combine(std::array<std::int64_t, 2> multiple, std::span<const std::int32_t> blocks,
               std::span<std::int64_t> out) const {
    const auto [a, b] = multiple;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const auto block = static_cast<std::size_t>(blocks[i]);
      out[i] = a * columns_.first[block] - b * columns_.second[block];
    }
  }
  const TwoColumns& columns_;
  std::int64_t first_ = 0, second_ = 0;  // of what is mined
};

// From the lowest values up: what is mined stays mined and leaves the graph, the rest goes on from
// where it stood, and only blocks that a tree has reached, or that bring something at the last
// values, are looked at again.
template <class Values>
class Family {
 public:
  Family(const Grid& grid, std::size_t count, Values values, const Precedence& precedence,
         Shells& shells)
      : values_(std::move(values)), graph_(grid, precedence), solver_(graph_), shells_(shells) {
    start(count - 1, precedence);
    take(0);
    for (std::size_t k = 1; k < count; ++k) {
      rise_to(k);
      take(k);
    }
  }

 private:
  void start(std::size_t last, const Precedence& precedence) {
    const std::vector<std::int32_t> blocks = graph_.from_below(precedence.present);
    std::vector<std::int32_t> cells(blocks.size()), follow;
    for (std::size_t i = 0; i < blocks.size(); ++i)
      cells[i] = graph_.cell_of(static_cast<std::size_t>(blocks[i]));
    std::vector<std::int64_t> value(blocks.size());
    evaluate(last, blocks, value);
    for (std::size_t i = 0; i < blocks.size(); ++i)
      if (value[i] > 0) follow.push_back(cells[i]);
    evaluate(0, blocks, value);
    solver_.solve(std::move(cells), value);
    for (const std::int32_t cell : follow) solver_.follow(cell);
  }

  // What the solver holds lies between what is lost at the first values and gained at the last.
  void evaluate(std::size_t k, std::span<const std::int32_t> blocks,
                std::span<std::int64_t> value) {
    values_.values(k, blocks, value);
    double total = 0;
    for (const std::int64_t each : value) total += std::abs(static_cast<double>(each));
    if (total > 9e18) throw InputError("the block values add up to more than 9e18");
  }

  void rise_to(std::size_t k) {
    solver_.followed(cells_);
    graph_.blocks_of(cells_, blocks_);
    rise_usd_.resize(blocks_.size());
    values_.rises(k, blocks_, rise_usd_);
    solver_.raise(cells_, rise_usd_, [&](std::int32_t cell) {
      const auto block = static_cast<std::int32_t>(graph_.block_of(cell));
      std::int64_t value = 0;
      values_.values(k, {&block, 1}, {&value, 1});
      return value;
    });
  }

  // What the solver mined last is of shell k.
  void take(std::size_t k) {
    for (const std::int32_t cell : solver_.newly_mined()) {
      mined_.push_back(static_cast<std::int32_t>(graph_.block_of(cell)));
      shells_.shell[static_cast<std::size_t>(mined_.back())] = static_cast<std::uint16_t>(k);
    }
    shells_.value_usd.push_back(values_.sum(k, mined_, solver_.newly_mined().size()));
    shells_.blocks.push_back(mined_.size());
  }

  Values values_;
  PaddedGrid graph_;
  Pseudoflow<PaddedGrid> solver_;
  std::vector<std::int32_t> cells_, blocks_, mined_;  // followed; mined
  std::vector<std::int64_t> rise_usd_;                // [index in cells_]
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
