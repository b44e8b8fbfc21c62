// Pseudoflow, highest label first, Hochbaum (2008), Operations Research 56, 992-1009; data
// structures after Chandran & Hochbaum (2009), with these differences:
//   - A precedence arc has no upper bound, so an arc outside the forest never carries flow and only
//     its forward direction is open: nothing but the pattern is needed to find it. Flow is kept on
//     the arcs that are in a tree, one per node; no arc is ever stored.
//   - Only roots hold excess and only other nodes hold flow, so one number serves both.
//   - Blocks that cost nothing and need only such blocks (air, free ore) are taken out first.
// Memory: 36 bytes per cell of the padded grid, and 8 per block for the sets of cells.
// Labels rise; a label is a lower bound on the number of residual arcs to a block with deficit.
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

Pseudoflow::Pseudoflow(const PaddedGrid& grid)
    : grid_(grid),
      label_(grid.size, kAbsent),
      node_(std::make_unique_for_overwrite<Node[]>(grid.inner)),
      bucket_(16, -1),
      labelled_(16, 0) {}

std::int64_t Pseudoflow::solve(std::span<const std::int32_t> cells,
                               std::span<const std::int64_t> value_usd) {
  start(cells, value_usd);
  for (std::int32_t root = next_strong_root(); root >= 0; root = next_strong_root()) process(root);
  return mark_mined(cells, value_usd);
}

bool Pseudoflow::mined(std::int32_t cell) const {
  return label_[static_cast<std::size_t>(cell)] == kMined;
}

// Every block its own tree: ore strong, label 1; waste weak, label 0.
void Pseudoflow::start(std::span<const std::int32_t> cells,
                       std::span<const std::int64_t> value_usd) {
  for (const std::int32_t cell : previous_) label_[static_cast<std::size_t>(cell)] = kAbsent;
  previous_.assign(cells.begin(), cells.end());
  std::fill(bucket_.begin(), bucket_.end(), -1);
  std::fill(labelled_.begin(), labelled_.end(), 0);
  highest_ = 1;
  for (const std::int32_t cell : cells) {
    const std::int64_t value = value_usd[grid_.block_of(cell)];
    node_[static_cast<std::size_t>(cell)] = Node{value, -1, -1, -1, -1, -1, 0, false};
    label_[static_cast<std::size_t>(cell)] = value > 0 ? 1 : 0;
  }
  for (std::size_t i = cells.size(); i-- > 0;) {  // from the top down
    const auto cell = static_cast<std::size_t>(cells[i]);
    const std::int32_t* const from = label_.data() + cell;
    const auto steps = grid_.steps(cells[i]);
    if (node_[cell].amount >= 0 &&
        std::all_of(steps.begin(), steps.end(), [&](std::int32_t s) { return from[s] < 0; }))
      label_[cell] = kFree;
  }
  for (const std::int32_t cell : cells) {
    const std::int32_t label = label_[static_cast<std::size_t>(cell)];
    if (label < 0) continue;
    ++labelled_[static_cast<std::size_t>(label)];
    if (label == 1) put(cell);
  }
}

void Pseudoflow::put(std::int32_t root) {
  const auto label = static_cast<std::size_t>(label_[static_cast<std::size_t>(root)]);
  node_[static_cast<std::size_t>(root)].next = bucket_[label];
  bucket_[label] = root;
}

std::int32_t Pseudoflow::take(std::int32_t label) {
  std::int32_t& first = bucket_[static_cast<std::size_t>(label)];
  const std::int32_t root = first;
  first = node_[static_cast<std::size_t>(root)].next;
  node_[static_cast<std::size_t>(root)].next = -1;
  return root;
}

void Pseudoflow::relabel(std::int32_t node) {
  const auto label = static_cast<std::size_t>(++label_[static_cast<std::size_t>(node)]);
  if (label >= labelled_.size()) {
    bucket_.resize(2 * label, -1);
    labelled_.resize(2 * label, 0);
  }
  --labelled_[label - 1];
  ++labelled_[label];
  node_[static_cast<std::size_t>(node)].offset = 0;
}

// A strong tree that no label below can serve is in the pit for good.
void Pseudoflow::retire(std::int32_t root) {
  stack_.assign(1, root);
  while (!stack_.empty()) {
    const auto node = static_cast<std::size_t>(stack_.back());
    stack_.pop_back();
    --labelled_[static_cast<std::size_t>(label_[node])];
    label_[node] = kRetired;
    for (std::int32_t c = node_[node].child; c >= 0; c = node_[static_cast<std::size_t>(c)].next)
      stack_.push_back(c);
  }
}

std::int32_t Pseudoflow::next_strong_root() {
  for (; highest_ > 0; --highest_) {
    const auto label = static_cast<std::size_t>(highest_);
    if (bucket_[label] < 0) continue;
    if (labelled_[label - 1] > 0) return take(highest_);
    while (bucket_[label] >= 0) retire(take(highest_));  // a gap: nothing weak within reach
  }
  if (bucket_[0] < 0) return -1;
  while (bucket_[0] >= 0) {
    const std::int32_t root = take(0);
    relabel(root);
    put(root);
  }
  highest_ = 1;
  return take(1);
}

