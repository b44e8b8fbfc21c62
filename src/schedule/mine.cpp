// Everything within an increment is mined in proportion, so the share of the increment at which a
// limit is reached has a closed form; there are no time steps.
#include "schedule/mine.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "base/error.h"

namespace lode::schedule {
namespace {

void add(Ore& sum, const Ore& ore, double share) {
  sum.tonnes += share * ore.tonnes;
  for (std::size_t e = 0; e < kMaxElements; ++e) sum.metal_t[e] += share * ore.metal_t[e];
  sum.inferred_metal_t += share * ore.inferred_metal_t;
}

// Benches that each pushback has gone down in this period, by pushback.
class Advance {
 public:
  double& of(int pushback) {
    LODE_CHECK(pushback >= 0);
    const auto k = static_cast<std::size_t>(pushback);
    if (k >= benches_.size()) benches_.resize(k + 1, 0.0);
    return benches_[k];
  }

 private:
  std::vector<double> benches_;
};

// What a whole increment gives.
struct Whole {
  double rock_t = 0, depth_m = 0, once_usd = 0;
  Ore in_place, delivered;
  double diluting_t = 0;
  double left_metal_t = 0;
};

Whole whole_increment(const Inventory& inventory, std::size_t increment, std::size_t realisation,
                      const Mine& mine, double cut_off) {
  Whole whole;
  whole.rock_t = inventory.rock(increment, realisation);
  whole.depth_m = inventory.depth_m[increment];
  whole.once_usd = inventory.increments[increment].once_usd;
  whole.in_place = inventory.above(increment, realisation, cut_off);
  whole.left_metal_t =
      inventory.all_ore(increment, realisation).metal_t[0] - whole.in_place.metal_t[0];
  add(whole.delivered, whole.in_place, 1 - mine.loss);
  whole.diluting_t = whole.delivered.tonnes * mine.dilution;
  whole.delivered.tonnes += whole.diluting_t;
  whole.delivered.metal_t[0] += whole.diluting_t * mine.dilution_grade;
  return whole;
}

void add(MinedPeriod& period, const Whole& whole, double share, const Mine& mine) {
  period.rock_t += share * whole.rock_t;
  period.once_usd += share * whole.once_usd;
  period.rock_depth_tm += share * whole.rock_t * whole.depth_m;
  add(period.in_place, whole.in_place, share);
  add(period.delivered, whole.delivered, share);
  for (std::size_t e = 0; e < kMaxElements; ++e)
    period.lost_metal_t[e] += share * whole.in_place.metal_t[e] * mine.loss;
  period.dilution_metal_t += share * whole.diluting_t * mine.dilution_grade;
  period.left_metal_t += share * whole.left_metal_t;
}

// The share of a whole increment at which `room` is used up.
double share_for(double room, double whole) {
  if (whole <= 0) return std::numeric_limits<double>::infinity();
  return std::max(room, 0.0) / whole;
}

}  // namespace

MinedPeriod mine_period(const Inventory& inventory, std::size_t realisation, const Mine& mine,
                        double cut_off, double years, double wanted_t, double movement_factor,
                        MineState& state, double rock_target_t) {
  LODE_CHECK(realisation <= inventory.realisations);
  LODE_CHECK(years > 0 && wanted_t >= 0 && movement_factor >= 0);
  const double cap_t = mine.movement_cap_t_per_y * years * movement_factor;
  const double cap_benches = mine.sink_rate_benches_per_y * years;
  MinedPeriod period;
  Advance advance;
  while (state.increment < inventory.increments.size() &&
         (state.stock.tonnes < wanted_t || period.rock_t < rock_target_t)) {
    const Whole whole = whole_increment(inventory, state.increment, realisation, mine, cut_off);
    double& sunk = advance.of(inventory.increments[state.increment].pushback);
    const double enough = std::max(
        state.stock.tonnes < wanted_t
            ? share_for(wanted_t - state.stock.tonnes, whole.delivered.tonnes)
            : 0,
        period.rock_t < rock_target_t ? share_for(rock_target_t - period.rock_t, whole.rock_t) : 0);
    const double limit = std::min(
        {enough, share_for(cap_t - period.rock_t, whole.rock_t), share_for(cap_benches - sunk, 1)});
    const double remaining = 1 - state.done;
    const double share = std::min(limit, remaining);
    add(period, whole, share, mine);
    add(state.stock, whole.delivered, share);
    sunk += share;
    if (limit < remaining) {
      state.done += share;
      break;
    }
    ++state.increment;
    state.done = 0;
  }
  period.exhausted = state.increment == inventory.increments.size();
  state.rock_t += period.rock_t;
  return period;
}

Ore take(Ore& stock, double tonnes) {
  LODE_CHECK(tonnes >= 0);
  Ore taken;
  if (tonnes >= stock.tonnes) {
    std::swap(taken, stock);
    return taken;
  }
  add(taken, stock, tonnes / stock.tonnes);
  taken.tonnes = tonnes;
  add(stock, taken, -1);
  return taken;
}

}  // namespace lode::schedule
