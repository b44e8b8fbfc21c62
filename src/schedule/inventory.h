// Tonnes and metal of each increment, per realisation, above each of a few cut-off grades: made
// once per plan, read by every scenario. One further column holds the mean over realisations, on
// which the plan is made.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "schedule/sequence.h"

namespace lode::schedule {

inline constexpr std::size_t kMaxElements = 6;

// Ore above a cut-off: tonnes, metal by element (0 = main), and the inferred part of the main
// metal.
struct Ore {
  double tonnes = 0;
  double metal_t[kMaxElements] = {};
  double inferred_metal_t = 0;
};

struct Inventory {
  std::vector<Increment> increments;  // in mining order
  std::vector<double> depth_m;        // [increment] of the bench below surface
  std::vector<double> cut_off;        // [cut] ascending, main element, fraction; 16-24 of them
  std::size_t realisations = 0;       // column `realisations` is the mean
  std::size_t elements = 1;
  // A scenario reads one realisation, which is stored contiguously.
  std::vector<double> rock_t;  // [realisation + 1][increment]
  std::vector<Ore> ore;        // [realisation + 1][increment][cut]

  // Tonnes and metal above a cut-off, linear between the tabulated ones. Below the first cut-off:
  // as at the first (the case's floor for sending ore to the mill); above the last: none.
  Ore above(std::size_t increment, std::size_t realisation, double cut_off) const;
  double rock(std::size_t increment, std::size_t realisation) const {
    return rock_t[column(increment, realisation)];
  }
  // All ore that may go to the mill: above the first cut-off.
  const Ore& all_ore(std::size_t increment, std::size_t realisation) const {
    return ore[column(increment, realisation) * cut_off.size()];
  }
  std::size_t column(std::size_t increment, std::size_t realisation) const {
    return realisation * increments.size() + increment;
  }
};

// The blocks of a plan, one increment after the other.
struct PlanBlocks {
  std::span<const std::uint32_t> first;  // [increment + 1] place of its first block in these two:
  std::span<const double> tonnes;        // [block in plan]
  std::span<const std::int32_t>
      body_block;  // [block in plan] index in the body, -1 = waste outside
  std::span<const std::uint8_t> confidence;         // [body block] its class
  std::span<const std::uint8_t> class_is_inferred;  // [class]
};

// One realisation of the body: grades, and the factors that a class puts on the tonnage and on the
// grade of its ore.
struct BodyRealisation {
  std::array<std::span<const float>, kMaxElements> grade{};  // [element][body block]
  std::span<const double> tonnage_factor, grade_factor;      // [class]
};

// An inventory that realisations are added to one after the other, then their mean:
//   Inventory out = begin_inventory(...);
//   for (...) add_realisation(blocks, realisation, out);
//   add_mean(out);
// Memory: increments x (realisations + 1) x cut-offs x sizeof(Ore); of the realisations themselves
// one at a time is needed. Runs over increments in parallel. A block is above a cut-off if its main
// grade, without factors, is at least that. Rock is the mass of the blocks; ore is mass times the
// class factors, so that more ore means less waste. Where the ore of an increment exceeds its rock,
// the rock is set to the ore. Shapes that differ, cut-offs that do not rise: LODE_CHECK.
//   expected  realisations to come, for which memory is taken at once
Inventory begin_inventory(std::vector<Increment> ordered, std::vector<double> depth_m,
                          std::vector<double> cut_off, std::size_t elements, std::size_t expected);
void add_realisation(const PlanBlocks& blocks, const BodyRealisation& realisation,
                     Inventory& inventory);
void add_mean(Inventory& inventory);

}  // namespace lode::schedule
