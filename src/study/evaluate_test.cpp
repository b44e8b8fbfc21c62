#include "study/evaluate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

constexpr std::size_t kScenarios = 30;

// To the bit: a number that does not exist is itself.
bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

void expect_block(const Results& r, std::size_t scenario, std::size_t bid, const Answer& answer) {
  ASSERT_EQ(answer.values.size(), r.layout.answer.size());
  for (std::size_t k = 0; k < answer.values.size(); ++k)
    EXPECT_TRUE(same(answer.values[k], r.rows.at(scenario, r.layout.bid(bid) + k)))
        << "scenario " << scenario << ", bid " << bid << ", number " << k;
}

struct Kept {
  World world;
  std::vector<Operated> operated;  // [plan]
};
std::vector<Kept> keep(const Study& study) {
  std::vector<Kept> out;
  for (std::size_t s = 0; s < kScenarios; ++s) {
    out.push_back({draw(study, s), {}});
    for (const Plan& plan : study.plans)
      out.back().operated.push_back(operate(study, plan, out.back().world));
  }
  return out;
}

// Mined once, asked backwards: the run's own numbers.
TEST(Evaluate, of_kept_operations_equals_the_run) {
  const Results r = run(uncertain_case_file(), {kScenarios, 5, 3, {}});
  const std::vector<Kept> kept = keep(r);
  for (std::size_t s = kScenarios; s-- > 0;)
    for (std::size_t b = 0; b < r.layout.bids; ++b) {
      const deal::Bid bid = bid_in(Scene(r, kept[s].world), b);
      expect_block(r, s, b, evaluate(r, kept[s].world, kept[s].operated[r.plan_of_bid[b]], bid));
    }
}

// New terms that move no plan: as a run of a case that has them, on what was mined without them.
RC_GTEST_PROP(Evaluate, of_new_terms_equals_a_run_of_them_for_all, ()) {
  static const Study kStudy = prepare(uncertain_case_file(), {kScenarios, 5, 3, {}});
  static const std::vector<Kept> kKept = keep(kStudy);
  CaseFile file = uncertain_case_file();
  deal::Bid& terms = file.values.bid[0];
  terms.sponsor_stake = *rc::gen::inRange(10, 90) * 0.01;
  terms.fund_stake = 1 - terms.sponsor_stake;
  terms.profit_share = *rc::gen::inRange(0, 50) * 0.01;
  terms.stake_price_usd = *rc::gen::inRange(0, 50) * 1e6;
  terms.venture.loan[0].rate = *rc::gen::inRange(1, 15) * 0.01;
  terms.venture.loan[0].commitment_usd = *rc::gen::inRange(0, 60) * 1e6;
  terms.capital_factor = *rc::gen::inRange(70, 130) * 0.01;
  terms.preferred_return = 0.08;
  terms.preferred = *rc::gen::element(deal::Preferred::none, deal::Preferred::return_only);
  deal::Bid bid = terms;
  bid.venture.as_signed = lend(kStudy, bid).loans;
  const Results r = run(std::move(file), {4, 5, 3, {}});
  for (std::size_t s = 0; s < 4; ++s)
    expect_block(r, s, 0,
                 evaluate(kStudy, kKept[s].world, kKept[s].operated[kStudy.plan_of_bid[0]], bid));
}

TEST(Evaluate, refuses_a_stake_without_a_price) {
  const Study study = small_study(made_up_case());
  const World world = draw(study, 0);
  const Operated operated = operate(study, study.plans[study.plan_of_bid[1]], world);
  EXPECT_THROW(evaluate(study, world, operated, study.file->values.bid[1]), InternalError);
}

// A further holder's worth: its flows at its own rate, else at that of its kind. Those of private
// holders add to their party.
TEST(Evaluate, values_further_holders_at_their_rates) {
  Case c = made_up_case();
  c.discount.fund = 0.05, c.discount.partners = 0.11;
  deal::Bid& bid = c.bid[0];
  bid.sponsor_stake -= 0.5;
  for (const char* id : {"agency", "partner", "trader"}) {
    deal::BidHolder holder;
    holder.id = id, holder.terms.stake = 0.5 / 3;
    bid.holder.push_back(holder);
  }
  bid.holder[0].terms.state = true;
  const auto run_with = [&](double rate_of_trader) {
    bid.holder[2].rate = rate_of_trader;
    return small_run(c, 5);
  };
  const Results same = run_with(kInfinity), own = run_with(0.02);
  const auto partners = static_cast<std::size_t>(deal::Party::partners);
  for (std::size_t s = 0; s < 5; ++s) {
    const auto row = same.rows[s], other = own.rows[s];
    const auto worth = [&](const auto& of, std::size_t k) { return of[same.layout.holder(0, k)]; };
    EXPECT_NEAR(worth(row, 1) + worth(row, 2), row[same.layout.own(0, partners)], 1e-3);
    EXPECT_NEAR(worth(row, 1), worth(row, 2), 1e-3);  // the same stake and rate
    EXPECT_EQ(worth(other, 1), worth(row, 1));
    EXPECT_TRUE(std::isnan(row[same.layout.holder(1, 0)]));  // the second bid has none
    const World world = draw(same, s);
    const Scene scene(same, world);
    const Books books =
        books_of(scene, operate(scene, same.plans[same.plan_of_bid[0]]), bid_in(scene, 0));
    const auto at = [&](std::size_t k, double rate) {
      double sum = 0;
      for (std::size_t t = 0; t < same.calendar.periods(); ++t)
        sum += books.flows.holder[k][t] / books.venture.index.usd[t] /
               std::pow(1 + rate, same.calendar.mid_y(t));
      return sum;
    };
    EXPECT_NEAR(worth(row, 0), at(0, 0.05), 1e-3);
    EXPECT_NEAR(worth(row, 1), at(1, 0.11), 1e-3);
    EXPECT_NEAR(worth(other, 2), at(2, 0.02), 1e-3);
  }
}

// A world whose prices come from elsewhere: at twice the prices, what is mined whatever they are
// brings twice the revenue.
TEST(Evaluate, takes_prices_from_elsewhere) {
  const Study study = small_study(made_up_case());
  World world = draw(study, 7);
  const deal::Bid bid = bid_in(Scene(study, world), 0);
  const auto answer = [&] {
    return evaluate(study, world, operate(study, study.plans[0], world, {false, false}), bid);
  };
  const Answer before = answer();
  for (auto& path : world.prices)
    for (double& usd : path) usd *= 2;
  const Answer after = answer();
  const AnswerLayout& at = study.layout.answer;
  double sold_t = 0;
  for (std::size_t y = 0; y < study.layout.years; ++y) {
    sold_t += before.values[at.series(Series::product_t, y)];
    EXPECT_NEAR(after.values[at.series(Series::revenue, y)],
                2 * before.values[at.series(Series::revenue, y)], 1e-6);
  }
  EXPECT_GT(sold_t, 0);
}

}  // namespace
}  // namespace lode::study
