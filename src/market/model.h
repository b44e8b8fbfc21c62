// A world as a convex program: which column is what. Balances by region and stage, one for each node
// of the scenario tree (a period under the scenarios that are not told apart yet).
//
//   [price]    output + arrivals + stock >= feed + use + departures + stock carried out
//   [rent]     output <= capacity + capacity added until `lead` periods before
//   [clause]   deliveries to the buyers >= amount, or >= share of the output
//
// Weights of a node: discount factor times probability; the dual of a balance over the weight is the
// price. What must be used where it arrives has balances of its own ("kept"), and so has what a firm
// with market power has not sold yet.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "market/program.h"
#include "market/scenario.h"
#include "market/world.h"

namespace lode::market {

inline constexpr std::uint32_t kNoIndex = 0xffffffffu;

struct TreeNode {
  int period = 0;                       // from 0
  int parent = -1;                      // node before it; -1: the first period
  double weight = 1;                    // discount factor times probability
  std::size_t world = 0, scenario = 0;  // whose numbers hold
};

struct Tree {
  std::vector<World> worlds;        // with the changes of their scenario
  std::vector<Scenario> scenarios;  // of each world, for what it closes
  std::vector<TreeNode> nodes;      // parents before children
};

// All periods under one scenario.
Tree path_of(const World& world, const Scenario& scenario);
// The periods before `known_from` once, the others under each scenario with a probability.
Tree tree_of(const World& world, const std::vector<Scenario>& scenarios);

struct Columns {
  struct Output {  // of a producer
    std::uint32_t item, node, column, row, capacity_row = kNoIndex, added = kNoIndex;
    std::uint32_t reserve_row = kNoIndex;
  };
  struct Feed {  // of a plant; kept: of material that must be used where it is
    std::uint32_t item, node, column, from_row, to_row, capacity_row = kNoIndex, added = kNoIndex;
    bool kept = false;
  };
  struct Use {  // of a tier; served: from the open balance and from the kept one
    std::uint32_t item, node, column, row;  // row: whose dual the tier pays
    std::uint32_t served = kNoIndex, served_kept = kNoIndex, unserved = kNoIndex;
  };
  struct Coupled {  // of a system
    std::uint32_t item, node, stage, column, row;
  };
  struct Flow {
    std::uint32_t item, node, column, from, to, stage, from_row, to_row, quota_row = kNoIndex;
    std::int32_t firm = -1, offtake = -1;
    bool kept = false;
  };
  struct Carry {  // stock carried out of a period
    std::uint32_t item, node, column, row;
  };
  struct Clause {
    std::uint32_t item, node, row;
    std::vector<std::uint32_t> deliveries;  // columns
    std::uint32_t output = kNoIndex;        // column of what the share is of
    double output_factor = 1;
  };
  struct Sale {  // of a firm in a region
    std::uint32_t item, node, region, stage, column, row, market_row;
  };
  std::vector<Output> outputs;
  std::vector<Feed> feeds;
  std::vector<Use> uses;
  std::vector<Coupled> coupled;
  std::vector<Flow> flows;
  std::vector<Carry> carries;
  std::vector<Clause> clauses;
  std::vector<Sale> sales;
};

// A tax that is a share of a price: rate * (price of the rows + addend) per unit of the column.
struct ValueTax {
  std::uint32_t column, row, node;
  double rate, addend;
};

struct Model {
  Tree tree;
  Program program;
  Columns columns;
  std::vector<ValueTax> value_taxes;
  // [node][region][stage]; kept: kNoIndex where nothing is bound to a region.
  std::vector<std::uint32_t> balance, kept;
  std::vector<std::string> row_name, column_name;  // in words, for what has no answer
  std::vector<std::uint32_t> row_node, column_node;
  // [row] duals are prices, of what is bought and sold; the others' are rents and clauses.
  std::vector<bool> is_price;

  std::size_t place(std::size_t node, std::size_t region, std::size_t stage) const {
    const World& w = tree.worlds[0];
    return (node * w.regions.size() + region) * w.stages.size() + stage;
  }
  const World& world(std::size_t node) const { return tree.worlds[tree.nodes[node].world]; }
};

// The world must hold its rules (io/market_checks.cpp; LODE_CHECK). The pattern of the program
// depends on names and on which keys are given alone, so that one `Solver` serves every scenario.
Model build(Tree tree);

// Of a system: p = inverse (q - intercept); empty if the slopes have no inverse.
std::vector<double> inverse_of(const std::vector<double>& matrix, std::size_t n);

std::uint32_t index_in(const std::vector<std::string>& names, const std::string& name);

}  // namespace lode::market
