#include "schedule/inventory.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/parallel.h"

namespace lode::schedule {
namespace {

void add(Ore& sum, const Ore& ore, double share, std::size_t elements) {
  sum.tonnes += share * ore.tonnes;
  for (std::size_t e = 0; e < elements; ++e) sum.metal_t[e] += share * ore.metal_t[e];
  sum.inferred_metal_t += share * ore.inferred_metal_t;
}

void check(const Inventory& inventory, const PlanBlocks& blocks, const BodyRealisation& one) {
  const std::size_t classes = blocks.class_is_inferred.size();
  LODE_CHECK(blocks.first.size() == inventory.increments.size() + 1);
  LODE_CHECK(std::is_sorted(blocks.first.begin(), blocks.first.end()));
  LODE_CHECK(blocks.first.back() == blocks.tonnes.size());
  LODE_CHECK(blocks.body_block.size() == blocks.tonnes.size());
  for (std::size_t e = 0; e < inventory.elements; ++e)
    LODE_CHECK(one.grade[e].size() == blocks.confidence.size());
  LODE_CHECK(one.tonnage_factor.size() == classes && one.grade_factor.size() == classes);
}

void add_block(const PlanBlocks& blocks, const BodyRealisation& one, std::size_t block,
               const Inventory& inventory, Ore* ore) {
  if (blocks.body_block[block] < 0) return;
  const auto body = static_cast<std::size_t>(blocks.body_block[block]);
  LODE_CHECK(body < blocks.confidence.size());
  const std::size_t confidence = blocks.confidence[body];
  LODE_CHECK(confidence < blocks.class_is_inferred.size());
  const double tonnes = blocks.tonnes[block] * one.tonnage_factor[confidence];
  const double factor = one.grade_factor[confidence];
  const auto grade = [&](std::size_t element) {
    return static_cast<double>(one.grade[element][body]);
  };
  const auto& cut_off = inventory.cut_off;
  const auto reached = static_cast<std::size_t>(
      std::upper_bound(cut_off.begin(), cut_off.end(), grade(0)) - cut_off.begin());
  if (reached == 0) return;
  Ore& sum = ore[reached - 1];
  sum.tonnes += tonnes;
  for (std::size_t e = 0; e < inventory.elements; ++e) sum.metal_t[e] += tonnes * factor * grade(e);
  if (blocks.class_is_inferred[confidence]) sum.inferred_metal_t += tonnes * factor * grade(0);
}

// Each block is added at the highest cut-off that it reaches; then each cut-off adds the ore above
// the higher ones.
void fill_increment(const PlanBlocks& blocks, const BodyRealisation& one, std::size_t increment,
                    std::size_t realisation, Inventory& inventory) {
  const std::size_t cuts = inventory.cut_off.size();
  const std::size_t column = inventory.column(increment, realisation);
  Ore* const ore = &inventory.ore[column * cuts];
  double& rock = inventory.rock_t[column];
  for (std::size_t block = blocks.first[increment]; block < blocks.first[increment + 1]; ++block) {
    rock += blocks.tonnes[block];
    add_block(blocks, one, block, inventory, ore);
  }
  for (std::size_t cut = cuts - 1; cut > 0; --cut)
    add(ore[cut - 1], ore[cut], 1, inventory.elements);
  rock = std::max(rock, ore[0].tonnes);
}

// Room for one more column, of zeros.
void add_column(Inventory& inventory) {
  const std::size_t increments = inventory.increments.size();
  inventory.rock_t.resize(inventory.rock_t.size() + increments, 0.0);
  inventory.ore.resize(inventory.ore.size() + increments * inventory.cut_off.size());
}

}  // namespace

Ore Inventory::above(std::size_t increment, std::size_t realisation, double wanted) const {
  const std::size_t cuts = cut_off.size();
  const Ore* const here = &ore[column(increment, realisation) * cuts];
  if (wanted <= cut_off.front()) return here[0];
  if (wanted > cut_off.back()) return {};
  const auto next = static_cast<std::size_t>(
      std::lower_bound(cut_off.begin(), cut_off.end(), wanted) - cut_off.begin());
  const double share = (wanted - cut_off[next - 1]) / (cut_off[next] - cut_off[next - 1]);
  Ore out;
  add(out, here[next - 1], 1 - share, elements);
  add(out, here[next], share, elements);
  return out;
}

Inventory begin_inventory(std::vector<Increment> ordered, std::vector<double> depth_m,
                          std::vector<double> cut_off, std::size_t elements, std::size_t expected) {
  LODE_CHECK(elements >= 1 && elements <= kMaxElements);
  LODE_CHECK(depth_m.size() == ordered.size());
  LODE_CHECK(!cut_off.empty());
  LODE_CHECK(
      std::is_sorted(cut_off.begin(), cut_off.end(), [](double a, double b) { return a <= b; }));
  Inventory out;
  out.increments = std::move(ordered);
  out.depth_m = std::move(depth_m);
  out.cut_off = std::move(cut_off);
  out.elements = elements;
  const std::size_t columns = out.increments.size() * (expected + 1);
  out.rock_t.reserve(columns);
  out.ore.reserve(columns * out.cut_off.size());
  return out;
}

void add_realisation(const PlanBlocks& blocks, const BodyRealisation& realisation,
                     Inventory& inventory) {
  check(inventory, blocks, realisation);
  const std::size_t place = inventory.realisations++;
  add_column(inventory);
  parallel_for(inventory.increments.size(),
               [&](std::size_t i) { fill_increment(blocks, realisation, i, place, inventory); });
}

void add_mean(Inventory& inventory) {
  const std::size_t n = inventory.realisations, cuts = inventory.cut_off.size();
  LODE_CHECK(n > 0);
  add_column(inventory);
  const double share = 1.0 / static_cast<double>(n);
  for (std::size_t r = 0; r < n; ++r)
    for (std::size_t i = 0; i < inventory.increments.size(); ++i) {
      const std::size_t mean = inventory.column(i, n), one = inventory.column(i, r);
      inventory.rock_t[mean] += share * inventory.rock_t[one];
      for (std::size_t cut = 0; cut < cuts; ++cut)
        add(inventory.ore[mean * cuts + cut], inventory.ore[one * cuts + cut], share,
            inventory.elements);
    }
}

}  // namespace lode::schedule
