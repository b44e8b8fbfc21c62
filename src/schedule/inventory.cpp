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

void check(const Inventory& inventory, const InventoryInput& input) {
  const std::size_t classes = input.class_is_inferred.size();
  LODE_CHECK(inventory.realisations > 0);
  LODE_CHECK(inventory.elements >= 1 && inventory.elements <= kMaxElements);
  LODE_CHECK(inventory.depth_m.size() == inventory.increments.size());
  LODE_CHECK(!inventory.cut_off.empty());
  LODE_CHECK(std::is_sorted(inventory.cut_off.begin(), inventory.cut_off.end(),
                            [](double a, double b) { return a <= b; }));
  LODE_CHECK(input.tonnes.size() == input.increment.size());
  LODE_CHECK(input.body_block.size() == input.increment.size());
  LODE_CHECK(input.stored == inventory.realisations || input.stored == 1);
  LODE_CHECK(input.grade.size() == inventory.elements * input.stored * input.body_blocks);
  LODE_CHECK(input.tonnage_factor.size() == inventory.realisations * classes);
  LODE_CHECK(input.grade_factor.size() == inventory.realisations * classes);
  LODE_CHECK(input.confidence.size() == input.body_blocks);
  for (const std::uint32_t i : input.increment) LODE_CHECK(i < inventory.increments.size());
  for (const std::int32_t b : input.body_block)
    LODE_CHECK(b < 0 || static_cast<std::size_t>(b) < input.body_blocks);
  for (const std::uint8_t c : input.confidence) LODE_CHECK(c < classes);
}

// Each block is added at the highest cut-off that it reaches; then each cut-off adds the ore above
// the higher ones.
void fill_realisation(Inventory& inventory, const InventoryInput& input, std::size_t realisation) {
  const std::size_t cuts = inventory.cut_off.size();
  const std::size_t classes = input.class_is_inferred.size();
  const auto& cut_off = inventory.cut_off;
  for (std::size_t block = 0; block < input.increment.size(); ++block) {
    const std::size_t column = inventory.column(input.increment[block], realisation);
    inventory.rock_t[column] += input.tonnes[block];
    if (input.body_block[block] >= 0) {
      const auto body = static_cast<std::size_t>(input.body_block[block]);
      const std::size_t confidence = input.confidence[body];
      const double tonnes =
          input.tonnes[block] * input.tonnage_factor[realisation * classes + confidence];
      const double factor = input.grade_factor[realisation * classes + confidence];
      const auto grade = [&](std::size_t element) {
        return static_cast<double>(
            input.grade[(element * input.stored + (input.stored == 1 ? 0 : realisation)) *
                            input.body_blocks +
                        body]);
      };
      const auto met = static_cast<std::size_t>(
          std::upper_bound(cut_off.begin(), cut_off.end(), grade(0)) - cut_off.begin());
      if (met > 0) {
        Ore& ore = inventory.ore[column * cuts + met - 1];
        ore.tonnes += tonnes;
        for (std::size_t e = 0; e < inventory.elements; ++e)
          ore.metal_t[e] += tonnes * factor * grade(e);
        if (input.class_is_inferred[confidence]) ore.inferred_metal_t += tonnes * factor * grade(0);
      }
    }
  }
  for (std::size_t i = 0; i < inventory.increments.size(); ++i) {
    Ore* const ore = &inventory.ore[inventory.column(i, realisation) * cuts];
    for (std::size_t cut = cuts - 1; cut > 0; --cut)
      add(ore[cut - 1], ore[cut], 1, inventory.elements);
    double& rock = inventory.rock_t[inventory.column(i, realisation)];
    rock = std::max(rock, ore[0].tonnes);
  }
}

void fill_mean(Inventory& inventory) {
  const std::size_t n = inventory.realisations, cuts = inventory.cut_off.size();
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

Inventory make_inventory(std::vector<Increment> ordered, std::vector<double> depth_m,
                         std::vector<double> cut_off, std::size_t realisations,
                         std::size_t elements, const InventoryInput& input) {
  Inventory inventory;
  inventory.increments = std::move(ordered);
  inventory.depth_m = std::move(depth_m);
  inventory.cut_off = std::move(cut_off);
  inventory.realisations = realisations;
  inventory.elements = elements;
  check(inventory, input);
  const std::size_t columns = inventory.increments.size() * (realisations + 1);
  inventory.rock_t.assign(columns, 0.0);
  inventory.ore.assign(columns * inventory.cut_off.size(), Ore{});
  parallel_for(realisations, [&](std::size_t r) { fill_realisation(inventory, input, r); });
  fill_mean(inventory);
  return inventory;
}

}  // namespace lode::schedule
