#include "decision/perpetual.h"

#include <cmath>
#include <limits>

#include "base/error.h"

namespace lode::decision {

double Perpetual::value(double price) const {
  if (std::isinf(trigger)) return slope * price;  // it is held for its price alone
  const bool taken = slope > 0 ? price >= trigger : price <= trigger;
  if (taken) return slope * price + constant;
  return (slope * trigger + constant) * std::pow(price / trigger, power);
}

Perpetual perpetual(double rate, double yield, double volatility, double slope, double constant) {
  if (!(rate > 0) || !(slope * constant < 0))
    throw InputError(
        "a right without end needs a rate above 0 and a payoff that changes its sign with the "
        "price");
  // Roots of (v^2/2) b (b - 1) + (rate - yield) b - rate = 0.
  const double v2 = volatility * volatility, middle = 0.5 - (rate - yield) / v2;
  const double root = std::sqrt(middle * middle + 2 * rate / v2);
  Perpetual out{0, slope, constant, slope > 0 ? middle + root : middle - root};
  // Without a yield a call is worth its price and is never taken.
  out.trigger = slope > 0 && !(out.power > 1 + 1e-12)
                    ? std::numeric_limits<double>::infinity()
                    : out.power / (out.power - 1) * -constant / slope;
  return out;
}

}  // namespace lode::decision
