// Pseudoflow, highest label first, Hochbaum (2008), Operations Research 56, 992-1009; data
// structures after Chandran & Hochbaum (2009), with these differences:
//   - A precedence arc has no upper bound, so an arc outside the forest never carries flow and only
//     its forward direction is open: nothing but the pattern is needed to find it. Flow is kept on
//     the arcs that are in a tree, one per node; no arc is ever stored.
//   - Only roots hold excess and only other nodes hold flow, so one number serves both.
//   - Blocks that cost nothing and need only such blocks (air, free ore) are taken out first.
//   - A restart keeps the forest: its flows are summed anew from leaf to root, arcs that cannot
//     carry what they would have to are cut, and labels are what a search from the weak trees
//     finds.
//   - Where values only rise, the forest, its labels and what is mined stay; a rise is a push.
// Memory: 36 bytes per cell of the padded grid, and 4 per block for the set of cells.
// Labels rise; a label is a lower bound on the number of mergers to a block with deficit.
#include "pit/pseudoflow.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "base/error.h"

namespace lode::pit {
namespace {

// Labels below 0 are outside the graph, the two largest are outside the search.
constexpr std::int32_t kAbsent = -1, kFree = -2;
constexpr std::int32_t kRetired = std::numeric_limits<std::int32_t>::max() - 1;
constexpr std::int32_t kMined = std::numeric_limits<std::int32_t>::max();

}  // namespace

PaddedGrid::PaddedGrid(const Grid& grid, const Precedence& precedence) : count(grid.count) {
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
  if (size >= static_cast<std::size_t>(kRetired))
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

ListedArcs::ListedArcs(const Arcs& listed)
    : arcs(listed), inner(listed.blocks()), size(listed.blocks()) {
  if (size >= static_cast<std::size_t>(kRetired))
    throw InputError("more than two thousand million blocks");
}

template <class Graph>
Pseudoflow<Graph>::Pseudoflow(const Graph& graph)
    : graph_(graph),
      label_(graph.size, kAbsent),
      node_(std::make_unique_for_overwrite<Node[]>(graph.inner)),
      bucket_(16, -1),
      labelled_(16, 0) {}

// Every block its own tree: ore strong, label 1; waste weak, label 0.
template <class Graph>
void Pseudoflow<Graph>::solve(std::span<const std::int32_t> cells,
                              std::span<const std::int64_t> value_usd) {
  for (const std::int32_t cell : cells_) label_of(cell) = kAbsent;
  cells_.assign(cells.begin(), cells.end());
  clear();
  for (const std::int32_t cell : cells_) {
    const std::int64_t value = value_usd[graph_.block_of(cell)];
    at(cell) = Node{value, -1, -1, -1, -1, -1, 0, false};
    label_of(cell) = value > 0 ? 1 : 0;
  }
  find_free();
  fill_buckets();
  run();
}

template <class Graph>
void Pseudoflow<Graph>::solve_again(std::span<const std::int64_t> value_usd) {
  clear();
  replant(value_usd);
  find_free();
  label_exactly();
  fill_buckets();
  run();
}

template <class Graph>
void Pseudoflow<Graph>::raise(std::span<const std::int64_t> from_usd,
                              std::span<const std::int64_t> to_usd) {
  fresh_.clear();
  for (const std::int32_t cell : cells_) {
    const std::size_t block = graph_.block_of(cell);
    const std::int64_t rise = to_usd[block] - from_usd[block];
    LODE_CHECK(rise >= 0);
    if (rise == 0) continue;
    std::int32_t& label = label_of(cell);
    if (label == kFree) {
      label = kRetired;
      fresh_.push_back(cell);
    } else if (label != kMined && label != kRetired) {
      push(cell, rise);
    }
  }
  highest_ = static_cast<std::int32_t>(labelled_.size()) - 1;
  run();
}

template <class Graph>
bool Pseudoflow<Graph>::mined(std::int32_t cell) const {
  return label_[static_cast<std::size_t>(cell)] == kMined;
}

template <class Graph>
std::int64_t Pseudoflow<Graph>::bound() const {
  std::int64_t sum = 0;
  for (const std::int32_t cell : cells_)
    if (at(cell).parent < 0 && at(cell).amount > 0) sum += at(cell).amount;
  return sum;
}

template <class Graph>
void Pseudoflow<Graph>::clear() {
  std::fill(bucket_.begin(), bucket_.end(), -1);
  std::fill(labelled_.begin(), labelled_.end(), 0);
  fresh_.clear();
}

// Blocks that cost nothing and need only such blocks. Needs an order; listed arcs go without.
template <class Graph>
void Pseudoflow<Graph>::find_free() {
  if constexpr (!Graph::kBottomUp) return;
  for (std::size_t i = cells_.size(); i-- > 0;) {  // from the top down
    const Node& here = at(cells_[i]);
    if (here.amount < 0 || here.parent >= 0 || here.child >= 0) continue;
    const auto [steps, base] = graph_.needs(cells_[i]);
    const std::int32_t* const from = label_.data() + base;
    if (!std::all_of(steps.begin(), steps.end(), [&](std::int32_t s) { return from[s] < 0; }))
      continue;
    label_of(cells_[i]) = kFree;
    if (here.amount > 0) fresh_.push_back(cells_[i]);
  }
}

// Counts labels and lists strong roots by them.
template <class Graph>
void Pseudoflow<Graph>::fill_buckets() {
  highest_ = 0;
  for (const std::int32_t cell : cells_) {
    const std::int32_t label = label_of(cell);
    if (label < 0 || label >= kRetired) continue;
    make_room(static_cast<std::size_t>(label));
    ++labelled_[static_cast<std::size_t>(label)];
    if (at(cell).parent >= 0 || at(cell).amount <= 0) continue;
    put(cell);
    highest_ = std::max(highest_, label);
  }
}

template <class Graph>
void Pseudoflow<Graph>::run() {
  for (std::int32_t root = next_strong_root(); root >= 0; root = next_strong_root()) process(root);
  settle();
}

// Sums flows and excesses from leaf to root in the trees that the last call left, for new values.
// An arc that would carry nothing upward is cut too: see settle().
template <class Graph>
void Pseudoflow<Graph>::replant(std::span<const std::int64_t> value_usd) {
  std::vector<std::int32_t> order;  // of trees of several blocks; a parent before its children
  for (const std::int32_t cell : cells_) {
    Node& here = at(cell);
    here.amount = value_usd[graph_.block_of(cell)];
    here.offset = 0;
    here.scan = -1;
    if (here.parent >= 0) continue;
    here.next = -1;
    label_of(cell) = here.amount > 0 ? 1 : 0;
    if (here.child >= 0) order.push_back(cell);
  }
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::int32_t c = at(order[i]).child; c >= 0; c = at(c).next) order.push_back(c);
  for (std::size_t i = order.size(); i-- > 0;) {
    Node& here = at(order[i]);
    if (here.parent < 0) continue;
    if (here.upward ? here.amount > 0 : here.amount <= 0) {
      at(here.parent).amount += here.amount;
      here.amount = here.upward ? here.amount : -here.amount;
    } else {
      detach(order[i]);
    }
  }
  for (const std::int32_t node : order) {
    const Node& here = at(node);
    label_of(node) = here.parent < 0 ? (here.amount > 0 ? 1 : 0) : label_of(here.parent);
  }
}

// The largest labels that rise by at most 1 along what a node needs and along its tree, and do not
// fall from root to leaf; weak trees 0. Strong trees that the search does not reach are mined.
template <class Graph>
void Pseudoflow<Graph>::label_exactly() {
  std::vector<std::int32_t> now, later, strong;
  for (const std::int32_t cell : cells_) {
    std::int32_t& label = label_of(cell);
    if (label != 1) continue;
    strong.push_back(cell);
    label = kRetired;
  }
  for (const std::int32_t cell : strong) {
    const auto [steps, base] = graph_.needs(cell);
    const std::int32_t* const from = label_.data() + base;
    if (std::none_of(steps.begin(), steps.end(), [&](std::int32_t s) { return from[s] == 0; }))
      continue;
    label_of(cell) = 1;
    now.push_back(cell);
  }
  for (std::int32_t level = 1; !now.empty(); ++level) {
    const auto reach = [&](std::int32_t node, std::int32_t label, std::vector<std::int32_t>& list) {
      if (label_of(node) <= label) return;
      label_of(node) = label;
      list.push_back(node);
    };
    for (std::size_t i = 0; i < now.size(); ++i) {
      const std::int32_t node = now[i];
      if (label_of(node) < level) continue;
      graph_.for_each_dependent(node, [&](std::int32_t below) { reach(below, level + 1, later); });
      if (at(node).parent >= 0) reach(at(node).parent, level, now);
      for (std::int32_t c = at(node).child; c >= 0; c = at(c).next) reach(c, level + 1, later);
    }
    now.swap(later);
    later.clear();
  }
  for (const std::int32_t cell : strong)
    if (label_of(cell) == kRetired) fresh_.push_back(cell);
}

template <class Graph>
void Pseudoflow<Graph>::make_room(std::size_t label) {
  if (label < labelled_.size()) return;
  bucket_.resize(2 * label, -1);
  labelled_.resize(2 * label, 0);
}

template <class Graph>
void Pseudoflow<Graph>::put(std::int32_t root) {
  const auto label = static_cast<std::size_t>(label_of(root));
  at(root).next = bucket_[label];
  bucket_[label] = root;
}

template <class Graph>
std::int32_t Pseudoflow<Graph>::take(std::int32_t label) {
  std::int32_t& first = bucket_[static_cast<std::size_t>(label)];
  const std::int32_t root = first;
  first = at(root).next;
  at(root).next = -1;
  return root;
}

template <class Graph>
void Pseudoflow<Graph>::relabel(std::int32_t node) {
  const auto label = static_cast<std::size_t>(++label_of(node));
  make_room(label);
  --labelled_[label - 1];
  ++labelled_[label];
  at(node).offset = 0;
}

// A strong tree that no label below can serve is in the pit for good.
template <class Graph>
void Pseudoflow<Graph>::retire(std::int32_t root) {
  stack_.assign(1, root);
  while (!stack_.empty()) {
    const auto node = static_cast<std::size_t>(stack_.back());
    stack_.pop_back();
    --labelled_[static_cast<std::size_t>(label_[node])];
    label_[node] = kRetired;
    fresh_.push_back(static_cast<std::int32_t>(node));
    for (std::int32_t c = node_[node].child; c >= 0; c = at(c).next) stack_.push_back(c);
  }
}

// A tree that has become strong is one merger away at least: its nodes of label 0 get 1.
template <class Graph>
void Pseudoflow<Graph>::lift(std::int32_t root) {
  stack_.assign(1, root);
  while (!stack_.empty()) {
    const std::int32_t node = stack_.back();
    stack_.pop_back();
    relabel(node);
    for (std::int32_t c = at(node).child; c >= 0; c = at(c).next)
      if (label_of(c) == 0) stack_.push_back(c);
  }
}

template <class Graph>
std::int32_t Pseudoflow<Graph>::next_strong_root() {
  for (; highest_ > 0; --highest_) {
    const auto label = static_cast<std::size_t>(highest_);
    if (bucket_[label] < 0) continue;
    if (labelled_[label - 1] > 0) return take(highest_);
    while (bucket_[label] >= 0) retire(take(highest_));  // a gap: nothing weak within reach
  }
  if (bucket_[0] < 0) return -1;
  while (bucket_[0] >= 0) {
    const std::int32_t root = take(0);
    lift(root);
    put(root);
  }
  highest_ = 1;
  return take(1);
}

// A neighbour one label down, or -1. Along a tree labels never fall from root to leaf, so an arc of
// the tree itself is never found; and all nodes visited have the root's label, so what is found is
// weak or lower.
template <class Graph>
std::int32_t Pseudoflow<Graph>::find_weak(std::int32_t node) {
  const auto [steps, base] = graph_.needs(node);
  const std::int32_t* const label = label_.data() + base;
  const std::int32_t* const step = steps.data();
  const std::int32_t wanted = label_of(node) - 1;
  const auto count = static_cast<std::uint32_t>(steps.size());
  Node& here = at(node);
  for (std::uint32_t i = here.offset; i < count; ++i)
    if (label[step[i]] == wanted) {
      here.offset = i & 0x7fffffffu;
      return base + step[i];
    }
  here.offset = count & 0x7fffffffu;
  return -1;
}

// Moves `scan` to the next child of the node's own label; without one, the node is relabelled.
template <class Graph>
void Pseudoflow<Graph>::skip_higher_children(std::int32_t node) {
  Node& here = at(node);
  const std::int32_t label = label_of(node);
  for (; here.scan >= 0; here.scan = at(here.scan).next)
    if (label_of(here.scan) == label) return;
  relabel(node);
}

// Looks through the part of the strong tree that has the root's label, depth first.
template <class Graph>
void Pseudoflow<Graph>::process(std::int32_t root) {
  std::int32_t node = root;
  const auto visit = [&] {
    Node& here = at(node);
    here.scan = here.child;
    const std::int32_t weak = find_weak(node);
    if (weak >= 0) {
      push(root, merge(root, node, weak));
      return true;
    }
    skip_higher_children(node);
    return false;
  };
  if (visit()) return;
  while (node >= 0) {
    while (at(node).scan >= 0) {
      Node& above = at(node);
      node = above.scan;
      above.scan = at(node).next;
      if (visit()) return;
    }
    node = at(node).parent;
    if (node >= 0) skip_higher_children(node);
  }
  put(root);
  ++highest_;
}

template <class Graph>
void Pseudoflow<Graph>::attach(std::int32_t parent, std::int32_t child) {
  Node &above = at(parent), &below = at(child);
  below.parent = parent;
  below.previous = -1;
  below.next = above.child;
  if (above.child >= 0) at(above.child).previous = child;
  above.child = child;
}

template <class Graph>
void Pseudoflow<Graph>::detach(std::int32_t child) {
  Node& below = at(child);
  Node& above = at(below.parent);
  if (below.previous >= 0)
    at(below.previous).next = below.next;
  else
    above.child = below.next;
  if (below.next >= 0) at(below.next).previous = below.previous;
  if (above.scan == child) above.scan = below.next;
  below.parent = below.next = below.previous = -1;
}

// Turns the strong tree so that `strong` is its root and hangs it under `weak`. Returns the excess,
// now to be pushed from the old root.
template <class Graph>
std::int64_t Pseudoflow<Graph>::merge(std::int32_t root, std::int32_t strong, std::int32_t weak) {
  std::int32_t node = strong, above = weak;
  std::int64_t flow = 0;
  bool upward = true;
  while (true) {
    Node& here = at(node);
    const std::int32_t old_parent = here.parent;
    const std::int64_t old_amount = here.amount;
    const bool old_upward = here.upward;
    if (old_parent >= 0) detach(node);
    attach(above, node);
    here.amount = flow;
    here.upward = upward;
    if (node == root) return old_amount;
    flow = old_amount;
    upward = !old_upward;
    above = node;
    node = old_parent;
  }
}

// Sends the excess of the former root up to the new one; where an arc cannot carry all of it, the
// tree splits.
template <class Graph>
void Pseudoflow<Graph>::push(std::int32_t from, std::int64_t excess) {
  for (std::int32_t node = from;;) {
    Node& here = at(node);
    if (here.parent < 0) {
      const bool was_weak = here.amount <= 0;
      here.amount += excess;
      if (was_weak && here.amount > 0) put(node);
      return;
    }
    const std::int32_t parent = here.parent;
    if (here.upward) {
      here.amount += excess;
    } else if (here.amount >= excess) {
      here.amount -= excess;
    } else {
      const std::int64_t through = here.amount;
      detach(node);
      here.amount = excess - through;
      put(node);
      if (through == 0) return;
      excess = through;
    }
    node = parent;
  }
}

// The strong trees, the free blocks of value and the free blocks above both are mined.
// Smallest: the arc up from a node always carries flow, because a push that enters the path of a
// merge gets through its strong part (reversed, its arcs were open) with something left, and
// afterwards flow on such an arc only grows. So all of a strong tree is reached from its root's
// excess along precedence and against flow, and every optimum holds that much (Picard & Queyranne
// 1980). Proof: no closure is worth more than the excess that is left; this one is a closure and is
// worth that.
template <class Graph>
void Pseudoflow<Graph>::settle() {
  for (const std::int32_t cell : fresh_) label_of(cell) = kMined;
  for (std::size_t i = 0; i < fresh_.size(); ++i) {
    const auto [steps, base] = graph_.needs(fresh_[i]);
    for (const std::int32_t step : steps) {
      std::int32_t& label = label_of(base + step);
      LODE_CHECK(label == kMined || label == kFree || label == kAbsent);
      if (label != kFree) continue;
      label = kMined;
      fresh_.push_back(base + step);
    }
  }
}

template class Pseudoflow<PaddedGrid>;
template class Pseudoflow<ListedArcs>;

}  // namespace lode::pit
