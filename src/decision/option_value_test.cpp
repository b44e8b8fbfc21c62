// A right's terms made here, without a case: its answer as Python or a server would ask for it.
#include "decision/option_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "decision/option_tree.h"

namespace lode::decision {
namespace {

OptionTerms put_at(std::vector<double> dates) {
  OptionTerms c;
  c.rate = 0.06;
  c.process.emplace();
  c.process->start = 36, c.process->volatility = 0.2;
  c.dates.emplace();
  c.dates->at = std::move(dates);
  c.action.emplace_back();
  c.action[0].id = "exercise", c.action[0].pays = Pays::put, c.action[0].strike = 40;
  c.method.paths = 4000, c.method.bound_paths = 400;
  return c;
}

// Black & Scholes (1973).
double closed_form_put(double start, double strike, double rate, double volatility, double years) {
  const double deviation = volatility * std::sqrt(years);
  const double d1 = (std::log(start / strike) + rate * years) / deviation + deviation / 2;
  const auto below = [](double x) { return std::erfc(x / std::sqrt(2.0)) / 2; };
  return strike * std::exp(-rate * years) * below(d1 - deviation) - start * below(d1);
}

TEST(OptionValue, a_put_at_one_date_has_its_closed_form) {
  OptionTerms c = put_at({1});
  c.prices = {44};
  const RightOnPrice right = right_on_price(c);
  ASSERT_EQ(right.price.size(), 2U);
  EXPECT_NEAR(right.price[0].at_dates, closed_form_put(36, 40, 0.06, 0.2, 1), 1e-3);
  EXPECT_NEAR(right.price[1].at_dates, closed_form_put(44, 40, 0.06, 0.2, 1), 1e-3);
  EXPECT_EQ(right.price[0].last_date, right.price[0].at_dates);
  EXPECT_EQ(right.price[0].now, 4);
  EXPECT_TRUE(std::isnan(right.price[1].now));
  ASSERT_EQ(right.trigger.size(), 1U);
  EXPECT_NEAR(right.trigger[0].trigger.price, 40, 0.1);
  EXPECT_TRUE(right.any_time_trigger.empty());
}

TEST(OptionValue, policy_and_bounds_hold_the_value_by_finite_differences) {
  const RightOnPrice right = right_on_price(put_at({0.25, 0.5, 0.75, 1}));
  const double exact = right.price[0].at_dates;
  EXPECT_GT(exact, right.price[0].last_date);
  EXPECT_NEAR(right.fitted.value.mean, exact, 4 * right.fitted.value.standard_error);
  ASSERT_TRUE(right.bounds.has_value());
  EXPECT_LT(right.bounds->lower.mean, exact + 4 * right.bounds->lower.standard_error);
  EXPECT_GT(right.bounds->upper.mean, exact - 4 * right.bounds->upper.standard_error);
  double acted = right.fitted.never;
  for (const Exercised& e : right.fitted.exercised) acted += e.paths;
  EXPECT_EQ(acted, static_cast<double>(right.fitted.paths));  // each path acts once or never
}

// Known at both dates: 1 and 3 on odd paths, 2 and 0 on even ones, paid once.
TEST(OptionValue, given_paths_are_valued_by_what_is_known) {
  OptionTerms c;
  c.rate = 0;
  c.action.emplace_back();
  c.action[0].id = "sell", c.action[0].pays = Pays::column, c.action[0].column = "worth";
  constexpr std::size_t n = 64;
  GivenPaths given;
  given.years = {0, 1};
  given.paths = {n, 2, 1, std::vector<double>(2 * n), {}};
  given.column.assign(1, std::vector<double>(2 * n));
  given.action_column = {0};
  for (std::size_t p = 0; p < n; ++p) {
    // Two folds of two halves are dealt in turn: parity by fours mixes it over them.
    const bool odd = p / 4 % 2 == 1;
    given.paths.state[p] = given.paths.state[n + p] = odd ? 1 : 0;
    given.column[0][p] = odd ? 1 : 2, given.column[0][n + p] = odd ? 3 : 0;
  }
  const RightOnPaths right = right_on_paths(c, given);
  EXPECT_NEAR(right.fitted.value.mean, 2.5, 1e-9);
  EXPECT_NEAR(right.foresight.mean, 2.5, 1e-9);
  EXPECT_EQ(right.fitted.never, 0);
}

TEST(OptionTree, leaves_out_closed_windows_and_discounts_to_the_start) {
  OptionTerms c;
  c.rate = 0.1;
  c.holder.resize(2);
  c.holder[0].id = "sponsor", c.holder[1].id = "state";
  c.node.resize(3);
  OptionNode &start = c.node[0], &built = c.node[1], &none = c.node[2];
  start.id = "start", start.holder = "sponsor", start.year = 2027;
  start.choice.resize(3);
  start.choice[0].id = "late", start.choice[0].to = "built", start.choice[0].first = 2028;
  start.choice[1].id = "build", start.choice[1].to = "built", start.choice[1].pays = {-4, 1};
  start.choice[1].consent = {"state"}, start.choice[1].refused = "none";
  start.choice[2].id = "leave", start.choice[2].to = "none";
  built.id = "built", built.year = 2029, built.pays = {10, 2};
  none.id = "none", none.year = 2027;
  const RightsInTree rights = rights_in_tree(c);
  ASSERT_EQ(rights.tree.node[0].branch.size(), 2U);
  const double factor = std::exp(-0.2);
  EXPECT_NEAR(rights.solved.value[0][0], -4 + 10 * factor, 1e-12);
  EXPECT_EQ(value_of_branch(rights, 0, 0), rights.solved.value[0]);
  EXPECT_EQ(value_of_branch(rights, 0, 1), (std::vector<double>{0, 0}));
}

}  // namespace
}  // namespace lode::decision
