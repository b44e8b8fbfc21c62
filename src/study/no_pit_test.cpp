// The reason why a deposit has no pit: each number in it against the stage that it comes from.
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>

#include "study/made_up_case.h"
#include "study/plan.h"

namespace lode::study {
namespace {

std::string reason_of(const Case& c, const Models& models) {
  Planner planner(c, models);
  const Plan plan = planner.make_plan(plan_key(c.bid[0]), {});
  EXPECT_TRUE(plan.deposit[0].pushbacks.shell.empty());
  return planner.why_no_pit(0, plan);
}
Models models_of(const Case& c) {
  Models out;
  out.push_back(make_deposit_model(c.deposit[0], 3, 3, {}));
  return out;
}
double number_after(const std::string& text, const std::string& words) {
  const std::size_t at = text.find(words);
  EXPECT_NE(at, std::string::npos) << words << "\n" << text;
  return at == std::string::npos ? 0 : std::stod(text.substr(at + words.size()));
}

TEST(NoPit, is_told_with_the_value_the_cost_and_the_grades_of_the_deposit) {
  Case c = made_up_case();
  c.planning.price_usd = 9;  // of a lot, where 80 pays
  const Models models = models_of(c);
  const std::string said = reason_of(c, models);
  const Deposit& d = c.deposit[0];
  const auto mean = mean_grades(d, models[0]);
  const OreValue law = ore_value(c, d, works_of(c, d), planning_prices(c),
                                 plan_key(c.bid[0]).take(), 1e9, std::span(mean).first(2));
  const auto close = [](double said_number, double to) {
    EXPECT_NEAR(said_number, to, 1e-3 * std::abs(to));
  };
  close(number_after(said, "mean grade of "), 1.2);
  close(number_after(said, "% is worth "), law.at(std::span(mean).first(2)));
  close(number_after(said, "the cut-off grade "), 100 * cut_off(law, std::span(mean).first(2)));
  float best = 0;
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t b = 0; b < models[0].realisations.blocks; ++b)
      best = std::max(best, models[0].realisations.at(0, r, b));
  close(number_after(said, "the best grade of a block is "), 100 * static_cast<double>(best));
  // The body's highest bench is the grid's, its centres 5 m deep: 2.2 + 5 x 0.003.
  close(number_after(said, "(in the body "), 2.215);
}

TEST(NoPit, is_told_where_no_grade_pays_for_its_milling) {
  Case c = made_up_case();
  c.planning.price_usd = 1.02;  // less than it costs to sell
  EXPECT_NE(reason_of(c, models_of(c)).find("no grade pays for its own milling"),
            std::string::npos);
}

TEST(NoPit, is_told_where_the_licence_ends_before_first_ore) {
  Case c = made_up_case();
  c.project.licence_y = 2;  // construction starts with the licence, ore comes after two years
  EXPECT_EQ(reason_of(c, models_of(c)),
            "deposit hill: first ore in 2028 is not before the licence or the calendar ends, in "
            "2028");
}

}  // namespace
}  // namespace lode::study
