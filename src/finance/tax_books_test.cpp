#include "finance/tax_books.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>

namespace lode::finance {
namespace {

Tax one_pool(double rate = 0.25) {
  Tax tax;
  tax.pool = {{"machines", 1.0, rate}};
  return tax;
}

TEST(Pools, decline_by_their_rates) {
  Tax tax;
  tax.pool = {{"buildings", 0.4, 0.1}, {"machines", 0.6, 0.25}};
  TaxBooks books = open_books(tax, 3);
  add_to_pools(books, tax, 1000, 0);
  EXPECT_DOUBLE_EQ(pool_balance(books), 1000);
  EXPECT_DOUBLE_EQ(depreciate(books, tax, {0, false}), 400 * 0.1 + 600 * 0.25);
  EXPECT_DOUBLE_EQ(pool_balance(books), 360 + 450);
  EXPECT_DOUBLE_EQ(depreciate(books, tax, {1, false}), 360 * 0.1 + 450 * 0.25);
  EXPECT_DOUBLE_EQ(depreciate(books, tax, {2, true}), 324 + 337.5);
  EXPECT_EQ(pool_balance(books), 0);
  add_to_pool(books, tax, 1, 70, 2);
  EXPECT_EQ(pool_balance(books), 70);
}

// By hand: 100 taxed at 30 %, 40 at 25 % of which a credit has left 6 to refund. A loss of 90 takes
// 24 of the second year (6 / 0.25), then 66 of the first.
TEST(Losses, carried_back_ask_for_no_more_than_was_paid) {
  Tax tax = one_pool();
  tax.loss_back_y = 2;
  TaxBooks books = open_books(tax, 3);
  const auto close = [&](std::size_t year, double income, double rate) {
    books.revenue_usd = std::max(0.0, income), books.cost_usd = std::max(0.0, -income);
    TaxYear closed = close_year(books, tax, year, rate, 1, 0, -kInfinity);
    move_losses(books, tax, year, rate, closed);
    return closed;
  };
  EXPECT_DOUBLE_EQ(close(0, 100, 0.3).tax_local, 30);
  EXPECT_DOUBLE_EQ(close(1, 40, 0.25).tax_local, 10);
  books.refundable_local[1] = 6;
  const TaxYear loss = close(2, -90, 0.2);
  EXPECT_DOUBLE_EQ(loss.refund_local, 6 + 66 * 0.3);
  EXPECT_DOUBLE_EQ(loss.loss_back_local, 90);
  EXPECT_EQ(books.loss_local[2], 0);
  EXPECT_DOUBLE_EQ(books.taxed_local[1], 16);
}

// Independent: losses as single units of money in a queue, each with the year it came from.
RC_GTEST_PROP(Losses, first_in_first_out_matches_brute_force, ()) {
  Tax tax = one_pool();
  tax.income_rate = 0.2;
  tax.loss_years = *rc::gen::inRange(0, 6);
  const int years = 15;
  TaxBooks books = open_books(tax, years);
  std::deque<int> units;
  for (int year = 0; year < years; ++year) {
    int income = *rc::gen::inRange(-20, 20);
    books.revenue_usd = 100 + income;
    books.cost_usd = 100;
    const double local_per_usd = 2;
    const TaxYear result = close_year(books, tax, static_cast<std::size_t>(year), tax.income_rate,
                                      local_per_usd, 0, -kInfinity);
    RC_ASSERT(result.taxable_local == 2.0 * income);
    std::erase_if(units, [&](int from) { return year - from > tax.loss_years; });
    int used = 0;
    for (; income > 0 && !units.empty(); --income, ++used) units.pop_front();
    for (; income < 0; ++income) units.push_back(year);
    RC_ASSERT(std::abs(result.loss_used_local - 2.0 * used) < 1e-9);
    RC_ASSERT(std::abs(result.tax_local - 0.2 * 2.0 * income) < 1e-9);
  }
}

TEST(ProcessingAgreement, is_a_cliff_at_its_limit) {
  Tax tax = one_pool();
  tax.income_rate = 0.2;
  const auto year_of = [&](double revenue, bool applies) {
    TaxBooks books = open_books(tax, 2);
    books.loss_local[0] = 5;
    books.revenue_usd = revenue;
    books.cost_usd = 80;
    const TaxYear year =
        close_year(books, tax, 1, tax.income_rate, 1, 20, applies ? 0.15 : -kInfinity);
    return std::pair{year, books.loss_local[0]};
  };
  const auto [below, loss_below] = year_of(115 - 1e-6, true);
  EXPECT_NEAR(below.profitability, 0.15, 1e-7);
  EXPECT_EQ(below.tax_local, 0);
  EXPECT_EQ(loss_below, 5);  // losses are not used in a free year
  const auto [above, loss_above] = year_of(115 + 1e-6, true);
  EXPECT_NEAR(above.tax_local, 0.2 * (15 - 5), 1e-5);
  EXPECT_EQ(loss_above, 0);
  EXPECT_NEAR(year_of(115 - 1e-6, false).first.tax_local, 0.2 * (15 - 5), 1e-5);
}

TEST(TaxFault, refuses_shares_that_do_not_add_to_one) {
  Tax tax = one_pool();
  EXPECT_EQ(fault_of(tax), "");
  tax.pool.push_back({"more", 0.1, 0.2});
  EXPECT_EQ(fault_of(tax), "the pools' shares add to 1.1, not to 1");
  tax.pool.clear();
  EXPECT_EQ(fault_of(tax), "");  // nothing is taxed, nothing need be deducted
  tax.income_rate = 0.2;
  EXPECT_NE(fault_of(tax), "");
}

}  // namespace
}  // namespace lode::finance
