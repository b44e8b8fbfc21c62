#include "study/conditions.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// Closed transit holds sales back; open again, all is sold.
TEST(Events, closed_transit_delays_sales_and_loses_none) {
  Case c = made_up_case();
  Event event;
  event.id = event.name = "closed", event.date = 2031, event.duration_y = 2,
  event.closes_transit = {"T"};
  c.event = {event};
  Case open = made_up_case();
  c.financing.stops = open.financing.stops = false;  // late sales may close a mine
  const Results with = small_run(c, 10), without = small_run(open, 10);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_EQ(with.rows[i][with.layout.series(0, Series::product_t, 5)], 0);
    EXPECT_EQ(with.rows[i][with.layout.series(0, Series::product_t, 6)], 0);
    EXPECT_NEAR(with.rows[i][with.layout.measure(0, Measure::product_t)],
                without.rows[i][without.layout.measure(0, Measure::product_t)], 1e-9);
  }
}

TEST(Events, halt_a_deposit_and_change_a_parameter_while_they_last) {
  Case c = made_up_case();
  Event halt, dearer;
  halt.id = halt.name = "halt", halt.date = 2032, halt.duration_y = 1, halt.halts = {"hill"};
  dearer.id = dearer.name = "dearer", dearer.date = 2030, dearer.duration_y = 1;
  EventChange change;
  change.id = "cost", change.key = "deposit.hill.mill.processing_cost", change.factor = 2;
  dearer.change = {change};
  c.event = {halt, dearer};
  ASSERT_TRUE(breaches(c).empty());
  const Calendar calendar = make_calendar(2026, 2028, 16);
  Conditions now(std::make_shared<const CaseFile>(case_file(c)), calendar);
  World world;
  world.happenings = draw_events(c, calendar, 1, 0);
  now.set(world);
  for (std::size_t t = 0; t < calendar.periods(); ++t) {
    EXPECT_EQ(now.halted(0, t), calendar.year(t) == 2032 ? 1 : 0);
    EXPECT_EQ(now.at(t).deposit[0].mill.processing_usd_per_t, calendar.year(t) == 2030 ? 28 : 14);
  }
  const Results r = small_run(c, 4);
  for (const auto& row : r.rows)
    EXPECT_EQ(row[r.layout.deposit_year(0, 0, DepositYear::milled_t, 6)], 0);
}

TEST(Events, may_not_take_a_parameter_out_of_its_range) {
  Case c = made_up_case();
  Event event;
  event.id = "luck", event.date = 2030, event.duration_y = 2;
  event.change = {{"all", "deposit.hill.mill.stage.flotation.recovery.main.recovery",
                   1.1}};  // 0.88: below what the tail allows
  c.event = {event};
  EXPECT_NO_THROW(small_run(c, 1));
  c.event[0].change[0].factor = 1.3;
  try {
    small_run(c, 1);
    FAIL() << "a recovery of 1.04 was taken";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what())
                  .find("deposit.hill.mill.stage.flotation.recovery.main.recovery to 1.04"),
              std::string::npos)
        << error.what();
  }
}

// Set for one world after the other: no number that may change keeps its value from the world
// before.
RC_GTEST_PROP(Conditions, of_a_world_do_not_depend_on_those_before_for_all, ()) {
  static const Study kStudy = prepare(uncertain_case_file(), {40, 5, 3, {}});
  Conditions used(kStudy.file, kStudy.calendar), fresh(kStudy.file, kStudy.calendar);
  World last;
  for (const std::uint64_t s : *rc::gen::nonEmpty(rc::gen::container<std::vector<std::uint64_t>>(
           rc::gen::inRange<std::uint64_t>(0, 10000)))) {
    last = draw(kStudy, s);
    last.stress.recovery_factor = s % 2 == 0 ? 1 : 0.9;
    used.set(last);
  }
  fresh.set(last);
  for (std::size_t t = 0; t < kStudy.calendar.periods(); ++t) {
    Case a = used.at(t), b = fresh.at(t);
    const auto in_a = sampled_members(a), in_b = sampled_members(b);
    for (const auto& [key, member] : in_a) RC_ASSERT(*member.value == *in_b.at(key).value);
    RC_ASSERT(used.halted(0, t) == fresh.halted(0, t));
    RC_ASSERT(used.closed({"T"})[t] == fresh.closed({"T"})[t]);
  }
}

}  // namespace
}  // namespace lode::study
