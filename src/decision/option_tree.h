// Several holders: from a case's terms to a tree, and its answer.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "decision/option_terms.h"
#include "decision/tree.h"

namespace lode::decision {

// Place in a list of what is named so; kNobody: none is.
template <class T>
std::size_t index_of(const std::vector<T>& list, const std::string& id) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].id == id) return i;
  return kNobody;
}

// Choices whose window does not hold their node's year are left out; payments are discounted to the year of the
// start. Nodes, holders and branches in the order of the terms.
Tree tree_of(const OptionTerms& terms);

struct RightsInTree {
  Tree tree;
  TreeValue solved;
};
RightsInTree rights_in_tree(const OptionTerms& terms);

// [holder] what a branch of a decision is worth, with the answers to it and the node's own payment.
std::vector<double> value_of_branch(const RightsInTree& answer, std::size_t node,
                                    std::size_t branch);

}  // namespace lode::decision
