// Private to the room: the largest closure by pseudoflow, Hochbaum (2008), precedence from the
// pattern of a grid or from listed arcs.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
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

  std::array<int, 3> count;                // of the grid
  std::int32_t row = 0, layer = 0;         // cells with margins
  std::size_t inner = 0;                   // cells below the top margin
  std::size_t size = 0;                    // all cells
  static constexpr bool kBottomUp = true;  // what a cell needs has a larger number
  std::vector<std::int32_t> step;          // offsets of all patterns, one after another
  std::vector<std::size_t> first;          // [pattern + 1] where each one's begin
  std::vector<std::uint8_t> domain;        // [inner cell]; empty with one pattern
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

  static constexpr bool kBottomUp = false;
  const Arcs& arcs;
  std::size_t inner, size;
  mutable Arcs dependents;
};

// Finds largest closures under the same precedence, one after another. Keeps its memory: 32 bytes
// per inner cell (touched only for the cells of a set) and 4 per cell.
template <class Graph>
class Pseudoflow {
 public:
  explicit Pseudoflow(const Graph& graph);

  // The smallest of the largest closures of `cells` (ascending); all others are absent: neither
  // mined nor needed.
  //   value_usd  [block]
  void solve(std::span<const std::int32_t> cells, std::span<const std::int64_t> value_usd);
  // The same for the cells of the last call and other values, from the forest that it left.
  void solve_again(std::span<const std::int64_t> value_usd);
  // The same where no value is lower than at the last call: what was mined stays so.
  void raise(std::span<const std::int64_t> from_usd, std::span<const std::int64_t> to_usd);

  bool mined(std::int32_t cell) const;
  // What the last call added to the closure.
  std::span<const std::int32_t> newly_mined() const { return fresh_; }
  // Largest closure's value = the excess left at roots: no closure is worth more.
  std::int64_t bound() const;
  // f(from, to, amount) for each arc of the forest: `from` needs `to`.
  template <class F>
  void for_each_flow(F&& f) const {
    for (const std::int32_t cell : cells_) {
      const Node& here = node_[static_cast<std::size_t>(cell)];
      if (here.parent < 0 || here.amount == 0) continue;
      if (here.upward)
        f(cell, here.parent, here.amount);
      else
        f(here.parent, cell, here.amount);
    }
  }

 private:
  // One block in the normalised forest. Every tree has one root; only roots hold excess; a tree is
  // strong if its root's excess is above 0.
  struct Node {
    std::int64_t amount;  // root: excess (or deficit if negative); else flow on the arc between it
                          // and its parent
    std::int32_t parent;  // -1 = root
    std::int32_t child, next, previous;  // first child; siblings; `next` of a root links its bucket
    std::int32_t scan;                   // next child to visit
    std::uint32_t offset : 31;           // first need not yet ruled out at the node's label
    std::uint32_t upward : 1;  // the arc to the parent is node -> parent (parent must be mined
                               // first), else parent -> node
  };
  static_assert(sizeof(Node) == 32);

  void clear();
  void find_free();
  void fill_buckets();
  void run();
  void settle();
  void replant(std::span<const std::int64_t> value_usd);
  void label_exactly();
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
  void make_room(std::size_t label);
  void relabel(std::int32_t node);
  void lift(std::int32_t root);
  void retire(std::int32_t root);

  Node& at(std::int32_t node) { return node_[static_cast<std::size_t>(node)]; }
  const Node& at(std::int32_t node) const { return node_[static_cast<std::size_t>(node)]; }
  std::int32_t& label_of(std::int32_t node) { return label_[static_cast<std::size_t>(node)]; }

  const Graph& graph_;
  std::vector<std::int32_t> label_;              // [cell]
  std::unique_ptr<Node[]> node_;                 // [inner cell]
  std::vector<std::int32_t> bucket_, labelled_;  // [label] first strong root; nodes of that label
  std::vector<std::int32_t> stack_, cells_, fresh_;
  std::int32_t highest_ = 0;
};

}  // namespace lode::pit
