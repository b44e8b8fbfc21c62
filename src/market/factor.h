// The linear system of one step of a solver of `Program`, for any positive diagonal:
//
//   [ H + D   A' ] [ dx ]   [ r ]
//   [ A      -E  ] [ dy ] = [ s ]
//
// Columns that are not coupled are eliminated first, as each touches its own rows alone; what is
// left (rows and coupled columns) is factorised as L D L' in an order of least degree that is found
// once for the pattern. Vanderbei (1995), Symmetric quasi-definite matrices, for why no pivoting is
// needed.
#pragma once

#include <cstdint>
#include <vector>

#include "market/program.h"

namespace lode::market {

class Factor {
 public:
  // The order and the pattern, which depend on where A and H have entries alone.
  explicit Factor(const Program& program);
  // weight [column]: the diagonal of H + D; must be above 0. shift: E on every row.
  void factorise(const Program& program, const std::vector<double>& weight, double shift);
  // Overwrites r [column] with dx and s [row] with dy.
  void solve(const Program& program, std::vector<double>& r, std::vector<double>& s) const;

 private:
  void find_order(const Program& program, std::vector<std::vector<std::uint64_t>>& near);
  void find_targets(const Program& program);
  std::uint32_t position(std::uint32_t i, std::uint32_t j) const;  // in values_, or of a pivot

  std::size_t columns_ = 0, rows_ = 0, size_ = 0;
  std::vector<std::int32_t> node_of_column_;  // of coupled ones; -1: eliminated first
  std::vector<std::uint32_t> coupled_;        // column of each of the first nodes
  std::vector<std::uint32_t> rank_;           // [node] place in the order
  // L by column, in the order; rows ascend.
  std::vector<std::size_t> start_;
  std::vector<std::uint32_t> index_;
  // Where the products of a column's entries go: [column][pair], then couplings.
  std::vector<std::uint32_t> pair_target_, entry_target_, coupling_target_;
  std::vector<double> values_, pivot_, weight_;
};

}  // namespace lode::market
