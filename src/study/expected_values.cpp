#include "study/expected_values.h"

#include <algorithm>
#include <cmath>

#include "base/parallel.h"

namespace lode::study {
namespace {

// Of a body's ore over all realisations, by block.
struct OreSums {
  std::size_t factors;
  std::vector<double> usd;  // [body block][factor] per tonne of block
  // [body block] at the planning price: realisations in which it is ore, tonnes of ore and of main
  // metal in it per tonne of block.
  std::vector<double> times, tonnes, metal;
};

// Adds the block's ore in one realisation, `weight` of the expectation.
void add_block(const resource::Realisation& one, std::size_t b, double weight, std::size_t elements,
               const std::vector<OreValue>& laws, std::size_t planning, OreSums& sums) {
  std::array<double, schedule::kMaxElements> grade{};
  for (std::size_t e = 0; e < elements; ++e) grade[e] = one.grade(e, b);
  if (grade[0] < laws[0].floor) return;
  const double tonnes = weight * one.tonnage_factor(b);
  for (std::size_t e = 0; e < elements; ++e) grade[e] *= one.grade_factor(b);
  for (std::size_t f = 0; f < sums.factors; ++f) {
    const double value = laws[f].at(std::span(grade).first(elements));
    if (value <= 0) continue;
    sums.usd[b * sums.factors + f] += tonnes * value;
    if (f != planning) continue;
    sums.times[b] += 1;
    sums.tonnes[b] += tonnes;
    sums.metal[b] += tonnes * grade[0];
  }
}

std::vector<OreValue> laws_of(const Case& c, const Deposit& d, const DepositModel& model,
                              const Take& take) {
  const Works works = works_of(c, d);
  const OreBalance balance = ore_balance(c, d, works, 1e9, mean_grades(d, model));
  std::vector<OreValue> out;
  for (const double factor : c.planning.revenue_factors) {
    std::vector<double> scaled = planning_prices(c);
    for (double& price : scaled) price *= factor;
    out.push_back(ore_value(c, d, works, balance, scaled, take));
  }
  return out;
}

}  // namespace

std::array<double, schedule::kMaxElements> mean_grades(const Deposit& d,
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

double depth_m(const DepositModel& model, double height_m) {
  return std::max(0.0, model.ground.top_m - height_m);
}

double metal_t(const DepositModel& model, const ExpectedValues& values, std::size_t block) {
  if (model.body_block[block] < 0) return 0;
  const auto b = static_cast<std::size_t>(model.body_block[block]);
  return model.block_t[block] * values.ore_t_per_t[b] * values.ore_grade[b];
}

ExpectedValues expected_values(const Case& c, const Deposit& d, const DepositModel& model,
                               const Take& take) {
  const resource::Realisations& real = model.realisations;
  const std::vector<double>& revenue_factors = c.planning.revenue_factors;
  const std::vector<OreValue> laws = laws_of(c, d, model, take);
  const std::size_t factors = laws.size(), blocks = model.body.block.size();
  const auto planning = static_cast<std::size_t>(
      std::find(revenue_factors.begin(), revenue_factors.end(), 1.0) - revenue_factors.begin());
  const double share = 1.0 / static_cast<double>(real.realisations);
  const std::vector<double> none(blocks, 0.0);
  OreSums sums{factors, std::vector<double>(factors * blocks, 0.0), none, none, none};
  constexpr std::size_t kPerTask = 2000;
  resource::for_each_realisation(real, [&](const resource::Realisation& one) {
    parallel_for((blocks + kPerTask - 1) / kPerTask, [&](std::size_t task) {
      for (std::size_t b = task * kPerTask; b < std::min(blocks, (task + 1) * kPerTask); ++b)
        add_block(one, b, share, real.elements, laws, planning, sums);
    });
  });

  ExpectedValues out;
  out.ore_probability = std::move(sums.times);
  for (double& probability : out.ore_probability)
    probability /= static_cast<double>(real.realisations);
  out.ore_t_per_t = std::move(sums.tonnes);
  out.ore_grade.resize(blocks);
  for (std::size_t b = 0; b < blocks; ++b)
    out.ore_grade[b] = out.ore_t_per_t[b] > 0 ? sums.metal[b] / out.ore_t_per_t[b] : 0;
  out.usd.assign(factors, std::vector<std::int64_t>(d.grid.size()));
  out.block_usd.resize(d.grid.size());
  for (std::size_t block = 0; block < d.grid.size(); ++block) {
    const double cost = mining_usd(d, 1, depth_m(model, d.grid.centre(block).z));
    const double tonnes = model.block_t[block];
    const std::int32_t b = model.body_block[block];
    for (std::size_t f = 0; f < factors; ++f) {
      const double ore = b < 0 ? 0 : sums.usd[static_cast<std::size_t>(b) * factors + f];
      out.usd[f][block] = std::llround(tonnes * (ore - cost));
      if (f == planning) out.block_usd[block] = tonnes * (ore - cost);
    }
  }
  return out;
}

}  // namespace lode::study
