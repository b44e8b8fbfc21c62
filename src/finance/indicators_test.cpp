#include "finance/indicators.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace lode::finance {
namespace {

Calendar years(std::size_t n) { return make_calendar(2026, 2026, static_cast<int>(n)); }

double slow_npv(const std::vector<double>& flow, const Calendar& calendar, double rate) {
  double sum = 0;
  for (std::size_t t = 0; t < flow.size(); ++t)
    sum += flow[t] / std::pow(1 + rate, calendar.mid_y(t));
  return sum;
}

std::vector<double> random_flow(std::size_t n) {
  std::vector<double> flow;
  for (std::size_t t = 0; t < n; ++t)
    flow.push_back(static_cast<double>(*rc::gen::inRange(-100, 101)));
  return flow;
}

RC_GTEST_PROP(NetPresentValue, matches_brute_force_for_all, ()) {
  const Calendar calendar =
      make_calendar(2026, 2026 + *rc::gen::inRange(0, 6), *rc::gen::inRange(1, 30));
  const auto flow = random_flow(calendar.periods());
  const double rate = *rc::gen::inRange(-50, 200) / 100.0;
  const double expected = slow_npv(flow, calendar, rate);
  const double scale = slow_npv(std::vector<double>(flow.size(), 100.0), calendar, rate);
  RC_ASSERT(std::abs(net_present_value(flow, calendar, rate) - expected) <= 1e-12 * scale);
}

RC_GTEST_PROP(NetPresentValue, of_mid_years_is_half_a_year_above_the_end_for_all, ()) {
  const Calendar calendar = years(*rc::gen::inRange<std::size_t>(1, 40));
  const auto flow = random_flow(calendar.periods());
  const double rate = *rc::gen::inRange(0, 50) / 100.0;
  const double mid = net_present_value(flow, calendar, rate, Convention::mid_period);
  const double end = net_present_value(flow, calendar, rate, Convention::period_end);
  RC_ASSERT(std::abs(mid - end * std::sqrt(1 + rate)) <= 1e-10 * 100 * 40);
}

// The rows of five published studies (NI 43-101; sources stand in the files), discounted by their
// own conventions.
const std::filesystem::path kStudies = "../shared/research/finance";

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

std::vector<std::vector<std::string>> table(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    rows.push_back(cells(line));
  }
  return rows;
}

std::vector<double> study_flow(const std::string& study, const std::string& name) {
  std::vector<double> flow;
  for (const auto& row : table(kStudies / ("cashflow_" + study + ".csv")))
    if (row[0] == name)
      for (std::size_t i = 4; i < row.size(); ++i)
        if (!row[i].empty()) flow.push_back(std::stod(row[i]));
  return flow;
}

TEST(PublishedStudies, re_discounted_match_paper) {
  if (!std::filesystem::exists(kStudies / "cashflow_results.csv"))
    GTEST_SKIP() << "the published tables are not beside the tree: " << kStudies.string();
  int compared = 0;
  for (const auto& row : table(kStudies / "cashflow_results.csv")) {
    const std::string metric = row[1];
    if (!metric.starts_with("npv_") && !metric.starts_with("irr_")) continue;
    const auto flow = study_flow(row[0], "REPORT_" + metric.substr(4) + "_fcf");
    ASSERT_FALSE(flow.empty()) << row[0] << " " << metric;
    const Calendar calendar = years(flow.size());
    const double reported = std::stod(row[2]), recomputed = std::stod(row[4]);
    const double tolerance = std::stod(row[7]), rate = std::stod(row[5]);
    double value;
    if (metric.starts_with("npv_")) {
      value =
          net_present_value(flow, calendar, rate,
                            row[6] == "mid_year" ? Convention::mid_period : Convention::period_end);
      EXPECT_NEAR(value, recomputed, 0.0051) << row[0] << " " << metric;
    } else {
      value = internal_rate_of_return(flow, calendar).value.value();
      EXPECT_NEAR(value, recomputed, 5.1e-6) << row[0] << " " << metric;
    }
    EXPECT_NEAR(value / reported, 1, tolerance) << row[0] << " " << metric;
    ++compared;
  }
  EXPECT_EQ(compared, 20);
}

// 600 lent against ten payments of 85.42650164 is a loan at 7 % (annuity in closed form).
TEST(RateOfReturn, of_a_loan_is_its_rate) {
  std::vector<double> flow(11, 600 * 0.07 / (1 - std::pow(1.07, -10)));
  flow[0] = -600;
  EXPECT_NEAR(internal_rate_of_return(flow, years(11)).value.value(), 0.07, 1e-12);
}

