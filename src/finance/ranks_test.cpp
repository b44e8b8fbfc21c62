// Who is paid, who waits and who loses when cash is short, by hand.
#include "finance/ranks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "finance/flat_mine.h"

namespace lode::finance {
namespace {

// 300 of revenue, 100 of bills; 10 % to the state, 10 % to the sponsor's marketer, 5 % to its
// manager. 650 lent at 7 % over three years: 247.7 a year.
Mine ranked_mine() {
  Mine mine = flat_mine(9);
  mine.operations.marketed_usd = mine.operations.revenue_usd;
  mine.terms.loan = {bank(5000, 0.07, 3)};
  mine.terms.royalty_uplift = 0.1;
  mine.terms.marketing_discount = 0.1, mine.terms.management_fee = 0.05;
  return mine;
}

void set_revenue(Mine& mine, std::size_t t, double usd) {
  mine.operations.revenue_usd[t] = mine.operations.marketed_usd[t] = usd;
}

TEST(Ranks, affiliates_wait_first_then_lenders) {
  Mine mine = ranked_mine();
  set_revenue(mine, 1, 120);  // 120 - 100 - 12 of royalty = 8 for the lenders
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::cash_for_debt_service, 1), 8, 1e-9);
  EXPECT_NEAR(l.at(Line::interest, 1), 8, 1e-9);
  EXPECT_NEAR(l.at(Line::marketing_deferred, 1), 12, 1e-9);
  EXPECT_NEAR(l.at(Line::management_deferred, 1), 6, 1e-9);
  EXPECT_EQ(l.at(Line::taxes_deferred, 1), 0);
  EXPECT_EQ(l.at(Line::bills_deferred, 1), 0);
  EXPECT_EQ(l.at(Line::distribution, 1), 0);
  EXPECT_NEAR(l.at(Line::marketing_deferred, 2), 30, 1e-9);  // while lenders wait
  EXPECT_NEAR(l.at(Line::unpaid_marketing, 2), 12 * 1.07 + 30, 1e-9);
}

TEST(Ranks, then_the_state_then_suppliers) {
  Mine mine = ranked_mine();
  set_revenue(mine, 1, 105);  // 5 for the state, which is due 10.5
  set_revenue(mine, 2, 60);   // 40 of bills unpaid
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::taxes_deferred, 1), 5.5, 1e-9);
  EXPECT_EQ(l.at(Line::interest, 1), 0);
  EXPECT_NEAR(l.at(Line::bills_deferred, 2), 40, 1e-9);
  EXPECT_NEAR(l.at(Line::unpaid_taxes, 2), 5.5 * 1.07 + 6, 1e-9);
  EXPECT_NEAR(l.at(Line::deferred_interest, 2), 0.07 * (5.5 + 10.5 + 5.25), 1e-9);
  // 200 come in: suppliers, the state, then the lenders.
  const double late_bills = 40 * 1.07, late_taxes = (5.5 * 1.07 + 6) * 1.07;
  EXPECT_NEAR(l.at(Line::bills_deferred, 3), -late_bills, 1e-9);
  EXPECT_NEAR(l.at(Line::taxes_deferred, 3), -late_taxes, 1e-9);
  EXPECT_NEAR(l.at(Line::interest, 3) + l.at(Line::principal, 3),
              200 - 30 - late_bills - late_taxes, 1e-9);
}

// Reserve and support pay what is lacking down to the lenders, and no affiliate.
TEST(Ranks, reserve_and_support_stop_at_the_lenders) {
  Mine mine = ranked_mine();
  mine.financing.support_cap = 1000;
  set_revenue(mine, 2, 120);
  const Ledger l = mine.run().ledger;
  const double service = 650 * 0.07 / (1 - std::pow(1.07, -3));
  EXPECT_NEAR(l.at(Line::support, 2), service - 8, 1e-9);
  EXPECT_EQ(l.at(Line::arrears, 2), 0);
  EXPECT_NEAR(l.at(Line::marketing_deferred, 2), 12, 1e-9);
}

TEST(Ranks, marketing_at_arms_length_is_netted) {
  Mine mine = ranked_mine();
  mine.terms.marketer_is_sponsor = false;
  set_revenue(mine, 1, 120);
  const Ledger l = mine.run().ledger;
  EXPECT_EQ(l.at(Line::marketing_deferred, 1), 0);
  EXPECT_EQ(l.at(Line::interest, 1), 0);  // 120 - 100 - 12 of marketing
  EXPECT_NEAR(l.at(Line::taxes_deferred, 1), 4, 1e-9);
}

