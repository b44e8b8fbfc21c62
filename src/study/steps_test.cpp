#include "study/steps.h"

#include <gtest/gtest.h>

#include "study/made_up_runs.h"

namespace lode::study {
namespace {

// The last step of the bridge is the other bid: both ways give the same row.
TEST(Run, bridge_ends_at_the_other_bid) {
  const Results r = small_run(made_up_case());
  for (const auto& row : r.rows)
    for (std::size_t p = 0; p < deal::kParties; ++p)
      EXPECT_NEAR(row[r.layout.step(r.steps.size() - 1, p)], row[r.layout.own(1, p)], 1e-6);
  EXPECT_EQ(blend(made_up_case().bid[0], made_up_case().bid[1], kTermGroups.size()).id, "second");
}

// Each step's values, whichever books they are taken from, are those of the blended bid alone.
TEST(Steps, are_worth_what_their_blended_bids_are) {
  CaseFile file = uncertain_case_file();
  deal::Bid& other = file.values.bid[1];
  other.sponsor_stake = 0.6, other.fund_stake = 0.4, other.carry = deal::Carry::repaid;
  other.carry_rate = 0.05, other.profit_share = 0.1, other.venture.royalty_uplift = 0.01;
  other.venture.loan[0].rate = 0.05, other.equity_rate = 0.09;
  other.sponsor_stake = 0.35;
  other.holder.resize(1);
  other.holder[0].id = "partner", other.holder[0].terms.stake = 0.25;
  const Study study = prepare(std::move(file), {6, 5, 3, {}});
  for (std::uint64_t s = 0; s < 6; ++s) {
    const std::vector<double> row = row_of(study, s);
    const World world = draw(study, s);
    const Scene scene(study, world);
    for (std::size_t k = 0; k < study.steps.size(); ++k) {
      deal::Bid blended = blend(bid_in(scene, 0), bid_in(scene, 1), study.steps[k].groups);
      blended.venture.as_signed = signed_in(scene, study.lending_of_step[k].loans);
      const Operated operated = operate(scene, study.plans[study.plan_of_step[k]]);
      const Answer answer = evaluate(scene, operated, blended);
      for (std::size_t p = 0; p < deal::kParties; ++p)
        EXPECT_EQ(row[study.layout.step(k, p)], answer.values[study.layout.answer.own(p)])
            << study.steps[k].term;
    }
  }
}

}  // namespace
}  // namespace lode::study
