#include "base/random.h"

#include <Random123/philox.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "base/distribution.h"

namespace lode {
namespace {

// Known-answer vectors of the Random123 distribution (kat_vectors, philox4x32 10), Salmon et al.
// (2011).
TEST(Philox, matches_its_published_vectors) {
  const r123::Philox4x32::ctr_type zero{{0, 0, 0, 0}},
      pi{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}};
  const auto a = r123::Philox4x32{}(zero, {{0, 0}});
  const auto b = r123::Philox4x32{}(pi, {{0xa4093822, 0x299f31d0}});
  EXPECT_EQ(a[0], 0x6627e8d5u);
  EXPECT_EQ(a[3], 0x9b00dbd8u);
  EXPECT_EQ(b[0], 0xd16cfe09u);
  EXPECT_EQ(b[3], 0x24126ea1u);
}

RC_GTEST_PROP(Stream, filling_equals_single_calls_for_all,
              (std::uint64_t seed, std::uint64_t scenario)) {
  const Stream stream(seed, "a", scenario);
  std::vector<double> filled(7);
  stream.fill_normal(filled, 4);
  for (std::size_t i = 0; i < filled.size(); ++i) RC_ASSERT(filled[i] == stream.normal(4 + i));
}

RC_GTEST_PROP(Stream, differs_by_seed_name_and_scenario,
              (std::uint64_t seed, std::uint64_t scenario)) {
  const double here = Stream(seed, "a", scenario).uniform(0);
  RC_ASSERT(here > 0 && here < 1);
  RC_ASSERT(here != Stream(seed + 1, "a", scenario).uniform(0));
  RC_ASSERT(here != Stream(seed, "b", scenario).uniform(0));
  RC_ASSERT(here != Stream(seed, "a", scenario + 1).uniform(0));
}

// Mean 0, variance 1, fourth moment 3, and no correlation of neighbours: within 4 standard errors
// at n = 200,000.
TEST(Stream, normals_have_the_moments_of_a_normal) {
  const std::size_t n = 200000;
  std::vector<double> z(n);
  Stream(7, "moments").fill_normal(z);
  double m1 = 0, m2 = 0, m4 = 0, lag = 0;
  for (std::size_t i = 0; i < n; ++i) {
    m1 += z[i];
    m2 += z[i] * z[i];
    m4 += std::pow(z[i], 4);
    if (i > 0) lag += z[i] * z[i - 1];
  }
  const double root = std::sqrt(static_cast<double>(n)), count = static_cast<double>(n);
  EXPECT_NEAR(m1 / count, 0, 4 / root);
  EXPECT_NEAR(m2 / count, 1, 4 * std::sqrt(2.0) / root);
  EXPECT_NEAR(m4 / count, 3, 4 * std::sqrt(96.0) / root);
  EXPECT_NEAR(lag / count, 0, 4 / root);
}

// Abramowitz & Stegun (1964), table 26.1 and 26.5.
TEST(Normal, cdf_and_quantile_match_the_tables) {
  EXPECT_NEAR(normal_cdf(1), 0.841344746068543, 1e-15);
  EXPECT_NEAR(normal_cdf(-2), 0.022750131948179, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_quantile(0.001), -3.090232306167813, 1e-13);
}

RC_GTEST_PROP(Normal, quantile_inverts_cdf_for_all, ()) {
  const double x = *rc::gen::inRange(-80000, 80000) * 1e-4;
  if (x < 5) RC_ASSERT(std::abs(normal_quantile(normal_cdf(x)) - x) < 1e-9);
}

}  // namespace
}  // namespace lode