TEST(Ranks, claims_bear_the_rate_that_is_given) {
  Mine mine = ranked_mine();
  mine.financing.deferred_rate = 0.2;
  set_revenue(mine, 1, 60);
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::bills_deferred, 2), -40 * 1.2, 1e-9);
}

TEST(Ranks, what_stands_at_the_end_is_its_bearers_loss) {
  Mine mine = ranked_mine();
  for (std::size_t t = 1; t < 9; ++t) set_revenue(mine, t, 90);
  const Venture venture = mine.run();
  double bills = 0, taxes = 0, fees = 0;
  for (std::size_t t = 1; t < 9; ++t) {
    bills = bills * 1.07 + 10, taxes = taxes * 1.07 + 9, fees = fees * 1.07 + 9 + 4.5;
  }
  EXPECT_NEAR(venture.unpaid_usd, bills, 1e-9);
  EXPECT_NEAR(venture.unpaid_taxes_usd, taxes, 1e-9);
  EXPECT_NEAR(venture.unpaid_fees_usd, fees, 1e-9);
  EXPECT_TRUE(venture.service_missed);
  EXPECT_NEAR(venture.exposure_usd, 650 * 1.07, 1e-9);
  EXPECT_NEAR(venture.loss_given_default, 1, 1e-12);
}

// Half of the service of one year is late by a year, with interest at the loan's rate: no loss.
TEST(Lender, loses_nothing_by_service_made_good_with_interest) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.operations.revenue_usd[3] = 150;
  const Venture venture = mine.run();
  EXPECT_TRUE(venture.service_missed);
  EXPECT_NEAR(venture.loss_given_default, 0, 1e-12);
  EXPECT_EQ(venture.exposure_y, 4);
  mine.operations.revenue_usd[3] = 300;
  EXPECT_FALSE(mine.run().service_missed);
  EXPECT_TRUE(std::isnan(mine.run().exposure_usd));
}

// 80 of closure over half of twenty years: 8 a year in the first ten.
TEST(Closure, fund_is_built_up_over_part_of_the_life) {
  Mine mine = flat_mine();
  mine.financing.closure_usd = 80, mine.financing.closure_funded_by = 0.5;
  mine.terms.as_signed.life_y = 20;
  Ledger l = mine.run().ledger;
  for (std::size_t t = 1; t < 20; ++t)
    EXPECT_NEAR(l.at(Line::closure_fund_change, t), t <= 10 ? 8 : 0, 1e-9) << t;
  EXPECT_NEAR(l.at(Line::closure_fund_change, 20), -80, 1e-9);
  EXPECT_NEAR(l.at(Line::distribution, 20), 200, 1e-9);
  mine.financing.closure_security = ClosureSecurity::guaranteed;
  l = mine.run().ledger;
  EXPECT_EQ(l.at(Line::closure_fund_change, 5), 0);
}

// The ore ends after five of twenty years: half of the 80 is in the fund, which no lender takes; the
// state bears the rest.
TEST(Closure, beyond_the_fund_is_borne_by_the_state) {
  Mine mine = flat_mine(9);
  mine.terms.loan = {bank(5000, 0.07, 7)};
  mine.financing.closure_usd = 80, mine.financing.closure_funded_by = 0.5;
  mine.terms.as_signed.life_y = 20;
  for (std::size_t t = 6; t < 9; ++t)
    mine.operations.revenue_usd[t] = mine.operations.mining_usd[t] =
        mine.operations.ore_milled_t[t] = 0;
  const Venture venture = mine.run();
  const Ledger& l = venture.ledger;
  EXPECT_NEAR(l.at(Line::closure, 6), 80, 1e-9);
  EXPECT_NEAR(l.at(Line::closure_fund_change, 6), -40, 1e-9);
  EXPECT_NEAR(l.at(Line::closure_beyond_fund, 6), 40, 1e-9);
  EXPECT_EQ(l.at(Line::unpaid_bills, 6), 0);
  EXPECT_EQ(l.at(Line::interest, 6), 0);
}

}  // namespace
}  // namespace lode::finance
