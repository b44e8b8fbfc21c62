#include "study/sequence.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace lode::study {
namespace {

std::vector<double> cut_offs_of(const Case& c, const Deposit& d, const DepositModel& model) {
  const auto n = static_cast<std::size_t>(c.planning.cut_offs);
  const double low = least_grade(d), high = 5 * model.ore_grade;
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i)
    out[i] = low * std::pow(high / low, static_cast<double>(i) / static_cast<double>(n - 1));
  return out;
}

plant::Stream tonne_of(const std::array<double, schedule::kMaxElements>& grade) {
  plant::Stream out{1, {}};
  std::copy(grade.begin(), grade.end(), out.metal_t.begin());
  return out;
}

// Value of mining the expected orebody year by year to the targets, with the mill's need as feed:
// mining cost and extraction tax count when mined, everything else when milled.
double stripped_value(const Case& c, const Deposit& d, const PlanKey& key, const Sequence& plan,
                      const std::vector<double>& need, const std::vector<double>& targets) {
  Case untaxed = c;
  untaxed.tax.extraction.clear();
  const std::vector<double> prices = planning_prices(c);
  const Works works = works_of(c, d);
  const OreValue whole = ore_value(c, d, works, prices, key.take(), 1e9, plan.mean_grade),
                 milled = ore_value(untaxed, d, works, prices, key.take(), 1e9, plan.mean_grade);
  const auto worth = [&](const OreValue& law, const schedule::Ore& ore) {
    if (ore.tonnes <= 0) return 0.0;
    std::array<double, schedule::kMaxElements> grade{};
    for (std::size_t e = 0; e < plan.inventory->elements; ++e)
      grade[e] = ore.metal_t[e] / ore.tonnes;
    return ore.tonnes * law.at(std::span(grade).first(plan.inventory->elements));
  };
  schedule::MineState state;
  double value = 0, stock_usd = 0;
  for (std::size_t y = 0; y < need.size(); ++y) {
    // In the years before first ore the mine stocks ore for the first year of milling.
    const double rate =
        need[y] > 0 ? need[y]
                    : *std::find_if(need.begin(), need.end(), [](double n) { return n > 0; });
    const schedule::MinedPeriod mined =
        schedule::mine_period(*plan.inventory, plan.inventory->realisations, d.mine, least_grade(d),
                              1, schedule::ore_wanted(d.mine, need[y], rate), 1, state,
                              std::max(0.0, targets[y + 1] - state.rock_t));
    stock_usd += worth(milled, mined.in_place);
    double cash = worth(whole, mined.in_place) - worth(milled, mined.in_place) -
                  mining_usd(d, mined.rock_t, mined.rock_depth_tm, mined.once_usd);
    const double feed = std::min(need[y], state.stock.tonnes);
    if (feed > 0) {
      const double share = feed / state.stock.tonnes;
      cash += share * stock_usd;
      stock_usd *= 1 - share;
      schedule::take(state.stock, feed);
    }
    value += cash * std::pow(1 + c.planning.discount_rate, -(static_cast<double>(y) + 0.5));
  }
  return value;
}

// How far ahead to strip: of a few look-aheads the one of largest value (ties to the shorter).
void choose_stripping(const Case& c, const Deposit& d, const PlanKey& key, double horizon_y,
                      Sequence& plan) {
  // From the first year of stripping until the licence or the calendar ends.
  std::vector<double> need;
  const plant::Circuit circuit = circuit_of(c, d);
  const plant::Stream ore = tonne_of(plan.mean_grade);
  for (double year = -d.prestrip_y; year < horizon_y; ++year)
    need.push_back(
        year + 1 > 0
            ? key.capacity_factor *
                  in_mill_of(d, [&] { return plant::ore_rate(d.mill, circuit, ore, year, 1); })
            : 0);
  if (std::none_of(need.begin(), need.end(), [](double n) { return n > 0; })) {
    plan.stripping_t = {0.0};
    return;
  }
  double best = -kInfinity;
  for (const std::size_t look_ahead :
       {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{5},
        std::size_t{8}, std::size_t{12}, need.size()}) {
    std::vector<double> targets =
        schedule::stripping_targets(*plan.inventory, d.mine, least_grade(d), need, look_ahead);
    const double value = stripped_value(c, d, key, plan, need, targets);
    if (value <= best) continue;
    best = value;
    plan.stripping_t = std::move(targets);
    plan.stripping_look_ahead_y = look_ahead;
  }
}

// The blocks of the pushbacks, one increment after the other, in the order of mining.
struct OrderedBlocks {
  std::vector<std::uint32_t> first;  // [increment + 1]
  std::vector<double> tonnes;        // [block in plan], as the next
  std::vector<std::int32_t> body_block;
};

