// Real prices that revert to a long-run level: Schwartz (1997), model 1, in logs of the median.
//   d ln P = kappa (ln L - ln P) dt + sigma dW,   kappa = ln 2 / half-life
// L is the median of the long run; the mean is L exp(sigma^2 / (4 kappa)).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/describe.h"

namespace lode::market {

struct Commodity {
  std::string id;
  std::string name;                 // "copper in concentrate"
  std::string quoted_unit = "t";    // "mtu"
  double quote_mass_t = 1;          // tonnes of the commodity in one quoted unit (mtu: 0.01)
  double start_usd = kRequired;     // per quoted unit, real, at the base date
  double long_run_usd = kRequired;  // median of the long run, per quoted unit, real
  double half_life_y = 1;           // of a departure from the long run
  double volatility = 0;            // of ln price, 1/sqrt(y)
  double correlation = 0;           // of its shocks with the first commodity's
  double payable = 1;               // share of the price received for metal in product
  double selling_usd = 0;           // freight, insurance, selling, per quoted unit
};
void describe(Visitor& visit, Commodity& commodity);

// [commodity][period], real USD per TONNE of commodity, at the middle of each period.
using PricePath = std::vector<std::vector<double>>;

// Exact transitions. Streams are named "market.price.<id>". With volatility 0: the median path.
// `correlation` is of the instantaneous shocks; commodities after the first are tied to each other
// through the first alone.
PricePath simulate_prices(const std::vector<Commodity>& commodities, const Calendar& calendar,
                          std::uint64_t seed, std::uint64_t scenario);
// The median path, without shocks.
PricePath median_prices(const std::vector<Commodity>& commodities, const Calendar& calendar);
double long_run_mean_usd(const Commodity& commodity);  // per quoted unit

// A check on the prior, not a source of it: AR(1) of the log of a deflated yearly series by least
// squares, with the interval of the half-life from that of the slope, slope +- 1.96 standard errors
// (95 %).
struct PricePoint {
  int year = 0;
  double nominal_usd = 0;  // per quoted unit
  double deflator = 1;     // multiply: nominal of that year -> real of the base date
};
struct Calibration {
  std::size_t points = 0;
  int first_year = 0, last_year = 0;
  double slope = 0;  // of ln P(year + 1) on ln P(year): part of a departure left after a year
  double slope_se = 0;
  // 0 where the slope is not positive, infinity where it may be 1.
  double half_life_y = 0, half_life_low_y = 0, half_life_high_y = 0;
  double long_run_usd = 0;  // median, real; NaN if the slope is 1 or more: there is none
  double volatility = 0;    // NaN unless the slope lies between 0 and 1
};
// At least 5 consecutive years, else InputError. Refs: Schwartz (1997) sec. II for the discrete
// form.
Calibration calibrate(const std::vector<PricePoint>& series);

}  // namespace lode::market
