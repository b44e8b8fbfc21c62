#include "market/indices.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.h"

namespace lode::market {

double concentration(std::span<const double> quantities, double rest) {
  const double sum = std::accumulate(quantities.begin(), quantities.end(), rest);
  double out = 0;
  for (const double q : quantities) out += q * q;
  return sum > 0 ? 1e4 * (out / sum / sum) : 0;
}

double weighted_concentration(std::span<const double> quantities,
                              std::span<const double> governance,
                              std::span<const double> trade_factors) {
  LODE_CHECK(governance.size() == quantities.size());
  LODE_CHECK(trade_factors.empty() || trade_factors.size() == quantities.size());
  const double sum = std::accumulate(quantities.begin(), quantities.end(), 0.0);
  double out = 0;
  for (std::size_t i = 0; i < quantities.size() && sum > 0; ++i) {
    const double share = quantities[i] / sum;
    out += share * share * governance[i] * (trade_factors.empty() ? 1 : trade_factors[i]);
  }
  return out;
}

double supply_risk(double global, double sourcing, double import_reliance, double recycled,
                   double substitution) {
  const double half = import_reliance / 2;
  return (global * half + sourcing * (1 - half)) * (1 - recycled) * substitution;
}

double months_of_cover(double stock, double use) { return use > 0 ? 12 * stock / use : HUGE_VAL; }

double months_to_exhaustion(double stock, double use, double supply) {
  return use > supply ? 12 * stock / (use - supply) : HUGE_VAL;
}

double expected(std::span<const double> values, std::span<const double> probabilities) {
  LODE_CHECK(values.size() == probabilities.size());
  double out = 0;
  for (std::size_t i = 0; i < values.size(); ++i) out += probabilities[i] * values[i];
  return out;
}

double tail_mean(std::span<const double> values, std::span<const double> probabilities,
                 double level) {
  LODE_CHECK(values.size() == probabilities.size() && level < 1);
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  double left = 1 - level, out = 0;
  for (const std::size_t i : order) {
    const double part = std::min(left, probabilities[i]);
    out += part * values[i];
    left -= part;
  }
  return out / (1 - level);
}

}  // namespace lode::market
