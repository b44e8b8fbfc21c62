// The order of the increments (one bench of one pushback) and what a sequence is worth.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lode::schedule {

struct Increment {
  int pushback = 0;
  int bench = 0;                 // 0 = top bench of the model, downward
  double rock_t = 0, ore_t = 0;  // expected
  double value_usd = 0;          // expected, undiscounted, less once_usd
  double once_usd = 0;           // paid as it is mined: what touching a zone costs
  bool operator==(const Increment&) const = default;
};

// Constant lag: pushback k may reach bench b when pushback k-1 has passed bench b + lag; i.e.
// increments sorted by (bench + lag * pushback, pushback). lag = benches of the model -> pushback
// after pushback (the best case of a pit-by-pit graph); lag = 0 -> bench by bench over the whole
// pit (the worst case). Guarantee: bench by bench within a pushback, and never below a bench that
// an earlier pushback has not mined yet. Throws InputError if lag < 0.
std::vector<Increment> order_by_lag(std::vector<Increment> increments, int lag);

// Discounted value of mining the increments in order as fast as both rates allow, up to the
// horizon: an increment is done at max(ore so far / mill rate, rock so far / mining rate), so that
// stripping runs ahead while the mill is busy; its cash flow is discounted, (1 + rate)^-t, from the
// middle of the time between the end of the increment before it and its own end. An increment that
// ends after the horizon counts in proportion. Rates of mill and movement above 0: LODE_CHECK.
struct SequenceRates {
  double mill_t_per_y = 0, movement_t_per_y = 0, discount_rate = 0, horizon_y = 0;
};
struct SequenceValue {
  double value_usd = 0, rock_t = 0, ore_t = 0, years = 0;
};
SequenceValue discounted_value(std::span<const Increment> ordered, const SequenceRates& rates);

}  // namespace lode::schedule
