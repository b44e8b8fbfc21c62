#include "resource/law.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

namespace lode::resource {
namespace {

// A body of n blocks of 1000 m3 with rim distances spread as in a disc (density 2 r).
Body body_of(std::size_t n) {
  Body body;
  for (std::size_t i = 0; i < n; ++i) {
    body.block.push_back(static_cast<std::uint32_t>(i));
    body.rim.push_back(std::sqrt((static_cast<double>(i) + 0.5) / static_cast<double>(n)));
  }
  return body;
}

Grid grid_of(std::size_t n) {
  Grid grid;
  grid.count = {static_cast<int>(n), 1, 1};
  return grid;
}

// Share p of the body above a cut-off of 0.1 % at `ratio` times the cut-off.
Statement statement_of(double p, double ratio, double rim_grade, std::size_t blocks) {
  Statement s;
  s.density_t_per_m3 = 2.7;
  s.tonnage_t = p * static_cast<double>(blocks) * 1000 * 2.7;
  s.cut_off = 0.001;
  s.grade = ratio * s.cut_off;
  s.rim_grade = rim_grade;
  return s;
}

// Simpson's rule on the standard normal density from `from` to 9.
template <class F>
double above(double from, const F& f) {
  const int steps = 4000;
  const double a = std::max(from, -9.0), h = (9 - a) / steps;
  double sum = 0;
  for (int i = 0; i <= steps; ++i) {
    const double x = a + i * h, weight = i == 0 || i == steps ? 1 : (i % 2 == 1 ? 4 : 2);
    sum += weight * f(x) * std::exp(-0.5 * x * x);
  }
  return sum * h / 3 / std::sqrt(2 * std::numbers::pi);
}

TEST(Law, tonnage_and_grade_match_independent_quadrature) {
  const std::size_t n = 60;
  const Body body = body_of(n);
  const Statement s = statement_of(0.45, 1.8, 0.4, n);
  const Law law = fit_law(s, grid_of(n), body);
  ASSERT_EQ(law.status, LawStatus::solved) << law.message;
  double mean_rim = 0;
  for (const double rim : body.rim) mean_rim += rim / static_cast<double>(n);
  double tonnes = 0, metal = 0;
  for (const double rim : body.rim) {
    const double log_median = law.log_mean + std::log(0.4) * (rim - mean_rim);
    const double from = (std::log(s.cut_off) - log_median) / law.log_sd;
    tonnes += 2700 * above(from, [](double) { return 1.0; });
    metal += 2700 * above(from, [&](double x) { return std::exp(log_median + law.log_sd * x); });
  }
  EXPECT_NEAR(tonnes / s.tonnage_t, 1, 1e-9);
  EXPECT_NEAR(metal / tonnes / s.grade, 1, 1e-9);
}

// A worked example without trend, inputs and results rounded to two decimals: at p = 0.51 and a
// grade of 1.99 times the cut-off the log standard deviation is 0.71 and the mean over the whole
// body, exp(log_mean + log_sd^2 / 2), is 1.32 times the cut-off; at p = 0.77 the log standard
// deviation is 0.53. Each result must be met by some inputs that round to those given: log_sd falls
// with p and rises with the grade, so the corners bound it.
TEST(Law, matches_published_worked_example) {
  const std::size_t n = 10;
  const auto fit = [&](double p, double ratio) {
    return fit_law(statement_of(p, ratio, 1, n), grid_of(n), body_of(n));
  };
  const auto mean = [](const Law& law) {
    return std::exp(law.log_mean + 0.5 * law.log_sd * law.log_sd) / 0.001;
  };
  EXPECT_LT(fit(0.515, 1.985).log_sd, 0.715);
  EXPECT_GT(fit(0.505, 1.995).log_sd, 0.705);
  EXPECT_LT(fit(0.775, 1.985).log_sd, 0.535);
  EXPECT_GT(fit(0.765, 1.995).log_sd, 0.525);
  EXPECT_NEAR(fit(0.51, 1.99).log_sd, 0.71, 0.01);
  EXPECT_NEAR(fit(0.77, 1.99).log_sd, 0.53, 0.01);
  EXPECT_NEAR(mean(fit(0.51, 1.99)), 1.32, 0.005);
}

RC_GTEST_PROP(Law, solution_meets_the_statement_holds_for_all, ()) {
  const std::size_t n = 200;
  const double p = *rc::gen::inRange(5, 950) / 1000.0;
  const double log_sd = *rc::gen::inRange(100, 2500) / 1000.0;  // above the steps of the trend
  const double rim_grade = *rc::gen::inRange(5, 200) / 100.0;
  // A statement that a law does meet: the grade that a known log_sd gives.
  Statement s = statement_of(p, 2, rim_grade, n);
  const Body body = body_of(n);
  Law known;
  known.status = LawStatus::solved;
  known.log_sd = log_sd;
  double low = -60, high = 60;
  for (int i = 0; i < 200; ++i) {
    known.log_mean = 0.5 * (low + high);
    const double t = expected_above(known, s, grid_of(n), body, s.cut_off).tonnes;
    (t < s.tonnage_t ? low : high) = known.log_mean;
  }
  const AboveCutOff stated = expected_above(known, s, grid_of(n), body, s.cut_off);
  s.tonnage_t = stated.tonnes;
  s.grade = stated.metal_t / stated.tonnes;
  const Law law = fit_law(s, grid_of(n), body);
  RC_ASSERT(law.status == LawStatus::solved);
  RC_ASSERT(law.tonnage_error < 1e-10);
  RC_ASSERT(law.grade_error < 1e-10);
  RC_ASSERT(std::abs(law.log_sd - log_sd) < 1e-5 * log_sd);
  const AboveCutOff sum = expected_above(law, s, grid_of(n), body, s.cut_off);
  RC_ASSERT(std::abs(sum.tonnes / s.tonnage_t - 1) < 1e-9);
  RC_ASSERT(std::abs(sum.metal_t / sum.tonnes / s.grade - 1) < 1e-9);
}

// E[by-product; main above cut-off] by quadrature over the main Gaussian, the by-product's
// conditional mean inside.
TEST(Law, by_product_means_match_independent_quadrature) {
  const std::size_t n = 40;
  const Body body = body_of(n);
  Statement s = statement_of(0.5, 1.9, 0.5, n);
  s.by_product = {{"a", 0.0011, 0.8, 0.6}, {"b", 0.0003, 0.4, -0.5}, {"c", 0.002, 0, 0.3}};
  const Law law = fit_law(s, grid_of(n), body);
  ASSERT_EQ(law.status, LawStatus::solved);
  ASSERT_EQ(law.by_product_log_mean.size(), 3u);
  const std::vector<double> trend = log_trend(s, body);
  for (std::size_t b = 0; b < 3; ++b) {
    const double sd = s.by_product[b].log_sd, r = s.by_product[b].correlation;
    double tonnes = 0, metal = 0;
    for (const double t : trend) {
      const double from = (std::log(s.cut_off) - law.log_mean - t) / law.log_sd;
      tonnes += above(from, [](double) { return 1.0; });
      metal += above(from, [&](double x) {
        return std::exp(law.by_product_log_mean[b] + r * sd * x + 0.5 * (1 - r * r) * sd * sd);
      });
    }
    EXPECT_NEAR(metal / tonnes / s.by_product[b].grade, 1, 1e-9);
  }
}

TEST(Law, tonnage_falls_and_grade_rises_with_the_cut_off) {
  const std::size_t n = 50;
  const Body body = body_of(n);
  const Statement s = statement_of(0.5, 1.9, 0.6, n);
  const Law law = fit_law(s, grid_of(n), body);
  AboveCutOff last = expected_above(law, s, grid_of(n), body, 0);
  EXPECT_NEAR(last.tonnes, 50 * 2700, 1e-6);
  for (double cut_off = 0.0002; cut_off < 0.006; cut_off += 0.0002) {
    const AboveCutOff next = expected_above(law, s, grid_of(n), body, cut_off);
    EXPECT_LT(next.tonnes, last.tonnes);
    EXPECT_GT(next.metal_t / next.tonnes, last.metal_t / last.tonnes);
    last = next;
  }
}

TEST(Law, refuses_with_a_status) {
  const std::size_t n = 50;
  const auto status = [&](const Statement& s) { return fit_law(s, grid_of(n), body_of(n)).status; };
  EXPECT_EQ(status(statement_of(0.951, 1.5, 1, n)), LawStatus::body_too_small);
  EXPECT_EQ(status(statement_of(0.949, 1.5, 1, n)), LawStatus::solved);
  EXPECT_EQ(status(statement_of(0.5, 1, 1, n)), LawStatus::grade_not_above_cut_off);
  EXPECT_EQ(fit_law(statement_of(0.5, 2, 1, n), grid_of(n), Body{}).status,
            LawStatus::body_too_small);
  // The trend alone, from heart to rim by a factor of 50, spreads grades more than stated.
  const Law steep = fit_law(statement_of(0.5, 1.2, 0.02, n), grid_of(n), body_of(n));
  EXPECT_EQ(steep.status, LawStatus::no_law);
  EXPECT_NE(steep.message.find("trend to the rim alone"), std::string::npos);
  Statement nothing = statement_of(0.5, 2, 1, n);
  nothing.cut_off = 0;
  EXPECT_EQ(status(nothing), LawStatus::no_law);
}

TEST(Law, warns_of_unusual_spread) {
  const std::size_t n = 50;
  const auto message = [&](double ratio) {
    return fit_law(statement_of(0.5, ratio, 1, n), grid_of(n), body_of(n)).message;
  };
  EXPECT_EQ(message(1.99), "");
  EXPECT_NE(message(1.1).find("outside 0.25-1.0"), std::string::npos);
  EXPECT_NE(message(4.0).find("outside 0.25-1.0"), std::string::npos);
}

}  // namespace
}  // namespace lode::resource