// A neighbour one label down, or -1. Along a tree labels never fall from root to leaf, so an arc of
// the tree itself is never found; and all nodes visited have the root's label, so what is found is
// weak or lower.
std::int32_t Pseudoflow::find_weak(std::int32_t node) {
  const std::int32_t* const label = label_.data() + node;
  const std::int32_t wanted = *label - 1;
  const auto step = grid_.steps(node);
  const std::size_t count = step.size();
  Node& here = node_[static_cast<std::size_t>(node)];
  for (std::size_t i = here.offset; i < count; ++i)
    if (label[step[i]] == wanted) {
      here.offset = static_cast<std::uint16_t>(i);
      return node + step[i];
    }
  here.offset = static_cast<std::uint16_t>(count);
  return -1;
}

// Moves `scan` to the next child of the node's own label; without one, the node is relabelled.
void Pseudoflow::skip_higher_children(std::int32_t node) {
  Node& here = node_[static_cast<std::size_t>(node)];
  const std::int32_t label = label_[static_cast<std::size_t>(node)];
  for (; here.scan >= 0; here.scan = node_[static_cast<std::size_t>(here.scan)].next)
    if (label_[static_cast<std::size_t>(here.scan)] == label) return;
  relabel(node);
}

// Looks through the part of the strong tree that has the root's label, depth first.
void Pseudoflow::process(std::int32_t root) {
  std::int32_t node = root;
  const auto visit = [&] {
    Node& here = node_[static_cast<std::size_t>(node)];
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
    while (node_[static_cast<std::size_t>(node)].scan >= 0) {
      Node& above = node_[static_cast<std::size_t>(node)];
      node = above.scan;
      above.scan = node_[static_cast<std::size_t>(node)].next;
      if (visit()) return;
    }
    node = node_[static_cast<std::size_t>(node)].parent;
    if (node >= 0) skip_higher_children(node);
  }
  put(root);
  ++highest_;
}

void Pseudoflow::attach(std::int32_t parent, std::int32_t child) {
  Node &above = node_[static_cast<std::size_t>(parent)],
       &below = node_[static_cast<std::size_t>(child)];
  below.parent = parent;
  below.previous = -1;
  below.next = above.child;
  if (above.child >= 0) node_[static_cast<std::size_t>(above.child)].previous = child;
  above.child = child;
}

void Pseudoflow::detach(std::int32_t child) {
  Node& below = node_[static_cast<std::size_t>(child)];
  Node& above = node_[static_cast<std::size_t>(below.parent)];
  if (below.previous >= 0)
    node_[static_cast<std::size_t>(below.previous)].next = below.next;
  else
    above.child = below.next;
  if (below.next >= 0) node_[static_cast<std::size_t>(below.next)].previous = below.previous;
  if (above.scan == child) above.scan = below.next;
  below.parent = below.next = below.previous = -1;
}

// Turns the strong tree so that `strong` is its root and hangs it under `weak`. Returns the excess,
// now to be pushed from the old root.
std::int64_t Pseudoflow::merge(std::int32_t root, std::int32_t strong, std::int32_t weak) {
  std::int32_t node = strong, above = weak;
  std::int64_t flow = 0;
  bool upward = true;
  while (true) {
    Node& here = node_[static_cast<std::size_t>(node)];
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
void Pseudoflow::push(std::int32_t from, std::int64_t excess) {
  for (std::int32_t node = from;;) {
    Node& here = node_[static_cast<std::size_t>(node)];
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

// The strong trees, and the free blocks above them or of value themselves.
// Smallest: the arc up from a node always carries flow, because a push that enters the path of a
// merge gets through its strong part (reversed, its arcs were open) with something left, and
// afterwards flow on such an arc only grows. So all of a strong tree is reached from its root's
// excess along precedence and against flow, and every optimum holds that much (Picard & Queyranne
// 1980). Proof: no closure is worth more than the excess that is left; this one is a closure and is
// worth that.
std::int64_t Pseudoflow::mark_mined(std::span<const std::int32_t> cells,
                                    std::span<const std::int64_t> value_usd) {
  std::int64_t bound = 0, value = 0;
  for (const std::int32_t cell : cells) {  // from the bottom up
    std::int32_t* const label = label_.data() + cell;
    const Node& here = node_[static_cast<std::size_t>(cell)];
    if (here.parent < 0 && here.amount > 0) bound += here.amount;
    if (*label == kRetired || (*label == kFree && here.amount > 0)) *label = kMined;
    if (*label != kMined) continue;
    value += value_usd[grid_.block_of(cell)];
    for (const std::int32_t step : grid_.steps(cell)) {
      if (label[step] == kFree) label[step] = kMined;
      LODE_CHECK(label[step] >= kRetired || label[step] == kAbsent);
    }
  }
  LODE_CHECK(value == bound);
  return value;
}

}  // namespace lode::pit
