#include "base/describe.h"

#include "schedule/mine.h"

namespace lode::schedule {

void describe(Visitor& visit, Mine& mine) {
  visit.fixed("movement_cap", mine.movement_cap_t_per_y, unit::kMegatonnesPerYear, {1e-6, 1000},
              "rock, ore and waste, that the fleet can move in a year");
  visit.fixed("sink_rate", mine.sink_rate_benches_per_y, {"benches/y", 1}, {0.01, 50},
              "benches that one pushback can go down in a year");
  visit.fixed("stock_target", mine.stock_target_y, unit::kYears, {0, 5},
              "ore to hold in front of the mill, in years of what the mill needs");
  visit.sampled("dilution", mine.dilution, unit::kFraction, {0, 1},
                "waste that comes along with the ore, tonnes per tonne of ore recovered");
  visit.sampled("dilution_grade", mine.dilution_grade, unit::kPercent, {0, 100},
                "grade of that waste, main element");
  visit.sampled("loss", mine.loss, unit::kFraction, {0, 1},
                "share of the ore that is lost with the waste");
}

}  // namespace lode::schedule
