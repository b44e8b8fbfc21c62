// Mining one period along the fixed sequence: as much as keeps the mill fed, within the capacities.
#pragma once

#include <cstddef>

#include "base/describe.h"
#include "schedule/inventory.h"

namespace lode::schedule {

struct Mine {
  double movement_cap_t_per_y = kRequired;  // ore and waste
  double sink_rate_benches_per_y = 6;       // per pushback
  double stock_target_y = 0.25;             // ore to hold before the mill, years of mill need
  double dilution = 0;                      // tonnes of dilution per tonne of ore
  double dilution_grade = 0;                // fraction, main element
  double loss = 0;                          // share of ore tonnes lost, with their metal
};
void describe(Visitor& visit, Mine& mine);

// State of a mine between periods. A scenario starts from MineState{}.
struct MineState {
  std::size_t increment = 0;  // the one being mined
  double done = 0;            // share of it already mined
  double rock_t = 0;          // moved so far
  Ore stock;                  // run-of-mine ore before the mill, fully mixed
};

struct MinedPeriod {
  double rock_t = 0;         // moved
  double rock_depth_tm = 0;  // sum of tonnes x depth: for haulage cost
  Ore in_place;              // ore in the ground that was mined, before dilution and loss
  Ore delivered;             // to the stock, after dilution and loss
  double lost_metal_t[kMaxElements] = {};  // metal in ore lost with waste, by element
  double dilution_metal_t = 0;             // main element brought by dilution
  double left_metal_t = 0;  // main element in ore between the first cut-off and the one in force,
                            // sent to waste
  double once_usd = 0;      // one-off costs of the increments mined
  bool exhausted = false;
};

// Tonnes of ore that the stock should hold before the mill takes need_t in a period: need_t and
// stock_target_y years at this rate. Before first ore need_t is 0 and the rate is that of the first
// year of milling.
inline double ore_wanted(const Mine& mine, double need_t, double rate_t_per_y) {
  return need_t + mine.stock_target_y * rate_t_per_y;
}

// Mines along the sequence in `years`, until the stock holds wanted_t (ore_wanted) or a limit
// binds: movement cap * years * movement_factor; sink rate * years benches of the pushback being
// mined (an increment is one bench, parts count in proportion; the sequence is fixed, so the other
// pushbacks are not mined meanwhile); the end of the sequence. Exact: the share of an increment at
// which a limit is reached has a closed form. Rock of an increment is mined in proportion; ore
// above the cut-off goes to the stock after loss, then dilution:
//   delivered tonnes = ore * (1 - loss) * (1 + dilution)
//   delivered metal  = metal * (1 - loss), and for the main element
//                      + ore * (1 - loss) * dilution * dilution_grade
// Diluting tonnes are part of the rock moved. Updates state; the caller takes the mill's feed from
// state.stock.
//   wanted_t         ore in the stock at the period's end, before the mill's feed;
//                    0: only rock_target_t is mined
//   movement_factor  scales the movement cap (ramp-up, halt)
//   rock_target_t    rock to move even if the stock is full: stripping ahead (stripping.h)
//   realisation      inventory.realisations = the mean column
MinedPeriod mine_period(const Inventory& inventory, std::size_t realisation, const Mine& mine,
                        double cut_off, double years, double wanted_t, double movement_factor,
                        MineState& state, double rock_target_t = 0);

// Takes `tonnes` (at most what is there) from the mixed stock.
Ore take(Ore& stock, double tonnes);

}  // namespace lode::schedule
