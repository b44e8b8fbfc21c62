#include "study/events.h"

#include <gtest/gtest.h>

#include <cmath>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// Yearly trials: the share of years in which an event begins is its probability.
TEST(Events, begin_as_often_as_their_probability_says) {
  Case c = made_up_case();
  Event event;
  event.id = event.name = "often", event.yearly_probability = 0.2, event.duration_y = 0.0,
  event.first_year = 2028;
  c.event = {event};
  const Calendar calendar = make_calendar(2026, 2028, 16);
  double begun = 0;
  constexpr std::size_t kScenarios = 4000;
  for (std::size_t s = 0; s < kScenarios; ++s)
    for (const Happening& happening : draw_events(c, calendar, 5, s)) {
      EXPECT_GE(happening.from_y, 2);
      begun += 1;
    }
  const double n = 14.0 * kScenarios;
  EXPECT_NEAR(begun / n, 0.2, 4 * std::sqrt(0.2 * 0.8 / n));
}

// A price in each period is the one drawn without events, times each factor as long as it lasts.
TEST(Prices, move_with_the_events_that_change_them) {
  Case c = uncertain_case_file().values;
  c.event[0].change.push_back({"other", "commodity.other.price", 0.5});
  const Calendar calendar = make_calendar(2026, 2028, 16);
  std::size_t moved = 0;
  for (std::size_t s = 0; s < 50; ++s) {
    const auto happenings = draw_events(c, calendar, 5, s);
    const auto paid = draw_prices(c, calendar, 5, s, happenings);
    const auto calm = draw_prices(c, calendar, 5, s, {});
    EXPECT_EQ(calm, market::simulate_prices(c.commodity, calendar, 5, s));
    for (std::size_t t = 0; t < calendar.periods(); ++t) {
      double factor = 1, halved = 1;
      int under_way = 0;
      for (const Happening& one : happenings) {
        if (c.event[one.event].id != "dearer") continue;
        constexpr int kSteps = 10000;  // the share of the period, by small steps
        int lasting = 0;
        for (int i = 0; i < kSteps; ++i) {
          const double at = calendar.start_y[t] + calendar.length_y[t] * (i + 0.5) / kSteps;
          lasting += one.from_y <= at && at < one.to_y;
        }
        factor *= 1 + 0.2 * lasting / kSteps;
        halved *= 1 - 0.5 * lasting / kSteps;
        under_way += lasting > 0;
      }
      EXPECT_NEAR(paid[0][t] / calm[0][t], factor, 1e-4);
      EXPECT_NEAR(paid[1][t] / calm[1][t], halved, 1e-4);
      moved += under_way > 0;
    }
  }
  EXPECT_GT(moved, 20U);
}

}  // namespace
}  // namespace lode::study
