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

}  // namespace
}  // namespace lode::study
