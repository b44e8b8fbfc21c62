// A made-up deposit for timing pits: Gaussian ellipsoids of ore in smooth noise, block values in
// whole USD. The same numbers for the same arguments. The price moves it from barren over
// break-even to rich.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "base/grid.h"
#include "base/parallel.h"
#include "base/random.h"

namespace lode::bench {

// Independent normals at the corners of a lattice, blended smoothly in between.
//   wavelength  between corners, blocks: horizontally; half of it vertically
class LatticeNoise {
 public:
  LatticeNoise(const Grid& grid, double wavelength, std::uint64_t seed, std::uint64_t number)
      : step_{wavelength, wavelength, wavelength / 2} {
    for (std::size_t k = 0; k < 3; ++k)
      corners_[k] = static_cast<std::size_t>(grid.count[k] / step_[k]) + 2;
    value_.resize((corners_[0] * corners_[1] * corners_[2] + 1) / 2 * 2);
    Stream(seed, "bench.synthetic_deposit.noise", number).fill_normal(value_);
  }
  double at(const std::array<int, 3>& cell) const {
    std::array<std::size_t, 3> low;
    std::array<double, 3> share;
    for (std::size_t k = 0; k < 3; ++k) {
      const double place = cell[k] / step_[k];
      low[k] = static_cast<std::size_t>(place);
      const double t = place - static_cast<double>(low[k]);
      share[k] = t * t * (3 - 2 * t);
    }
    double sum = 0;
    for (std::size_t corner = 0; corner < 8; ++corner) {
      std::size_t index = 0;
      double weight = 1;
      for (std::size_t k = 3; k-- > 0;) {
        const std::size_t up = corner >> k & 1;
        index = index * corners_[k] + low[k] + up;
        weight *= up ? share[k] : 1 - share[k];
      }
      sum += weight * value_[index];
    }
    return sum;
  }

 private:
  std::array<double, 3> step_;
  std::array<std::size_t, 3> corners_;
  std::vector<double> value_;
};

struct SyntheticDeposit {
  std::vector<double> metal_usd;                         // [block] what its metal brings at price 1
  std::vector<double> mining_usd;                        // [block]
  static constexpr double kProcessing_usd = 9 * 2700.0;  // of a block of 2,700 t
  // Ore where the metal brings more than processing. Rises with price.
  std::int64_t value(std::size_t block, double price) const {
    return std::llround(std::max(metal_usd[block] * price - kProcessing_usd, 0.0) -
                        mining_usd[block]);
  }
  std::vector<std::int64_t> values(double price) const {
    std::vector<std::int64_t> out(metal_usd.size());
    for (std::size_t block = 0; block < out.size(); ++block) out[block] = value(block, price);
    return out;
  }
};

inline SyntheticDeposit make_deposit(const Grid& grid, std::uint64_t seed) {
  struct Ellipsoid {
    std::array<double, 3> centre, radius;  // shares of the grid's sides
    double height;
  };
  const Stream random(seed, "bench.synthetic_deposit.bodies");
  std::array<Ellipsoid, 6> bodies;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      bodies[i].centre[k] = 0.2 + 0.6 * random.uniform(6 * i + k);
      bodies[i].radius[k] = 0.1 + 0.15 * random.uniform(6 * i + 3 + k);
    }
    bodies[i].height = 0.3 + 0.5 * random.uniform(1000 + 2 * i);
  }
  const std::array<LatticeNoise, 3> noise{LatticeNoise(grid, 24, seed, 0),
                                          LatticeNoise(grid, 9, seed, 1),
                                          LatticeNoise(grid, 3.5, seed, 2)};
  SyntheticDeposit out{std::vector<double>(grid.size()), std::vector<double>(grid.size())};
  parallel_for(grid.size(), [&](std::size_t block) {
    const auto cell = grid.cell_of(block);
    double body = 0;
    for (const Ellipsoid& each : bodies) {
      double distance = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        const double d = ((cell[k] + 0.5) / grid.count[k] - each.centre[k]) / each.radius[k];
        distance += d * d;
      }
      body += each.height * std::exp(-distance / 2);
    }
    const double rough =
        0.55 * noise[0].at(cell) + 0.4 * noise[1].at(cell) + 0.3 * noise[2].at(cell);
    const double grade_percent = 0.085 * std::exp(2.6 * body + 0.9 * rough - 0.25);
    out.metal_usd[block] = 2700 * grade_percent * 0.88 * 0.9 * 6200 / 100;
    out.mining_usd[block] = 2700 * (2.2 + 0.6 * (1 - static_cast<double>(cell[2]) / grid.count[2]));
  });
  return out;
}

}  // namespace lode::bench
