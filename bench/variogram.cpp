// How long do 42 million pairs take? The omnidirectional variogram of 20,000 samples in 20 lags of
// 15 m, then three directions and down-hole in one pass; answers compared with every pair one by
// one first.
//
//   bench_variogram ../shared/geodata/synthetic/composites20k.csv [RUNS]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include "base/base.h"
#include "composites.h"
#include "resource/experimental_variogram.h"

namespace {

using namespace lode;
using namespace lode::resource;

// Omnidirectional, or within holes: every pair, by the words of the rule. True if all lags agree.
bool agrees(const Samples& p, const Lags& lags, const DirectionalVariogram& with) {
  struct Sum {
    std::uint64_t pairs = 0;
    double distance = 0, squares = 0;
  };
  std::vector<Sum> sum(static_cast<std::size_t>(lags.count));
  for (std::size_t i = 0; i < p.x.size(); ++i)
    for (std::size_t j = i + 1; j < p.x.size(); ++j) {
      if (with.direction.within_hole && p.hole[i] != p.hole[j]) continue;
      const double dx = p.x[i] - p.x[j], dy = p.y[i] - p.y[j], dz = p.z[i] - p.z[j];
      const double h = std::sqrt(dx * dx + dy * dy + dz * dz);
      const double lag = std::ceil(h / lags.width_m);
      if (lag < 1 || lag > lags.count) continue;
      Sum& s = sum[static_cast<std::size_t>(lag) - 1];
      ++s.pairs, s.distance += h,
          s.squares += (p.value[0][i] - p.value[0][j]) * (p.value[0][i] - p.value[0][j]);
    }
  for (std::size_t k = 0; k < sum.size(); ++k) {
    const VariogramLag& lag = with.lag[k];
    const double n = static_cast<double>(sum[k].pairs);
    if (lag.pairs != sum[k].pairs) return false;
    if (n > 0 && !(std::abs(lag.distance_m * n / sum[k].distance - 1) < 1e-11 &&
                   std::abs(lag.semivariance * 2 * n / sum[k].squares - 1) < 1e-11))
      return false;
  }
  return true;
}

template <class F>
void time(const char* what, int runs, F&& f) {
  double cpu = 1e300, wall = 1e300;
  for (int r = 0; r < runs; ++r) {
    const std::clock_t start = std::clock();
    const auto from = std::chrono::steady_clock::now();
    f();
    cpu = std::min(cpu, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    wall = std::min(wall,
                    std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count());
  }
  fmt::print("{:<44} {:.3f} CPU s, {:.3f} s wall (best of {})\n", what, cpu, wall, runs);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || !std::ifstream(argv[1])) {
    fmt::print("skipped: give the path of composites20k.csv\n");
    return 0;
  }
  const int runs = argc > 2 ? std::atoi(argv[2]) : 7;
  const Samples p = bench::read_composites(argv[1], bench::Column::gauss);
  const PairSamples samples{p.x, p.y, p.z, p.value[0], p.hole};
  Lags lags;
  lags.width_m = 15, lags.count = 20;
  Lags centred = lags;
  centred.rule = LagRule::centred;
  const std::vector<Direction> all = {{.id = "all"}}, hole = {{.id = "hole", .within_hole = true}};
  std::vector<Direction> three;
  for (const double azimuth : {30.0, 120.0, 75.0})
    three.push_back({.id = "d",
                     .azimuth_deg = azimuth,
                     .azimuth_tolerance_deg = 22.5,
                     .dip_tolerance_deg = 22.5});

  const ExperimentalVariogram v = experimental_variogram(samples, lags, all);
  if (!agrees(p, lags, v.direction[0]) ||
      !agrees(p, lags, experimental_variogram(samples, lags, hole).direction[0])) {
    fmt::print("the answers differ from those of every pair one by one: no times are shown\n");
    return 1;
  }
  std::uint64_t pairs = 0;
  for (const VariogramLag& lag : v.direction[0].lag) pairs += lag.pairs;
  fmt::print("{} samples, {} pairs: counts equal, means and semivariances within 1e-11\n\n",
             v.samples, pairs);
  for (const int threads : {1, 2}) {
    const ThreadLimit limit(threads);
    fmt::print("threads {}\n", threads);
    time("  omnidirectional", runs, [&] { experimental_variogram(samples, lags, all); });
    time("  omnidirectional, centred lags", runs,
         [&] { experimental_variogram(samples, centred, all); });
    time("  down-hole", runs, [&] { experimental_variogram(samples, lags, hole); });
    time("  three directions", runs, [&] { experimental_variogram(samples, lags, three); });
  }
}
