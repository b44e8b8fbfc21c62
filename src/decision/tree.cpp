#include "decision/tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::decision {
namespace {

void check(const Tree& tree) {
  const auto node = [&](std::size_t n, const std::string& of) {
    if (n >= tree.node.size()) throw InputError(of + " leads to a node that is none");
  };
  const auto holders = [&](const std::vector<std::size_t>& list, const std::string& of) {
    for (const std::size_t h : list)
      if (h >= tree.holders) throw InputError(of + " names a holder that is none");
  };
  const auto amounts = [&](const std::vector<double>& pays, const std::string& of) {
    if (!pays.empty() && pays.size() != tree.holders)
      throw InputError(
          fmt::format("{} pays {} amounts to {} holders", of, pays.size(), tree.holders));
  };
  node(tree.start, "the start");
  for (const TreeNode& n : tree.node) {
    if (n.holder != kNobody) holders({n.holder}, n.name);
    holders(n.together, n.name);
    amounts(n.pays, n.name);
    double sum = 0;
    for (const Branch& b : n.branch) {
      const std::string of = n.name + "." + b.name;
      node(b.to, of), holders(b.consent, of), amounts(b.pays, of);
      if (!b.consent.empty()) node(b.refused, of);
      if (b.probability < 0) throw InputError(of + ": a probability is below 0");
      sum += b.probability;
    }
    if (n.holder == kNobody && !n.branch.empty() && std::abs(sum - 1) > 1e-9)
      throw InputError(fmt::format("{}: probabilities add to {:.10g}, not to 1", n.name, sum));
    if (n.holder != kNobody && n.branch.empty())
      throw InputError(n.name + ": a decision has no branch");
  }
}

double largest_amount(const Tree& tree) {
  double most = 0;
  for (const TreeNode& n : tree.node) {
    for (const double x : n.pays) most = std::max(most, std::abs(x));
    for (const Branch& b : n.branch)
      for (const double x : b.pays) most = std::max(most, std::abs(x));
  }
  return most;
}

class Induction {
 public:
  Induction(const Tree& tree, TreeValue& out)
      : tree_(tree), out_(out), same_(kTie * largest_amount(tree)) {}

  void at(std::size_t n) {
    const TreeNode& node = tree_.node[n];
    std::vector<double>& value = out_.value[n];
    value.assign(tree_.holders, 0.0);
    if (node.holder == kNobody) {
      for (const Branch& b : node.branch) {
        const std::vector<double> after = value_after(b, b.to);
        for (std::size_t h = 0; h < tree_.holders; ++h) value[h] += b.probability * after[h];
      }
    } else {
      decide(node, out_.choice[n], value);
    }
    for (std::size_t h = 0; h < node.pays.size(); ++h) value[h] += node.pays[h];
  }

 private:
  // A branch's own payment is made where it is taken, not where it is refused.
  std::vector<double> value_after(const Branch& b, std::size_t to) const {
    std::vector<double> out = out_.value[to];
    if (to == b.to)
      for (std::size_t h = 0; h < b.pays.size(); ++h) out[h] += b.pays[h];
    return out;
  }

  double counted(const TreeNode& node, const std::vector<double>& value) const {
    double sum = value[node.holder];
    for (const std::size_t h : node.together) sum += value[h];
    return sum;
  }

  void decide(const TreeNode& node, TreeChoice& choice, std::vector<double>& value) const {
    choice.refuser.assign(node.branch.size(), kNobody);
    for (std::size_t k = 0; k < node.branch.size(); ++k) {
      const Branch& b = node.branch[k];
      std::vector<double> taken = value_after(b, b.to);
      bool tie = false;
      // Any refusal ends at the same node: whatever the others answer, none gains by another answer
      // than by its own two values. The first that refuses is told.
      for (const std::size_t h : b.consent) {
        const double refusing = out_.value[b.refused][h];
        if (std::abs(taken[h] - refusing) <= same_) tie = true;
        if (refusing > taken[h] + same_ && choice.refuser[k] == kNobody) choice.refuser[k] = h;
      }
      if (choice.refuser[k] != kNobody) taken = out_.value[b.refused], tie = false;
      const double own = counted(node, taken);
      const double best = choice.branch == kNobody ? 0 : counted(node, value);
      if (choice.branch == kNobody || own > best + same_) {
        choice.branch = k, choice.refused_by = choice.refuser[k], choice.tie = tie;
        value = taken;
      } else if (own >= best - same_) {
        choice.tie = true;
      }
    }
  }

  const Tree& tree_;
  TreeValue& out_;
  double same_;
};

}  // namespace

std::vector<std::size_t> order_of(const Tree& tree, std::string& circle) {
  enum : unsigned char { unseen, open, done };
  std::vector<unsigned char> state(tree.node.size(), unseen);
  std::vector<std::size_t> order;
  struct Visit {
    std::size_t node, next = 0;
  };
  std::vector<Visit> stack;  // no recursion: a tree may be deep
  const auto targets = [&](std::size_t n) {
    std::vector<std::size_t> out;
    for (const Branch& b : tree.node[n].branch) {
      out.push_back(b.to);
      if (!b.consent.empty()) out.push_back(b.refused);
    }
    return out;
  };
  for (std::size_t root = 0; root < tree.node.size(); ++root) {
    if (state[root] != unseen) continue;
    stack.push_back({root});
    state[root] = open;
    while (!stack.empty()) {
      Visit& top = stack.back();
      const std::vector<std::size_t> next = targets(top.node);
      if (top.next == next.size()) {
        state[top.node] = done, order.push_back(top.node), stack.pop_back();
        continue;
      }
      const std::size_t to = next[top.next++];
      if (state[to] == open) return circle = tree.node[to].name, std::vector<std::size_t>{};
      if (state[to] == unseen) state[to] = open, stack.push_back({to});
    }
  }
  return order;
}

TreeValue solve(const Tree& tree) {
  check(tree);
  std::string circle;
  const std::vector<std::size_t> order = order_of(tree, circle);
  if (!circle.empty()) throw InputError(circle + ": this node leads back to itself");
  TreeValue out;
  out.value.resize(tree.node.size()), out.choice.resize(tree.node.size());
  Induction induction(tree, out);
  for (const std::size_t n : order) induction.at(n);
  out.reached.assign(tree.node.size(), 0.0);
  out.reached[tree.start] = 1;
  for (std::size_t i = order.size(); i-- > 0;) {
    const TreeNode& node = tree.node[order[i]];
    const double here = out.reached[order[i]];
    if (here == 0) continue;
    if (node.holder == kNobody) {
      for (const Branch& b : node.branch) out.reached[b.to] += here * b.probability;
      continue;
    }
    const TreeChoice& c = out.choice[order[i]];
    const Branch& b = node.branch[c.branch];
    out.reached[c.refused_by == kNobody ? b.to : b.refused] += here;
  }
  return out;
}

}  // namespace lode::decision
