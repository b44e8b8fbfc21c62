#include "study/readings.h"

#include <gtest/gtest.h>

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

// What the run itself has chosen is no other reading.
TEST(Readings, leave_out_what_the_run_has_chosen) {
  CaseFile file = own();
  const Results r = run(file, {12, 6, 3, {}}, {}, {}, {}, {file});
  EXPECT_TRUE(r.readings.empty());
}

}  // namespace
}  // namespace lode::study
