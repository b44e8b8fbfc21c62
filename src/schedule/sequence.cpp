#include "schedule/sequence.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"

namespace lode::schedule {

std::vector<Increment> order_by_lag(std::vector<Increment> increments, int lag) {
  if (lag < 0) throw InputError("the lag between pushbacks must not be below 0 benches");
  const auto key = [lag](const Increment& i) {
    return std::pair(i.bench + static_cast<long long>(lag) * i.pushback,
                     static_cast<long long>(i.pushback));
  };
  std::stable_sort(increments.begin(), increments.end(),
                   [&](const Increment& a, const Increment& b) { return key(a) < key(b); });
  return increments;
}

SequenceValue discounted_value(std::span<const Increment> ordered, const SequenceRates& rates) {
  LODE_CHECK(rates.mill_t_per_y > 0 && rates.movement_t_per_y > 0 && rates.discount_rate > -1);
  SequenceValue out;
  double ore_t = 0, rock_t = 0;
  for (const Increment& increment : ordered) {
    if (out.years >= rates.horizon_y) break;
    ore_t += increment.ore_t;
    rock_t += increment.rock_t;
    const double done = std::max(ore_t / rates.mill_t_per_y, rock_t / rates.movement_t_per_y);
    const double end = std::min(done, rates.horizon_y);
    const double share = done > end ? (end - out.years) / (done - out.years) : 1;
    const double middle = 0.5 * (out.years + end);
    out.value_usd += share * increment.value_usd * std::pow(1 + rates.discount_rate, -middle);
    out.rock_t += share * increment.rock_t;
    out.ore_t += share * increment.ore_t;
    out.years = end;
  }
  return out;
}

}  // namespace lode::schedule
