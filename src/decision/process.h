// One uncertain price whose logarithm is normal over any step, under the measure that values are
// taken in (risk-neutral):
//   geometric       d ln S = (rate - yield - volatility^2/2) dt + volatility dW
//   mean-reverting  d ln S = speed (level - ln S) dt + volatility dW      (Schwartz 1997, model 1)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "decision/least_squares.h"

namespace lode::decision {

struct Process {
  double start = 1;       // price
  double volatility = 0;  // 1/sqrt(year)
  double drift = 0;       // of the log price, 1/year
  double speed = 0;       // 1/year; 0: geometric
  double level = 0;       // log price that it reverts to: `drift` is 0 then
};

// yield: dividends or convenience. All continuously compounded, 1/year.
Process geometric(double start, double rate, double yield, double volatility);

// Schwartz (1997), equations 1 to 5: dS = speed (mu - ln S) S dt + volatility S dW with the market price of
// risk lambda, so that level = mu - volatility^2 / (2 speed) - lambda.
Process mean_reverting(double start, double speed, double mu, double lambda, double volatility);

// Over a step: ln S' = scale ln S + shift + deviation Z.
struct Step {
  double scale = 1, shift = 0, deviation = 0;
};
Step step(const Process& process, double years);

// E[S(years)] of a price now; Schwartz (1997), equation 7.
double forward(const Process& process, double price, double years);

// Prices at some times; the state is the log price, of which polynomials describe values over long times better than
// of the price.
struct PricePaths : Paths {
  std::vector<double> price;  // [date][path]

  std::span<const double> prices(std::size_t date) const {
    return {price.data() + date * paths, paths};
  }
};

// At these times (years from now, rising). Path 2 i + 1 takes the negative of the random numbers of
// path 2 i (antithetic), and both are one cluster. Random numbers are a function of (seed, pair, date)
// alone.
PricePaths simulate(const Process& process, std::span<const double> years, std::size_t paths,
                    std::uint64_t seed);

}  // namespace lode::decision
