#include "study/steps.h"

#include <gtest/gtest.h>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// The last step of the bridge is the other bid: the same row by another way.
TEST(Run, bridge_ends_at_the_other_bid) {
  const Results r = small_run(made_up_case());
  for (const auto& row : r.rows)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      EXPECT_NEAR(row[r.layout.step(r.steps.size() - 1, p)], row[r.layout.own(1, p)], 1e-6);
  EXPECT_EQ(blend(made_up_case().bid[0], made_up_case().bid[1], kTermGroups.size()).id, "second");
}

}  // namespace
}  // namespace lode::study
