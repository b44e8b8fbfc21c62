// Ventures that can be worked out by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/error.h"
#include "finance/flat_mine.h"
#include "finance/indicators.h"

namespace lode::finance {
namespace {

TEST(Venture, with_one_loan_matches_the_annuity) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  const Venture venture = mine.run();
  const double service = 650 * 0.07 / (1 - std::pow(1.07, -10));
  const Ledger& l = venture.ledger;
  EXPECT_DOUBLE_EQ(l.at(Line::draw, 0), 650);
  EXPECT_DOUBLE_EQ(l.at(Line::equity, 0), 350);
  double balance = 650;
  for (std::size_t t = 1; t <= 20; ++t) {
    const double due = t <= 10 ? service : 0;
    EXPECT_NEAR(l.at(Line::interest, t), 0.07 * balance, 1e-9);
    balance = t == 10 ? 0 : balance * 1.07 - due;
    EXPECT_NEAR(l.at(Line::debt_balance, t), std::max(0.0, balance), 1e-9);
    EXPECT_NEAR(l.at(Line::scheduled_service, t), due, 1e-9);
    EXPECT_NEAR(l.at(Line::distribution, t), 200 - due, 1e-9);
    if (t <= 10)
      EXPECT_NEAR(venture.cover[t], 200 / service, 1e-12);
    else
      EXPECT_TRUE(std::isnan(venture.cover[t]));
  }
  EXPECT_EQ(l.at(Line::debt_balance, 10), 0);
  EXPECT_TRUE(std::isnan(venture.cover[0]));
  // Level cash over a level service is worth the same multiple of the debt.
  EXPECT_NEAR(venture.loan_life_cover, 200 / service, 1e-12);
  EXPECT_EQ(venture.debt_status, DebtStatus::repaid);
  EXPECT_NEAR(venture.peak_debt_usd, 650, 1e-9);
  EXPECT_FALSE(venture.default_period.has_value());
}

TEST(Venture, without_loans_is_the_project) {
  const Venture venture = flat_mine().run();
  EXPECT_EQ(venture.debt_status, DebtStatus::none);
  EXPECT_EQ(venture.ledger.at(Line::equity, 0), 1000);
  EXPECT_TRUE(std::isnan(venture.loan_life_cover));
  for (std::size_t t = 1; t <= 20; ++t) EXPECT_EQ(venture.ledger.at(Line::distribution, t), 200);
}

// debt_cases_computed.csv, case D1: 200, 400 and 300 of capital; 70 % of all uses at 7 %, 0.5 % on
// the undrawn, 1 % + 6 % of the whole at the first draw.
TEST(Venture, construction_with_fees_matches_the_table) {
  Mine mine = flat_mine(24);
  for (std::size_t t = 0; t < 3; ++t) {
    mine.operations.revenue_usd[t] = mine.operations.mining_usd[t] = 0;
    mine.operations.ore_milled_t[t] = 0;
  }
  mine.capital[0] = 200, mine.capital[1] = 400, mine.capital[2] = 300;
  mine.timeline = {3, 3, 25};
  mine.financing.share = 0.7;
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.terms.loan[0].commitment_fee = 0.005;
  mine.terms.loan[0].upfront_fee = 0.07;
  const Venture venture = mine.run();
  const Ledger& l = venture.ledger;
  const double draw[] = {176.80340846, 290.49811565, 233.71577991};
  const double interest[] = {0, 12.37623859, 32.71110669};
  const double commitment_fee[] = {3.50508652, 2.62106948, 1.1685789};
  const double equity[] = {75.77288934, 124.49919242, 100.16390568};
  for (std::size_t t = 0; t < 3; ++t) {
    EXPECT_NEAR(l.at(Line::draw, t), draw[t], 1e-8);
    EXPECT_NEAR(l.at(Line::interest, t), interest[t], 1e-8);
    EXPECT_NEAR(l.at(Line::commitment_fee, t), commitment_fee[t], 1e-8);
    EXPECT_NEAR(l.at(Line::equity, t), equity[t], 1e-8);
  }
  EXPECT_NEAR(l.at(Line::upfront_fee, 0), 7.01017304 + 42.06103824, 1e-8);
  EXPECT_NEAR(venture.drawn_usd, 701.01730402, 1e-8);
  EXPECT_LE(venture.facility_residual, 1e-9);
}

// All borrowed, no fees: the debt is the capital with compound interest.
TEST(Venture, interest_during_construction_matches_the_closed_form) {
  Mine mine = make_mine(10, 2030);
  for (std::size_t t = 0; t < 16; ++t) mine.capital[t] = 10.0 + static_cast<double>(t);
  mine.timeline = {4, 4, 25};
  mine.financing.share = 1;
  mine.terms.loan = {bank(5000, 0.08, 10)};
  double expected = 0;
  for (std::size_t t = 0; t < 16; ++t)
    expected += mine.capital[t] * std::pow(1.02, 15.0 - static_cast<double>(t));
  const Venture venture = mine.run();
  EXPECT_NEAR(venture.ledger.at(Line::debt_balance, 15), expected, 1e-9);
  EXPECT_EQ(sum_of(venture.ledger, Line::equity), 0);
}

// draw = 0.65 x (1,000 + 0.08 draw).
TEST(Venture, exposure_fee_of_the_draw_is_part_of_the_need) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.terms.loan[0].exposure_fee = 0.08;
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::draw, 0), 650 / (1 - 0.65 * 0.08), 1e-9);
  EXPECT_NEAR(l.at(Line::exposure_fee, 0), 0.08 * l.at(Line::draw, 0), 1e-12);
  EXPECT_NEAR(l.at(Line::equity, 0) / (l.at(Line::equity, 0) + l.at(Line::draw, 0)), 0.35, 1e-12);
}

