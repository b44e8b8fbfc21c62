#include "study/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lode::study {
namespace {

double depth_m(const DepositModel& model, double height_m) {
  return std::max(0.0, model.ground.top_m - height_m);
}

std::size_t bench_of(const Grid& grid, std::size_t block) {  // from the top
  return static_cast<std::size_t>(grid.count[2] - 1 - grid.cell_of(block)[2]);
}

// Ore in each shell and bench, by which any choice of pushbacks can be put together.
struct ShellBench {
  std::size_t shells, benches;
  std::vector<schedule::Increment> cell;  // [shell][bench from the top]
  schedule::Increment& at(std::size_t shell, std::size_t bench) {
    return cell[shell * benches + bench];
  }
};

void charge(schedule::Increment& increment, double once_usd) {
  increment.once_usd += once_usd;
  increment.value_usd -= once_usd;
}

// part [block]: a shell or a pushback, at least `parts` if the block stays. A zone that costs once
// is paid for by the first part that touches it, on the highest bench there.
template <class Part>
ShellBench tabulate(const Deposit& d, const DepositModel& model, const std::vector<Part>& part,
                    std::size_t parts, const std::vector<double>& ore_share,
                    const std::vector<double>& block_usd) {
  const auto benches = static_cast<std::size_t>(d.grid.count[2]);
  ShellBench out{parts, benches, {}};
  out.cell.resize(parts * benches);
  for (std::size_t block = 0; block < part.size(); ++block) {
    if (part[block] >= parts) continue;
    schedule::Increment& cell = out.at(part[block], bench_of(d.grid, block));
    const double tonnes = model.block_t[block];
    cell.rock_t += tonnes;
    cell.value_usd += block_usd[block];
    if (model.body_block[block] >= 0)
      cell.ore_t += tonnes * ore_share[static_cast<std::size_t>(model.body_block[block])];
  }
  for (const pit::OneOff& zone : model.ground.one_off) {
    std::pair<std::size_t, std::size_t> first{parts, benches};
    for (const std::uint32_t block : zone.block)
      first = std::min(first, {part[block], bench_of(d.grid, block)});
    if (first.first < parts)
      charge(out.at(first.first, first.second), static_cast<double>(zone.cost_usd));
  }
  return out;
}

// The increments of pushbacks that end at the given shells.
std::vector<schedule::Increment> increments_of(ShellBench& table,
                                               const std::vector<std::uint16_t>& ends) {
  std::vector<schedule::Increment> out;
  std::size_t first = 0;
  for (std::size_t pushback = 0; pushback < ends.size(); ++pushback) {
    for (std::size_t bench = 0; bench < table.benches; ++bench) {
      schedule::Increment sum;
      sum.pushback = static_cast<int>(pushback);
      sum.bench = static_cast<int>(bench);
      for (std::size_t shell = first; shell <= ends[pushback]; ++shell) {
        sum.rock_t += table.at(shell, bench).rock_t;
        sum.ore_t += table.at(shell, bench).ore_t;
        sum.value_usd += table.at(shell, bench).value_usd;
        sum.once_usd += table.at(shell, bench).once_usd;
      }
      if (sum.rock_t > 0) out.push_back(sum);
    }
    first = ends[pushback] + std::size_t{1};
  }
  return out;
}

std::vector<std::uint16_t> every_shell(std::size_t count) {
  std::vector<std::uint16_t> out(count);
  std::iota(out.begin(), out.end(), std::uint16_t{0});
  return out;
}

std::vector<double> cut_offs_of(const Case& c, const Deposit& d, const DepositModel& model) {
  const auto n = static_cast<std::size_t>(c.planning.cut_offs);
  const double low = least_grade(d), high = 5 * model.ore_grade;
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i)
    out[i] = low * std::pow(high / low, static_cast<double>(i) / static_cast<double>(n - 1));
  return out;
}

