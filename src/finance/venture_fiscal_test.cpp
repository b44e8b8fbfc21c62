// What a state may take besides, in ventures that can be worked out by hand: flat_mine spends 1,000
// in the first year and has 300 of revenue and 100 of mining cost in each of the next 20.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/error.h"
#include "finance/flat_mine.h"

namespace lode::finance {
namespace {

// 650 of debt at 7 % in ten level payments on 350 of equity.
Mine borrowing_mine() {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  return mine;
}
const double kService = 650 * 0.07 / (1 - std::pow(1.07, -10));

// Without capital: 300 of revenue, `cost` of mining, ten tonnes of metal at 10 in the ore.
Mine poor_mine(double cost) {
  Mine mine = flat_mine();
  mine.capital[0] = 0;
  for (std::size_t t = 1; t <= 20; ++t) {
    mine.operations.mining_usd[t] = cost;
    mine.operations.contained_t[0][t] = 10;
    mine.operations.price_usd_per_t[0][t] = 10;
  }
  mine.tax.extraction = {{"metal", 0.078}};
  mine.tax.extraction[0].low_profit_rate = 0.06;
  mine.tax.low_profit_limit = 0.05;
  return mine;
}

TEST(Interest, on_debt_above_the_equitys_multiple_is_not_deducted) {
  Mine mine = borrowing_mine();
  mine.tax.debt_to_equity = 1;
  const Ledger l = mine.run().ledger;
  double balance = 650;
  for (std::size_t t = 1; t <= 10; ++t) {
    EXPECT_NEAR(l.at(Line::interest_due, t), 0.07 * balance, 1e-9);
    EXPECT_NEAR(l.at(Line::interest_deducted, t), 0.07 * std::min(balance, 350.0), 1e-9);
    balance = balance * 1.07 - kService;
  }
  // The first year's 24.5 of 45.5, 100 of mining, a quarter of the pool.
  EXPECT_NEAR(l.at(Line::taxable_income, 1), 300 - 100 - 24.5 - 250, 1e-9);
}

TEST(Interest, above_the_cap_is_deducted_in_later_years) {
  Mine mine = borrowing_mine();
  mine.tax.interest_cap = 0.1;  // of 200 a year
  const Ledger l = mine.run().ledger;
  const double all = 10 * kService - 650;
  for (std::size_t t = 1; t <= 20; ++t)
    EXPECT_NEAR(l.at(Line::interest_deducted, t), t <= 13 ? 20 : (t == 14 ? all - 13 * 20 : 0),
                1e-9);
}

TEST(LowProfit, is_judged_before_the_relief) {
  // (300 - 278 - 7.8) / 285.8 = 0.0497; with the relief it would be 0.056.
  EXPECT_NEAR(poor_mine(278).run().ledger.at(Line::extraction_tax, 3), 6, 1e-12);
  // (300 - 277 - 7.8) / 284.8 = 0.0534.
  EXPECT_NEAR(poor_mine(277).run().ledger.at(Line::extraction_tax, 3), 7.8, 1e-12);
  EXPECT_NEAR(poor_mine(277).run().ledger.at(Line::distribution, 3), 300 - 277 - 7.8, 1e-12);
}

TEST(LowProfit, needs_a_lower_rate) {
  Mine mine = poor_mine(290);
  mine.tax.extraction[0].low_profit_rate = 1;
  EXPECT_NEAR(mine.run().ledger.at(Line::extraction_tax, 3), 7.8, 1e-12);
}

// In quarters the part of the tax that waits falls due in the year's last.
TEST(LowProfit, waits_for_the_end_of_the_tax_year) {
  Mine mine = make_mine(4, 2029);
  for (std::size_t t = 4; t < 12; ++t) {
    mine.operations.revenue_usd[t] = 75;
    mine.operations.mining_usd[t] = t < 8 ? 50 : 74;
    mine.operations.ore_milled_t[t] = 1;
    mine.operations.contained_t[0][t] = 10;
    mine.operations.price_usd_per_t[0][t] = 10;
  }
  mine.timeline = {1, 1, 25};
  mine.tax.extraction = {{"metal", 0.078}};
  mine.tax.extraction[0].low_profit_rate = 0.06;
  const Ledger l = mine.run().ledger;
  for (std::size_t t = 4; t < 12; ++t)
    EXPECT_NEAR(l.at(Line::extraction_tax, t), t == 7 ? 7.8 + 3 * 1.8 : 6, 1e-12) << t;
  EXPECT_NEAR(l.at(Line::taxable_income, 7), 4 * (75 - 50 - 7.8), 1e-9);
  EXPECT_NEAR(l.at(Line::taxable_income, 11), 4 * (75 - 74 - 6), 1e-9);
}

RoyaltyRate royalty(RoyaltyBase base, double rate) {
  RoyaltyRate r;
  r.id = "r", r.base = base, r.rate = rate;
  return r;
}
RoyaltyRate sliding(Scale scale, Bands bands, const std::string& commodity = "") {
  RoyaltyRate r = royalty(RoyaltyBase::revenue, 0);
  r.scale = scale, r.bands = std::move(bands), r.product = commodity;
  return r;
}

// Of 300, 240 are tin's: 12 tonnes a year of a metal quoted per half tonne at 11. Selling 30,
// mining 100.
double royalty_of(const RoyaltyRate& r, std::size_t t = 1) {
  Mine mine = flat_mine();
  mine.operations.commodity = {"tin"};
  for (std::size_t y = 1; y <= 20; ++y) {
    mine.operations.selling_usd[y] = 30;
    mine.operations.sales_usd[0][y] = 240, mine.operations.sold_t[0][y] = 12;
    mine.operations.price_usd_per_t[0][y] = 22;
  }
  mine.operations.quote_mass_t = {0.5};
  mine.tax.royalty = {r};
  return mine.run().ledger.at(Line::royalty, t);
}

TEST(Royalty, is_of_its_base) {
  EXPECT_NEAR(royalty_of(royalty(RoyaltyBase::revenue, 0.1)), 30, 1e-12);
  EXPECT_NEAR(royalty_of(royalty(RoyaltyBase::nsr, 0.1)), 27, 1e-12);
  EXPECT_NEAR(royalty_of(royalty(RoyaltyBase::profit, 0.1)), 17, 1e-12);
  RoyaltyRate of_tin = royalty(RoyaltyBase::nsr, 0.1);
  of_tin.product = "tin";  // eight tenths of the revenue, and so of the selling cost
  EXPECT_NEAR(royalty_of(of_tin), 0.1 * (240 - 24), 1e-12);
  of_tin.product = "zinc";
  EXPECT_THROW(royalty_of(of_tin), InputError);
}

TEST(Royalty, slides_by_its_scale) {
  const Bands slab{{0, 10, 12}, {0.01, 0.02, 0.03}};
  // 11 per quoted unit: in the second band. Marginal: (10 x 1 % + 1 x 2 %) / 11.
  EXPECT_NEAR(royalty_of(sliding(Scale::price, slab, "tin")), 240 * 0.02, 1e-12);
  EXPECT_NEAR(royalty_of(sliding(Scale::price, {slab.from, slab.rate, Manner::marginal}, "tin")),
              240 * 0.12 / 11, 1e-12);
  EXPECT_NEAR(royalty_of(sliding(Scale::production, slab, "tin")), 240 * 0.03, 1e-12);
  // (300 - 130) / 300 = 0.567 of margin; 0.0003 M$ a year.
  EXPECT_NEAR(royalty_of(sliding(Scale::margin, {{0, 0.5, 0.6}, {0.01, 0.02, 0.03}})), 6, 1e-12);
  EXPECT_NEAR(royalty_of(sliding(Scale::revenue, {{0, 0.0002, 0.0004}, {0.01, 0.02, 0.03}})), 6,
              1e-12);
  // 300 n received, 1,000 + 130 n spent: above 1 after six years.
  const RoyaltyRate by_r = sliding(Scale::r_factor, {{0, 1}, {0.01, 0.05}});
  EXPECT_NEAR(royalty_of(by_r, 6), 3, 1e-12);
  EXPECT_NEAR(royalty_of(by_r, 7), 15, 1e-12);
}

TEST(Royalty, may_be_private_and_not_deductible_and_wait) {
  Mine mine = flat_mine();
  mine.tax.income_rate = 0.2;
  mine.tax.royalty = {royalty(RoyaltyBase::revenue, 0.1)};
  RoyaltyRate& r = mine.tax.royalty[0];
  r.to_state = r.deductible = false;
  r.holiday_y = 2;  // from the start of the second year
  const Ledger l = mine.run().ledger;
  EXPECT_EQ(l.at(Line::royalty, 5), 0);
  EXPECT_EQ(l.at(Line::private_royalty, 2), 0);
  EXPECT_NEAR(l.at(Line::private_royalty, 3), 30, 1e-12);
  EXPECT_NEAR(l.at(Line::taxable_income, 5) + l.at(Line::depreciation, 5), 200, 1e-9);
  r.deductible = true;
  const Ledger less = mine.run().ledger;
  EXPECT_NEAR(less.at(Line::taxable_income, 5) + less.at(Line::depreciation, 5), 170, 1e-9);
  EXPECT_NEAR(less.at(Line::distribution, 5) + less.at(Line::income_tax, 5), 170, 1e-9);
}

RentTax rent(RentKind kind, double rate = 0, double hurdle = 0) {
  RentTax tax;
  tax.id = "rent", tax.kind = kind, tax.rate = rate, tax.hurdle = hurdle;
  return tax;
}

// -1,000, then 200 a year at 10 %: -900, -790, -669, -535.9, -389.49, -228.439, -51.2829,
// 143.58881.
TEST(RentTax, on_resource_rent_begins_beyond_the_hurdle) {
  Mine mine = flat_mine();
  mine.tax.rent = {rent(RentKind::resource_rent, 0.4, 0.1)};
  const Ledger l = mine.run().ledger;
  EXPECT_EQ(l.at(Line::rent_tax, 7), 0);
  EXPECT_NEAR(l.at(Line::rent_tax, 8), 0.4 * 143.58881, 1e-9);
  EXPECT_NEAR(l.at(Line::rent_tax, 9), 80, 1e-9);
  EXPECT_NEAR(l.at(Line::distribution, 9), 120, 1e-9);
}

TEST(RentTax, before_income_tax_is_deducted_from_it) {
  Mine mine = flat_mine();
  mine.tax.income_rate = 0.2;
  mine.tax.rent = {rent(RentKind::resource_rent, 0.4, 0.1)};
  mine.tax.rent[0].base = RentBase::before_income_tax;
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::rent_tax, 9), 80, 1e-9);
  EXPECT_NEAR(l.at(Line::taxable_income, 9) + l.at(Line::depreciation, 9), 120, 1e-9);
}

