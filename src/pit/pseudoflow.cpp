// Pseudoflow, highest label first, Hochbaum (2008), Operations Research 56, 992-1009; data
// structures after Chandran & Hochbaum (2009), with these differences:
//   - A precedence arc has no upper bound, so an arc outside the forest never carries flow and only
//     its forward direction is open: nothing but the pattern is needed to find it. Flow is kept on
//     the arcs that are in a tree, one per node; no arc is ever stored.
//   - Only roots hold excess and only other nodes hold flow, so one number serves both.
//   - Ore enters bench by bench from the top. A block finds its way up through settled trees, so
//     labels stay low: half the work of all at once.
//   - Blocks that cost nothing and need only such blocks (air, free ore) are taken out first.
//   - A restart keeps the forest: its flows are summed anew from leaf to root, arcs that cannot
//     carry what they would have to are cut, and what a search from the weak trees does not reach
//     is mined at once.
//   - Where values only rise, the forest, its labels and what is mined stay; a rise is a push, and
//     those of a tree are one pass over it. Labels rise over a whole family as over one solution.
//     Blocks that no tree has reached are not looked at.
// Memory: 36 bytes per cell of the padded grid, 8 more once values were raised, and 4 per block for
// the set of cells.
// Labels rise; a label is a lower bound on the number of mergers to a block with deficit.
#include "pit/pseudoflow.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "base/error.h"

namespace lode::pit {
namespace {

// Labels below 0 are outside the graph, the two largest are outside the search.
constexpr std::int32_t kAbsent = -1, kFree = -2;
constexpr std::int32_t kRetired = std::numeric_limits<std::int32_t>::max() - 1;
constexpr std::int32_t kMined = std::numeric_limits<std::int32_t>::max();

}  // namespace

template <class Graph>
Pseudoflow<Graph>::Pseudoflow(const Graph& graph)
    : graph_(graph),
      label_(graph.size, kAbsent),
      node_(std::make_unique_for_overwrite<Node[]>(graph.inner)),
      arc_(std::make_unique_for_overwrite<Arc[]>(graph.inner)),
      bucket_(16, -1),
      labelled_(16, 0),
      followed_(graph.inner / 64 + 1, 0) {}

// Every block its own tree: ore strong, label 1; waste weak, label 0.
template <class Graph>
void Pseudoflow<Graph>::solve(std::vector<std::int32_t> cells,
                              std::span<const std::int64_t> value_usd) {
  for (const std::int32_t cell : cells_) label_of(cell) = kAbsent;
  std::fill(followed_.begin(), followed_.end(), 0);
  cells_ = std::move(cells);
  value_of_ = {};
  clear();
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    at(cells_[i]) = Node{-1, -1, -1, 0};
    arc(cells_[i]) = Arc{value_usd[i], -1, false};
    label_of(cells_[i]) = value_usd[i] > 0 ? 1 : 0;
  }
  find_free();
  run_by_bench([&](std::size_t i) {
    const std::int32_t label = label_of(cells_[i]);
    if (label < 0) return;
    ++labelled_[static_cast<std::size_t>(label)];
    if (label > 0) put(cells_[i]);
  });
}

template <class Graph>
void Pseudoflow<Graph>::solve_again(std::span<const std::int64_t> value_usd) {
  value_of_ = {};
  clear();
  replant(value_usd);
  find_free();
  retire_unreached();
  for (const std::int32_t cell : cells_)
    if (const std::int32_t label = label_of(cell); label >= 0 && label < kRetired)
      ++labelled_[static_cast<std::size_t>(label)];
  run_by_bench([&](std::size_t i) {
    const std::int32_t label = label_of(cells_[i]);
    const Arc& here = arc(cells_[i]);
    if (label >= 0 && label < kRetired && here.parent < 0 && here.amount > 0) put(cells_[i]);
  });
}