// Value of mining the expected orebody year by year towards the targets, feeding the mill what it
// asks for: mining cost and extraction tax when mined, everything else when milled.
double stripped_value(const Case& c, const Deposit& d, const PlanKey& key, const DepositPlan& plan,
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
    for (std::size_t e = 0; e < plan.inventory.elements; ++e)
      grade[e] = ore.metal_t[e] / ore.tonnes;
    return ore.tonnes * law.at(std::span(grade).first(plan.inventory.elements));
  };
  schedule::MineState state;
  double value = 0, stock_usd = 0;
  for (std::size_t y = 0; y < need.size(); ++y) {
    // In the years before first ore the mine puts by for the first year of milling.
    const double rate =
        need[y] > 0 ? need[y]
                    : *std::find_if(need.begin(), need.end(), [](double n) { return n > 0; });
    const schedule::MinedPeriod mined =
        schedule::mine_period(plan.inventory, plan.inventory.realisations, d.mine, least_grade(d),
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

plant::Stream tonne_of(const std::array<double, schedule::kMaxElements>& grade) {
  plant::Stream out{1, {}};
  std::copy(grade.begin(), grade.end(), out.metal_t.begin());
  return out;
}

// How far ahead to strip: of a few look-aheads the one of largest value (ties to the shorter).
void choose_stripping(const Case& c, const Deposit& d, const PlanKey& key, double horizon_y,
                      DepositPlan& plan) {
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
        schedule::stripping_targets(plan.inventory, d.mine, least_grade(d), need, look_ahead);
    const double value = stripped_value(c, d, key, plan, need, targets);
    if (value <= best) continue;
    best = value;
    plan.stripping_t = std::move(targets);
    plan.stripping_look_ahead_y = look_ahead;
  }
}

}  // namespace

PlanKey plan_key(const deal::Bid& bid) {
  const double revenue = bid.venture.royalty_uplift + bid.venture.management_fee;
  return {revenue, revenue + bid.venture.marketing_discount + bid.venture.marketing_fee,
          bid.capacity_factor, bid.delay_y};
}

// [element] of the body's ore in the first realisation, the main element's in all of them: where
// the value of ore is made linear.
std::array<double, schedule::kMaxElements> Planner::mean_grades(const Deposit& d,
                                                                const DepositModel& model) {
  const resource::Realisations& real = model.realisations;
  std::array<double, schedule::kMaxElements> out{};
  double ore = 0;
  for (std::size_t b = 0; b < model.body.block.size(); ++b) {
    if (static_cast<double>(real.at(0, 0, b)) < least_grade(d)) continue;
    ore += 1;
    for (std::size_t e = 1; e < real.elements; ++e) out[e] += static_cast<double>(real.at(e, 0, b));
  }
  for (double& grade : out) grade /= std::max(1.0, ore);
  out[0] = model.ore_grade;
  return out;
}

