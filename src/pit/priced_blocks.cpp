#include "pit/priced_blocks.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lode::pit {

std::int64_t cents_of(const PricedBlocks& blocks, std::size_t block, double factor) {
  if (blocks.air[block]) return 0;
  double milled = blocks.milled_usd_per_t[block];
  if (factor != 1) {
    const double at_nothing = blocks.milled_for_nothing[block];
    milled = at_nothing + factor * (milled - at_nothing);
  }
  return std::llround(kCents * blocks.tonnes[block] *
                      (std::max(0.0, milled) - blocks.mining_usd_per_t[block]));
}

Contents contents_of(const PricedBlocks& blocks, std::span<const std::vector<double>> grade,
                     std::span<const std::uint16_t> shell, std::size_t last) {
  Contents out;
  out.metal_t.assign(grade.size(), 0);
  for (std::size_t block = 0; block < shell.size(); ++block) {
    if (shell[block] > last) continue;
    const double t = blocks.tonnes[block];
    out.cents += cents_of(blocks, block, 1);
    if (!blocks.is_ore(block)) {
      out.waste_t += t;
      continue;
    }
    out.ore_t += t;
    for (std::size_t m = 0; m < grade.size(); ++m)
      if (const double g = grade[m][block]; !std::isnan(g)) out.metal_t[m] += t * g;
  }
  return out;
}

BestBlock best_block(const PricedBlocks& blocks) {
  BestBlock out{-std::numeric_limits<double>::infinity(), 0};
  for (std::size_t block = 0; block < blocks.size(); ++block)
    if (!blocks.air[block] && blocks.milled_usd_per_t[block] > out.milled_usd_per_t)
      out = {blocks.milled_usd_per_t[block], blocks.mining_usd_per_t[block]};
  return out;
}

double highest(const PricedBlocks& blocks, std::span<const double> grade) {
  double out = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t block = 0; block < blocks.size(); ++block)
    if (!blocks.air[block]) out = std::fmax(out, grade[block]);
  return out;
}

}  // namespace lode::pit