TEST(RentTax, by_the_r_factor_follows_what_came_before) {
  Mine mine = flat_mine();  // 300 n over 1,000 + 100 n: 1 after five years
  mine.tax.rent = {rent(RentKind::r_factor)};
  mine.tax.rent[0].bands = {{0, 1}, {0, 0.1}};
  const Ledger l = mine.run().ledger;
  EXPECT_EQ(l.at(Line::rent_tax, 5), 0);
  EXPECT_NEAR(l.at(Line::rent_tax, 6), 20, 1e-9);
}

TEST(RentTax, on_excess_profit_is_of_the_ratio_to_deductions) {
  Mine mine = flat_mine();
  mine.capital[0] = 0;
  mine.tax.income_rate = 0.2;
  mine.tax.rent = {rent(RentKind::excess_profit)};
  mine.tax.rent[0].bands = {{0, 0.5, 1}, {0, 0.1, 0.2}, Manner::marginal};
  // 200 - 40 of tax over 100 deducted: 0.5 of that ratio at 10 %, 0.6 at 20 %.
  EXPECT_NEAR(mine.run().ledger.at(Line::rent_tax, 5), 0.05 * 100 + 0.12 * 100, 1e-9);
}

TEST(RentTax, on_output_leaves_cost_to_be_recovered) {
  Mine mine = flat_mine();
  mine.tax.rent = {rent(RentKind::production_share)};
  mine.tax.rent[0].cost_limit = 0.5;
  mine.tax.rent[0].bands = {{0}, {0.3}};
  const Ledger l = mine.run().ledger;
  // 150 a year recovers cost, 1,000 + 100 n, which takes 20 years.
  for (std::size_t t = 1; t <= 20; ++t) EXPECT_NEAR(l.at(Line::rent_tax, t), 45, 1e-9);
}