// The expectation over realisations of the best destination's value, per revenue factor
// (modelling.md 2.1-2.4).
const Planner::Values& Planner::values_of(std::size_t index, const PlanKey& key) {
  const auto [place, is_new] = values_.try_emplace({index, key.revenue_take, key.price_take});
  Values& out = place->second;
  if (!is_new) return out;
  const Deposit& d = case_.deposit[index];
  const DepositModel& model = models_[index];
  const resource::Realisations& real = model.realisations;
  const std::vector<double>& factors = case_.planning.revenue_factors;
  const std::vector<double> prices = planning_prices(case_);
  const auto mean_grade = mean_grades(d, model);
  const Works works = works_of(case_, d);
  std::vector<OreValue> laws;
  for (const double factor : factors) {
    std::vector<double> scaled = prices;
    for (double& price : scaled) price *= factor;
    laws.push_back(ore_value(case_, d, works, scaled, key.take(), 1e9, mean_grade));
  }
  const auto planning =
      static_cast<std::size_t>(std::find(factors.begin(), factors.end(), 1.0) - factors.begin());
  const std::size_t classes = d.confidence.size(), blocks = model.body.block.size();
  const double share = 1.0 / static_cast<double>(real.realisations);

  std::vector<double> expected(factors.size() * blocks,
                               0.0);  // [factor][body block] USD per tonne of block
  out.ore_share.assign(blocks, 0.0);
  out.ore_grade.assign(blocks, 0.0);
  parallel_for(blocks, [&](std::size_t b) {
    double metal = 0;
    for (std::size_t r = 0; r < real.realisations; ++r) {
      std::array<double, schedule::kMaxElements> grade{};
      for (std::size_t e = 0; e < real.elements; ++e)
        grade[e] = static_cast<double>(real.at(e, r, b));
      if (grade[0] < laws[0].floor) continue;
      const std::size_t draw = r * classes + real.confidence[b];
      const double weight = share * real.tonnage_factor[draw];
      for (std::size_t e = 0; e < real.elements; ++e) grade[e] *= real.grade_factor[draw];
      for (std::size_t f = 0; f < factors.size(); ++f) {
        const double value = laws[f].at(std::span(grade).first(real.elements));
        if (value <= 0) continue;
        expected[f * blocks + b] += weight * value;
        if (f == planning) {
          out.ore_share[b] += weight;
          metal += weight * grade[0];
        }
      }
    }
    out.ore_grade[b] = out.ore_share[b] > 0 ? metal / out.ore_share[b] : 0;
  });

  std::vector<std::vector<std::int64_t>> values(factors.size(),
                                                std::vector<std::int64_t>(d.grid.size()));
  out.block_usd.resize(d.grid.size());
  for (std::size_t block = 0; block < d.grid.size(); ++block) {
    const double cost = mining_usd(d, 1, depth_m(model, d.grid.centre(block).z));
    const double tonnes = model.block_t[block];
    const std::int32_t b = model.body_block[block];
    for (std::size_t f = 0; f < factors.size(); ++f) {
      const double ore = b < 0 ? 0 : expected[f * blocks + static_cast<std::size_t>(b)];
      values[f][block] = std::llround(tonnes * (ore - cost));
      if (f == planning) out.block_usd[block] = tonnes * (ore - cost);
    }
  }
  pit::ZonedShells zoned =
      pit::nested_shells(d.grid, values, model.ground.precedence, model.ground.one_off);
  out.shells = std::move(zoned.shells);
  out.touched = std::move(zoned.touched);
  return out;
}

// The pushbacks of a final shell, wide enough for the equipment. Zones that cost and that the shell
// does not touch are not touched by widening either.
pit::Widened Planner::pushbacks_of(std::size_t index, const Values& values,
                                   std::size_t shell) const {
  const Deposit& d = case_.deposit[index];
  const DepositModel& model = models_[index];
  pit::Pushbacks plain =
      pit::choose_pushbacks(values.shells, model.block_t, shell, case_.planning.pushbacks);
  if (d.mining_width_m <= 0) return {std::move(plain), 0, 0, 0};
  std::vector<std::uint8_t> excluded(d.grid.size(), 0);
  bool any = false;
  for (std::size_t z = 0; z < values.touched.size(); ++z)
    if (values.touched[z] > shell)
      for (const std::uint32_t block : model.ground.one_off[z].block)
        excluded[block] = 1, any = true;
  const pit::Precedence& free = model.ground.precedence;
  return pit::widen(d.grid, any ? pit::without(d.grid, free, excluded) : free, model.ground.air,
                    values.block_usd, plain, d.mining_width_m);
}

// Main metal in ore, expected, of a block; 0 outside the body.
double Planner::metal_t(const DepositModel& model, const Values& values, std::size_t block) {
  if (model.body_block[block] < 0) return 0;
  const auto b = static_cast<std::size_t>(model.body_block[block]);
  return model.block_t[block] * values.ore_share[b] * values.ore_grade[b];
}

// [shell] in what it adds to the one before.
std::vector<double> Planner::metal_by_shell(const DepositModel& model, const Values& values) {
  std::vector<double> out(values.shells.blocks.size(), 0.0);
  for (std::size_t block = 0; block < values.shells.shell.size(); ++block)
    if (values.shells.shell[block] < out.size())
      out[values.shells.shell[block]] += metal_t(model, values, block);
  return out;
}

