// Private to the room: the largest closure by pseudoflow, Hochbaum (2008), precedence from the
// pattern of a grid or from listed arcs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "pit/graphs.h"

namespace lode::pit {

// Finds largest closures under the same precedence, one after another. Keeps its memory: 32 bytes
// per inner cell (touched only for the cells of a set), 4 and an eighth per cell.
template <class Graph>
class Pseudoflow {
 public:
  explicit Pseudoflow(const Graph& graph);

  // The smallest of the largest closures of `cells` (bench by bench upward); all others are absent:
  // neither mined nor needed.
  //   value_usd  [index in cells]
  void solve(std::vector<std::int32_t> cells, std::span<const std::int64_t> value_usd);
  // The same for the cells of the last call and other values, from the forest that it left.
  void solve_again(std::span<const std::int64_t> value_usd);
  // The same where no value is lower than at the last call: what was mined stays so. Given are the
  // rises of `cells`: of the cells of the set, or at least of those that followed() lists. A block
  // that is not listed stands alone; its value is asked for when a tree first reaches it, so that
  // what lies far from every pit costs a family nothing.
  //   rise_usd  [index in cells], at least 0 (LODE_CHECK)
  //   value_of  of a cell after the rise; needed where not all cells are given
  using ValueOf = std::function<std::int64_t(std::int32_t cell)>;
  void raise(std::span<const std::int32_t> cells, std::span<const std::int64_t> rise_usd,
             ValueOf value_of = {});
  // For the caller of raise(): lists this cell from now on. To be called, before the first raise,
  // for each whose value will ever be above 0.
  void follow(std::int32_t cell);
  // Cells in trees, and those above, that are not mined; rising.
  void followed(std::vector<std::int32_t>& cells);

  std::span<const std::int32_t> cells() const { return cells_; }

  bool mined(std::int32_t cell) const;
  // What the last call added to the closure.
  std::span<const std::int32_t> newly_mined() const { return fresh_; }
  // Largest closure's value = the excess left at roots: no closure is worth more.
  std::int64_t bound() const;
  // f(from, to, amount) for each arc of the forest: `from` needs `to`.
  template <class F>
  void for_each_flow(F&& f) const {
    for (const std::int32_t cell : cells_) {
      const Arc& here = arc(cell);
      if (here.parent < 0 || here.amount == 0) continue;
      if (here.upward)
        f(cell, here.parent, here.amount);
      else
        f(here.parent, cell, here.amount);
    }
  }

 private:
  // One block in the normalised forest. Every tree has one root; only roots hold excess; a tree is
  // strong if its root's excess is above 0. What a search through a tree reads stands apart from
  // what a push does: both go through memory at random.
  struct Node {
    std::int32_t child, next, previous;  // first child; siblings; `next` of a root links its bucket
    std::uint32_t offset;                // first need not yet ruled out at the node's label
  };
  struct Arc {
    std::int64_t amount;  // root: excess (or deficit if negative); else flow on the arc between it
                          // and its parent
    std::int32_t parent;  // -1 = root
    bool upward;          // the arc to the parent is node -> parent (parent must be mined first),
                          // else parent -> node
  };
  static_assert(sizeof(Node) == 16 && sizeof(Arc) == 16);

  void clear();
  void meet(std::int32_t weak);
  void send_rises(std::vector<std::int32_t> order, std::vector<std::int32_t>& strong);
  void find_free();
  template <class Start>
  void run_by_bench(Start&& start);
  void run();
  void settle();
  void replant(std::span<const std::int64_t> value_usd);
  void retire_unreached();
  std::int32_t next_strong_root();
  void process(std::int32_t root);
  std::int32_t find_weak(std::int32_t node);
  std::int64_t merge(std::int32_t root, std::int32_t strong, std::int32_t weak);
  std::int64_t send(std::int32_t node, std::int64_t excess);
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
  Arc& arc(std::int32_t node) { return arc_[static_cast<std::size_t>(node)]; }
  const Arc& arc(std::int32_t node) const { return arc_[static_cast<std::size_t>(node)]; }
  std::int32_t& label_of(std::int32_t node) { return label_[static_cast<std::size_t>(node)]; }

  const Graph& graph_;
  std::vector<std::int32_t> label_;              // [cell]
  std::unique_ptr<Node[]> node_;                 // [inner cell]
  std::unique_ptr<Arc[]> arc_;                   // [inner cell]
  std::vector<std::int32_t> bucket_, labelled_;  // [label] first strong root; nodes of that label
  std::vector<std::int32_t> stack_, cells_, fresh_;
  std::vector<std::int64_t> rise_;  // [inner cell], 0 between calls; empty before the first raise
  std::vector<std::uint64_t> followed_;  // a bit a cell
  ValueOf value_of_;
  std::int32_t highest_ = 0;
};

}  // namespace lode::pit
