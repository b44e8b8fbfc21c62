#include "market/price.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "base/error.h"
#include "base/random.h"

namespace lode::market {
namespace {

double speed_of(const Commodity& c) { return std::numbers::ln2 / c.half_life_y; }

// (1 - exp(-k t)) / k: the variance that unit shocks leave after t years of decay at the rate k.
double decayed(double k, double t) { return -std::expm1(-k * t) / k; }

void check_commodity(const Commodity& c) {
  if (!(c.start_usd > 0 && c.long_run_usd > 0 && c.half_life_y > 0 && c.quote_mass_t > 0 &&
        c.volatility >= 0 && std::abs(c.correlation) <= 1))
    throw InputError(fmt::format(
        "commodity {}: start, long_run, half_life and quote_mass must be positive, volatility not "
        "negative, correlation in [-1, 1]",
        c.id));
}

// Standard normal shocks of one commodity's transitions, [period].
using Shocks = std::vector<double>;

// One path: shock[t] drives the transition that ends in the middle of period t. Exact for any step
// (Schwartz 1997, eq. 2-4, in logs of the median).
std::vector<double> path(const Commodity& c, const Calendar& calendar, const Shocks& shock) {
  const double speed = speed_of(c), level = std::log(c.long_run_usd);
  std::vector<double> usd_per_t(calendar.periods());
  double log_price = std::log(c.start_usd), now = 0;
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    const double step = calendar.mid_y(t) - now;
    const double sd = c.volatility * std::sqrt(decayed(2 * speed, step));
    log_price = level + (log_price - level) * std::exp(-speed * step) + sd * shock[t];
    usd_per_t[t] = std::exp(log_price) / c.quote_mass_t;
    now = calendar.mid_y(t);
  }
  return usd_per_t;
}

// Shocks that move together at every instant with correlation r decay at two speeds within a step:
// over the step their correlation is r D(k1 + k2) / sqrt(D(2 k1) D(2 k2)), D as in decayed().
Shocks correlated(const Commodity& first, const Commodity& c, const Calendar& calendar,
                  const Shocks& first_shock, const Shocks& own) {
  const double k1 = speed_of(first), k2 = speed_of(c);
  Shocks out(own.size());
  double now = 0;
  for (std::size_t t = 0; t < out.size(); ++t) {
    const double step = calendar.mid_y(t) - now;
    const double r = c.correlation * decayed(k1 + k2, step) /
                     std::sqrt(decayed(2 * k1, step) * decayed(2 * k2, step));
    out[t] = r * first_shock[t] + std::sqrt(std::max(0.0, 1 - r * r)) * own[t];
    now = calendar.mid_y(t);
  }
  return out;
}

}  // namespace

PricePath simulate_prices(const std::vector<Commodity>& commodities, const Calendar& calendar,
                          std::uint64_t seed, std::uint64_t scenario) {
  PricePath prices;
  Shocks first_shock;
  for (std::size_t i = 0; i < commodities.size(); ++i) {
    check_commodity(commodities[i]);
    Shocks own(calendar.periods());
    Stream(seed, "market.price." + commodities[i].id, scenario).fill_normal(own);
    if (i == 0) first_shock = own;
    prices.push_back(path(
        commodities[i], calendar,
        i == 0 ? own : correlated(commodities[0], commodities[i], calendar, first_shock, own)));
  }
  return prices;
}

PricePath median_prices(const std::vector<Commodity>& commodities, const Calendar& calendar) {
  PricePath prices;
  for (const Commodity& c : commodities) {
    check_commodity(c);
    prices.push_back(path(c, calendar, Shocks(calendar.periods(), 0.0)));
  }
  return prices;
}

double long_run_mean_usd(const Commodity& commodity) {
  check_commodity(commodity);
  return commodity.long_run_usd *
         std::exp(commodity.volatility * commodity.volatility / (4 * speed_of(commodity)));
}

namespace {

std::vector<double> real_logs(const std::vector<PricePoint>& series) {
  if (series.size() < 5)
    throw InputError(
        fmt::format("a price series needs at least 5 consecutive years, not {}", series.size()));
  std::vector<double> logs;
  for (std::size_t i = 0; i < series.size(); ++i) {
    const PricePoint& p = series[i];
    if (i > 0 && p.year != series[i - 1].year + 1)
      throw InputError(fmt::format("the price series must have consecutive years: {} follows {}",
                                   p.year, series[i - 1].year));
    if (!(p.nominal_usd > 0 && p.deflator > 0 && std::isfinite(p.nominal_usd * p.deflator)))
      throw InputError(
          fmt::format("the price and the deflator of {} must be positive numbers", p.year));
    logs.push_back(std::log(p.nominal_usd * p.deflator));
  }
  return logs;
}

// In years; 0 where a departure is gone within a year, infinite where it never shrinks.
double half_life_of_slope(double slope) {
  if (slope <= 0) return 0;
  if (slope >= 1) return kInfinity;
  return std::numbers::ln2 / -std::log(slope);
}

}  // namespace

Calibration calibrate(const std::vector<PricePoint>& series) {
  const std::vector<double> logs = real_logs(series);
  const auto pairs = static_cast<double>(logs.size() - 1);
  double mean_x = 0, mean_y = 0, sxx = 0, sxy = 0, rest = 0;
  for (std::size_t i = 0; i + 1 < logs.size(); ++i) {
    mean_x += logs[i] / pairs;
    mean_y += logs[i + 1] / pairs;
  }
  for (std::size_t i = 0; i + 1 < logs.size(); ++i) {
    sxx += (logs[i] - mean_x) * (logs[i] - mean_x);
    sxy += (logs[i] - mean_x) * (logs[i + 1] - mean_y);
  }
  if (!(sxx > 1e-20 * pairs))
    throw InputError("the price series never moves: nothing to calibrate");
  const double slope = sxy / sxx, constant = mean_y - slope * mean_x;
  for (std::size_t i = 0; i + 1 < logs.size(); ++i) {
    const double miss = logs[i + 1] - constant - slope * logs[i];
    rest += miss * miss;
  }
  const double variance = rest / (pairs - 2);  // of a year's shock

  Calibration out;
  out.points = logs.size();
  out.first_year = series.front().year;
  out.last_year = series.back().year;
  out.slope = slope;
  out.slope_se = std::sqrt(variance / sxx);
  constexpr double kNormal95 = 1.959963984540054;
  out.half_life_y = half_life_of_slope(slope);
  out.half_life_low_y = half_life_of_slope(slope - kNormal95 * out.slope_se);
  out.half_life_high_y = half_life_of_slope(slope + kNormal95 * out.slope_se);
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const bool reverts = slope > 0 && slope < 1;
  out.long_run_usd = slope < 1 ? std::exp(constant / (1 - slope)) : kNone;
  // A year's variance is volatility^2 (1 - slope^2) / (2 speed).
  out.volatility =
      reverts ? std::sqrt(variance * -2 * std::log(slope) / (1 - slope * slope)) : kNone;
  return out;
}

}  // namespace lode::market