std::vector<PushbackRow> Planner::pushback_rows(
    const Planning& planning, const DepositModel& model, const Values& values,
    const pit::Pushbacks& pushbacks, const std::vector<schedule::Increment>& increments) {
  std::vector<PushbackRow> out(pushbacks.shell.size());
  for (std::size_t p = 0; p < out.size(); ++p)
    out[p].factor = planning.revenue_factors[pushbacks.shell[p]];
  for (const schedule::Increment& increment : increments) {
    PushbackRow& row = out[static_cast<std::size_t>(increment.pushback)];
    row.rock_t += increment.rock_t;
    row.ore_t += increment.ore_t;
    row.value_usd += increment.value_usd;
    row.once_usd += increment.once_usd;
    ++row.benches;
  }
  for (std::size_t block = 0; block < pushbacks.pushback.size(); ++block)
    if (pushbacks.pushback[block] != 255)
      out[pushbacks.pushback[block]].metal_t += metal_t(model, values, block);
  return out;
}

DepositPlan Planner::plan_deposit(std::size_t index, const PlanKey& key) {
  const Deposit& d = case_.deposit[index];
  const DepositModel& model = models_[index];
  const Values& values = values_of(index, key);
  const Project& project = case_.project;

  DepositPlan plan;
  plan.block_ore_probability = values.ore_share;
  plan.block_ore_grade = values.ore_grade;
  plan.block_shell = values.shells.shell;
  ShellBench table = tabulate(d, model, values.shells.shell, values.shells.blocks.size(),
                              values.ore_share, values.block_usd);
  const std::vector<double> shell_metal_t = metal_by_shell(model, values);
  const double first_ore = project.construction_start + key.delay_y + d.lead_y;
  const double last = std::min<double>(project.licence_start + project.licence_y,
                                       project.base_year + project.horizon_years);
  const schedule::SequenceRates rates{
      key.capacity_factor * in_mill_of(d,
                                       [&] {
                                         return plant::ore_rate(d.mill, circuit_of(case_, d),
                                                                tonne_of(mean_grades(d, model)),
                                                                1e9, 1);
                                       }),
      d.mine.movement_cap_t_per_y, case_.planning.discount_rate, std::max(0.0, last - first_ore)};
  const int benches = d.grid.count[2];
  const auto sequence = [&](const std::vector<schedule::Increment>& increments, int lag) {
    return schedule::discounted_value(schedule::order_by_lag(increments, lag), rates);
  };
  const auto tabulate_pushbacks = [&](const pit::Pushbacks& pushbacks) {
    ShellBench of = tabulate(d, model, pushbacks.pushback, pushbacks.shell.size(), values.ore_share,
                             values.block_usd);
    return increments_of(of, every_shell(of.shells));
  };
  const int lag = case_.planning.lag_benches;
  std::vector<schedule::Increment> chosen;
  double best = 0, metal_t = 0;
  for (std::size_t k = 0; k < table.shells; ++k) {
    ShellRow row;
    row.factor = case_.planning.revenue_factors[k];
    row.metal_t = metal_t += shell_metal_t[k];
    if (values.shells.blocks[k] > 0) {
      const auto each = increments_of(table, every_shell(k + 1));
      for (const schedule::Increment& increment : each) {
        row.ore_t += increment.ore_t;
        row.waste_t += increment.rock_t - increment.ore_t;
      }
      pit::Widened widened = pushbacks_of(index, values, k);
      std::vector<schedule::Increment> increments = tabulate_pushbacks(widened.pushbacks);
      const schedule::SequenceValue lagged = sequence(increments, lag);
      row.best_usd = sequence(each, benches).value_usd;
      row.worst_usd = sequence(increments_of(table, {static_cast<std::uint16_t>(k)}), 0).value_usd;
      row.lag_usd = lagged.value_usd;
      row.years = lagged.years;
      if (row.lag_usd > best) {
        best = row.lag_usd;
        plan.chosen_shell = k;
        plan.pushbacks = std::move(widened.pushbacks);
        plan.widened = {{}, widened.added, widened.dropped, widened.moved};
        chosen = std::move(increments);
      }
    }
    plan.shells.push_back(row);
  }
  if (plan.pushbacks.shell.empty()) {
    plan.pushbacks.pushback.assign(d.grid.size(), 255);
    return plan;
  }

  std::vector<std::uint8_t> mined(d.grid.size());
  for (std::size_t block = 0; block < mined.size(); ++block)
    mined[block] = plan.pushbacks.pushback[block] != 255;
  plan.blocks_on_edge = pit::blocks_on_edge(d.grid, mined);

  plan.narrowest_m = pit::narrowest_opening_m(d.grid, model.ground.air, plan.pushbacks.pushback);
  plan.unwidened_usd =
      d.mining_width_m > 0
          ? sequence(increments_of(
                         table, pit::choose_pushbacks(values.shells, model.block_t,
                                                      plan.chosen_shell, case_.planning.pushbacks)
                                    .shell),
                     lag)
                .value_usd
          : best;
  plan.pushback_rows = pushback_rows(case_.planning, model, values, plan.pushbacks, chosen);
  const auto ordered = schedule::order_by_lag(chosen, lag);
  std::vector<double> depths;
  std::map<std::pair<int, int>, std::uint32_t> place;
  for (const schedule::Increment& increment : ordered) {
    place[{increment.pushback, increment.bench}] = static_cast<std::uint32_t>(depths.size());
    depths.push_back(depth_m(model, d.grid.top_m() - (increment.bench + 0.5) * d.grid.cell_m.z));
  }
  std::vector<std::uint32_t> increment_of_block;
  std::vector<std::int32_t> body_block;
  std::vector<double> plan_tonnes;
  for (std::size_t block = 0; block < mined.size(); ++block) {
    if (!mined[block]) continue;
    increment_of_block.push_back(
        place.at({plan.pushbacks.pushback[block], benches - 1 - d.grid.cell_of(block)[2]}));
    body_block.push_back(model.body_block[block]);
    plan_tonnes.push_back(model.block_t[block]);
  }
  schedule::InventoryInput input;
  input.increment = increment_of_block;
  input.tonnes = plan_tonnes;
  input.body_block = body_block;
  input.body_blocks = model.body.block.size();
  input.grade = model.realisations.grade;
  input.stored = model.realisations.stored;
  input.tonnage_factor = model.realisations.tonnage_factor;
  input.grade_factor = model.realisations.grade_factor;
  input.confidence = model.realisations.confidence;
  input.class_is_inferred = model.class_is_inferred;
  plan.inventory =
      schedule::make_inventory(ordered, depths, cut_offs_of(case_, d, model),
                               model.realisations.realisations, model.realisations.elements, input);

  schedule::Ore all;
  for (std::size_t i = 0; i < plan.inventory.increments.size(); ++i) {
    const schedule::Ore ore =
        plan.inventory.above(i, model.realisations.realisations, least_grade(d));
    all.tonnes += ore.tonnes;
    for (std::size_t e = 0; e < model.realisations.elements; ++e) all.metal_t[e] += ore.metal_t[e];
  }
  for (std::size_t e = 0; e < model.realisations.elements; ++e)
    plan.mean_grade[e] = all.tonnes > 0 ? all.metal_t[e] / all.tonnes : 0;

  choose_stripping(case_, d, key, rates.horizon_y, plan);
  return plan;
}

Plan Planner::make_plan(const PlanKey& key, const Progress& progress) {
  Plan plan;
  plan.key = key;
  for (std::size_t i = 0; i < case_.deposit.size(); ++i) {
    if (progress)
      progress("plan " + case_.deposit[i].id,
               static_cast<double>(i) / static_cast<double>(case_.deposit.size()));
    plan.deposit.push_back(plan_deposit(i, key));
  }
  return plan;
}

}  // namespace lode::study
