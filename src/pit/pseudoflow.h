// Private to the room: the largest closure on a grid by pseudoflow, Hochbaum (2008), precedence
// from the pattern.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "pit/slopes.h"

namespace lode::pit {

// The grid with margins on one side of each axis, so that an offset is one number to add to a cell
// and never needs a test against the border: what leaves the grid lands in a margin. Offsets that
// can never stay inside are left out.
struct PaddedGrid {
  PaddedGrid(const Grid& grid, const Precedence& precedence);
  // What a block at this cell needs, as numbers to add to the cell.
  std::span<const std::int32_t> steps(std::int32_t cell) const {
    const std::size_t k = domain.empty() ? 0 : domain[static_cast<std::size_t>(cell)];
    return std::span(step).subspan(first[k], first[k + 1] - first[k]);
  }
  std::int32_t cell_of(std::size_t block) const;
  std::size_t block_of(std::int32_t cell) const;

  std::array<int, 3> count;          // of the grid
  std::int32_t row = 0, layer = 0;   // cells with margins
  std::size_t inner = 0;             // cells below the top margin
  std::size_t size = 0;              // all cells
  std::vector<std::int32_t> step;    // offsets of all patterns, one after another
  std::vector<std::size_t> first;    // [pattern + 1] where each one's begin
  std::vector<std::uint8_t> domain;  // [inner cell]; empty with one pattern
};

// Finds largest closures on the same grid, one after another, each on its own set of cells. Keeps
// its memory: 32 bytes per inner cell (touched only for the cells of a set) and 4 per cell.
class Pseudoflow {
 public:
  explicit Pseudoflow(const PaddedGrid& grid);

  // The smallest of the largest closures of `cells` (ascending); all others are absent: neither
  // mined nor needed.
  //   value_usd  [block] of the grid
  // Afterwards mined() answers for `cells` until the next call. Returns the closure's value.
  std::int64_t solve(std::span<const std::int32_t> cells, std::span<const std::int64_t> value_usd);
  bool mined(std::int32_t cell) const;

 private:
  // One block in the normalised forest. Every tree has one root; only roots hold excess; a tree is
  // strong if its root's excess is above 0.
  struct Node {
    std::int64_t amount;  // root: excess (or deficit if negative); else flow on the arc between it
                          // and its parent
    std::int32_t parent;  // -1 = root
    std::int32_t child, next, previous;  // first child; siblings; `next` of a root links its bucket
    std::int32_t scan;                   // next child to visit
    std::uint16_t offset;                // first offset not yet ruled out at the node's label
    bool upward;  // the arc to the parent is node -> parent (parent must be mined first), else
                  // parent -> node
  };

  void start(std::span<const std::int32_t> cells, std::span<const std::int64_t> value_usd);
  std::int32_t next_strong_root();
  void process(std::int32_t root);
  std::int32_t find_weak(std::int32_t node);
  void skip_higher_children(std::int32_t node);
  std::int64_t merge(std::int32_t root, std::int32_t strong, std::int32_t weak);
  void push(std::int32_t from, std::int64_t excess);
  void attach(std::int32_t parent, std::int32_t child);
  void detach(std::int32_t child);
  void put(std::int32_t root);
  std::int32_t take(std::int32_t label);
  void relabel(std::int32_t node);
  void retire(std::int32_t root);
  std::int64_t mark_mined(std::span<const std::int32_t> cells,
                          std::span<const std::int64_t> value_usd);

  const PaddedGrid& grid_;
  std::vector<std::int32_t> label_;              // [cell]
  std::unique_ptr<Node[]> node_;                 // [inner cell]
  std::vector<std::int32_t> bucket_, labelled_;  // [label] first strong root; nodes of that label
  std::vector<std::int32_t> stack_, previous_;   // previous_: the cells of the last call
  std::int32_t highest_ = 0;
};

}  // namespace lode::pit