TEST(Venture, two_loans_draw_pro_rata_up_to_their_commitments) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(90, 0.05, 10), bank(70, 0.075, 10)};
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::draw, 0), 160, 1e-9);
  EXPECT_NEAR(l.at(Line::equity, 0), 840, 1e-9);
  EXPECT_NEAR(l.at(Line::interest, 1), 90 * 0.05 + 70 * 0.075, 1e-9);
}

TEST(Taxes, of_each_kind_match_their_bases) {
  Mine mine = flat_mine();
  mine.operations.marketed_usd = mine.operations.revenue_usd;
  for (std::size_t t = 1; t < 21; ++t) {
    mine.operations.contained_t[0][t] = 2;
    mine.operations.price_usd_per_t[0][t] = 200;
    mine.operations.processing_usd[t] = 20;
    mine.operations.selling_usd[t] = 7;
  }
  mine.tax.normative_loss = 0.1;
  mine.tax.extraction_relief_y = 2.5;
  mine.tax.payroll_share = 0.2, mine.tax.social_rate = 0.06;
  mine.terms.royalty_uplift = 0.02;
  mine.terms.marketing_discount = 0.03;
  mine.terms.marketing_fee = 0.01;
  const auto extraction = [&](ExtractionBase base) {
    mine.tax.extraction = {{"metal", 0.078, base, 0.8, 0.2}};
    return mine.run().ledger;
  };
  Ledger l = extraction(ExtractionBase::quote);
  EXPECT_EQ(l.at(Line::extraction_tax, 2), 0);  // relief until 1 + 2.5
  EXPECT_NEAR(l.at(Line::extraction_tax, 3), 0.5 * 0.078 * 2 * 0.9 * 200, 1e-12);
  EXPECT_NEAR(l.at(Line::extraction_tax, 4), 0.078 * 2 * 0.9 * 200, 1e-12);
  EXPECT_NEAR(l.at(Line::social_tax, 4), 0.2 * 0.06 * 120, 1e-12);
  EXPECT_NEAR(l.at(Line::royalty_uplift, 4), 6, 1e-12);
  EXPECT_NEAR(l.at(Line::marketing, 4), 12, 1e-12);
  l = extraction(ExtractionBase::concentrate);
  EXPECT_NEAR(l.at(Line::extraction_tax, 4), 0.8 * 0.078 * 2 * 0.9 * 200, 1e-12);
  l = extraction(ExtractionBase::cost_plus);
  EXPECT_NEAR(l.at(Line::extraction_tax, 4), 0.078 * 1.2 * 120, 1e-12);
}

TEST(Taxes, on_extraction_find_their_commodity_by_name) {
  Mine mine = flat_mine();
  mine.operations.commodity = {"tin", "zinc"};
  mine.operations.sold_t =
      mine.operations.sales_usd = {std::vector<double>(21), std::vector<double>(21)};
  mine.operations.quote_mass_t = {1, 1};
  mine.operations.contained_t = {std::vector<double>(21, 1.0), std::vector<double>(21, 10.0)};
  mine.operations.price_usd_per_t = {std::vector<double>(21, 5.0), std::vector<double>(21, 7.0)};
  mine.tax.extraction = {{"zinc", 0.1}};
  EXPECT_NEAR(mine.run().ledger.at(Line::extraction_tax, 5), 7, 1e-12);
  mine.tax.extraction[0].id = "lead";
  EXPECT_THROW(mine.run(), InputError);
}