TEST(RateOfReturn, of_money_lost_is_negative) {
  const auto rate = internal_rate_of_return(std::vector<double>{-100, 81}, years(2));
  EXPECT_NEAR(rate.value.value(), -0.19, 1e-12);
}

TEST(RateOfReturn, of_money_just_given_back_is_zero) {
  const auto rate = internal_rate_of_return(std::vector<double>{-100, 60, 40}, years(3));
  EXPECT_NEAR(rate.value.value(), 0, 1e-12);
}

// A mine with a closure cost: -50 % fits as well, but the project earns more than it takes.
TEST(RateOfReturn, with_a_cost_at_the_end_is_the_positive_one) {
  // (1 + r) = 1.25 and 0.5: -100 (x - 1.25)(x - 0.5) at x = 1 + r, as flows.
  const std::vector<double> flow = {-100, 175, -62.5};
  EXPECT_NEAR(internal_rate_of_return(flow, years(3)).value.value(), 0.25, 1e-12);
}

TEST(RateOfReturn, refuses_with_a_reason) {
  const auto why = [](std::vector<double> flow) {
    const auto rate = internal_rate_of_return(flow, years(flow.size()));
    EXPECT_FALSE(rate.value.has_value());
    return rate.why_not;
  };
  EXPECT_EQ(why({0, 0}), "never spends");
  EXPECT_EQ(why({10, 5}), "never spends");
  EXPECT_EQ(why({-10, -5}), "never pays back");
  EXPECT_EQ(why({-100, 0.5}), "never pays back");  // -99.5 %
  // 10 %, 20 % and 30 %: (x - 1.1)(x - 1.2)(x - 1.3) at x = 1 + r.
  EXPECT_EQ(why({-1, 3.6, -4.31, 1.716}), "several rates fit");
  // 10 % and 40 %: -(x - 1.1)(x - 1.4) at x = 1 + r, adding to -0.04.
  EXPECT_EQ(why({-1, 2.5, -1.54}), "several rates fit");
  EXPECT_EQ(why({100, 40, -8.9e-14}), "never spends");  // rounding of a sum
  EXPECT_EQ(why({100, -219, 120}), "no rate up to 1,000 % fits");
  EXPECT_EQ(why({100, -220, 120.999}), "several rates fit");  // the parabola dips below nothing
  EXPECT_EQ(why({100, -50, -60}), "never pays back");         // a loan taken: 6.4 % is its cost
  EXPECT_EQ(why({-1, 100}), "no rate up to 1,000 % fits");
}

// a (x - q)^m at x = 1 + r, as flows: the value touches zero, or crosses it flat.
TEST(RateOfReturn, of_several_multiplicity_is_one_rate) {
  const auto rate_of = [](std::vector<double> flow) {
    const Calendar calendar = years(flow.size());
    EXPECT_EQ(rates_of_return(flow, calendar).size(), 1u);
    return internal_rate_of_return(flow, calendar).value.value();
  };
  EXPECT_NEAR(rate_of({-100, 220, -121}), 0.1, 1e-12);
  EXPECT_NEAR(rate_of({100, -220, 121}), 0.1, 1e-12);
  EXPECT_NEAR(rate_of({-64, 160, -100}), 0.25, 1e-12);
  EXPECT_NEAR(rate_of({-100, 210, -110.25}), 0.05, 1e-12);
  EXPECT_NEAR(rate_of({1, -2, 1}), 0, 1e-12);
  EXPECT_NEAR(rate_of({-1000, 3300, -3630, 1331}), 0.1, 1e-10);
  EXPECT_NEAR(rate_of({10000, -44000, 72600, -53240, 14641}), 0.1, 1e-9);
  // Beside a simple one: (x - 1.25)^2 (x - 1.5).
  EXPECT_EQ(rates_of_return(std::vector<double>{-32, 128, -170, 75}, years(4)).size(), 2u);
}

TEST(RateOfReturn, tells_two_that_are_near_from_one_and_from_none) {
  const std::vector<double> two = {-1, 2.2002, -1.1 * 1.1002}, none = {-100, 220, -121.0000001};
  EXPECT_EQ(rates_of_return(two, years(3)).size(), 2u);
  EXPECT_EQ(internal_rate_of_return(two, years(3)).why_not, "several rates fit");
  EXPECT_TRUE(rates_of_return(none, years(3)).empty());
  EXPECT_EQ(internal_rate_of_return(none, years(3)).why_not, "never pays back");
}

