#include "finance/loan_book.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace lode::finance {
namespace {

Loan loan(double commitment, double rate, double term = 10) {
  Loan l;
  l.id = "bank";
  l.commitment_usd = commitment;
  l.rate = rate;
  l.term_y = term;
  l.grace_y = 0;
  return l;
}

// debt_cases_computed.csv, case D2: 600 at 7 %, ten equal payments.
TEST(LevelDebtService, matches_the_annuity_table) {
  const double principal[] = {43.42650164, 46.46635675, 49.71900172, 53.19933184, 56.92328507,
                              60.90791503, 65.17146908, 69.73347192, 74.61481495, 79.837852};
  const double interest[] = {42.0,        38.96014489, 35.70749991, 32.22716979, 28.50321656,
                             24.51858661, 20.25503256, 15.69302972, 10.81168669, 5.58864964};
  const std::vector<Loan> loans = {loan(600, 0.07)};
  const Calendar calendar = make_calendar(2026, 2026, 11);
  LoanBook book = open_loan_book(loans);
  draw(book, 600, 1);
  for (std::size_t t = 1; t < 11; ++t) {
    make_schedule(book, loans, calendar, t, 1);
    const Payment paid = pay(book, loans, 1000, false);
    EXPECT_NEAR(paid.interest, interest[t - 1], 1e-8);
    EXPECT_NEAR(paid.principal, principal[t - 1], 1e-8);
  }
  EXPECT_EQ(owed(book), 0);
}

RC_GTEST_PROP(LevelDebtService, ends_at_zero_with_equal_payments_for_all, ()) {
  const double rate = *rc::gen::inRange(0, 30) / 100.0;
  const double term = *rc::gen::inRange(1, 20);
  const std::vector<Loan> loans = {loan(100, rate, term)};
  const Calendar calendar = make_calendar(2026, *rc::gen::element(2026, 2060), 30);
  LoanBook book = open_loan_book(loans);
  draw(book, 100, 0);
  double first = 0, sum = 0;
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    make_schedule(book, loans, calendar, t, 0);
    const double service = scheduled_service(book);
    if (t == 0) first = service;
    if (service > 0) RC_ASSERT(std::abs(service - first) <= 1e-9);
    const Payment paid = pay(book, loans, service, false);
    RC_ASSERT(std::abs(paid.total() - service) <= 1e-9);
    RC_ASSERT(arrears(book) == 0);
    sum += paid.principal;
    RC_ASSERT((owed(book) > 0) == (calendar.end_y(t) < term));
  }
  RC_ASSERT(std::abs(sum - 100) <= 1e-9);
}

TEST(Grace, lasts_from_the_draw_and_at_least_until_all_is_built) {
  std::vector<Loan> loans = {loan(100, 0.05)};
  loans[0].grace_y = 3;
  const Calendar calendar = make_calendar(2026, 2026, 12);
  const auto first_repayment = [&](double built_y) {
    LoanBook book = open_loan_book(loans);
    draw(book, 100, 1);
    for (std::size_t t = 1; t < 12; ++t) {
      make_schedule(book, loans, calendar, t, built_y);
      if (book.entry[0].principal > 0) return t;
    }
    return std::size_t{0};
  };
  EXPECT_EQ(first_repayment(2), 4u);  // drawn at the end of year 0; interest alone in 1, 2, 3
  EXPECT_EQ(first_repayment(6), 6u);
}

// 100 at 10 % due in two: 57.619048 a year. Nothing paid in the first; 110 is owed, 57.619048 of it
// in arrears.
TEST(Arrears, bear_the_rate_and_come_first) {
  const std::vector<Loan> loans = {loan(100, 0.10, 2)};
  const Calendar calendar = make_calendar(2026, 2026, 4);
  LoanBook book = open_loan_book(loans);
  draw(book, 100, 0);
  make_schedule(book, loans, calendar, 0, 0);
  EXPECT_EQ(pay(book, loans, 0, false).total(), 0);
  EXPECT_NEAR(arrears(book), 100 * 0.1 / (1 - std::pow(1.1, -2)), 1e-12);
  EXPECT_NEAR(owed(book), 110, 1e-12);
  make_schedule(book, loans, calendar, 1, 0);
  EXPECT_NEAR(due(book), 121, 1e-12);
  const Payment paid = pay(book, loans, 30, false);
  EXPECT_NEAR(paid.interest, 21, 1e-12);  // interest first: 10 of the first year, 11 of the second
  EXPECT_NEAR(paid.principal, 9, 1e-12);
  EXPECT_NEAR(arrears(book), 91, 1e-12);
  EXPECT_NEAR(owed(book), 91, 1e-12);
}

RC_GTEST_PROP(Arrears, debt_grows_by_interest_and_falls_by_payment_for_all, ()) {
  const double rate = *rc::gen::inRange(0, 30) / 100.0;
  std::vector<Loan> loans = {loan(60, rate, 5), loan(40, rate, 9)};
  loans[1].withholding = 0.1;
  const Calendar calendar = make_calendar(2026, 2028, 15);
  LoanBook book = open_loan_book(loans);
  draw(book, 100, 0);
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    const double before = owed(book);
    make_schedule(book, loans, calendar, t, 0);
    const double cash = *rc::gen::inRange(0, 40);
    const bool called = *rc::gen::inRange(0, 4) == 0;
    const double was_due = due(book);
    const Payment paid = pay(book, loans, cash, called);
    RC_ASSERT(paid.total() <= cash + 1e-9);
    RC_ASSERT(paid.interest >= 0 && paid.principal >= 0);
    RC_ASSERT(paid.withholding <= 0.1 * paid.interest + 1e-12);
    RC_ASSERT(std::abs(owed(book) - (before * (1 + rate * calendar.length_y[t]) - paid.total())) <=
              1e-9);
    if (!called) RC_ASSERT(std::abs(arrears(book) - std::max(0.0, was_due - cash)) <= 1e-9);
    if (called) RC_ASSERT(owed(book) <= 1e-9 || paid.total() >= cash - 1e-9);
    for (const auto& e : book.entry)
      RC_ASSERT(e.balance >= -1e-9 && e.interest_arrears >= 0 && e.principal_arrears >= 0);
  }
}

}  // namespace
}  // namespace lode::finance
