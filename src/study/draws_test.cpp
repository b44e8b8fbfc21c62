#include "study/draws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// Half of a uniform recovery lies above what the law can hold: as many scenarios break it as a walk
// through their draws, each with a case of its own, finds.
TEST(Draws, tell_every_scenario_that_breaks_a_rule) {
  const std::string key = "deposit.hill.mill.stage.flotation.recovery.main.recovery";
  CaseFile file = case_file(made_up_case());
  file.sampled = {{key, {Distribution::Kind::uniform, {0.9, 0.96}, {}}, 1}};
  const Calendar calendar = make_calendar(2026, 2029, 16);
  constexpr std::uint64_t kScenarios = 700;
  std::size_t broken = 0;
  std::uint64_t first = kScenarios;
  for (std::uint64_t s = 0; s < kScenarios; ++s) {
    const std::vector<double> written = draw_inputs(file.sampled, 7, s);
    // The law: at most 1 - tail / reference.
    if (written[0] <= 1 - 0.0008 / 0.012) continue;
    first = std::min(first, s);
    ++broken;
  }
  EXPECT_GT(broken, 250U);
  EXPECT_LT(broken, 450U);
  const auto shared = std::make_shared<const CaseFile>(file);
  const std::vector<Fault> faults = faults_of_draws(shared, calendar, 7, 0, kScenarios);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].key, "deposit.hill.mill.stage.flotation.recovery.main");
  EXPECT_NE(faults[0].message.find("scenario " + std::to_string(first) + " draws"),
            std::string::npos);
  EXPECT_NE(faults[0].message.find("(" + std::to_string(broken) + " of 700 scenarios"),
            std::string::npos)
      << faults[0].message;
  EXPECT_TRUE(faults_of_draws(shared, calendar, 7, first, first + 1).size() == 1);
}

}  // namespace
}  // namespace lode::study
