#include "resource/variogram_map.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/base.h"

namespace lode::resource {
namespace {

RC_GTEST_PROP(VariogramMap, every_cell_matches_brute_force, ()) {
  const bool flat = *rc::gen::arbitrary<bool>();
  const int n = *rc::gen::inRange(2, 60);
  std::vector<double> x, y, z, value;
  for (int i = 0; i < n; ++i) {
    x.push_back(*rc::gen::inRange(0, 40)), y.push_back(*rc::gen::inRange(0, 30));
    if (!flat) z.push_back(*rc::gen::inRange(0, 12));
    value.push_back(*rc::gen::inRange(0, 100) / 3.0);
  }
  MapLags lags{{4, 3, 2}, {*rc::gen::inRange(0, 6), *rc::gen::inRange(1, 6), 0}};
  if (!flat) lags.half[2] = *rc::gen::inRange(0, 4);
  const VariogramMap map = variogram_map({x, y, z, value}, lags);
  RC_ASSERT(map.pairs.size() ==
            static_cast<std::size_t>(map.count[0] * map.count[1] * map.count[2]));
  for (std::size_t cell = 0; cell < map.pairs.size(); ++cell) {
    const Point centre = map.lag(cell);
    std::uint64_t pairs = 0;
    double squares = 0;
    const auto near = [](double d, double at, double size) {
      return std::round(d / size) == std::round(at / size);
    };
    for (std::size_t i = 0; i < x.size(); ++i)
      for (std::size_t j = i + 1; j < x.size(); ++j) {
        const double dx = x[j] - x[i], dy = y[j] - y[i], dz = flat ? 0 : z[j] - z[i];
        const auto in = [&](double s) {
          return near(s * dx, centre.x, 4) && near(s * dy, centre.y, 3) &&
                 near(s * dz, centre.z, 2);
        };
        if (in(1) || in(-1)) ++pairs, squares += std::pow(value[i] - value[j], 2);
      }
    RC_ASSERT(map.pairs[cell] == pairs);
    if (pairs > 0)
      RC_ASSERT(std::abs(map.semivariance[cell] - squares / (2.0 * static_cast<double>(pairs))) <
                1e-10);
    else
      RC_ASSERT(std::isnan(map.semivariance[cell]));
    RC_ASSERT(map.pairs[cell] == map.pairs[map.pairs.size() - 1 - cell]);
  }
}

TEST(VariogramMap, refuses_cells_of_no_size_and_too_many) {
  const std::vector<double> two = {0, 1};
  const PairSamples samples{two, two, {}, two};
  EXPECT_THROW(variogram_map(samples, {{0, 1, 1}, {1, 1, 0}}), InputError);
  EXPECT_THROW(variogram_map(samples, {{1, kRequired, 1}, {1, 1, 0}}), InputError);
  EXPECT_THROW(variogram_map(samples, {{1, 1, 1}, {1, -1, 0}}), InputError);
  EXPECT_THROW(variogram_map(samples, {{1, 1, 1}, {5000, 5000, 0}}), InputError);
}

}  // namespace
}  // namespace lode::resource
