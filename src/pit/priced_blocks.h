// Blocks that are milled or dumped, whichever brings more, at prices that a factor moves.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lode::pit {

// What one is worth milled is linear in a factor on all prices: given at factors 1 and 0.
struct PricedBlocks {
  std::vector<double> tonnes;                                // [block] of rock in place
  std::vector<double> milled_usd_per_t, milled_for_nothing;  // [block] USD/t before mining it
  std::vector<double> mining_usd_per_t;                      // [block]
  std::vector<std::uint8_t> air;                             // [block] 1: worth 0 at any factor

  std::size_t size() const { return tonnes.size(); }
  bool is_ore(std::size_t block) const { return !air[block] && milled_usd_per_t[block] > 0; }
};

inline constexpr double kCents = 100;  // in a dollar

// The better of mill and waste dump, to the nearest cent, less mining.
std::int64_t cents_of(const PricedBlocks& blocks, std::size_t block, double factor);

// What the shells up to `last` mine, at factor 1.
struct Contents {
  double ore_t = 0, waste_t = 0;
  std::vector<double> metal_t;  // [grade] in the ore
  std::int64_t cents = 0;
};
//   grade [metal][block] fraction of the rock's mass; NaN: none
//   shell [block]
Contents contents_of(const PricedBlocks& blocks, std::span<const std::vector<double>> grade,
                     std::span<const std::uint16_t> shell, std::size_t last);

// The block below the surface that brings most a tonne in the mill; -infinity: all is air.
struct BestBlock {
  double milled_usd_per_t = 0, mining_usd_per_t = 0;
};
BestBlock best_block(const PricedBlocks& blocks);

// Of the blocks below the surface; NaN: none has one.
double highest(const PricedBlocks& blocks, std::span<const double> grade);

}  // namespace lode::pit
