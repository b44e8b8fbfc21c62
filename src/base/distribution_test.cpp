#include "base/distribution.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace lode {
namespace {

using Kind = Distribution::Kind;

// Mean and share below the mode of a triangular law (Johnson, Kotz & Balakrishnan 1995, ch. 26.9).
TEST(Distribution, triangular_matches_its_closed_forms) {
  const Distribution d{Kind::triangular, {300, 420, 800}, {}};
  EXPECT_NEAR(d.mean(), 506.6666666667, 1e-9);
  EXPECT_NEAR(d.quantile(120.0 / 500), 420, 1e-9);
  // Median: b - sqrt((b - a)(b - c) / 2) for a mode left of the middle.
  EXPECT_NEAR(d.quantile(0.5), 800 - std::sqrt(500.0 * 380 / 2), 1e-9);
}

// The mean of the draws u = (i + 1/2) / n tends to the mean of the law: an independent look at
// mean() and quantile().
RC_GTEST_PROP(Distribution, mean_is_the_integral_of_the_quantile_for_all, ()) {
  const double a = *rc::gen::inRange(-100, 100), step = *rc::gen::inRange(1, 50),
               more = *rc::gen::inRange(1, 50);
  for (const Distribution& d :
       {Distribution{Kind::triangular, {a, a + step, a + step + more}, {}},
        Distribution{Kind::uniform, {a, a + step}, {}},
        Distribution{Kind::truncated_normal, {a + step, more, a, a + step + more}, {}},
        Distribution{Kind::discrete, {a, a + step}, {0.3, 0.7}},
        Distribution{Kind::lognormal, {a, a + step, 0.1 * more, a + step + more}, {}}}) {
    RC_ASSERT(fault_of(d).empty());
    double sum = 0;
    constexpr int n = 20000;
    for (int i = 0; i < n; ++i) {
      const double x = d.quantile((i + 0.5) / n);
      RC_ASSERT(x >= d.low() && x <= d.high());
      sum += x;
    }
    RC_ASSERT(std::abs(sum / n - d.mean()) < 2e-3 * (step + more));
  }
}

// Overruns of 63 mines (Bertisen & Davis 2008): mean 25 %, doubled or worse in about 1 of 13.
TEST(Distribution, lognormal_has_its_mean_and_tail) {
  const Distribution d{Kind::lognormal, {0.77, 1.25, 1.05, 1e6}, {}};
  EXPECT_NEAR(d.mean(), 1.25, 1e-9);
  EXPECT_NEAR(d.quantile(0.5), 0.77 + 0.48 * std::exp(-0.5 * 1.05 * 1.05), 1e-9);
  const double doubled = 1 - normal_cdf((std::log(1.23 / 0.48) + 0.5 * 1.05 * 1.05) / 1.05);
  EXPECT_NEAR(d.quantile(1 - doubled), 2, 1e-9);
  EXPECT_NEAR(doubled, 1 / 13.0, 0.005);
}

TEST(Distribution, refuses_values_out_of_order) {
  EXPECT_NE(fault_of({Kind::triangular, {1, 3, 2}, {}}), "");
  EXPECT_NE(fault_of({Kind::triangular, {1, 2}, {}}), "");
  EXPECT_NE(fault_of({Kind::uniform, {2, 1}, {}}), "");
  EXPECT_NE(fault_of({Kind::truncated_normal, {5, 1, 0, 4}, {}}), "");
  EXPECT_NE(fault_of({Kind::truncated_normal, {2, 0, 0, 4}, {}}), "");
  EXPECT_NE(fault_of({Kind::discrete, {1, 2}, {0.5, 0.6}}), "");
  EXPECT_NE(fault_of({Kind::lognormal, {1, 1, 0.5, 2}, {}}), "");
  EXPECT_NE(fault_of({Kind::lognormal, {0, 3, 0.5, 2}, {}}), "");
  EXPECT_NE(fault_of({Kind::lognormal, {0, 1, 0, 2}, {}}), "");
  EXPECT_NE(fault_of({Kind::uniform, {0, std::nan("")}, {}}), "");
}

}  // namespace
}  // namespace lode
