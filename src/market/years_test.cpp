// A market from year to year against closed forms and against itself solved outright.
#include "market/years.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "market/made_up_years.h"

namespace lode::market {
namespace {

constexpr std::size_t kSouth = 0, kNorth = 1;

YearlyMarket market_of(std::vector<double> levels = {0, 3, 6}) {
  return {made_up::base_year_world(), "north", "metal", {{"project", "north"}}, std::move(levels)};
}
YearRules rules() {
  YearRules out;
  out.level = 40;
  out.demand_short = 0.1, out.demand_long = 0.5, out.mine_short = 0.1, out.mine_long = 0.9;
  out.invest = 0.05;
  return out;
}
YearDraw calm(std::size_t years) {
  YearDraw out;
  out.rules = rules();
  out.year.resize(years);
  out.first_output = 2;
  out.expected = {std::vector<double>(years, 3.0)};
  return out;
}
YearPath path_of_draw(const YearlyMarket& m, const YearDraw& draw) {
  YearSolver solver(m);
  return year_path(m, solver, draw);
}

TEST(Years, without_shocks_stay_at_the_base_year) {
  const YearlyMarket m = market_of();
  const YearPath path = path_of_draw(m, calm(6));
  for (std::size_t y = 0; y < 6; ++y) {
    EXPECT_NEAR(path.at(y, kSouth), 40, 1e-4);
    EXPECT_NEAR(path.at(y, kNorth), 40, 1e-4);
  }
}

TEST(Years, another_level_moves_all_prices_by_as_much) {
  const YearlyMarket m = market_of();
  YearDraw draw = calm(3);
  draw.rules.level = 55;
  EXPECT_NEAR(path_of_draw(m, draw).at(2, kSouth), 55, 1e-3);
}

TEST(Years, end_where_long_run_curves_meet) {
  const YearlyMarket m = market_of();
  YearDraw draw = calm(400);
  for (YearShock& one : draw.year) one.demand = 0.2;
  draw.rules.invest = 0.02;
  const YearPath path = path_of_draw(m, draw);
  // At rest d = -(long - short) ln p = -0.4 ln p and k = 0.8 ln p; use and mines balance.
  const auto of = [&](std::size_t r) { return path.at(399, r) / 40; };
  const auto use = [](double p) { return std::exp(0.2 - 0.4 * std::log(p)) * (1 - 0.1 * (p - 1)); };
  const auto mines = [](double p) { return std::exp(0.8 * std::log(p)) * (1 + 0.1 * (p - 1)); };
  EXPECT_NEAR(40 * use(of(kSouth)) + 50 * use(of(kNorth)),
              60 * mines(of(kSouth)) + 30 * mines(of(kNorth)), 1e-4);
  EXPECT_GT(of(kNorth), 1.1);
}

TEST(Years, begin_at_the_start_price) {
  const YearlyMarket m = market_of();
  YearDraw draw = calm(12);
  draw.start = 90, draw.persistence = 0.5;
  const YearPath path = path_of_draw(m, draw);
  EXPECT_NEAR(path.at(0, kNorth), 90, 90e-6);
  EXPECT_LT(path.at(8, kNorth), 60);
  EXPECT_GT(path.first_shock, 0);
}

TEST(Years, do_not_know_what_comes) {
  const YearlyMarket m = market_of();
  YearDraw draw = calm(10), other = calm(10);
  for (std::size_t y = 6; y < 10; ++y) {
    draw.year[y].regime = 1;
    other.year[y].demand = -0.3;
  }
  const YearPath a = path_of_draw(m, draw), b = path_of_draw(m, other);
  for (std::size_t y = 0; y < 6; ++y)
    for (std::size_t r = 0; r < 3; ++r) EXPECT_EQ(a.at(y, r), b.at(y, r));
  EXPECT_GT(a.at(6, kNorth), 3 * b.at(6, kNorth));
}

TEST(Years, a_ban_parts_the_regions_and_is_remembered) {
  const YearlyMarket m = market_of();
  YearDraw draw = calm(9);
  for (std::size_t y = 3; y < 6; ++y) draw.year[y].regime = 1;
  const YearPath path = path_of_draw(m, draw);
  EXPECT_GT(path.at(3, kNorth), 80);
  EXPECT_LT(path.at(3, kSouth), 30);
  EXPECT_LT(path.at(5, kNorth), path.at(3, kNorth));  // use has fallen
}

TEST(OwnPath, lowers_the_price_and_meets_years_solved_outright) {
  const YearlyMarket m = market_of();
  YearDraw draw = calm(15);
  draw.rules.displaced = 0.3;
  for (std::size_t y = 0; y < 15; ++y) draw.year[y].demand = 0.05 * std::sin(double(y));
  for (std::size_t y = 6; y < 8; ++y) draw.year[y].regime = 1;
  YearSolver solver(m);
  const YearPath path = year_path(m, solver, draw);
  const auto worst = [&](const std::vector<double>& output) {
    const std::vector<double> outright = solved_path(m, solver, path, 0, output);
    OwnPath own(m, path, 0);
    double out = 0;
    for (std::size_t y = 0; y < 15; ++y) {
      const double price = own.price(output[y]);
      out = std::max(out, std::abs(price / outright[y * 4 + 3] - 1));
      own.close(output[y]);
    }
    return out;
  };
  // Along what is expected, a level at which years are solved: the same but for rounding.
  std::vector<double> output(15, 3.0);
  output[0] = output[1] = 0;
  EXPECT_LT(worst(output), 1e-5);
  output[4] = 1, output[9] = 5, output[12] = 0;
  EXPECT_LT(worst(output), 0.03);
  OwnPath own(m, path, 0);
  own.close(0), own.close(0);
  EXPECT_GT(own.price(0), own.price(3));
  EXPECT_GT(own.price(3), own.price(6));
}

TEST(Years, refuse_worlds_that_they_cannot_have) {
  World w = made_up::base_year_world();
  EXPECT_EQ(fault_of_years(w), "");
  w.periods = 2;
  EXPECT_NE(fault_of_years(w).find("periods"), std::string::npos);
  w = made_up::base_year_world(), w.base_year.reset();
  EXPECT_NE(fault_of_years(w).find("base_year"), std::string::npos);
  w = made_up::base_year_world(), w.firm.emplace_back();
  EXPECT_NE(fault_of_years(w).find("firms"), std::string::npos);
}

}  // namespace
}  // namespace lode::market
