#include "finance/macro.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lode::finance {
namespace {

// 2.3 % a year in dollars; in local money 8 %, within ten years 5 %.
Macro settling() {
  Macro macro;
  macro.inflation = 0.023;
  macro.local_inflation_start = 0.08, macro.local_inflation_end = 0.05;
  macro.local_inflation_years = 10;
  return macro;
}

TEST(Index, of_constant_inflation_matches_compounding) {
  const Calendar calendar = make_calendar(2026, 2028, 10);
  Macro macro = settling();
  macro.local_inflation_start = macro.local_inflation_end = 0.07;
  macro.local_per_usd = 500;
  const Index index = make_index(macro, calendar);
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    const double mid = calendar.mid_y(t);
    EXPECT_NEAR(index.usd[t], std::pow(1.023, mid), 1e-12);
    EXPECT_NEAR(index.local_per_usd[t], 500 * std::pow(1.07 / 1.023, mid), 1e-9);
  }
}

// Independent: the local price level by 100,000 small steps of a rate that is read off the straight
// line.
TEST(Index, of_falling_local_inflation_matches_small_steps) {
  const Calendar calendar = make_calendar(2026, 2026, 15);
  const Macro macro = settling();
  const Index index = make_index(macro, calendar);
  const double end = calendar.mid_y(14);
  const int steps = 100000;
  double level = 0;
  for (int i = 0; i < steps; ++i) {
    const double time = (i + 0.5) * end / steps, part = std::min(1.0, time / 10);
    level += ((1 - part) * std::log(1.08) + part * std::log(1.05)) * end / steps;
  }
  EXPECT_NEAR(index.local_per_usd[14] / (std::exp(level) / std::pow(1.023, end)), 1, 1e-9);
}

TEST(Index, settles_at_once_when_it_takes_no_time) {
  Macro macro = settling();
  macro.local_inflation_years = 0;
  const Index index = make_index(macro, make_calendar(2026, 2026, 3));
  EXPECT_NEAR(index.local_per_usd[2], std::pow(1.05 / 1.023, 2.5), 1e-12);
}

TEST(Index, of_local_money_follows_the_dollar_unless_it_is_said) {
  const Calendar calendar = make_calendar(2026, 2028, 12);
  Macro macro;
  macro.inflation = 0.03, macro.local_per_usd = 12;
  const Index index = make_index(macro, calendar);
  macro.local_inflation_start = 0.09;  // and stays
  const Index above = make_index(macro, calendar);
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    EXPECT_NEAR(index.local_per_usd[t], 12, 1e-12);
    EXPECT_NEAR(above.local_per_usd[t], 12 * std::pow(1.09 / 1.03, calendar.mid_y(t)), 1e-10);
  }
  const Index nothing = make_index(Macro{}, calendar);
  for (const double level : nothing.usd) EXPECT_EQ(level, 1);
}

}  // namespace
}  // namespace lode::finance