// 1,000 in a pool of 25 % a year; 200 of profit before it; inflation moves the local value of what
// is left.
TEST(Taxes, on_income_deduct_pools_in_local_money) {
  Mine mine = flat_mine();
  mine.tax.income_rate = 0.2;
  mine.macro.local_inflation_start = mine.macro.local_inflation_end = 0.08;
  const Venture venture = mine.run();
  double pool = 1000 * std::pow(1.08, 0.5), loss = 0;
  for (std::size_t t = 1; t <= 20; ++t) {
    const double local = std::pow(1.08, static_cast<double>(t) + 0.5);
    const double deduction = t == 20 ? pool : 0.25 * pool;
    pool -= deduction;
    const double income = 200 * local - deduction;
    const double used = std::min(loss, std::max(0.0, income));  // within ten years here
    loss += std::max(0.0, -income) - used;
    EXPECT_NEAR(venture.ledger.at(Line::depreciation, t), deduction / local, 1e-9);
    EXPECT_NEAR(venture.ledger.at(Line::taxable_income, t), income / local, 1e-9);
    EXPECT_NEAR(venture.ledger.at(Line::loss_used, t), used / local, 1e-9);
    EXPECT_NEAR(venture.ledger.at(Line::income_tax, t), 0.2 * std::max(0.0, income - used) / local,
                1e-9);
  }
}

TEST(Taxes, on_property_are_on_the_mean_of_the_pools) {
  Mine mine = flat_mine();
  mine.tax.property_rate = 0.015;
  const Ledger l = mine.run().ledger;
  // Built up in year 0; what is spent before first ore (this very tax, 7.5) enters the pool last.
  EXPECT_NEAR(l.at(Line::property_tax, 0), 0.015 * 500, 1e-12);
  EXPECT_NEAR(l.at(Line::pool_balance, 0), 1007.5, 1e-12);
  EXPECT_NEAR(l.at(Line::property_tax, 1), 0.015 * (1007.5 + 0.75 * 1007.5) / 2, 1e-12);
}

TEST(Taxes, processing_agreement_frees_years_of_low_profit) {
  Mine mine = flat_mine();
  mine.tax.income_rate = 0.2;
  mine.tax.pool[0].rate = 0;
  mine.tax.processing_agreement = {true, 1000, 3, 0.15};
  for (std::size_t t = 1; t < 21; ++t) mine.operations.revenue_usd[t] = 114.9;
  mine.operations.revenue_usd[2] = 115.1;
  Ledger l = mine.run().ledger;
  EXPECT_EQ(l.at(Line::income_tax, 1), 0);
  EXPECT_NEAR(l.at(Line::income_tax, 2), 0.2 * 15.1, 1e-9);
  EXPECT_EQ(l.at(Line::income_tax, 3), 0);
  EXPECT_NEAR(l.at(Line::income_tax, 4), 0.2 * 14.9, 1e-9);  // after its three years
  EXPECT_NEAR(l.at(Line::profitability, 1), 0.149, 1e-12);
  mine.tax.processing_agreement.minimum_investment_usd = 1001;
  EXPECT_NEAR(mine.run().ledger.at(Line::income_tax, 1), 0.2 * 14.9, 1e-9);
}

TEST(Taxes, processing_agreement_waives_property_tax_on_the_same_test) {
  Mine mine = flat_mine();
  mine.tax.income_rate = 0.2;
  mine.tax.property_rate = 0.01;
  mine.tax.pool[0].rate = 0;
  mine.tax.processing_agreement = {true, 1000, 4, 0.15, 3};
  for (std::size_t t = 1; t < 21; ++t) mine.operations.revenue_usd[t] = 114.9;
  mine.operations.revenue_usd[2] = 115.1;
  const Ledger l = mine.run().ledger;
  // Built in year 0 at a mean balance of 500; that year's tax, 5, enters the pool.
  const double property = 0.01 * 1005;
  EXPECT_EQ(l.at(Line::property_tax, 1), 0);
  EXPECT_EQ(l.at(Line::income_tax, 1), 0);
  // Above the limit before property tax: it falls due, is deducted, and so is the full income tax.
  EXPECT_NEAR(l.at(Line::property_tax, 2), property, 1e-9);
  EXPECT_NEAR(l.at(Line::income_tax, 2), 0.2 * (15.1 - property), 1e-9);
  EXPECT_EQ(l.at(Line::property_tax, 3), 0);
  // Its fourth year: property tax due before the test, which it helps to pass.
  EXPECT_NEAR(l.at(Line::property_tax, 4), property, 1e-9);
  EXPECT_EQ(l.at(Line::income_tax, 4), 0);
  EXPECT_NEAR(l.at(Line::income_tax, 5), 0.2 * (14.9 - property), 1e-9);
}

