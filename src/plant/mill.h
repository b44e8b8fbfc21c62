// The plant of one deposit: its flowsheet, how much ore it takes, what it costs.
#pragma once

#include <string>
#include <vector>

#include "plant/flowsheet.h"

namespace lode::plant {

inline const std::string kOre = "ore";  // the mill's only feed

struct Mill {
  double capacity_t_per_y = kRequired;  // ore
  double availability = 1;              // of that, and of what has no availability of its own
  std::vector<double> ramp_up;  // [year of operation] share of capacity; full after the last
  std::vector<Stage> stage;
  // Per tonne of ore milled, beside what the stages cost.
  double processing_usd_per_t = kRequired, general_usd_per_t = 0, sustaining_usd_per_t = 0;
  double fixed_usd_per_y = 0;  // while it runs
  double power_usd_per_kwh = 0, water_usd_per_m3 = 0;
};
void describe(Visitor& visit, Mill& mill);

// One period, real USD: the `streams` of its balance, ore milled in all its feeds; running_y: years
// in which the mill runs (fixed costs).
struct MillCost {
  double processing_usd = 0, sustaining_usd = 0;  // the stages' and the mill's own
  double general_usd = 0;
};
MillCost cost_of(const Mill& mill, const Circuit& circuit, std::span<const Stream> streams,
                 double running_y);
// The same without what is fixed, as linear functions of the ore.
struct LinearMillCost {
  Linear processing_usd, sustaining_usd, general_usd;
};
LinearMillCost cost_of(const Mill& mill, const Circuit& circuit,
                       std::span<const LinearStream> streams);

// The largest ore feed a year over [years, years + length) after the start, for ore of these grades
// (tonnes 1): the mill's own capacity and ramp, and each stage's at the share of the ore that
// reaches it.
double ore_rate(const Mill& mill, const Circuit& circuit, const Stream& grades, double years,
                double length_y);
// Whether every ramp-up, the mill's and the stages', is complete over that time.
bool past_ramp(const Mill& mill, double years, double length_y);

}  // namespace lode::plant