OrderedBlocks blocks_of(const Deposit& d, const DepositModel& model, const Phases& phases,
                        const std::vector<schedule::Increment>& ordered) {
  std::map<std::pair<int, int>, std::size_t> place;
  for (std::size_t i = 0; i < ordered.size(); ++i)
    place[{ordered[i].pushback, ordered[i].bench}] = i;
  std::vector<std::vector<std::size_t>> blocks(ordered.size());  // [increment]
  for (std::size_t block = 0; block < d.grid.size(); ++block)
    if (const int pushback = phases.pushbacks.pushback[block]; pushback != 255)
      blocks[place.at({pushback, d.grid.count[2] - 1 - d.grid.cell_of(block)[2]})].push_back(block);
  OrderedBlocks out{{0}, {}, {}};
  for (const std::vector<std::size_t>& of_increment : blocks) {
    for (const std::size_t block : of_increment) {
      out.tonnes.push_back(model.block_t[block]);
      out.body_block.push_back(model.body_block[block]);
    }
    out.first.push_back(static_cast<std::uint32_t>(out.tonnes.size()));
  }
  return out;
}

schedule::Inventory make_inventory(const Case& c, const Deposit& d, const DepositModel& model,
                                   const Phases& phases,
                                   const std::vector<schedule::Increment>& ordered) {
  std::vector<double> depths;
  for (const schedule::Increment& increment : ordered)
    depths.push_back(depth_m(model, d.grid.top_m() - (increment.bench + 0.5) * d.grid.cell_m.z));
  const OrderedBlocks in_order = blocks_of(d, model, phases, ordered);
  const resource::Realisations& all = model.realisations;
  const schedule::PlanBlocks blocks{in_order.first, in_order.tonnes, in_order.body_block,
                                    all.confidence, model.class_is_inferred};
  schedule::Inventory out = schedule::begin_inventory(ordered, depths, cut_offs_of(c, d, model),
                                                      all.elements, all.realisations);
  resource::for_each_realisation(all, [&](const resource::Realisation& one) {
    schedule::BodyRealisation body{{}, one.tonnage_factors(), one.grade_factors()};
    for (std::size_t e = 0; e < all.elements; ++e) body.grade[e] = one.grades(e);
    schedule::add_realisation(blocks, body, out);
  });
  schedule::add_mean(out);
  return out;
}

Sequence sequence_pit(const Case& c, std::size_t deposit, const DepositModel& model,
                      const Phases& phases, const PlanKey& key, Inventories& inventories) {
  Sequence out;
  if (phases.pushbacks.shell.empty()) return out;
  const Deposit& d = c.deposit[deposit];
  out.inventory = inventories.inventory_of(c, deposit, model, phases);
  schedule::Ore all;
  for (std::size_t i = 0; i < out.inventory->increments.size(); ++i) {
    const schedule::Ore ore =
        out.inventory->above(i, model.realisations.realisations, least_grade(d));
    all.tonnes += ore.tonnes;
    for (std::size_t e = 0; e < model.realisations.elements; ++e) all.metal_t[e] += ore.metal_t[e];
  }
  for (std::size_t e = 0; e < model.realisations.elements; ++e)
    out.mean_grade[e] = all.tonnes > 0 ? all.metal_t[e] / all.tonnes : 0;
  choose_stripping(c, d, key, sequence_rates(c, d, model, key).horizon_y, out);
  return out;
}

}  // namespace

schedule::SequenceRates sequence_rates(const Case& c, const Deposit& d, const DepositModel& model,
                                       const PlanKey& key) {
  const Project& project = c.project;
  const double first_ore = project.construction_start + key.delay_y + d.lead_y;
  const double last = std::min<double>(project.licence_start + project.licence_y,
                                       project.base_year + project.horizon_years);
  const double ore_rate = in_mill_of(d, [&] {
    return plant::ore_rate(d.mill, circuit_of(c, d), tonne_of(mean_grades(d, model)), 1e9, 1);
  });
  return {key.capacity_factor * ore_rate, d.mine.movement_cap_t_per_y, c.planning.discount_rate,
          std::max(0.0, last - first_ore)};
}

std::shared_ptr<const schedule::Inventory> Inventories::inventory_of(const Case& c,
                                                                     std::size_t deposit,
                                                                     const DepositModel& model,
                                                                     const Phases& phases) {
  const auto ordered = schedule::order_by_lag(phases.increments, c.planning.lag_benches);
  for (const Known& known : known_)
    if (known.deposit == deposit && known.pushback == phases.pushbacks.pushback &&
        known.inventory->increments == ordered)
      return known.inventory;
  known_.push_back({deposit, phases.pushbacks.pushback,
                    std::make_shared<const schedule::Inventory>(
                        make_inventory(c, c.deposit[deposit], model, phases, ordered))});
  return known_.back().inventory;
}

std::vector<Sequence> sequence_pits(const Case& c, const Models& models,
                                    std::span<const Phases* const> phases, const PlanKey& key,
                                    Inventories& inventories) {
  std::vector<Sequence> out;
  for (std::size_t d = 0; d < c.deposit.size(); ++d)
    out.push_back(sequence_pit(c, d, models[d], *phases[d], key, inventories));
  return out;
}

}  // namespace lode::study
