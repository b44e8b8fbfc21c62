// Private to the room: precedence as the solver walks it, from the pattern of a grid or from listed
// arcs. Nodes are cells; what a cell needs is on a higher bench, or on its own if there are rings.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "pit/arcs.h"
#include "pit/slopes.h"

namespace lode::pit {

// What a node needs: base + step of each.
struct Needs {
  std::span<const std::int32_t> step;
  std::int32_t base;
};

// The grid with margins on one side of each axis, so that an offset is one number to add to a cell
// and never needs a test against the border: what leaves the grid lands in a margin. Offsets that
// can never stay inside are left out.
struct PaddedGrid {
  // Throws InputError if the precedence does not fit the grid.
  PaddedGrid(const Grid& grid, const Precedence& precedence);
  // What a block at this cell needs, as numbers to add to the cell.
  std::span<const std::int32_t> steps(std::int32_t cell) const {
    const std::size_t k = domain.empty() ? 0 : domain[static_cast<std::size_t>(cell)];
    return std::span(step).subspan(first[k], first[k + 1] - first[k]);
  }
  Needs needs(std::int32_t cell) const { return {steps(cell), cell}; }
  // Calls f(cell) for each that needs this one; absent cells among them.
  template <class F>
  void for_each_dependent(std::int32_t cell, F&& f) const {
    for (std::size_t k = 0; k + 1 < first.size(); ++k)
      for (std::size_t i = first[k]; i < first[k + 1]; ++i) {
        const std::int32_t below = cell - step[i];
        if (below >= 0 && (domain.empty() || domain[static_cast<std::size_t>(below)] == k))
          f(below);
      }
  }
  std::int32_t cell_of(std::size_t block) const;
  std::size_t block_of(std::int32_t cell) const;
  std::int32_t bench(std::int32_t cell) const { return cell / layer; }
  // block_of() of each; cells in rising order, so that a row's shift is found once.
  void blocks_of(std::span<const std::int32_t> cells, std::vector<std::int32_t>& blocks) const;
  // Blocks bench by bench upward; of `present` [block], if it is not empty, those not 0.
  std::vector<std::int32_t> from_below(std::span<const std::uint8_t> present) const;

  std::array<int, 3> count;          // of the grid
  std::int32_t row = 0, layer = 0;   // cells with margins
  std::size_t inner = 0;             // cells below the top margin
  std::size_t size = 0;              // all cells
  std::vector<std::int32_t> step;    // offsets of all patterns, one after another
  std::vector<std::size_t> first;    // [pattern + 1] where each one's begin
  std::vector<std::uint8_t> domain;  // [inner cell]; empty with one pattern
};

// Listed arcs as a graph: a node is a block. What depends on a block is listed when a restart first
// asks for it.
struct ListedArcs {
  explicit ListedArcs(const Arcs& listed);
  Needs needs(std::int32_t block) const { return {arcs.needs(block), 0}; }
  template <class F>
  void for_each_dependent(std::int32_t block, F&& f) const {
    if (dependents.first.empty()) dependents = reversed(arcs);
    for (const std::int32_t below : dependents.needs(block)) f(below);
  }
  std::int32_t cell_of(std::size_t block) const { return static_cast<std::int32_t>(block); }
  std::size_t block_of(std::int32_t cell) const { return static_cast<std::size_t>(cell); }

  std::vector<std::int32_t> from_below(std::span<const std::uint8_t> present) const;
  // A block's depth below those that need nothing, times -1; all 0 if there are rings.
  std::int32_t bench(std::int32_t block) const { return bench_[static_cast<std::size_t>(block)]; }

  // False if a block needs one that does not come before it in the order of ids (or its reverse).
  bool deepen_by_id(bool rising);

  const Arcs& arcs;
  std::size_t inner, size;
  std::vector<std::int32_t> bench_;  // [block]
  mutable Arcs dependents;
};

}  // namespace lode::pit
