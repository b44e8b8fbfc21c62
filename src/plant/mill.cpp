#include "plant/mill.h"

#include <algorithm>

namespace lode::plant {
namespace {

double usd_per_t(const Mill& mill, const Stage& stage) {
  return stage.cost_usd_per_t + stage.reagents_usd_per_t + stage.labour_usd_per_t +
         stage.power_kwh_per_t * mill.power_usd_per_kwh +
         stage.water_m3_per_t * mill.water_usd_per_m3;
}

}  // namespace

MillCost cost_of(const Mill& mill, const Circuit& circuit, std::span<const Stream> streams,
                 double running_y) {
  MillCost out;
  double ore_t = 0;
  for (const Stream& feed : streams.first(circuit.feeds)) ore_t += feed.tonnes;
  out.processing_usd = ore_t * mill.processing_usd_per_t + running_y * mill.fixed_usd_per_y;
  out.sustaining_usd = ore_t * mill.sustaining_usd_per_t;
  out.general_usd = ore_t * mill.general_usd_per_t;
  for (std::size_t i = 0; i < circuit.step.size(); ++i) {
    const Stage& stage = mill.stage[circuit.step[i].stage];
    const double fed_t = feed_of(circuit, i, streams).tonnes;
    out.processing_usd += fed_t * usd_per_t(mill, stage) + running_y * stage.labour_usd_per_y;
    out.sustaining_usd +=
        fed_t * stage.sustaining_usd_per_t + running_y * stage.sustaining_usd_per_y;
  }
  return out;
}

LinearMillCost cost_of(const Mill& mill, const Circuit& circuit,
                       std::span<const LinearStream> streams) {
  LinearMillCost out{streams[0].tonnes * mill.processing_usd_per_t,
                     streams[0].tonnes * mill.sustaining_usd_per_t,
                     streams[0].tonnes * mill.general_usd_per_t};
  for (std::size_t i = 0; i < circuit.step.size(); ++i) {
    const Stage& stage = mill.stage[circuit.step[i].stage];
    const Linear fed_t = feed_of(circuit, i, streams).tonnes;
    out.processing_usd = out.processing_usd + fed_t * usd_per_t(mill, stage);
    out.sustaining_usd = out.sustaining_usd + fed_t * stage.sustaining_usd_per_t;
  }
  return out;
}

double ore_rate(const Mill& mill, const Circuit& circuit, const Stream& grades, double years,
                double length_y) {
  double rate = mill.capacity_t_per_y * mill.availability * ramp_at(mill.ramp_up, years, length_y);
  const auto limited = [](const Stage& stage) { return stage.capacity_t_per_y > 0; };
  if (std::none_of(mill.stage.begin(), mill.stage.end(), limited)) return rate;
  const std::vector<Stream> streams = balance(circuit, mill.stage, {&grades, 1}, years);
  for (std::size_t i = 0; i < circuit.step.size(); ++i) {
    const Stage& stage = mill.stage[circuit.step[i].stage];
    const double share = feed_of(circuit, i, streams).tonnes / grades.tonnes;
    if (limited(stage) && share > 0)
      rate = std::min(rate, stage.capacity_t_per_y * stage.availability *
                                ramp_at(stage.ramp_up, years, length_y) / share);
  }
  return rate;
}

bool past_ramp(const Mill& mill, double years, double length_y) {
  return ramp_at(mill.ramp_up, years, length_y) >= 1 &&
         std::all_of(mill.stage.begin(), mill.stage.end(), [&](const Stage& stage) {
           return ramp_at(stage.ramp_up, years, length_y) >= 1;
         });
}

}  // namespace lode::plant