TEST(Balances, vat_comes_back_after_its_delay_and_at_the_end) {
  Mine mine = make_mine(4, 2028);  // eight quarters, two years
  mine.capital[0] = 100;
  mine.operations.sustaining_usd[9] = 50;
  mine.timeline = {2, 2, 25};
  mine.tax.vat_rate = 0.16, mine.tax.vat_delay_y = 1;
  const Ledger l = mine.run().ledger;
  const double expected[] = {16, 0, 0, 0, -16, 0, 0, 0, 0, 0};
  for (std::size_t t = 0; t < 10; ++t)
    EXPECT_NEAR(l.at(Line::vat_due_change, t), expected[t], 1e-12) << t;
}

TEST(Balances, working_capital_follows_revenue_and_comes_back) {
  Mine mine = flat_mine(6);
  mine.financing.working_capital_days = 73;
  mine.operations.revenue_usd[4] = 0;
  const Ledger l = mine.run().ledger;
  const double expected[] = {0, 60, 0, 0, -60, 0};
  for (std::size_t t = 0; t < 6; ++t)
    EXPECT_NEAR(l.at(Line::working_capital_change, t), expected[t], 1e-12) << t;
}

TEST(Balances, closure_fund_pays_for_closure_and_returns_the_rest) {
  Mine mine = flat_mine(8);
  for (std::size_t t = 6; t < 8; ++t) {
    mine.operations.revenue_usd[t] = mine.operations.mining_usd[t] = 0;
    mine.operations.ore_milled_t[t] = 0;
  }
  mine.financing.closure_usd = 80;
  mine.financing.closure_usd_per_t = 2;
  Ledger l = mine.run().ledger;
  for (std::size_t t = 1; t <= 5; ++t) EXPECT_NEAR(l.at(Line::closure_fund_change, t), 20, 1e-12);
  EXPECT_NEAR(l.at(Line::closure_fund_change, 6), -100, 1e-12);
  EXPECT_NEAR(l.at(Line::closure, 6), 80, 1e-12);
  EXPECT_NEAR(l.at(Line::distribution, 6), 20, 1e-12);
  mine.financing.closure_usd = 130;  // 30 short: the owners pay
  l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::support, 6), 30, 1e-12);
}

// A mine that stands still and is kept to be opened again is not closed yet.
TEST(Balances, closure_waits_for_the_end_of_care_and_maintenance) {
  Mine mine = flat_mine(8);
  mine.financing.closure_usd = 80;
  mine.financing.closure_usd_per_t = 2;
  for (std::size_t t = 4; t < 8; ++t) {
    mine.operations.revenue_usd[t] = mine.operations.mining_usd[t] = 0;
    mine.operations.ore_milled_t[t] = 0;
    mine.operations.care_usd[t] = t < 6 ? 3 : 0;
  }
  const Ledger l = mine.run().ledger;
  EXPECT_EQ(l.at(Line::closure, 4), 0);
  EXPECT_EQ(l.at(Line::closure_fund_change, 4), 0);
  EXPECT_NEAR(l.at(Line::closure, 6), 80, 1e-12);
  EXPECT_NEAR(l.at(Line::closure_fund_change, 6), -60, 1e-12);
}

TEST(Balances, closure_falls_in_the_last_period_if_mining_goes_on_to_it) {
  Mine mine = flat_mine(6);
  mine.financing.closure_usd = 80;
  mine.financing.closure_usd_per_t = 1;
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::closure, 5), 80, 1e-12);
  EXPECT_NEAR(l.at(Line::closure_fund_change, 5), -40, 1e-12);
  EXPECT_NEAR(l.at(Line::distribution, 5), 200 - 80 + 40, 1e-12);
}

