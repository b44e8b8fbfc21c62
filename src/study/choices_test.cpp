#include "study/choices.h"

#include <gtest/gtest.h>

#include <cmath>

#include "study/made_up_choices.h"

namespace lode::study {
namespace {

double value(const Results& r, std::size_t row, Variant v, std::size_t date, std::size_t stage,
             deal::Party party, std::size_t bid = 0) {
  return r.rows.at(row, r.layout.choices(bid) +
                            r.layout.choice.value(v, date, stage, static_cast<std::size_t>(party)));
}

TEST(Choices, a_bid_without_rights_gives_none) {
  const Results r = small_run(made_up_case(), 2, 2);
  EXPECT_FALSE(r.choices[0].any());
  EXPECT_EQ(r.layout.choice.size(), 0u);
  EXPECT_TRUE(r.control[0].empty());
}

TEST(Choices, dates_and_stages_have_plans_of_their_own) {
  const Results r = choices_run(2, 2);
  for (std::size_t b = 0; b < 2; ++b) {
    const Choices& c = r.choices[b];
    const int first = b == 0 ? 2026 : 2027;
    EXPECT_EQ(c.build_year, (std::vector<int>{first, first + 1, first + 2}));
    EXPECT_EQ(c.stage, (std::vector<std::size_t>{1, 0}));
    EXPECT_EQ(c.expand_after, 1);
    ASSERT_EQ(c.decision.size(), 6u);
    EXPECT_EQ(c.decision[0], (DecisionDate{first, false}));
    EXPECT_EQ(c.decision[2], (DecisionDate{first + 1, true}));
    ASSERT_EQ(c.plan.size(), 3u);
    for (std::size_t k = 0; k < 3; ++k)
      EXPECT_EQ(r.plans[c.plan[k]].key.delay_y, static_cast<double>(b + k));
    EXPECT_EQ(c.loans.size(), 3u * 2u);
  }
}

// Built whole in its first year, a bid is what the answer says it is.
TEST(Choices, the_first_is_the_answer_itself) {
  const Results r = choices_run(6, 3);
  for (std::size_t row = 0; row < r.rows.size(); ++row)
    for (std::size_t b = 0; b < 2; ++b)
      for (std::size_t p = 0; p < deal::kParties; ++p)
        EXPECT_EQ(value(r, row, Variant::as_bid, 0, 1, static_cast<deal::Party>(p), b),
                  r.rows.at(row, r.layout.own(b, p)));
}

// To wait a year is the case whose construction starts a year later, closed when it was.
TEST(Choices, waiting_is_a_later_start) {
  const Results r = choices_run(4, 2);
  CaseFile late = choices_case_file();
  ++late.values.project.construction_start;
  late.values.bid.resize(1);
  late.values.bid[0].right.clear();
  std::erase_if(late.sampled,
                [](const SampledInput& s) { return s.key.starts_with("bid.second"); });
  const Results other = run(late, {4, 2, 3, {}});
  for (std::size_t row = 0; row < 4; ++row)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      EXPECT_NEAR(value(r, row, Variant::as_bid, 1, 1, static_cast<deal::Party>(p)),
                  other.rows.at(row, other.layout.own(0, p)),
                  1e-9 * std::abs(other.rows.at(row, other.layout.own(0, p))) + 1e-6);
}

// The first deposit alone is the case that has no other, with its part of the capital.
TEST(Choices, the_first_deposit_alone_is_a_case_of_its_own) {
  const Results r = choices_run(4, 2);
  CaseFile alone = choices_case_file();
  Case& c = alone.values;
  c.deposit.resize(1), c.deposit[0].capital_profile.clear();
  c.project.capital_usd *= 0.5, c.project.capital_profile = {0.8, 0.2};
  for (deal::Bid& bid : c.bid) bid.right.clear();
  const Results other = run(alone, {4, 2, 3, {}});
  for (std::size_t row = 0; row < 4; ++row)
    for (std::size_t p = 0; p < deal::kParties; ++p) {
      const double expected = other.rows.at(row, other.layout.own(0, p));
      EXPECT_NEAR(value(r, row, Variant::as_bid, 0, 0, static_cast<deal::Party>(p)), expected,
                  1e-9 * std::abs(expected) + 1e-6);
    }
}

// Nothing built: the price of the stake changes hands, and nothing else.
TEST(Choices, unbuilt_the_stake_is_paid_all_the_same) {
  const Results r = choices_run(2, 2);
  const std::size_t at = r.layout.choices(0);
  const auto unbuilt = [&](deal::Party p) {
    return r.rows.at(0, at + r.layout.choice.unbuilt(static_cast<std::size_t>(p)));
  };
  EXPECT_LT(unbuilt(deal::Party::sponsor), 0);
  EXPECT_GT(unbuilt(deal::Party::seller), 0);
  for (std::size_t p = 0; p < deal::kParties; ++p)
    if (p != static_cast<std::size_t>(deal::Party::sponsor) &&
        p != static_cast<std::size_t>(deal::Party::seller)) {
      EXPECT_EQ(unbuilt(static_cast<deal::Party>(p)), 0) << p;
    }
}

TEST(Choices, at_arms_length_the_marketer_gets_nothing) {
  const Results r = choices_run(2, 2);
  EXPECT_GT(value(r, 0, Variant::as_bid, 0, 1, deal::Party::marketer), 0);
  EXPECT_EQ(value(r, 0, Variant::arms_length, 0, 1, deal::Party::marketer), 0);
  EXPECT_GT(value(r, 0, Variant::arms_length, 0, 1, deal::Party::fund),
            value(r, 0, Variant::as_bid, 0, 1, deal::Party::fund));
}

// What is known at a date does not move with what comes after it: prices, and what is spent beyond
// the estimate before anything is.
TEST(Choices, nothing_is_known_before_its_time) {
  const CaseFile file = choices_case_file();
  const Study study = prepare(file, {2, 2, 3, {}});
  const World world = draw(study, 1);
  World later = world;
  const std::size_t overrun = file.sampled.size() - 1;
  ASSERT_EQ(file.sampled[overrun].key, "project.capital_overrun");
  for (std::size_t t = 0; t < study.calendar.periods(); ++t)
    if (study.calendar.start_y[t] >= 1) later.prices[0][t] *= 1.5;  // from 2027 on
  later.inputs[overrun] = 1.1;
  const auto known = [&](const World& in) {
    std::vector<double> out(study.layout.choice.size());
    const Scene scene(study, in);
    OperatedPlans operated(scene);
    write_choices(scene, operated, 0, out);
    return out;
  };
  const std::vector<double> before = known(world), after = known(later);
  const ChoiceLayout& at = study.layout.choice;
  const std::vector<DecisionDate>& dates = study.choices[0].decision;
  bool moved = false;
  for (std::size_t j = 0; j < dates.size(); ++j)
    for (std::size_t f = 0; f < at.factors; ++f) {
      if (dates[j].year <= 2027 && !dates[j].expands) {
        EXPECT_EQ(before[at.known(j, f)], after[at.known(j, f)]) << dates[j].year << " " << f;
      }
      moved = moved || before[at.known(j, f)] != after[at.known(j, f)];
    }
  EXPECT_TRUE(moved);
  EXPECT_NE(before[at.value(Variant::as_bid, 0, 1, 0)], after[at.value(Variant::as_bid, 0, 1, 0)]);
}

}  // namespace
}  // namespace lode::study
