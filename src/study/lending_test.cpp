// What lenders sign on the made-up case, and that no scenario moves it.
#include "study/lending.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "study/evaluate.h"
#include "study/made_up_runs.h"

namespace lode::study {
namespace {

RunOptions few_scenarios() {
  RunOptions out;
  out.scenarios = 30, out.realisations = 4;
  return out;
}

double drawn_in(const Study& study, const World& world, std::size_t b) {
  const Scene scene(study, world);
  const Operated operated = operate(scene, study.plans[study.plan_of_bid[b]]);
  return books_of(scene, operated, bid_in(scene, b)).venture.drawn_usd;
}

TEST(Lending, limit_is_what_the_central_case_draws) {
  const Study study = prepare(case_file(made_up_case()), few_scenarios());
  ASSERT_EQ(study.lending.size(), 2u);
  for (std::size_t b = 0; b < 2; ++b) {
    const Lending& lending = study.lending[b];
    EXPECT_GT(lending.drawn_usd, 1e6);
    EXPECT_EQ(lending.loans.limit_usd, lending.drawn_usd);
    EXPECT_NEAR(drawn_in(study, median_world(study), b), lending.drawn_usd, 1e-3);
    ASSERT_EQ(lending.loans.loan.size(), 1u);
    const std::vector<double>& repaid = lending.loans.loan[0].repaid;
    EXPECT_NEAR(std::accumulate(repaid.begin(), repaid.end(), 0.0), 1, 1e-12);
  }
}

TEST(Lending, no_scenario_draws_more_and_repays_on_other_dates) {
  const Study study = prepare(uncertain_case_file(), few_scenarios());
  for (std::uint64_t s = 0; s < 30; ++s) {
    const World world = draw(study, s);
    const Scene scene(study, world);
    for (std::size_t b = 0; b < 2; ++b) {
      EXPECT_LE(drawn_in(study, world, b), study.lending[b].loans.limit_usd * (1 + 1e-12));
      const deal::Bid bid = bid_in(scene, b);
      EXPECT_EQ(bid.venture.as_signed.loan[0].repaid, study.lending[b].loans.loan[0].repaid);
    }
  }
}

TEST(Lending, by_a_bank_is_no_more_than_the_bank_case_carries) {
  Case c = made_up_case();
  c.financing.lending = finance::Lending::bank;
  c.bank_case.price_usd = 66;
  const Study study = prepare(case_file(c), few_scenarios());
  for (const Lending& lending : study.lending) {
    EXPECT_EQ(lending.loans.limit_usd, std::min(lending.drawn_usd, lending.capacity_usd));
    EXPECT_LT(lending.capacity_usd, lending.drawn_usd);
  }
  // The bank case then has the covenant's cover in every year in which principal is due, or more:
  // its first ore is a year late, and the interest of that year, which sizing by cover would add to
  // the loan, falls due.
  const World world = bank_world(study);
  const Scene scene(study, world);
  const finance::Ledger l =
      books_of(scene, operate(scene, study.plans[0]), bid_in(scene, 0)).venture.ledger;
  int years = 0;
  for (std::size_t t = 0; t < l.periods; ++t) {
    const double service = l.at(finance::Line::scheduled_service, t);
    if (l.at(finance::Line::principal, t) <= 1e3) continue;
    EXPECT_NEAR(l.at(finance::Line::cash_for_debt_service, t) / service, 1.3 * 1.07, 0.02) << t;
    ++years;
  }
  EXPECT_GT(years, 3);
}

// Loans that move limits are those of the bid: a step between bids is signed with its own.
TEST(Lending, of_steps_is_their_own) {
  const Study study = prepare(case_file(made_up_case()), few_scenarios());
  ASSERT_EQ(study.lending_of_step.size(), study.steps.size());
  EXPECT_EQ(study.lending_of_step[0].loans.limit_usd, study.lending[0].loans.limit_usd);
  EXPECT_EQ(study.lending_of_step.back().loans.limit_usd, study.lending[1].loans.limit_usd);
  // The fourth group is capital: nine tenths of it, and so of what is drawn.
  const double fourth = study.lending_of_step[3].loans.limit_usd;
  EXPECT_LT(fourth, study.lending[0].loans.limit_usd);
  EXPECT_GT(fourth, 0.85 * study.lending[0].loans.limit_usd);
}

TEST(Lending, is_nothing_without_loans) {
  Case c = made_up_case();
  for (deal::Bid& bid : c.bid) bid.venture.loan.clear();
  const Study study = prepare(case_file(c), few_scenarios());
  EXPECT_EQ(study.lending[0].drawn_usd, 0);
  EXPECT_TRUE(study.lending[0].loans.loan.empty());
}

}  // namespace
}  // namespace lode::study