TEST(Investment, allowance_and_credit_lower_the_income_tax) {
  Mine mine = flat_mine();
  mine.tax.income_rate = 0.2;
  const Ledger before = mine.run().ledger;
  mine.tax.investment_allowance = 0.3;
  EXPECT_NEAR(mine.run().ledger.at(Line::taxable_income, 0), -300, 1e-9);
  EXPECT_NEAR(sum_of(before, Line::income_tax) - sum_of(mine.run().ledger, Line::income_tax), 60,
              1e-9);
  mine.tax.investment_allowance = 0;
  mine.tax.investment_credit = 0.05;
  const Ledger after = mine.run().ledger;
  double left = 50;
  for (std::size_t t = 0; t <= 20; ++t) {
    const double used = std::min(left, before.at(Line::income_tax, t));
    EXPECT_NEAR(after.at(Line::income_tax, t), before.at(Line::income_tax, t) - used, 1e-9);
    left -= used;
  }
  EXPECT_EQ(left, 0);
}

TEST(Levies, on_imports_and_services_are_of_their_shares) {
  Mine mine = flat_mine();
  mine.operations.sustaining_usd[5] = 40;
  mine.tax.import_duty = 0.05, mine.tax.imported_share = 0.6;
  mine.tax.services_withholding = 0.1;
  mine.tax.services_share = 0.2, mine.tax.capital_services_share = 0.15;
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::import_duty, 0), 30, 1e-12);
  EXPECT_NEAR(l.at(Line::import_duty, 5), 1.2, 1e-12);
  EXPECT_NEAR(l.at(Line::services_withholding, 0), 15, 1e-12);
  EXPECT_NEAR(l.at(Line::services_withholding, 5), 2, 1e-12);
  EXPECT_NEAR(l.at(Line::equity, 0), 1045, 1e-12);
  EXPECT_NEAR(l.at(Line::distribution, 5), 200 - 40 - 1.2 - 2, 1e-12);
}

