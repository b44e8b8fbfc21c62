// Loans signed on one venture and drawn in another.
#include "finance/signing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "finance/flat_mine.h"

namespace lode::finance {
namespace {

Signing sign(const Mine& mine) {
  const std::vector<const Tax*> regime(mine.calendar.periods(), &mine.tax);
  return sign_loans(mine.calendar, mine.operations, mine.capital, regime, mine.financing,
                    make_index(mine.macro, mine.calendar), mine.terms, mine.timeline);
}

Signing sign_at(const Mine& mine, double cover) {
  const std::vector<const Tax*> regime(mine.calendar.periods(), &mine.tax);
  return sign_at_cover(mine.calendar, mine.operations, mine.capital, regime, mine.financing,
                       make_index(mine.macro, mine.calendar), mine.terms, mine.timeline, cover);
}

Mine signed_mine() {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.terms.as_signed = sign(mine).loans;
  return mine;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(Signing, of_a_level_loan_matches_the_annuity) {
  const Mine mine = signed_mine();
  const Signed& as_signed = mine.terms.as_signed;
  EXPECT_DOUBLE_EQ(as_signed.limit_usd, 650);
  ASSERT_EQ(as_signed.loan.size(), 1u);
  EXPECT_EQ(as_signed.loan[0].start_y, 0);
  ASSERT_EQ(as_signed.loan[0].repaid.size(), 10u);
  // Principal of an annuity grows with the rate: 0.07 / (1.07^10 - 1) x 1.07^k.
  for (int k = 0; k < 10; ++k)
    EXPECT_NEAR(as_signed.loan[0].repaid[static_cast<std::size_t>(k)],
                0.07 / (std::pow(1.07, 10) - 1) * std::pow(1.07, k), 1e-12);
}

// The case that was signed on draws and repays as if nothing had been signed.
TEST(Signing, moves_nothing_in_its_own_case) {
  Mine mine = signed_mine();
  const Ledger as_signed = mine.run().ledger;
  mine.financing.sizing = Sizing::committed;
  const Ledger free = mine.run().ledger;
  for (std::size_t t = 0; t < 21; ++t)
    for (const Line line : {Line::draw, Line::interest, Line::principal, Line::distribution})
      EXPECT_NEAR(as_signed.at(line, t), free.at(line, t), 1e-9) << name_of(line) << t;
}

// An overrun is equity, whatever the commitments; the instalments are those of the limit.
TEST(Signing, leaves_an_overrun_to_equity) {
  Mine mine = signed_mine();
  mine.capital[0] = 1600;
  const Ledger l = mine.run().ledger;
  EXPECT_DOUBLE_EQ(l.at(Line::draw, 0), 650);
  EXPECT_DOUBLE_EQ(l.at(Line::equity, 0), 950);
  EXPECT_NEAR(l.at(Line::principal, 1), 650 * mine.terms.as_signed.loan[0].repaid[0], 1e-9);
}

TEST(Signing, lets_what_is_not_drawn_lapse_and_has_fees_of_the_limit) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.terms.loan[0].upfront_fee = 0.01, mine.terms.loan[0].commitment_fee = 0.02;
  mine.terms.as_signed = sign(mine).loans;
  // 0.65 x (1,000 + 3 % of what is drawn) is drawn.
  const double limit = 650 / (1 - 0.65 * 0.03);
  EXPECT_NEAR(mine.terms.as_signed.limit_usd, limit, 1e-9);
  mine.capital[0] = 600;
  const Ledger l = mine.run().ledger;
  EXPECT_NEAR(l.at(Line::upfront_fee, 0), 0.01 * limit, 1e-9);
  EXPECT_NEAR(l.at(Line::commitment_fee, 0), 0.02 * limit, 1e-9);
  const double drawn = 0.65 * (600 + 0.03 * limit);
  EXPECT_NEAR(l.at(Line::draw, 0), drawn, 1e-9);
  for (std::size_t k = 0; k < 10; ++k)
    EXPECT_NEAR(l.at(Line::principal, 1 + k), drawn * mine.terms.as_signed.loan[0].repaid[k], 1e-9);
  EXPECT_NEAR(l.at(Line::debt_balance, 10), 0, 1e-9);
}

TEST(Signing, is_not_moved_by_the_cash_of_a_scenario) {
  Mine mine = signed_mine();
  mine.terms.loan[0].repayment = Repayment::sculpted, mine.terms.loan[0].cover = 1.4;
  mine.terms.as_signed = sign(mine).loans;
  for (std::size_t t = 1; t < 21; ++t) mine.operations.revenue_usd[t] = t % 2 ? 500 : 250;
  const Ledger l = mine.run().ledger;
  double balance = 650;
  for (std::size_t k = 0; k < mine.terms.as_signed.loan[0].repaid.size(); ++k) {
    const double principal = 650 * mine.terms.as_signed.loan[0].repaid[k];
    EXPECT_NEAR(l.at(Line::scheduled_service, 1 + k), principal + 0.07 * balance, 1e-9);
    balance -= principal;
  }
  EXPECT_NEAR(balance, 0, 1e-9);
}

// Cash of 200 at a cover of 1.4 repays 650 at 7 % in seven years: 142.86 a year, then the rest.
TEST(Signing, of_a_sculpted_loan_is_what_the_central_cash_repays) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  mine.terms.loan[0].repayment = Repayment::sculpted, mine.terms.loan[0].cover = 1.4;
  const Signed as_signed = sign(mine).loans;
  double balance = 650;
  for (const double share : as_signed.loan[0].repaid) {
    const double principal = std::min(balance, 200 / 1.4 - 0.07 * balance);
    EXPECT_NEAR(650 * share, principal, 1e-9);
    balance -= principal;
  }
  EXPECT_NEAR(balance, 0, 1e-9);
}

TEST(Signing, starts_repayment_after_completion_and_leaves_the_tail) {
  Mine mine = flat_mine();  // ore from 1 to 21
  mine.terms.loan = {bank(5000, 0.07, 30)};
  mine.financing.repayment_after_y = 1;
  Signed as_signed = sign(mine).loans;
  EXPECT_EQ(as_signed.loan[0].start_y, 1);
  EXPECT_EQ(as_signed.loan[0].repaid.size(), 17u);  // from 2 to 19, two years before the ore's end
  mine.timeline.licence_end_y = 12;
  as_signed = sign(mine).loans;
  EXPECT_EQ(as_signed.loan[0].repaid.size(), 8u);
  EXPECT_NEAR(sum(as_signed.loan[0].repaid), 1, 1e-12);
  mine.terms.loan[0].grace_y = 5;  // from the end of the first draw's year: later than completion
  EXPECT_EQ(sign(mine).loans.loan[0].start_y, 5);
  mine.terms.as_signed = as_signed;
  const Ledger l = mine.run().ledger;
  EXPECT_EQ(l.at(Line::principal, 1), 0);
  EXPECT_GT(l.at(Line::principal, 2), 0);
  EXPECT_NEAR(l.at(Line::debt_balance, 9), 0, 1e-9);
}

// 200 / 1.25 a year over ten years at 7 %.
TEST(Signing, at_a_cover_matches_the_annuity) {
  Mine mine = flat_mine();
  mine.terms.loan = {bank(5000, 0.07, 10)};
  const Signing bank_case = sign_at(mine, 1.25);
  EXPECT_NEAR(bank_case.drawn_usd, 160 * (1 - std::pow(1.07, -10)) / 0.07, 1e-9);
  for (std::size_t t = 1; t < 21; ++t) mine.operations.revenue_usd[t] = 90;
  EXPECT_EQ(sign_at(mine, 1.25).drawn_usd, 0);
}

}  // namespace
}  // namespace lode::finance