TEST(Balances, reserve_is_filled_first_and_given_back_last) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.financing.reserve_y = 0.5;
  const double service = 650 * 0.07 / (1 - std::pow(1.07, -10));
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::reserve_change, 1), 0.5 * service, 1e-9);
  EXPECT_NEAR(l.at(Line::distribution, 1), 200 - 1.5 * service, 1e-9);
  EXPECT_NEAR(l.at(Line::reserve_change, 5), 0, 1e-9);
  EXPECT_NEAR(l.at(Line::reserve_change, 10), -0.5 * service, 1e-9);
}

// Quarters: half a year's service is two payments.
TEST(Balances, reserve_is_in_years_whatever_the_period) {
  Mine mine = make_mine(6, 2032);
  for (std::size_t t = 0; t < 24; ++t) {
    if (t < 4) mine.capital[t] = 250;
    if (t >= 4) mine.operations.revenue_usd[t] = 400;
  }
  mine.timeline = {1, 1, 25};
  mine.terms.loan = {bank(5000, 0.08, 4)};
  mine.financing.reserve_y = 0.5;
  const Ledger l = mine.run().ledger;
  EXPECT_GT(l.at(Line::scheduled_service, 4), 10);
  EXPECT_NEAR(l.at(Line::reserve_change, 4), 2 * l.at(Line::scheduled_service, 4), 1e-9);
}

// Nothing is earned in years 2 to 4 and 6 to 9: reserve, then support to its cap, then arrears,
// then default.
Mine starved_mine() {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.financing.reserve_y = 0.5;
  mine.financing.support_cap = 60;
  for (const std::size_t t : {2, 3, 4, 6, 7, 8, 9}) mine.operations.revenue_usd[t] = 100;
  return mine;
}

TEST(Shortfall, takes_reserve_then_support_then_arrears) {
  const Venture venture = starved_mine().run();
  const Ledger& l = venture.ledger;
  const double service = 650 * 0.07 / (1 - std::pow(1.07, -10));  // 92.545
  EXPECT_NEAR(l.at(Line::reserve_change, 2), -0.5 * service, 1e-9);
  EXPECT_NEAR(l.at(Line::support, 2), 0.5 * service, 1e-9);
  EXPECT_EQ(l.at(Line::arrears, 2), 0);
  EXPECT_NEAR(l.at(Line::support, 3), 60 - 0.5 * service, 1e-9);
  EXPECT_NEAR(l.at(Line::arrears, 3), service - (60 - 0.5 * service), 1e-9);
  EXPECT_NEAR(l.at(Line::arrears, 4), 1.07 * l.at(Line::arrears, 3) + service, 1e-9);
  EXPECT_NEAR(sum_of(l, Line::support), 60, 1e-9);
  EXPECT_EQ(venture.default_period, 4u);
  EXPECT_NEAR(venture.cover[3], 0, 1e-12);
}

TEST(Shortfall, after_default_all_cash_goes_to_the_lenders_until_they_are_whole) {
  const Venture venture = starved_mine().run();
  const Ledger& l = venture.ledger;
  double owed = l.at(Line::debt_balance, 4);
  std::size_t whole = 0;
  for (std::size_t t = 5; t <= 20; ++t) {
    const double cash = l.at(Line::revenue, t) - 100;
    const double paid = std::min(cash, 1.07 * owed);
    EXPECT_NEAR(l.at(Line::interest, t) + l.at(Line::principal, t), paid, 1e-8) << t;
    EXPECT_NEAR(l.at(Line::distribution, t), cash - paid, 1e-8) << t;
    owed = 1.07 * owed - paid;
    if (owed < 1e-6 && whole == 0) whole = t;
    if (owed < 1e-6) owed = 0;
  }
  EXPECT_GT(whole, 9u);
  EXPECT_LT(whole, 20u);
  EXPECT_EQ(venture.debt_status, DebtStatus::repaid);
}

