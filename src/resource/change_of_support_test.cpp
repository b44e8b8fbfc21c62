#include "resource/change_of_support.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/distribution.h"
#include "base/error.h"
#include "base/random.h"
#include "resource/gaussian_field.h"

namespace lode::resource {
namespace {

constexpr double kLogSd = 0.85;  // of the law of research/geostatistics.md, 2d: mean 1

// A lognormal law of mean 1 in classes of equal width of its Gaussian, each with its mean grade:
// E[z; a < Y < b] = Phi(b - s) - Phi(a - s).
Anamorphosis lognormal_law(double log_sd) {
  std::vector<double> grade, weight;
  constexpr double kWidth = 0.006;
  for (double a = -7; a < 7; a += kWidth) {
    weight.push_back(normal_cdf(a + kWidth) - normal_cdf(a));
    grade.push_back((normal_cdf(a + kWidth - log_sd) - normal_cdf(a - log_sd)) / weight.back());
  }
  return make_anamorphosis(grade, weight);
}

// The closed form: blocks of a lognormal law are lognormal with log-sd r s.
ShareAbove lognormal_above(double log_sd, double cut_off) {
  const double a = -std::log(cut_off);
  return {normal_cdf((a - 0.5 * log_sd * log_sd) / log_sd),
          normal_cdf((a + 0.5 * log_sd * log_sd) / log_sd)};
}

TEST(ChangeOfSupport, blocks_of_a_lognormal_law_meet_the_closed_form) {
  const Anamorphosis point = lognormal_law(kLogSd);
  for (const double r : {0.3, 0.6, 0.8, 0.95}) {
    const BlockLaw law = make_block_law(point, r);
    for (const double cut_off : {0.25, 0.5, 1.0, 1.5, 2.0, 3.0}) {
      const ShareAbove exact = lognormal_above(r * kLogSd, cut_off),
                       got = share_above(law, cut_off);
      EXPECT_NEAR(got.tonnage, exact.tonnage, 1e-5) << r << " " << cut_off;
      EXPECT_NEAR(got.metal, exact.metal, 1e-5) << r << " " << cut_off;
    }
    EXPECT_NEAR(law.mean, 1, 1e-5);
    EXPECT_NEAR(law.variance / std::expm1(r * r * kLogSd * kLogSd), 1, 1e-4) << r;
  }
}

TEST(ChangeOfSupport, points_of_a_lognormal_law_meet_the_closed_form) {
  const BlockLaw law = make_block_law(lognormal_law(kLogSd), 1);
  for (const double cut_off : {0.25, 0.5, 1.0, 2.0}) {
    const ShareAbove exact = lognormal_above(kLogSd, cut_off), got = share_above(law, cut_off);
    EXPECT_NEAR(got.tonnage, exact.tonnage, 5e-3) << cut_off;  // a step of Y is 0.005 wide
    EXPECT_NEAR(got.metal, exact.metal, 5e-3) << cut_off;
  }
}

// phi_n = m s^n / sqrt(n!): Journel & Huijbregts (1978), VI.B.
TEST(ChangeOfSupport, hermite_coefficients_of_a_lognormal_law_are_known) {
  const std::vector<double> phi = hermite_coefficients(lognormal_law(kLogSd), 8);
  double expected = 1;
  for (std::size_t n = 0; n < phi.size(); ++n) {
    EXPECT_NEAR(phi[n], expected, 2e-5) << n;
    expected *= kLogSd / std::sqrt(double(n + 1));
  }
}

TEST(ChangeOfSupport, the_coefficient_for_a_variance_finds_its_r_again) {
  const Anamorphosis point = lognormal_law(kLogSd);
  for (const double r : {0.2, 0.5, 0.8, 0.9})
    EXPECT_NEAR(block_coefficient_for_variance(point, std::expm1(r * r * kLogSd * kLogSd)), r,
                1e-3);
  EXPECT_EQ(block_coefficient_for_variance(point, 2 * point.variance), 1);
  EXPECT_EQ(block_coefficient_for_variance(point, 0), 0);
}

Variogram made_up_variogram() {
  Variogram variogram;
  variogram.nugget = 0.1;
  variogram.structure = {{"s", Structure::spherical, 0.9, 60, 60, 30}};
  return variogram;
}

TEST(ChangeOfSupport, the_coefficient_is_the_regularised_sill) {
  Grid grid;
  grid.cell_m = {20, 20, 10};
  const Variogram variogram = made_up_variogram();
  // Brute force: the mean covariance over all pairs of 4 x 4 x 4 points, the nugget left out.
  double sum = 0;
  const auto at = [](int k, int i, double cell) { return cell * (i - k) / 4; };
  for (int a = 0; a < 64; ++a)
    for (int b = 0; b < 64; ++b) {
      const Point lag{at(a % 4, b % 4, 20), at(a / 4 % 4, b / 4 % 4, 20), at(a / 16, b / 16, 10)};
      sum += covariance(variogram, lag) - (a == b ? variogram.nugget : 0);
    }
  EXPECT_NEAR(block_coefficient(variogram, grid), std::sqrt(sum / 4096), 1e-12);
}

// The model against what it models: a Gaussian field on small cells, made lognormal, averaged to
// blocks. The discrete Gaussian model is close, not exact; 2 % of the tonnage covers both that and
// the fluctuation of 24,000 blocks.
TEST(ChangeOfSupport, the_model_is_close_to_simulated_blocks) {
  Grid fine;
  fine.cell_m = {5, 5, 5};
  fine.count = {120, 120, 60};
  Variogram variogram = made_up_variogram();
  variogram.nugget = 0, variogram.structure[0].contribution = 1;
  const GaussianField field = make_gaussian_field(variogram, fine, fine.count, 512e6);
  std::vector<std::uint32_t> index(fine.size());
  std::iota(index.begin(), index.end(), 0u);
  std::vector<double> grade, sample;
  for (std::uint64_t pair = 0; pair < 3; ++pair) {
    std::array<std::vector<double>, 2> drawn{std::vector<double>(fine.size()),
                                             std::vector<double>(fine.size())};
    draw_pair(field, Stream(7, "change of support", pair), index, drawn[0], drawn[1]);
    for (const std::vector<double>& gauss : drawn)
      for (int iz = 0; iz + 2 <= 60; iz += 2)
        for (int iy = 0; iy + 4 <= 120; iy += 4)
          for (int ix = 0; ix + 4 <= 120; ix += 4) {
            double sum = 0;
            for (int k = 0; k < 32; ++k)
              sum += std::exp(kLogSd * gauss[fine.index(ix + k % 4, iy + k / 4 % 4, iz + k / 16)] -
                              0.5 * kLogSd * kLogSd);
            grade.push_back(sum / 32);
          }
  }
  // Samples here are the small cells themselves: lognormal, unit variance of the Gaussian, so r is
  // that of the block over that of the cell.
  Grid coarse;
  coarse.cell_m = {20, 20, 10};
  const double r = block_coefficient(variogram, coarse) / block_coefficient(variogram, fine);
  const BlockLaw law = make_block_law(lognormal_law(kLogSd), r);
  for (const double cut_off : {0.5, 0.8, 1.0, 1.5, 2.0}) {
    double tonnage = 0, metal = 0;
    for (const double z : grade)
      if (z >= cut_off) tonnage += 1, metal += z;
    const auto n = static_cast<double>(grade.size());
    EXPECT_NEAR(share_above(law, cut_off).tonnage, tonnage / n, 0.02) << cut_off;
    EXPECT_NEAR(share_above(law, cut_off).metal, metal / n, 0.03) << cut_off;
  }
}

TEST(ChangeOfSupport, weights_and_order_are_what_counts) {
  const std::vector<double> grade{3, 1, 2, 1}, weight{1, 2, 4, 1};
  const Anamorphosis a = make_anamorphosis(grade, weight);
  EXPECT_EQ(a.grade, (std::vector<double>{1, 2, 3}));
  EXPECT_NEAR(a.mean, (3 + 3 + 8) / 8.0, 1e-15);
  ASSERT_EQ(a.bound.size(), 2u);
  EXPECT_NEAR(normal_cdf(a.bound[0]), 3.0 / 8, 1e-12);
  EXPECT_NEAR(normal_cdf(a.bound[1]), 7.0 / 8, 1e-12);
  const std::vector<double> turned{1, 2, 1, 3}, weights{1, 4, 2, 1};
  EXPECT_EQ(make_anamorphosis(turned, weights).bound, a.bound);
}

TEST(ChangeOfSupport, one_grade_is_a_law_too) {
  const std::vector<double> grade{0.4, 0.4, 0.4};
  const BlockLaw law = make_block_law(make_anamorphosis(grade), 0.7);
  EXPECT_NEAR(law.mean, 0.4, 1e-12);
  EXPECT_NEAR(law.variance, 0, 1e-12);
  EXPECT_EQ(share_above(law, 0.3).tonnage, 1);
  EXPECT_EQ(share_above(law, 0.5).tonnage, 0);
}

TEST(ChangeOfSupport, samples_that_are_none_are_refused) {
  EXPECT_THROW(make_anamorphosis({}), InputError);
  const std::vector<double> grade{1, 2}, negative{1, -1}, none{0, 0}, nan{1, NAN};
  EXPECT_THROW(make_anamorphosis(grade, negative), InputError);
  EXPECT_THROW(make_anamorphosis(grade, none), InputError);
  EXPECT_THROW(make_anamorphosis(nan), InputError);
}

RC_GTEST_PROP(ChangeOfSupport, the_mean_stays_and_the_variance_falls_for_all, ()) {
  const auto cents =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 500)));
  std::vector<double> grade;
  for (const int c : cents) grade.push_back(0.01 * c);
  const Anamorphosis point = make_anamorphosis(grade);
  double before = point.variance * (1 + 1e-9) + 1e-12;
  for (const double r : {0.95, 0.7, 0.4, 0.1}) {
    const BlockLaw law = make_block_law(point, r);
    RC_ASSERT(std::abs(law.mean - point.mean) <= 1e-5 + 1e-4 * point.mean);
    RC_ASSERT(law.variance <= before * (1 + 1e-6) + 1e-6);
    RC_ASSERT(std::is_sorted(law.grade.begin(), law.grade.end()));
    RC_ASSERT(law.grade.front() >= point.grade.front() - 1e-12);
    RC_ASSERT(law.grade.back() <= point.grade.back() + 1e-9);
    before = law.variance;
  }
}

