#include "resource/fft.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "base/random.h"

namespace lode::resource {
namespace {

using Complex = std::complex<double>;

std::vector<Complex> noise(std::size_t n) {
  std::vector<Complex> out(n);
  const Stream stream(1, "fft");
  for (std::size_t i = 0; i < n; ++i) out[i] = {stream.normal(2 * i), stream.normal(2 * i + 1)};
  return out;
}

// The definition, term by term.
Complex coefficient(const std::vector<Complex>& data, std::array<int, 3> n, std::array<int, 3> k) {
  Complex sum = 0;
  std::size_t i = 0;
  for (int z = 0; z < n[2]; ++z)
    for (int y = 0; y < n[1]; ++y)
      for (int x = 0; x < n[0]; ++x, ++i)
        sum += data[i] * std::polar(1.0, -2 * std::numbers::pi *
                                             (double(k[0]) * x / n[0] + double(k[1]) * y / n[1] +
                                              double(k[2]) * z / n[2]));
  return sum;
}

void expect_brute_force(std::array<int, 3> n, std::array<int, 3> keep) {
  const auto data = noise(static_cast<std::size_t>(n[0] * n[1] * n[2]));
  auto fast = data;
  Fft(n).transform(fast, keep);
  for (int z = 0; z < keep[2]; ++z)
    for (int y = 0; y < keep[1]; ++y)
      for (int x = 0; x < keep[0]; ++x) {
        const Complex expected = coefficient(data, n, {x, y, z});
        EXPECT_LT(std::abs(fast[static_cast<std::size_t>(x + n[0] * (y + n[1] * z))] - expected),
                  1e-11);
      }
}

TEST(Fft, matches_brute_force) {
  expect_brute_force({6, 5, 4}, {6, 5, 4});
  expect_brute_force({20, 3, 2}, {20, 3, 2});
  expect_brute_force({1, 9, 8}, {1, 9, 8});
  expect_brute_force({5, 1, 1}, {5, 1, 1});
}

TEST(Fft, kept_corner_matches_brute_force) {
  expect_brute_force({8, 6, 10}, {3, 4, 2});
  expect_brute_force({18, 5, 4}, {18, 1, 3});
}

TEST(Fft, smooth_lengths_have_small_factors_only) {
  EXPECT_EQ(smooth_length(0), 1);
  EXPECT_EQ(smooth_length(7), 8);
  EXPECT_EQ(smooth_length(11), 12);
  EXPECT_EQ(smooth_length(61), 64);
  EXPECT_EQ(smooth_length(97), 100);
  EXPECT_EQ(smooth_length(100), 100);
}

}  // namespace
}  // namespace lode::resource