// All that is strong at once: bench by bench, as in solve(), costs more where trees stand already.
template <class Graph>
void Pseudoflow<Graph>::raise(std::span<const std::int32_t> cells,
                              std::span<const std::int64_t> rise_usd, ValueOf value_of) {
  fresh_.clear();
  value_of_ = std::move(value_of);
  rise_.resize(graph_.inner, 0);
  std::vector<std::int32_t> trees, strong;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::int64_t rise = rise_usd[i];
    LODE_CHECK(rise >= 0);
    const std::int32_t cell = cells[i];
    std::int32_t& label = label_of(cell);
    if (label == kFree && rise > 0) {
      label = kRetired;
      fresh_.push_back(cell);
    } else if (label >= 0 && label < kRetired) {
      Arc& here = arc(cell);
      const bool root = here.parent < 0, alone = root && at(cell).child < 0;
      if (alone)
        here.amount += rise;
      else
        rise_[static_cast<std::size_t>(cell)] = rise;
      if (alone && here.amount > 0) strong.push_back(cell);
      if (root && !alone) trees.push_back(cell);
    }
  }
  send_rises(std::move(trees), strong);
  for (const std::int32_t root : strong) put(root);
  run();
  settle();
}

// The rises of a tree go up together, from leaf to root, as push() would send each of them. Adds
// the roots that are strong then.
//   order  the roots of trees of several blocks
template <class Graph>
void Pseudoflow<Graph>::send_rises(std::vector<std::int32_t> order,
                                   std::vector<std::int32_t>& strong) {
  constexpr std::size_t kAhead = 16;  // fetched before it is needed: trees lie anywhere in memory
  const std::size_t roots = order.size();
  for (std::size_t i = 0; i < order.size(); ++i) {  // a parent before its children
    if (i + kAhead < order.size()) __builtin_prefetch(&at(order[i + kAhead]));
    const Node& here = at(order[i]);
    const std::int32_t child = here.child, next = i < roots ? -1 : here.next;
    if (child >= 0) order.push_back(child);
    if (next >= 0) order.push_back(next);
  }
  for (std::size_t i = order.size(); i-- > 0;) {
    if (i >= kAhead) {
      __builtin_prefetch(&arc(order[i - kAhead]));
      __builtin_prefetch(&rise_[static_cast<std::size_t>(order[i - kAhead])]);
    }
    const std::int32_t node = order[i];
    const std::int64_t rise = std::exchange(rise_[static_cast<std::size_t>(node)], 0);
    if (rise == 0) continue;
    const Arc& here = arc(node);
    const std::int32_t parent = here.parent;
    if (const std::int64_t through = send(node, rise); parent >= 0)
      rise_[static_cast<std::size_t>(parent)] += through;
    if (here.parent < 0 && here.amount > 0) strong.push_back(node);
  }
}

template <class Graph>
void Pseudoflow<Graph>::follow(std::int32_t cell) {
  followed_[static_cast<std::size_t>(cell) / 64] |= std::uint64_t{1} << cell % 64;
}

template <class Graph>
void Pseudoflow<Graph>::followed(std::vector<std::int32_t>& cells) {
  cells.clear();
  for (std::size_t word = 0; word < followed_.size(); ++word)
    for (std::uint64_t bits = followed_[word]; bits != 0; bits &= bits - 1) {
      const int bit = std::countr_zero(bits);
      const auto cell = static_cast<std::int32_t>(64 * word) + bit;
      if (mined(cell))
        followed_[word] &= ~(std::uint64_t{1} << bit);
      else
        cells.push_back(cell);
    }
}

// A tree reaches a block that may have stood alone since before the last rises.
template <class Graph>
void Pseudoflow<Graph>::meet(std::int32_t weak) {
  const bool known = followed_[static_cast<std::size_t>(weak) / 64] >> weak % 64 & 1;
  if (known) return;
  follow(weak);
  if (value_of_) arc(weak).amount = value_of_(weak);
}

template <class Graph>
bool Pseudoflow<Graph>::mined(std::int32_t cell) const {
  return label_[static_cast<std::size_t>(cell)] == kMined;
}