RC_GTEST_PROP(ChangeOfSupport, the_correction_keeps_order_and_metal_for_all, ()) {
  const auto raw =
      *rc::gen::suchThat(rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 300)),
                         [](const auto& v) { return v.size() > 1; });
  std::vector<double> grade, tonnes;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    grade.push_back(0.01 * raw[i]);
    tonnes.push_back(1 + static_cast<double>(i % 3));
  }
  static const BlockLaw law = make_block_law(lognormal_law(0.7), 0.8);
  const std::vector<double> out = corrected_to_law(law, grade, tonnes);
  double before = 0, after = 0;
  for (std::size_t i = 0; i < grade.size(); ++i) {
    before += tonnes[i] * grade[i];
    after += tonnes[i] * out[i];
    for (std::size_t j = 0; j < grade.size(); ++j)
      if (grade[i] < grade[j]) RC_ASSERT(out[i] <= out[j] * (1 + 1e-9) + 1e-12);
  }
  RC_ASSERT(std::abs(after / before - 1) < 1e-12);
}

// Blocks enough to fill the law: tonnage and metal above a cut-off are the law's own.
TEST(ChangeOfSupport, the_corrected_model_has_the_law_of_blocks) {
  const BlockLaw law = make_block_law(lognormal_law(kLogSd), 0.8);
  std::vector<double> grade, tonnes(20000, 1.0);
  const Stream stream(1, "correction");
  for (std::size_t i = 0; i < tonnes.size(); ++i)  // smooth: a third of the spread, mean 1
    grade.push_back(1 + 0.2 * std::tanh(stream.normal(i)));
  const double mean = std::accumulate(grade.begin(), grade.end(), 0.0) / 20000;
  const std::vector<double> out = corrected_to_law(law, grade, tonnes);
  for (const double cut_off : {0.5, 1.0, 2.0}) {
    const double tonnage =
        static_cast<double>(
            std::count_if(out.begin(), out.end(), [&](double z) { return z >= cut_off * mean; })) /
        20000;
    EXPECT_NEAR(tonnage, lognormal_above(0.8 * kLogSd, cut_off).tonnage, 2e-4) << cut_off;
  }
}

}  // namespace
}  // namespace lode::resource
