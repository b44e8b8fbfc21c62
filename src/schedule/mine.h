// Mining one period along the fixed sequence: as much as it takes to keep the mill fed, within the
// capacities.
#pragma once

#include <cstddef>

#include "base/describe.h"
#include "schedule/inventory.h"

namespace lode::schedule {

struct Mine {
  double movement_cap_t_per_y = kRequired;  // ore and waste
  double sink_rate_benches_per_y = 6;       // per pushback
  double stock_target_y = 0.25;             // ore to hold before the mill, years of mill capacity
  double dilution = 0;                      // tonnes of dilution per tonne of ore
  double dilution_grade = 0;                // fraction, main element
  double loss = 0;                          // share of ore tonnes lost
};
void describe(Visitor& visit, Mine& mine);

// Where a mine stands between periods. Value type; a scenario starts from MineState{}.
struct MineState {
  std::size_t increment = 0;  // the one being mined
  double done = 0;            // share of it already mined
  Ore stock;                  // run-of-mine ore before the mill, fully mixed
};

struct MinedPeriod {
  double rock_t = 0;         // moved
  double rock_depth_tm = 0;  // sum of tonnes x depth: for haulage cost
  Ore in_place;              // ore in the ground that was mined, before dilution and loss
  Ore delivered;             // to the stock, after dilution and loss
  double lost_metal_t[kMaxElements] = {};  // metal in ore lost with waste, by element
  double dilution_metal_t = 0;             // main element brought by dilution
  double left_metal_t = 0;  // main element in rock of the body's ore above the first cut-off, sent
                            // to waste by a higher cut-off
  bool exhausted = false;
};

// Mines along the sequence in `years`, until stock covers this period's mill need plus the stock
// target, or a limit binds (movement, sink rate per pushback, the end). Updates state; in_place x
// (1 - loss) + dilution = delivered. The caller takes the mill's feed from state.stock.
// movement_factor scales the cap (ramp-up, halt).
MinedPeriod mine_period(const Inventory& inventory, std::size_t realisation, const Mine& mine,
                        double cut_off, double years, double mill_need_t, double movement_factor,
                        MineState& state);

// Takes `tonnes` (at most what is there) from the mixed stock.
Ore take(Ore& stock, double tonnes);

}  // namespace lode::schedule
