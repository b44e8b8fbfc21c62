#include "study/readings.h"

#include <gtest/gtest.h>

#include <functional>

#include "study/made_up_choices.h"
#include "study/results.h"

namespace lode::study {
namespace {

CaseFile reading(CaseFile file, const char* choice, double capital) {
  file.alternatives = {{"capital", "given", "", false, true}, {"capital", choice, "", true, false}};
  file.values.project.capital_usd *= capital;
  return file;
}
CaseFile own() {
  CaseFile file = choices_case_file();
  file.alternatives = {{"capital", "given", "", true, true}, {"capital", "more", "", false, false}};
  file.values.bid[0].right.push_back(right("operate", "sponsor"));
  return file;
}

// A reading is what a run of its own case would decide on the same scenarios.
TEST(Readings, are_runs_of_their_own_case) {
  const RunOptions options{48, 8, 3, {}};
  const Results r = run(own(), options, {}, {}, {}, {reading(own(), "more", 1.1)});
  ASSERT_EQ(r.readings.size(), 1u);
  const Reading& one = r.readings.front();
  EXPECT_EQ(one.name, "capital=more");
  const Results alone = run(reading(own(), "more", 1.1), options);
  for (std::size_t b = 0; b < 2; ++b) {
    EXPECT_EQ(one.bid[b].value, alone.control[b].front().value);
    EXPECT_EQ(one.bid[b].year, alone.control[b].front().year);
    EXPECT_NE(one.bid[b].value, r.control[b].front().value);
  }
  EXPECT_EQ(reading_of(r).bid[0].value, r.control[0].front().value);
}

// What both bids' choices are worth in a scenario, and what is known.
std::vector<double> choices_in(const Study& study, std::uint64_t scenario) {
  const World world = draw(study, scenario);
  const Scene scene(study, world);
  OperatedPlans operated(scene);
  const std::size_t size = study.layout.choice.size();
  std::vector<double> out(2 * size);
  for (std::size_t b = 0; b < 2; ++b)
    write_choices(scene, operated, b, std::span(out).subspan(b * size, size));
  return out;
}

// Taken from the run where the reading leaves them: models and plans are those of a study made anew.
TEST(Readings, plans_taken_over_are_those_made_anew) {
  const RunOptions options{12, 6, 3, {}};
  const Study first = prepare(own(), options);
  const auto changed = [](const std::function<void(Case&)>& change) {
    CaseFile file = own();
    change(file.values);
    return file;
  };
  for (const auto& change : std::vector<std::function<void(Case&)>>{
           [](Case& c) { c.bid[1].delay_y = 1, c.bid[1].right[0].until = 0; },
           [](Case& c) { c.project.capital_overrun = 1.3; },
           [](Case& c) { c.bid[0].venture.marketing_discount = 0.03; },
           [](Case& c) { c.planning.price_usd *= 1.2; },
           [](Case& c) { c.deposit[1].mining_usd_per_t *= 1.5; }}) {
    const Study anew = prepare(changed(change), options),
                taken = prepare(changed(change), options, {}, {}, &first);
    for (std::size_t b = 0; b < anew.plan_of_bid.size(); ++b) {
      const Plan &x = anew.plans[anew.plan_of_bid[b]], &y = taken.plans[taken.plan_of_bid[b]];
      EXPECT_EQ(x.key, y.key);
      for (std::size_t d = 0; d < x.deposit.size(); ++d) {
        EXPECT_EQ(x.deposit[d].block_shell, y.deposit[d].block_shell);
        EXPECT_EQ(x.deposit[d].stripping_t, y.deposit[d].stripping_t);
      }
    }
    for (const std::uint64_t s : {0u, 5u, 11u})
      EXPECT_EQ(choices_in(anew, s), choices_in(taken, s));
  }
}

// A bid without rights is built whatever happens, as in the table of the deal.
TEST(Readings, build_what_nobody_decides) {
  CaseFile file = own();
  for (deal::Bid& bid : file.values.bid) bid.right.clear();
  const Results r = run(file, {12, 6, 3, {}}, {}, {}, {}, {reading(file, "more", 1)});
  ASSERT_EQ(r.readings.size(), 1u);
  for (std::size_t b = 0; b < 2; ++b)
    for (std::size_t row = 0; row < 12; ++row)
      for (std::size_t p = 0; p < deal::kParties; ++p) {
        EXPECT_EQ(r.readings[0].bid[b].value[row][p], r.rows.at(row, r.layout.own(b, p)));
        EXPECT_EQ(reading_of(r).bid[b].value[row][p], r.rows.at(row, r.layout.own(b, p)));
      }
}

// A reading under which nothing can be mined says why; the run and its other readings stand.
TEST(Readings, without_a_pit_say_why) {
  CaseFile poor = reading(own(), "more", 1);
  poor.values.planning.price_usd *= 0.01;
  const Results r = run(own(), {12, 6, 3, {}}, {}, {}, {}, {poor, reading(own(), "more", 1.1)});
  EXPECT_EQ(r.status, RunStatus::done);
  ASSERT_EQ(r.readings.size(), 2u);
  EXPECT_NE(r.readings[0].no_answer.find("no pit is worth mining"), std::string::npos);
  EXPECT_TRUE(r.readings[0].bid.empty());
  EXPECT_EQ(r.readings[1].no_answer, "");
  EXPECT_EQ(r.readings[1].bid.size(), 2u);
}

// What the run itself has chosen is no other reading.
TEST(Readings, leave_out_what_the_run_has_chosen) {
  CaseFile file = own();
  const Results r = run(file, {12, 6, 3, {}}, {}, {}, {}, {file});
  EXPECT_TRUE(r.readings.empty());
}

}  // namespace
}  // namespace lode::study
