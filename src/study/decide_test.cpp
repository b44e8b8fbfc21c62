#include "study/decide.h"

#include <gtest/gtest.h>

#include <cmath>

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

// Every scenario's values are those of what was chosen in it, read from its row.
TEST(Decide, values_are_those_of_the_choice) {
  const Results& r = results();
  for (std::size_t b = 0; b < 2; ++b)
    for (const Decided& d : r.control[b]) {
      const Choices& c = r.choices[b];
      for (std::size_t row = 0; row < r.rows.size(); ++row)
        for (std::size_t p = 0; p < deal::kParties; ++p) {
          std::size_t place = r.layout.choice.unbuilt(p);
          if (d.year[row] > 0) {
            const auto date = static_cast<std::size_t>(d.year[row] - c.build_year.front());
            place = r.layout.choice.value(d.by.variant, date, d.deposits[row] == 0 ? 1 : 0, p);
          }
          double expected = r.rows.at(row, r.layout.choices(b) + place);
          if (p == static_cast<std::size_t>(deal::Party::sponsor))
            expected -= r.rows.at(row, r.layout.choices(b) + r.layout.choice.study_cost());
          EXPECT_EQ(d.value[row][p], expected);
        }
    }
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
