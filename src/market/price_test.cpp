#include "market/price.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/random.h"

namespace lode::market {
namespace {

Commodity commodity(const std::string& id, double start, double level, double half_life,
                    double volatility, double correlation = 0) {
  Commodity c;
  c.id = id;
  c.start_usd = start;
  c.long_run_usd = level;
  c.half_life_y = half_life;
  c.volatility = volatility;
  c.correlation = correlation;
  return c;
}

Calendar quarters_then_years() { return make_calendar(2026, 2028, 8); }

TEST(Price, median_path_halves_a_departure_in_each_half_life) {
  Commodity c = commodity("a", 1000, 500, 0.5, 0.4);
  c.quote_mass_t = 0.01;
  const Calendar calendar = make_calendar(2026, 2026, 4);  // mid-years 0.5, 1.5, 2.5, 3.5
  const auto price = median_prices({c}, calendar);
  for (std::size_t t = 0; t < 4; ++t) {
    const double halvings = calendar.mid_y(t) / 0.5;
    const double expected = 500 * std::pow(1000.0 / 500, std::pow(0.5, halvings));
    EXPECT_NEAR(price[0][t] * 0.01, expected, 1e-10 * expected);  // per tonne = per unit / 0.01 t
  }
}

TEST(Price, without_volatility_the_scenario_is_the_median) {
  const std::vector<Commodity> all{commodity("a", 1000, 500, 0.5, 0),
                                   commodity("b", 10, 50, 2, 0, 0.7)};
  const Calendar calendar = quarters_then_years();
  EXPECT_EQ(simulate_prices(all, calendar, 3, 9), median_prices(all, calendar));
}

// Closed form of the process at time t, for each mid-period: mean and variance of ln P, the
// covariance of two periods, and of two commodities at one time (their shocks' correlation is
// instantaneous).
TEST(Price, moments_match_the_closed_form) {
  const std::vector<Commodity> all{commodity("a", 1000, 500, 1.5, 0.4),
                                   commodity("b", 30, 50, 0.4, 0.3, 0.6)};
  const Calendar calendar = quarters_then_years();
  const std::size_t periods = calendar.periods(), n = 20000;
  std::vector<std::vector<double>> a(n), b(n);
  for (std::size_t s = 0; s < n; ++s) {
    const auto price = simulate_prices(all, calendar, 7, s);
    for (std::size_t t = 0; t < periods; ++t) {
      a[s].push_back(std::log(price[0][t]));
      b[s].push_back(std::log(price[1][t]));
    }
  }
  const auto mean = [&](const auto& x, std::size_t t) {
    double sum = 0;
    for (const auto& path : x) sum += path[t];
    return sum / double(n);
  };
  const auto covariance = [&](const auto& x, std::size_t t, const auto& y, std::size_t u) {
    const double mx = mean(x, t), my = mean(y, u);
    double sum = 0;
    for (std::size_t s = 0; s < n; ++s) sum += (x[s][t] - mx) * (y[s][u] - my);
    return sum / double(n - 1);
  };
  const double ka = std::numbers::ln2 / 1.5, kb = std::numbers::ln2 / 0.4;
  const double sa = 0.4, sb = 0.3, r = 0.6, root = std::sqrt(double(n));
  const auto variance = [](double sd, double k, double t) {
    return sd * sd * (1 - std::exp(-2 * k * t)) / (2 * k);
  };
  for (std::size_t t = 0; t < periods; ++t) {
    const double time = calendar.mid_y(t);
    const double va = variance(sa, ka, time), vb = variance(sb, kb, time);
    EXPECT_NEAR(mean(a, t), std::log(500.0) + std::log(2.0) * std::exp(-ka * time),
                4 * std::sqrt(va) / root);
    EXPECT_NEAR(mean(b, t), std::log(50.0) + std::log(0.6) * std::exp(-kb * time),
                4 * std::sqrt(vb) / root);
    EXPECT_NEAR(covariance(a, t, a, t), va, 4 * va * std::sqrt(2.0) / root);
    EXPECT_NEAR(covariance(b, t, b, t), vb, 4 * vb * std::sqrt(2.0) / root);
    const double vab = r * sa * sb * (1 - std::exp(-(ka + kb) * time)) / (ka + kb);
    EXPECT_NEAR(covariance(a, t, b, t), vab, 4 * std::sqrt(va * vb + vab * vab) / root);
  }
  const std::size_t t = 3, u = 9;
  const double kept = std::exp(-ka * (calendar.mid_y(u) - calendar.mid_y(t)));
  const double vt = variance(sa, ka, calendar.mid_y(t)), vu = variance(sa, ka, calendar.mid_y(u));
  EXPECT_NEAR(covariance(a, t, a, u), vt * kept,
              4 * std::sqrt(vt * vu + vt * kept * vt * kept) / root);
}

TEST(Price, long_run_mean_is_the_mean_of_many_late_prices) {
  const Commodity c = commodity("a", 500, 500, 1, 0.5);
  const Calendar calendar = make_calendar(2026, 2026, 30);
  double sum = 0, square = 0;
  const int n = 20000;
  for (int s = 0; s < n; ++s) {
    const double price = simulate_prices({c}, calendar, 1, static_cast<std::uint64_t>(s))[0].back();
    sum += price / n, square += price * price / n;
  }
  EXPECT_NEAR(sum, long_run_mean_usd(c), 4 * std::sqrt((square - sum * sum) / n));
  EXPECT_NEAR(long_run_mean_usd(c), 500 * std::exp(0.25 / (4 * std::numbers::ln2)), 1e-9);
}

TEST(Price, a_path_depends_on_its_name_seed_and_scenario_only) {
  const Commodity a = commodity("a", 1000, 500, 1, 0.4), b = commodity("b", 30, 50, 1, 0.3, 0.5);
  const Calendar calendar = quarters_then_years();
  const auto both = simulate_prices({a, b}, calendar, 7, 2);
  EXPECT_EQ(both[0], simulate_prices({a}, calendar, 7, 2)[0]);
  EXPECT_NE(both[0], simulate_prices({a}, calendar, 7, 3)[0]);
  EXPECT_NE(both[0], simulate_prices({a}, calendar, 8, 2)[0]);
  EXPECT_TRUE(simulate_prices({}, calendar, 7, 2).empty());
}

TEST(Price, full_correlation_at_equal_speed_moves_as_one) {
  const Commodity a = commodity("a", 1000, 500, 1, 0.4), b = commodity("b", 2, 1, 1, 0.4, 1);
  const auto price = simulate_prices({a, b}, quarters_then_years(), 7, 2);
  for (std::size_t t = 0; t < price[0].size(); ++t)
    EXPECT_NEAR(price[0][t] / price[1][t], 500, 1e-9);
}

TEST(Price, refuses_what_no_price_can_be) {
  const Calendar calendar = quarters_then_years();
  for (const Commodity& c :
       {commodity("a", 0, 500, 1, 0.4), commodity("a", 1, 500, 0, 0.4),
        commodity("a", 1, 500, 1, -0.4), commodity("a", 1, 500, 1, 0.4, 1.1)}) {
    EXPECT_THROW(simulate_prices({c}, calendar, 1, 1), InputError);
    EXPECT_THROW(median_prices({c}, calendar), InputError);
  }
}

std::vector<PricePoint> series_of(const std::vector<double>& real, double inflation = 0) {
  std::vector<PricePoint> out;
  for (std::size_t i = 0; i < real.size(); ++i) {
    const double deflator = std::pow(1 + inflation, double(real.size() - i));
    out.push_back({2000 + static_cast<int>(i), real[i] / deflator, deflator});
  }
  return out;
}

// Least squares by the normal equations of the two-column system, in another form than the code's.
TEST(Calibrate, matches_normal_equations) {
  const std::vector<double> real{240, 260, 280, 350, 480, 500, 450, 430, 380, 330};
  const Calibration c = calibrate(series_of(real, 0.025));
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0, syy = 0;
  for (std::size_t i = 0; i + 1 < real.size(); ++i) {
    const double x = std::log(real[i]), y = std::log(real[i + 1]);
    n += 1, sx += x, sy += y, sxx += x * x, sxy += x * y, syy += y * y;
  }
  const double determinant = n * sxx - sx * sx;
  const double slope = (n * sxy - sx * sy) / determinant,
               constant = (sy * sxx - sx * sxy) / determinant;
  const double residual = syy - constant * sy - slope * sxy, variance = residual / (n - 2);
  const double se = std::sqrt(variance * n / determinant);
  EXPECT_EQ(c.points, 10u);
  EXPECT_EQ(c.first_year, 2000);
  EXPECT_EQ(c.last_year, 2009);
  EXPECT_NEAR(c.slope, slope, 1e-9);
  EXPECT_NEAR(c.slope_se, se, 1e-9);
  EXPECT_NEAR(c.half_life_y, std::log(0.5) / std::log(slope), 1e-8);
  EXPECT_NEAR(c.half_life_low_y, std::log(0.5) / std::log(slope - 1.959964 * se), 1e-6);
  EXPECT_GE(slope + 1.96 * se, 1);  // ten years cannot tell this slope from 1
  EXPECT_EQ(c.half_life_high_y, kInfinity);
  EXPECT_NEAR(c.long_run_usd, std::exp(constant / (1 - slope)), 1e-6);
  const double speed = std::numbers::ln2 / c.half_life_y;
  const double year = c.volatility * c.volatility * (1 - std::exp(-2 * speed)) / (2 * speed);
  EXPECT_NEAR(year, variance, 1e-9);
}

TEST(Calibrate, recovers_the_law_of_a_long_series) {
  const double speed = std::numbers::ln2 / 2, sd = 0.35;  // a half-life of two years
  const double slope = std::exp(-speed), shock = sd * std::sqrt((1 - slope * slope) / (2 * speed));
  const Stream stream(4, "calibrate");
  std::vector<double> real;
  double log_price = std::log(400.0);
  for (std::uint64_t i = 0; i < 40000; ++i) {
    real.push_back(std::exp(log_price));
    log_price = std::log(400.0) + slope * (log_price - std::log(400.0)) + shock * stream.normal(i);
  }
  const Calibration c = calibrate(series_of(real));
  EXPECT_NEAR(c.slope, slope, 4 * c.slope_se);
  EXPECT_LT(c.half_life_low_y, 2);
  EXPECT_GT(c.half_life_high_y, 2);
  EXPECT_NEAR(c.half_life_y, 2, 0.15);
  EXPECT_NEAR(c.volatility, sd, 0.01);
  EXPECT_NEAR(c.long_run_usd, 400, 12);
}

// The interval is a 95 % one: over many series of the law itself it holds the true half-life about
// that often.
TEST(Calibrate, interval_holds_the_truth_in_about_95_of_100_series) {
  const double slope = 0.6, truth = std::log(0.5) / std::log(slope);
  int held = 0;
  const int n = 500;
  for (int s = 0; s < n; ++s) {
    const Stream stream(6, "coverage", static_cast<std::uint64_t>(s));
    std::vector<double> real;
    double x = stream.normal(0) * 0.25;
    for (std::uint64_t i = 1; i <= 200; ++i) {
      real.push_back(std::exp(x));
      x = slope * x + 0.2 * stream.normal(i);
    }
    const Calibration c = calibrate(series_of(real));
    held += c.half_life_low_y <= truth && truth <= c.half_life_high_y;
  }
  EXPECT_GT(held, 0.91 * n);  // 95 % less four standard errors of 1 %
  EXPECT_LT(held, 0.99 * n);
}

TEST(Calibrate, says_where_nothing_reverts) {
  const Calibration growing = calibrate(series_of({100, 110, 125, 150, 200, 300}));
  EXPECT_GT(growing.slope, 1);
  EXPECT_EQ(growing.half_life_y, kInfinity);
  EXPECT_TRUE(std::isnan(growing.long_run_usd));
  EXPECT_TRUE(std::isnan(growing.volatility));
  const Calibration jumping = calibrate(series_of({100, 200, 90, 210, 110, 190, 95}));
  EXPECT_LT(jumping.slope, 0);
  EXPECT_EQ(jumping.half_life_y, 0);
  EXPECT_TRUE(std::isnan(jumping.volatility));
}

TEST(Calibrate, refuses_short_broken_or_flat_series) {
  EXPECT_THROW(calibrate(series_of({1, 2, 3, 2})), InputError);
  auto gap = series_of({1, 2, 3, 2, 1, 2});
  gap[3].year += 1;
  EXPECT_THROW(calibrate(gap), InputError);
  auto zero = series_of({1, 2, 3, 2, 1, 2});
  zero[2].nominal_usd = 0;
  EXPECT_THROW(calibrate(zero), InputError);
  EXPECT_THROW(calibrate(series_of({7, 7, 7, 7, 7, 7})), InputError);
}

}  // namespace
}  // namespace lode::market