TEST(Guarantee, is_paid_by_the_balance_before_the_lenders) {
  Mine mine = borrowing_mine();
  mine.terms.loan[0].guarantee_fee = 0.01;
  const Venture venture = mine.run();
  EXPECT_NEAR(venture.ledger.at(Line::guarantee_fee, 1), 6.5, 1e-9);
  EXPECT_NEAR(venture.ledger.at(Line::distribution, 1), 200 - kService - 6.5, 1e-9);
  EXPECT_NEAR(venture.cover[1], 200 / kService, 1e-12);
  EXPECT_EQ(venture.ledger.at(Line::guarantee_fee, 11), 0);
}

TEST(Sweep, prepays_with_all_that_is_left) {
  Mine mine = borrowing_mine();
  mine.financing.sweep = 1;
  const Ledger l = mine.run().ledger;
  double balance = 650;
  for (std::size_t t = 1; t <= 4; ++t) {
    const double interest = 0.07 * balance, principal = std::min(balance, 200 - interest);
    EXPECT_NEAR(l.at(Line::principal, t), principal, 1e-9);
    // Off the tail: what falls due is the level loan's principal, as if nothing had been swept.
    const double due = (kService - 45.5) * std::pow(1.07, static_cast<double>(t) - 1);
    EXPECT_NEAR(l.at(Line::sweep, t), principal - std::min(balance, due), 1e-9);
    balance -= principal;
    EXPECT_NEAR(l.at(Line::debt_balance, t), balance, 1e-9);
    EXPECT_NEAR(l.at(Line::distribution, t), 200 - interest - principal, 1e-9);
  }
  EXPECT_EQ(l.at(Line::debt_balance, 4), 0);
}

// 100 of service out of 200 of cash; from the fifth year on the 20 that are left do not pay the
// interest; what is not repaid falls due in the last year of the term.
TEST(Sculpted, loan_repays_what_the_cash_over_the_cover_leaves) {
  Mine mine = borrowing_mine();
  mine.terms.loan[0].repayment = Repayment::sculpted;
  mine.terms.loan[0].cover = 2;
  mine.financing.support_cap = 1000;
  for (std::size_t t = 5; t <= 20; ++t) mine.operations.mining_usd[t] = 280;
  const Venture venture = mine.run();
  const Ledger& l = venture.ledger;
  double balance = 650;
  for (std::size_t t = 1; t <= 10; ++t) {
    const double interest = 0.07 * balance;
    const double principal = t == 10 ? balance : t < 5 ? 100 - interest : 0;
    EXPECT_NEAR(l.at(Line::interest, t), interest, 1e-9) << t;
    EXPECT_NEAR(l.at(Line::principal, t), principal, 1e-9) << t;
    balance -= principal;
  }
  EXPECT_NEAR(venture.cover[3], 2, 1e-12);
  EXPECT_EQ(l.at(Line::debt_balance, 10), 0);
}

TEST(Sculpted, loan_is_reserved_for_at_this_periods_cash) {
  Mine mine = borrowing_mine();
  mine.terms.loan[0].repayment = Repayment::sculpted;
  mine.terms.loan[0].cover = 2;
  mine.financing.reserve_y = 0.5;
  EXPECT_NEAR(mine.run().ledger.at(Line::reserve_change, 1), 50, 1e-9);
}

TEST(LockUp, keeps_cash_until_the_loan_is_repaid) {
  Mine mine = borrowing_mine();
  mine.financing.lock_up = 2.5;  // the cover is 2.16
  const Ledger l = mine.run().ledger;
  for (std::size_t t = 1; t < 10; ++t) {
    EXPECT_EQ(l.at(Line::distribution, t), 0);
    EXPECT_NEAR(l.at(Line::cash_change, t), 200 - kService, 1e-9);
  }
  EXPECT_NEAR(l.at(Line::distribution, 10), 10 * (200 - kService), 1e-8);
  mine.financing.lock_up = 2;
  EXPECT_NEAR(mine.run().ledger.at(Line::distribution, 1), 200 - kService, 1e-9);
}

}  // namespace
}  // namespace lode::finance