template <class Graph>
std::int64_t Pseudoflow<Graph>::bound() const {
  std::int64_t sum = 0;
  for (const std::int32_t cell : cells_)
    if (arc(cell).parent < 0 && arc(cell).amount > 0) sum += arc(cell).amount;
  return sum;
}

template <class Graph>
void Pseudoflow<Graph>::clear() {
  std::fill(bucket_.begin(), bucket_.end(), -1);
  std::fill(labelled_.begin(), labelled_.end(), 0);
  highest_ = 0;
  fresh_.clear();
}

// Blocks that cost nothing and need only such blocks.
template <class Graph>
void Pseudoflow<Graph>::find_free() {
  for (std::size_t i = cells_.size(); i-- > 0;) {  // from the top down
    const Arc& here = arc(cells_[i]);
    if (here.amount < 0 || here.parent >= 0 || at(cells_[i]).child >= 0) continue;
    const auto [steps, base] = graph_.needs(cells_[i]);
    const std::int32_t* const from = label_.data() + base;
    if (!std::all_of(steps.begin(), steps.end(), [&](std::int32_t s) { return from[s] < 0; }))
      continue;
    label_of(cells_[i]) = kFree;
    if (here.amount > 0) fresh_.push_back(cells_[i]);
  }
}

template <class Graph>
void Pseudoflow<Graph>::run() {
  for (std::int32_t root = next_strong_root(); root >= 0; root = next_strong_root()) process(root);
}

// start(index in cells) of each cell of a bench, then all that is strong; bench by bench downward.
template <class Graph>
template <class Start>
void Pseudoflow<Graph>::run_by_bench(Start&& start) {
  for (std::size_t end = cells_.size(); end > 0;) {
    const std::int32_t bench = graph_.bench(cells_[end - 1]);
    for (; end > 0 && graph_.bench(cells_[end - 1]) == bench; --end) start(end - 1);
    run();
  }
  settle();
}

// Sums flows and excesses from leaf to root in the trees that the last call left, for new values.
// An arc that would carry nothing upward is cut too: see settle().
template <class Graph>
void Pseudoflow<Graph>::replant(std::span<const std::int64_t> value_usd) {
  std::vector<std::int32_t> order;  // of trees of several blocks; a parent before its children
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const std::int32_t cell = cells_[i];
    Arc& here = arc(cell);
    here.amount = value_usd[i];
    at(cell).offset = 0;
    if (here.parent >= 0) continue;
    at(cell).next = -1;
    label_of(cell) = here.amount > 0 ? 1 : 0;
    if (at(cell).child >= 0) order.push_back(cell);
  }
  for (std::size_t i = 0; i < order.size(); ++i)
    for (std::int32_t c = at(order[i]).child; c >= 0; c = at(c).next) order.push_back(c);
  for (std::size_t i = order.size(); i-- > 0;) {
    Arc& here = arc(order[i]);
    if (here.parent < 0) continue;
    if (here.upward ? here.amount > 0 : here.amount <= 0) {
      arc(here.parent).amount += here.amount;
      here.amount = here.upward ? here.amount : -here.amount;
    } else {
      detach(order[i]);
    }
  }
  for (const std::int32_t node : order) {
    const Arc& here = arc(node);
    label_of(node) = here.parent < 0 ? (here.amount > 0 ? 1 : 0) : label_of(here.parent);
  }
}

// Strong trees from which no path leads to a weak one are mined; all others keep label 1: the
// labels of the true distance would be larger than most trees ever need.
template <class Graph>
void Pseudoflow<Graph>::retire_unreached() {
  std::vector<std::int32_t> strong, reached;
  for (const std::int32_t cell : cells_) {
    if (label_of(cell) != 1) continue;
    strong.push_back(cell);
    label_of(cell) = kRetired;
  }
  const auto reach = [&](std::int32_t node) {
    if (label_of(node) != kRetired) return;
    label_of(node) = 1;
    reached.push_back(node);
  };
  for (const std::int32_t cell : strong) {
    const auto [steps, base] = graph_.needs(cell);
    const std::int32_t* const from = label_.data() + base;
    if (std::any_of(steps.begin(), steps.end(), [&](std::int32_t s) { return from[s] == 0; }))
      reach(cell);
  }
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const std::int32_t node = reached[i];
    graph_.for_each_dependent(node, reach);
    if (arc(node).parent >= 0) reach(arc(node).parent);
    for (std::int32_t c = at(node).child; c >= 0; c = at(c).next) reach(c);
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
  highest_ = std::max(highest_, label_of(root));
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
      here.offset = i;
      return base + step[i];
    }
  here.offset = count;
  return -1;
}

