// Several holders of rights on a tree of decisions and chance, each for its own value, by backward
// induction (subgame-perfect equilibrium, Selten 1965; Kuhn 1953). Exact: no sampling, no grid.
//
// At a decision its holder takes the branch of the largest value to itself. A branch may need consent: the
// holders named may each refuse it, which leads to the branch's `refused` node instead; a holder refuses where
// that is worth more to it than the branch. Ties: the branch that stands first, and consent; two values are the same within kTie of the largest amount in the tree.
// Nodes may be shared (a recombining tree); no node may lead back to itself.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lode::decision {

inline constexpr double kTie = 1e-12;
inline constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

struct Branch {
  std::string name;
  std::size_t to = 0;
  double probability = 0;            // of chance
  std::vector<double> pays;          // [holder] present value; empty: nothing
  std::vector<std::size_t> consent;  // holders
  std::size_t refused = 0;           // node after a refusal, where consent is needed
};

struct TreeNode {
  std::string name;
  std::size_t holder = kNobody;       // who decides; kNobody: chance, or an end if it has no branch
  std::vector<std::size_t> together;  // with it, for the largest sum of all their values
  std::vector<double> pays;           // [holder] present value when it is reached; empty: nothing
  std::vector<Branch> branch;
};

struct Tree {
  std::size_t holders = 0;
  std::vector<TreeNode> node;
  std::size_t start = 0;
};

struct TreeChoice {
  std::size_t branch = kNobody;      // of a decision
  std::size_t refused_by = kNobody;  // the holder that refuses the branch chosen
  bool tie = false;  // another branch, or the other answer to it, is worth the same to who decides
  std::vector<std::size_t> refuser;  // [branch] the holder that would refuse it
};

struct TreeValue {
  std::vector<std::vector<double>> value;  // [node][holder], its own payment included
  std::vector<TreeChoice> choice;          // [node]
  std::vector<double> reached;             // [node] probability under these choices
};

// Throws InputError with the nodes' names: sizes that do not fit, a node or holder that is none, a node that leads
// back to itself, probabilities below 0 or that do not add to 1.
TreeValue solve(const Tree& tree);

// From each node those it can lead to come before it; names a node of a circle in `circle` instead.
std::vector<std::size_t> order_of(const Tree& tree, std::string& circle);

}  // namespace lode::decision
