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
  for (const Increment& increment : ordered) {
    const double left = rates.horizon_y - out.years;
    if (left <= 0) break;
    const double needed =
        std::max(increment.ore_t / rates.mill_t_per_y, increment.rock_t / rates.movement_t_per_y);
    const double share = needed > left ? left / needed : 1;
    const double years = needed > left ? left : needed;
    const double middle = out.years + years / 2;
    out.value_usd += share * increment.value_usd * std::pow(1 + rates.discount_rate, -middle);
    out.rock_t += share * increment.rock_t;
    out.ore_t += share * increment.ore_t;
    out.years += years;
    if (share < 1) {
      out.years = rates.horizon_y;
      break;
    }
  }
  return out;
}

}  // namespace lode::schedule