TEST(Shortfall, loans_called_in_bear_no_interest_once_the_mine_is_closed) {
  Mine mine = starved_mine();
  for (std::size_t t = 7; t <= 20; ++t)
    mine.operations.revenue_usd[t] = mine.operations.mining_usd[t] =
        mine.operations.ore_milled_t[t] = 0;
  const Venture venture = mine.run();
  const Ledger& l = venture.ledger;
  EXPECT_EQ(venture.default_period, 4u);
  EXPECT_EQ(venture.debt_status, DebtStatus::in_default);
  // The year of closure still bears interest: what is owed is known at its end.
  const double at_closure = l.at(Line::debt_balance, 7);
  EXPECT_NEAR(at_closure, 1.07 * l.at(Line::debt_balance, 6), 1e-8);
  for (std::size_t t = 8; t < 20; ++t)
    EXPECT_NEAR(l.at(Line::debt_balance, t), at_closure, 1e-8) << t;
  // The peak is what lenders had at stake, not what they came to claim.
  EXPECT_NEAR(venture.peak_debt_usd, 650, 1e-9);
}

TEST(Shortfall, made_good_within_a_year_is_no_step_to_default) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  for (const std::size_t t : {3, 6, 9}) mine.operations.revenue_usd[t] = 150;
  const Venture venture = mine.run();
  for (const std::size_t t : {3, 6, 9}) {
    EXPECT_GT(venture.ledger.at(Line::arrears, t), 40);
    EXPECT_EQ(venture.ledger.at(Line::arrears, t + 1), 0);
  }
  EXPECT_FALSE(venture.default_period.has_value());
  EXPECT_EQ(venture.debt_status, DebtStatus::repaid);
}

TEST(Shortfall, bills_beyond_the_cap_stay_unpaid_and_come_first) {
  Mine mine = flat_mine(8);
  mine.financing.shortfall = Shortfall::creditors_wait;
  mine.terms.loan = {bank(5000, 0.07, 3)};
  mine.financing.support_cap = 50;
  for (std::size_t t = 1; t < 4; ++t) mine.operations.revenue_usd[t] = 60;  // 40 short each year
  const Venture venture = mine.run();
  const Ledger& l = venture.ledger;
  EXPECT_NEAR(sum_of(l, Line::support), 50, 1e-12);
  EXPECT_NEAR(l.at(Line::support, 1), 50, 1e-12);  // 40 of bills, 10 of debt service
  EXPECT_NEAR(l.at(Line::unpaid_bills, 3), 80, 1e-9);
  EXPECT_EQ(l.at(Line::unpaid_bills, 4), 0);
  EXPECT_NEAR(l.at(Line::interest, 4) + l.at(Line::principal, 4), 200 - 80, 1e-9);
  EXPECT_EQ(venture.unpaid_usd, 0);
  EXPECT_EQ(venture.debt_status, DebtStatus::in_default);
  mine.terms.loan.clear();  // without loans the owners pay whatever is due
  const Venture project = mine.run();
  EXPECT_NEAR(sum_of(project.ledger, Line::support), 120, 1e-12);
}

TEST(Shortfall, bills_unpaid_at_the_end_are_reported) {
  Mine mine = flat_mine(4);
  mine.financing.shortfall = Shortfall::creditors_wait;
  mine.terms.loan = {bank(5000, 0.07, 3)};
  for (std::size_t t = 1; t < 4; ++t) mine.operations.revenue_usd[t] = 60;
  const Venture venture = mine.run();
  EXPECT_NEAR(venture.unpaid_usd, 120, 1e-9);
  EXPECT_NEAR(sum_of(venture.ledger, Line::cash_change), -120, 1e-9);
}

TEST(Debt, longer_than_the_calendar_takes_the_last_cash) {
  Mine mine = flat_mine(4);
  mine.terms.loan = {bank(5000, 0.07, 10)};
  const Venture venture = mine.run();
  const Ledger& l = venture.ledger;
  EXPECT_NEAR(l.at(Line::interest, 3) + l.at(Line::principal, 3), 200, 1e-9);
  EXPECT_EQ(l.at(Line::distribution, 3), 0);
  EXPECT_EQ(venture.debt_status, DebtStatus::outstanding_at_end);
}

TEST(Ledger, every_line_has_its_own_name) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kLines; ++i) {
    const std::string_view name = name_of(static_cast<Line>(i));
    EXPECT_FALSE(name.empty());
    for (const auto other : names) EXPECT_NE(name, other);
    names.push_back(name);
  }
  EXPECT_EQ(name_of(Line::pretax_cash), "pretax_cash");
  EXPECT_EQ(name_of(Line::cash_for_debt_service), "cash_for_debt_service");
  EXPECT_EQ(name_of(Line::distribution), "distribution");
  EXPECT_EQ(name_of(Line::unpaid_bills), "unpaid_bills");
}

}  // namespace
}  // namespace lode::finance
