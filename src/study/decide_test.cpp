#include "study/decide.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "study/control.h"
#include "study/made_up_choices.h"

namespace lode::study {
namespace {

const Results& results() {
  static const Results r = choices_run();
  return r;
}

const Decided& of(const std::vector<Decided>& all, const std::string& id) {
  return *std::find_if(all.begin(), all.end(), [&](const Decided& d) { return d.by.id == id; });
}

double mean(const Decided& d, const deal::Side& side) {
  double sum = 0;
  for (const auto& value : d.value)
    sum += deal::sum_over(side, [&](deal::Party p) { return value[static_cast<std::size_t>(p)]; });
  return sum / static_cast<double>(d.value.size());
}

double chance(const Decided& d) {
  return static_cast<double>(
             std::count_if(d.year.begin(), d.year.end(), [](int y) { return y > 0; })) /
         static_cast<double>(d.year.size());
}

constexpr auto kSponsor = static_cast<std::size_t>(deal::Party::sponsor),
               kState = static_cast<std::size_t>(deal::Party::state),
               kFund = static_cast<std::size_t>(deal::Party::fund),
               kMarketer = static_cast<std::size_t>(deal::Party::marketer);

// Every scenario's values are those of what was chosen in it, read from its row; who sells has the
// marketer's.
TEST(Decide, values_are_those_of_the_choice) {
  const Results& r = results();
  for (std::size_t b = 0; b < 2; ++b)
    for (const Decided& d : r.control[b]) {
      const Choices& c = r.choices[b];
      for (std::size_t row = 0; row < r.rows.size(); ++row) {
        std::array<double, deal::kParties> expected{};
        for (std::size_t p = 0; p < deal::kParties; ++p) {
          std::size_t place = r.layout.choice.unbuilt(p);
          if (d.year[row] > 0) {
            const auto date = static_cast<std::size_t>(d.year[row] - c.build_year.front());
            const Variant variant = d.runs_on[row] ? Variant::runs_on : d.by.variant;
            place = r.layout.choice.value(variant, date, d.deposits[row] == 0 ? 1 : 0, p);
          }
          expected[p] = r.rows.at(row, r.layout.choices(b) + place);
        }
        expected[kSponsor] -= r.rows.at(row, r.layout.choices(b) + r.layout.choice.study_cost());
        if (d.by.id == "sell_host") expected[kFund] += std::exchange(expected[kMarketer], 0.0);
        EXPECT_EQ(d.value[row], expected) << d.by.id;
      }
    }
}

// A promise that costs nothing to break changes nothing; at a penalty above all losses it is kept; kept
// by force it is built by then in every scenario. What the sponsor pays the state receives.
TEST(Decide, a_promise_is_worth_what_breaking_it_costs) {
  CaseFile file = choices_case_file();
  file.values.project.capital_usd *= 1.4;
  const auto decided = [&](double penalty_usd) {
    CaseFile one = file;
    deal::Right& build = one.values.bid[0].right[0];
    build.promised = 2027, build.penalty_usd = penalty_usd;
    return run(one, {64, 8, 3, {}});
  };
  const Results none = run(file, {64, 8, 3, {}}), free = decided(0), dear = decided(1e6),
                ruin = decided(1e12);
  EXPECT_EQ(free.control[0].front().value, none.control[0].front().value);
  const auto by_then = [](const Decided& d) {
    return std::count_if(d.year.begin(), d.year.end(), [](int y) { return y > 0 && y <= 2027; });
  };
  const Decided& own = dear.control[0].front();
  EXPECT_LT(by_then(free.control[0].front()), 64);
  EXPECT_GE(by_then(own), by_then(free.control[0].front()));
  EXPECT_EQ(by_then(ruin.control[0].front()), 64);
  EXPECT_EQ(by_then(of(free.control[0], "promise_kept")), 64);
  EXPECT_EQ(of(dear.control[0], "promise_none").value, free.control[0].front().value);
  const Case& c = dear.file->values;
  const double years = 2028 - c.project.base_year;
  std::size_t broken = 0;
  for (std::size_t row = 0; row < own.year.size(); ++row) {
    if (own.year[row] > 0) continue;
    ++broken;
    const double nothing =
        dear.rows.at(row, dear.layout.choices(0) + dear.layout.choice.unbuilt(kState));
    EXPECT_NEAR(own.value[row][kState] - nothing, 1e6 * std::pow(1 + c.discount.state, -years), 1);
  }
  EXPECT_GT(broken, 0u);
}

// Whoever says whether the mines suspend takes what is worth more to it on the other half; both halves
// together are worth it no less than the rule, but for noise, and each scenario is one of the two.
TEST(Decide, the_operator_takes_one_of_two_policies) {
  const Results& r = results();
  const Decided &rule = r.control[0].front(), &never = of(r.control[0], "runs_on");
  for (const char* id : {"operate_sponsor", "operate_host"}) {
    const Decided& by = of(r.control[0], id);
    for (std::size_t row = 0; row < r.rows.size(); ++row)
      EXPECT_EQ(by.value[row], by.runs_on[row] ? never.value[row] : rule.value[row]);
    const deal::Side side = *deal::deciding_side(by.by.operate->holder, r.file->values.bid[0]);
    const double least = std::min(mean(rule, side), mean(never, side)),
                 most = std::max(mean(rule, side), mean(never, side));
    EXPECT_GE(mean(by, side), least - 1e-6);
    EXPECT_LE(mean(by, side), most + 1e-6 + std::abs(most - least));
  }
}

// A price that is audited brings no party but the marketer less; sold by the host all that is earned
// is the same, elsewhere.
TEST(Decide, who_sells_moves_what_is_earned) {
  CaseFile file = choices_case_file();
  file.values.bid[0].venture.marketing_discount = 0.05;
  file.values.bid[0].venture.marketing_fee = 0.01;
  const Results r = run(file, {32, 8, 3, {}});
  const ChoiceLayout& at = r.layout.choice;
  for (std::size_t row = 0; row < r.rows.size(); ++row) {
    const auto value = [&](Variant v, std::size_t p) {
      return r.rows.at(row, r.layout.choices(0) + at.value(v, 0, 1, p));
    };
    EXPECT_LT(value(Variant::audited, kMarketer), value(Variant::as_bid, kMarketer));
    EXPECT_GT(value(Variant::audited, kMarketer), 0);
    EXPECT_EQ(value(Variant::arms_length, kMarketer), 0);
    EXPECT_GE(value(Variant::audited, kState), value(Variant::as_bid, kState));
  }
  const Decided& host = of(r.control[0], "sell_host");
  for (const auto& value : host.value) EXPECT_EQ(value[kMarketer], 0);
}

// The right is worth no less than to build always, or never, but for noise; the bound is above it.
TEST(Decide, a_right_is_worth_no_less_than_a_rule) {
  const Results& r = results();
  for (std::size_t b = 0; b < 2; ++b) {
    const Decided& own = r.control[b].front();
    const double value = own.holder_value[0].mean, error = own.holder_value[0].standard_error;
    const deal::Side side = *deal::deciding_side("sponsor", r.file->values.bid[b]);
    const double cost = r.rows.at(0, r.layout.choices(b) + r.layout.choice.study_cost());
    EXPECT_GE(value, mean(of(r.control[b], "nobody"), side) + cost - 3 * error);
    EXPECT_LE(value, own.perfect.mean + 1e-6);
    EXPECT_LE(own.penalised.mean, own.perfect.mean + 3 * own.perfect.standard_error);
    EXPECT_NEAR(value, mean(own, side) + cost, 1e-6 * std::abs(value));
  }
}

// Who gains in every scenario builds in every scenario; with the right absent so does the sponsor.
TEST(Decide, the_host_builds_what_costs_it_nothing) {
  const Results& r = results();
  const Decided& host = of(r.control[0], "host");
  EXPECT_GT(chance(host), 0.9);
  EXPECT_EQ(chance(of(r.control[0], "nobody")), 1);
  const deal::Side side = deal::host_side("host");
  EXPECT_GE(mean(host, side), mean(r.control[0].front(), side) - 1);
}

// A price at which nothing pays: the sponsor does not build, and the host gets the stake's price.
TEST(Decide, nobody_builds_what_only_loses) {
  CaseFile file = choices_case_file();
  file.values.project.capital_usd *= 20;
  const Results r = run(file, {32, 8, 3, {}});
  const Decided& own = r.control[0].front();
  EXPECT_EQ(chance(own), 0);
  const auto seller = static_cast<std::size_t>(deal::Party::seller);
  for (std::size_t p = 0; p < deal::kParties; ++p)
    for (const auto& value : own.value)
      if (p != seller && p != static_cast<std::size_t>(deal::Party::sponsor)) {
        EXPECT_EQ(value[p], 0);
      }
  EXPECT_GT(own.value[0][seller], 0);
}

// Consent can only take away from what is built, as long as one decides.
TEST(Decide, a_veto_builds_no_more) {
  const Results& r = results();
  for (std::size_t b = 0; b < 2; ++b)
    EXPECT_LE(chance(of(r.control[b], "sponsor_consents")),
              chance(of(r.control[b], "host")) + 1e-12);
}

// No look-ahead: scenarios of one fold change all that is learnt after the first date; what they
// decide at that date stays. (The other fold, which makes their rule, is as it was.)
TEST(Decide, what_comes_later_moves_nothing_before_it) {
  const Results& r = results();
  Results other = r;
  const ChoiceLayout& at = r.layout.choice;
  std::vector<std::vector<double>> rows;
  const auto fold_of = [&](std::size_t row) {
    return r.scenarios[row] % r.realisation_count() % 2;
  };
  for (std::size_t row = 0; row < r.rows.size(); ++row) {
    std::vector<double> values(r.layout.size());
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = r.rows.at(row, i);
    const std::size_t from = r.layout.choices(0);
    for (std::size_t i = at.value(Variant::as_bid, 0, 0, 0); fold_of(row) == 0 && i < at.size();
         ++i)
      if (i < at.known(0, 0) || i >= at.known(1, 0)) values[from + i] = -2 * values[from + i] + 3e6;
    rows.push_back(std::move(values));
  }
  other.rows = {};
  other.rows.append(rows);
  const Arrangement own = arrangement_of(r.file->values.bid[0]);
  const Decided before = decide(r, 0, own), after = decide(other, 0, own);
  const int first = r.choices[0].build_year.front();
  std::size_t built = 0;
  for (std::size_t row = 0; row < r.rows.size(); ++row)
    if (fold_of(row) == 0) {
      EXPECT_EQ(before.year[row] == first, after.year[row] == first) << row;
      built += before.year[row] == first;
    }
  EXPECT_GT(built, 0u);
}

// What is spent over the estimate is known to those who have begun to build alone: told otherwise at
// the dates of expansion, who waits decides as before.
TEST(Decide, who_waits_does_not_know_what_building_costs_others) {
  CaseFile file = choices_case_file();
  file.values.project.capital_usd *= 1.15;  // now and then it is left, now and then built
  const Results r = run(file, {480, 8, 3, {}});
  const ChoiceLayout& at = r.layout.choice;
  for (std::size_t b = 0; b < 2; ++b) {
    const Arrangement own = arrangement_of(r.file->values.bid[b]);
    Results other = r;
    std::vector<std::vector<double>> rows;
    for (std::size_t row = 0; row < r.rows.size(); ++row) {
      std::vector<double> values(r.layout.size());
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = r.rows.at(row, i);
      for (std::size_t j = 0; j < r.choices[b].decision.size(); ++j)
        if (r.choices[b].decision[j].expands && r.scenarios[row] % 8 % 2 == 0)
          values[r.layout.choices(b) + at.known(j, 3)] += 0.1 * static_cast<double>(row % 7);
      rows.push_back(std::move(values));
    }
    other.rows = {};
    other.rows.append(rows);
    Arrangement at_once = own;  // no expansion: those dates decide nothing at all
    at_once.expand.reset();
    const Decided before = decide(r, b, at_once);
    EXPECT_GT(chance(before), 0);
    EXPECT_LT(chance(before), 1);
    EXPECT_EQ(before.year, decide(other, b, at_once).year);
    EXPECT_EQ(before.value, decide(other, b, at_once).value);
  }
}

TEST(Decide, fewer_than_four_realisations_decide_nothing) {
  const Results r = choices_run(6, 3);
  EXPECT_FALSE(can_decide(r, 0));
  EXPECT_TRUE(r.control[0].empty());
}

}  // namespace
}  // namespace lode::study