TEST(RateOfReturn, knows_no_flow_below_rounding) {
  const std::vector<double> flow = {-100, 60, -8.9e-16, 60, 1e-13};
  const std::vector<double> clean = {-100, 60, 0, 60, 0};
  EXPECT_EQ(sign_changes(flow), 1);
  EXPECT_EQ(rates_of_return(flow, years(5)), rates_of_return(clean, years(5)));
  EXPECT_EQ(rates_of_return(std::vector<double>{5, 1e-15, -1e-13}, years(3)).size(), 0u);
  EXPECT_EQ(sign_changes(std::vector<double>{5, -1e-11, 5}), 2);
}

// Brute force: signs of the NPV on a fine ladder of rates. Small integers over few years keep zeros
// apart.
RC_GTEST_PROP(RateOfReturn, matches_brute_force_for_all, ()) {
  const Calendar calendar =
      make_calendar(2026, 2026 + *rc::gen::inRange(0, 2), *rc::gen::inRange(2, 8));
  const auto flow = random_flow(calendar.periods());
  double sum = 0;
  for (const double value : flow) sum += value;
  RC_PRE(sum != 0);
  const double low = sum > 0 ? 0 : -0.99, high = sum > 0 ? 10 : 0;
  std::vector<double> found;
  const int steps = 20000;
  double before = slow_npv(flow, calendar, low);
  for (int i = 1; i <= steps; ++i) {
    const double u = std::log1p(low) + (std::log1p(high) - std::log1p(low)) * i / steps;
    const double now = slow_npv(flow, calendar, std::expm1(u));
    if ((now > 0) != (before > 0)) found.push_back(std::expm1(u));
    before = now;
  }
  const auto rate = internal_rate_of_return(flow, calendar);
  if (found.size() == 1) {
    RC_ASSERT(rate.value.has_value());
    RC_ASSERT(std::abs(*rate.value - found[0]) <= 1e-3 * (1 + found[0]));
    const double scale = slow_npv(std::vector<double>(flow.size(), 100.0), calendar, *rate.value);
    RC_ASSERT(std::abs(slow_npv(flow, calendar, *rate.value)) <= 1e-11 * scale);
  } else if (found.empty() && rate.value) {  // touched, not crossed: 1, -4, 4
    const double scale = slow_npv(std::vector<double>(flow.size(), 100.0), calendar, *rate.value);
    RC_ASSERT(std::abs(slow_npv(flow, calendar, *rate.value)) <= 1e-11 * scale);
  } else {
    RC_ASSERT(!rate.value.has_value());
    if (found.size() > 1) RC_ASSERT(rate.why_not == "several rates fit");
  }
}

TEST(Payback, runs_from_the_first_outlay_in_a_straight_line) {
  EXPECT_NEAR(payback_years(std::vector<double>{0, -100, 40, 80, 10}, years(5)).value(), 2.75,
              1e-12);
  // A second outlay reaches below zero again: only the last crossing counts.
  EXPECT_NEAR(payback_years(std::vector<double>{-100, 150, -100, 60}, years(4)).value(),
              3 + 50 / 60.0, 1e-12);
  EXPECT_EQ(payback_years(std::vector<double>{-100, 40}, years(2)), std::nullopt);
  EXPECT_EQ(payback_years(std::vector<double>{10, 40}, years(2)), std::nullopt);
  EXPECT_EQ(payback_years(std::vector<double>{50, -40}, years(2)), 0.0);
}

// -50, -40, -27, -11, +8: a flow of period_start comes in between the starts of two years.
TEST(Payback, goes_by_where_flows_stand) {
  const std::vector<double> flow = {-50, 10, 13, 16, 19, 22};
  const auto at = [&](Convention convention) {
    return payback_years(flow, years(6), convention).value();
  };
  EXPECT_NEAR(at(Convention::period_start), 3 + 11 / 19.0, 1e-12);
  EXPECT_NEAR(at(Convention::mid_period), 4 + 11 / 19.0, 1e-12);
  EXPECT_NEAR(at(Convention::period_end), 4 + 11 / 19.0, 1e-12);
}

}  // namespace
}  // namespace lode::finance