// Looks through the part of the strong tree that has the root's label, depth first. Where nothing
// is found, a node is relabelled once all below it are.
template <class Graph>
void Pseudoflow<Graph>::process(std::int32_t root) {
  const std::int32_t label = label_of(root);
  const auto same_label_from = [&](std::int32_t sibling) {
    while (sibling >= 0 && label_of(sibling) != label) sibling = at(sibling).next;
    return sibling;
  };
  stack_.clear();  // from the root down to above the node
  for (std::int32_t node = root;;) {
    const std::int32_t child = at(node).child;
    if (child >= 0) __builtin_prefetch(&at(child));  // a tenth of the time
    const std::int32_t weak = find_weak(node);
    if (weak >= 0) {
      meet(weak);
      return push(root, merge(root, node, weak));
    }
    std::int32_t next = same_label_from(child);
    if (next >= 0) stack_.push_back(node);
    while (next < 0) {
      relabel(node);
      if (node == root) return put(root);
      next = same_label_from(at(node).next);
      if (next < 0) {
        node = stack_.back();
        stack_.pop_back();
      }
    }
    node = next;
  }
}

template <class Graph>
void Pseudoflow<Graph>::attach(std::int32_t parent, std::int32_t child) {
  Node &above = at(parent), &below = at(child);
  arc(child).parent = parent;
  below.previous = -1;
  below.next = above.child;
  if (above.child >= 0) at(above.child).previous = child;
  above.child = child;
}

template <class Graph>
void Pseudoflow<Graph>::detach(std::int32_t child) {
  Node& below = at(child);
  Node& above = at(arc(child).parent);
  if (below.previous >= 0)
    at(below.previous).next = below.next;
  else
    above.child = below.next;
  if (below.next >= 0) at(below.next).previous = below.previous;
  arc(child).parent = below.next = below.previous = -1;
}

// Turns the strong tree so that `strong` is its root and hangs it under `weak`. Returns the excess,
// now to be pushed from the old root.
template <class Graph>
std::int64_t Pseudoflow<Graph>::merge(std::int32_t root, std::int32_t strong, std::int32_t weak) {
  std::int32_t node = strong, above = weak;
  std::int64_t flow = 0;
  bool upward = true;
  while (true) {
    Arc& here = arc(node);
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

// Adds excess to a node and returns what goes on to its parent; where the arc cannot carry all of
// it, the tree splits.
template <class Graph>
std::int64_t Pseudoflow<Graph>::send(std::int32_t node, std::int64_t excess) {
  Arc& here = arc(node);
  if (here.parent < 0 || here.upward) {
    here.amount += excess;
    return excess;
  }
  if (here.amount >= excess) {
    here.amount -= excess;
    return excess;
  }
  const std::int64_t through = here.amount;
  detach(node);
  here.amount = excess - through;
  return through;
}

// Sends the excess of the former root up to the new one.
template <class Graph>
void Pseudoflow<Graph>::push(std::int32_t from, std::int64_t excess) {
  for (std::int32_t node = from;;) {
    Arc& here = arc(node);
    const std::int32_t parent = here.parent;
    const bool was_weak = here.amount <= 0;
    excess = send(node, excess);
    if (parent < 0) {
      if (was_weak && here.amount > 0) put(node);
      return;
    }
    if (here.parent < 0) put(node);
    if (excess == 0) return;
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
