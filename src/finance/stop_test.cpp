// Ventures that cannot pay: going on or closing, by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "finance/flat_mine.h"

namespace lode::finance {
namespace {

// 650 lent at 7 % over ten years from year 1, planned to run to year 21. 300 of revenue, 100 of
// mining, until the price falls in year 3.
Mine stopping_mine(double later_revenue) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.financing.stops = true;
  mine.financing.working_capital_days = 36.5;
  mine.terms.as_signed.life_y = 20;
  for (std::size_t t = 3; t < 21; ++t) mine.operations.revenue_usd[t] = later_revenue;
  return mine;
}

// Bills of 10 a year go unpaid: nothing to go on for. 9 of working capital come back, which
// suppliers get; the lenders get nothing.
TEST(Stop, closes_a_mine_that_cannot_pay_its_bills) {
  const Venture venture = stopping_mine(60).run();
  const Ledger& l = venture.ledger;
  // Year 3: 60 - 100, and 24 of the 30 of working capital come back: 16 of bills unpaid.
  EXPECT_NEAR(l.at(Line::unpaid_bills, 3), 16, 1e-9);
  EXPECT_EQ(venture.stopped_period, 3u);
  EXPECT_EQ(venture.closed_after, 3u);
  EXPECT_EQ(venture.default_period, 3u);
  EXPECT_EQ(l.at(Line::revenue, 4), 0);
  EXPECT_EQ(l.at(Line::mining, 4), 0);
  EXPECT_NEAR(l.at(Line::working_capital_change, 4), -6, 1e-9);
  EXPECT_NEAR(l.at(Line::bills_deferred, 4), -6, 1e-9);
  EXPECT_NEAR(venture.unpaid_usd, 16 * 1.07 - 6, 1e-9);
  EXPECT_EQ(l.at(Line::interest, 4) + l.at(Line::principal, 4), 0);
  for (std::size_t t = 5; t < 21; ++t) EXPECT_EQ(l.at(Line::pretax_cash, t), 0);
}

// 20 a year for the lenders: two services are missed, and 16 years of 20 at 7 % are worth 189, more
// than the 12 of working capital: the loans are restructured, and again.
TEST(Stop, goes_on_where_that_is_worth_more_to_the_lenders) {
  const Venture venture = stopping_mine(120).run();
  const Ledger& l = venture.ledger;
  EXPECT_EQ(venture.stopped_period, 4u);
  EXPECT_FALSE(venture.closed_after.has_value());
  EXPECT_FALSE(venture.default_period.has_value());
  EXPECT_GT(l.at(Line::arrears, 4), 100);
  // What was late is a part of the loan: interest on all of it, and the annuity of seven years.
  const double owed = l.at(Line::debt_balance, 4);
  EXPECT_NEAR(l.at(Line::scheduled_service, 5), owed * 0.07 / (1 - std::pow(1.07, -6)), 1e-9);
  for (std::size_t t = 5; t < 20; ++t)
    EXPECT_NEAR(l.at(Line::interest, t) + l.at(Line::principal, t), 20, 1e-9) << t;
}

// As signed: what is owed comes back in the shares that are left.
TEST(Stop, goes_on_over_the_instalments_that_are_left) {
  Mine mine = stopping_mine(120);
  mine.terms.as_signed.limit_usd = 650;
  mine.terms.as_signed.loan = {{0, std::vector<double>(10, 0.1)}};
  const Ledger l = mine.run().ledger;
  const double owed = l.at(Line::debt_balance, 4);
  EXPECT_NEAR(l.at(Line::scheduled_service, 5), owed * (0.07 + 1.0 / 6), 1e-9);
}

TEST(Stop, pays_for_closure_out_of_the_fund_and_the_state_bears_the_rest) {
  Mine mine = stopping_mine(60);
  mine.financing.closure_usd = 80, mine.financing.closure_funded_by = 0.5;
  const Venture venture = mine.run();
  const Ledger& l = venture.ledger;
  ASSERT_EQ(venture.closed_after, 3u);
  EXPECT_NEAR(l.at(Line::closure, 4), 80, 1e-9);
  EXPECT_NEAR(l.at(Line::closure_fund_change, 4), -24, 1e-9);  // three years of 8
  // 24 of bills and the fund's payment of year 3 unpaid; 6 of working capital pay a part.
  EXPECT_NEAR(l.at(Line::closure_beyond_fund, 4), 56, 1e-9);
  EXPECT_NEAR(venture.unpaid_usd, 24 * 1.07 - 6, 1e-9);
}

}  // namespace
}  // namespace lode::finance
