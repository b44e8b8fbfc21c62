#include "decision/option_tree.h"

#include <cmath>
#include <string>
#include <utility>

namespace lode::decision {
Tree tree_of(const OptionTerms& c) {
  Tree tree;
  tree.holders = c.holder.size();
  tree.start = c.start.empty() ? 0 : index_of(c.node, c.start);
  const double now = c.node[tree.start].year;
  for (const OptionNode& from : c.node) {
    TreeNode node;
    node.name = from.id;
    if (!from.holder.empty()) node.holder = index_of(c.holder, from.holder);
    const auto present = [&](std::vector<double> pays) {
      const double factor = from.year < kInfinity ? std::exp(-c.rate * (from.year - now)) : 1;
      for (double& amount : pays) amount *= factor;
      return pays;
    };
    node.pays = present(from.pays);
    std::vector<std::size_t> jointly;
    for (const std::string& id : from.jointly) jointly.push_back(index_of(c.holder, id));
    if (from.rule == JointRule::sum) node.together = jointly;
    for (const auto* list : {&from.choice, &from.chance})
      for (const OptionChoice& choice : *list) {
        if (list == &from.choice && !in_window(from, choice)) continue;
        Branch branch{
            choice.id, index_of(c.node, choice.to), choice.probability, present(choice.pays), {},
            0};
        for (const std::string& id : choice.consent)
          branch.consent.push_back(index_of(c.holder, id));
        if (!choice.refused.empty()) branch.refused = index_of(c.node, choice.refused);
        if (from.rule == JointRule::proposal)
          branch.consent = jointly, branch.refused = index_of(c.node, from.refused);
        node.branch.push_back(std::move(branch));
      }
    tree.node.push_back(std::move(node));
  }
  return tree;
}

RightsInTree rights_in_tree(const OptionTerms& c) {
  RightsInTree out{tree_of(c), {}};
  out.solved = solve(out.tree);
  return out;
}

std::vector<double> value_of_branch(const RightsInTree& answer, std::size_t n, std::size_t branch) {
  const TreeNode& node = answer.tree.node[n];
  const Branch& one = node.branch[branch];
  const bool refused = answer.solved.choice[n].refuser[branch] != kNobody;
  std::vector<double> value = answer.solved.value[refused ? one.refused : one.to];
  for (std::size_t h = 0; h < value.size(); ++h) {
    if (!refused && !one.pays.empty()) value[h] += one.pays[h];
    if (!node.pays.empty()) value[h] += node.pays[h];
  }
  return value;
}

}  // namespace lode::decision
