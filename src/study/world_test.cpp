#include "study/world.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/parallel.h"
#include "study/made_up_runs.h"

namespace lode::study {
namespace {

const Study& uncertain() {
  static const Study kStudy = prepare(uncertain_case_file(), {40, 5, 3, {}});
  return kStudy;
}

void expect_same(const World& a, const World& b) {
  EXPECT_EQ(a.scenario, b.scenario);
  EXPECT_EQ(a.realisation, b.realisation);
  EXPECT_EQ(a.inputs, b.inputs);
  EXPECT_EQ(a.prices, b.prices);
  ASSERT_EQ(a.happenings.size(), b.happenings.size());
  for (std::size_t h = 0; h < a.happenings.size(); ++h) {
    EXPECT_EQ(a.happenings[h].event, b.happenings[h].event);
    EXPECT_EQ(a.happenings[h].from_y, b.happenings[h].from_y);
    EXPECT_EQ(a.happenings[h].to_y, b.happenings[h].to_y);
  }
}

// Whatever was drawn, mined and evaluated in between, and by any thread.
RC_GTEST_PROP(Draw, is_a_function_of_the_scenario_for_all, ()) {
  const auto scenario = *rc::gen::inRange<std::uint64_t>(0, 100000);
  const auto others =
      *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(0, 100000));
  const World alone = draw(uncertain(), scenario);
  for (const std::uint64_t other : others) row_of(uncertain(), other);
  expect_same(draw(uncertain(), scenario), alone);
  std::vector<World> by_threads(4);
  parallel_for(by_threads.size(),
               [&](std::size_t i) { by_threads[i] = draw(uncertain(), scenario); });
  for (const World& one : by_threads) expect_same(one, alone);
}

TEST(Draw, takes_realisations_in_turn_and_scenarios_differ) {
  std::size_t events = 0;
  for (std::uint64_t s = 0; s < 20; ++s) {
    const World world = draw(uncertain(), s);
    EXPECT_EQ(world.realisation, s % 5);
    EXPECT_NE(world.prices, draw(uncertain(), s + 20).prices);
    events += world.happenings.size();
  }
  EXPECT_GT(events, 20U);
}

TEST(CentralWorld, is_the_case_itself) {
  const market::PricePath flat = flat_prices(uncertain().file->values, uncertain().calendar, 80);
  const World world = central_world(uncertain(), flat);
  const Scene scene(uncertain(), world);
  EXPECT_EQ(world.realisation, 5U);
  for (std::size_t t = 0; t < uncertain().calendar.periods(); ++t) {
    EXPECT_EQ(&scene.now.at(t), &scene.now.drawn());
    EXPECT_EQ(scene.now.at(t).deposit[0].mill.processing_usd_per_t, 14);
  }
}

}  // namespace
}  // namespace lode::study
