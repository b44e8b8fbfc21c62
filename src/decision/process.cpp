#include "decision/process.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/parallel.h"
#include "base/random.h"

namespace lode::decision {

Process geometric(double start, double rate, double yield, double volatility) {
  return {start, volatility, rate - yield - volatility * volatility / 2, 0, 0};
}

Process mean_reverting(double start, double speed, double mu, double lambda, double volatility) {
  return {start, volatility, 0, speed, mu - volatility * volatility / (2 * speed) - lambda};
}

Step step(const Process& p, double years) {
  if (p.speed == 0) return {1, p.drift * years, p.volatility * std::sqrt(years)};
  const double kept = std::exp(-p.speed * years);
  return {kept, p.level * -std::expm1(-p.speed * years),
          p.volatility * std::sqrt(-std::expm1(-2 * p.speed * years) / (2 * p.speed))};
}

double forward(const Process& process, double price, double years) {
  const Step s = step(process, years);
  return std::exp(s.scale * std::log(price) + s.shift + s.deviation * s.deviation / 2);
}

PricePaths simulate(const Process& process, std::span<const double> years, std::size_t paths,
                    std::uint64_t seed) {
  LODE_CHECK(paths % 2 == 0);
  const std::size_t dates = years.size();
  PricePaths out;
  out.paths = paths, out.dates = dates;
  out.state.resize(dates * paths), out.price.resize(dates * paths), out.cluster.resize(paths);
  std::vector<Step> steps;
  for (std::size_t t = 0; t < dates; ++t)
    steps.push_back(step(process, years[t] - (t == 0 ? 0 : years[t - 1])));
  const double start = std::log(process.start);
  // By blocks of pairs, so that a date's states are written side by side.
  constexpr std::size_t kPairs = 64;
  const std::size_t pairs = paths / 2, blocks = (pairs + kPairs - 1) / kPairs;
  parallel_for(blocks, [&](std::size_t block) {
    const std::size_t first = block * kPairs, n = std::min(kPairs, pairs - first);
    std::vector<double> z(n * dates);
    for (std::size_t i = 0; i < n; ++i)
      Stream(seed, "decision.paths", first + i).fill_normal({z.data() + i * dates, dates});
    std::vector<double> x(2 * n, start);
    for (std::size_t t = 0; t < dates; ++t) {
      double* state = out.state.data() + t * paths + 2 * first;
      double* price = out.price.data() + t * paths + 2 * first;
      for (std::size_t i = 0; i < n; ++i) {
        const double noise = steps[t].deviation * z[i * dates + t];
        x[2 * i] = steps[t].scale * x[2 * i] + steps[t].shift + noise;
        x[2 * i + 1] = steps[t].scale * x[2 * i + 1] + steps[t].shift - noise;
      }
      for (std::size_t i = 0; i < 2 * n; ++i) state[i] = x[i], price[i] = std::exp(x[i]);
    }
    for (std::size_t i = 0; i < 2 * n; ++i) out.cluster[2 * first + i] = first + i / 2;
  });
  return out;
}

}  // namespace lode::decision
