#include "drill/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "drill/made_up_campaign.h"

namespace lode::drill {
namespace {

TEST(Statistics, summary_by_hand) {
  const std::vector<double> value = {4, 1, kRequired, 2, 9}, weight = {1, 2, 5, 1, 0};
  const Summary s = summarise(value, weight);
  EXPECT_EQ(s.n, 3u);
  EXPECT_DOUBLE_EQ(s.mean, 2);
  EXPECT_DOUBLE_EQ(s.deviation, std::sqrt((2 * 1 + 0 + 4) / 4.0));
  EXPECT_EQ(s.least, 1);
  EXPECT_EQ(s.most, 4);
  EXPECT_EQ(s.quantile[2], 1);  // half of the weight lies at 1
  EXPECT_EQ(s.quantile[3], 2);
  EXPECT_EQ(summarise({}, {}).n, 0u);
}

TEST(Statistics, top_cut_tells_what_it_removes) {
  MadeUpCampaign c;  // composites 1, 2 of A and 3, 4 of B
  c.add_interval("rock", IntervalKind::text, "A,0,20,x\nB,0,20,y");
  c.campaign.domain.table = "rock";
  c.campaign.top_cut = {{"rich", "cu", "y", 3.5}};
  const Prepared prepared = c.prepare();
  const CutResult& cut = prepared.top_cuts.at(0);
  EXPECT_EQ(cut.composites, 2u);
  EXPECT_EQ(cut.above, 1u);
  EXPECT_DOUBLE_EQ(cut.mean_before, 3.5);
  EXPECT_DOUBLE_EQ(cut.mean_after, 3.25);
  EXPECT_NEAR(cut.removed, 0.25 / 3.5, 1e-12);
  EXPECT_EQ(prepared.composited.composites.grade[0], (std::vector<double>{1, 2, 3, 3.5}));
  EXPECT_EQ(prepared.composited.composites.uncut[0], (std::vector<double>{1, 2, 3, 4}));
  c.campaign.top_cut[0].domain = "z";
  EXPECT_THROW(c.prepare(), InputError);
}

// Hole A: ore from 0 to 10 at 1, waste below at 2; hole B the other way round.
TEST(Contacts, grades_by_distance_match_a_hand_count) {
  MadeUpCampaign c;
  c.add_interval("rock", IntervalKind::text,
                 "A,0,10,ore\nA,10,20,waste\nB,0,10,waste\nB,10,20,ore");
  c.campaign.domain.table = "rock";
  c.campaign.contact = {8, 4};
  const Prepared prepared = c.prepare();
  ASSERT_EQ(prepared.contacts.size(), 1u);
  const ContactProfile& profile = prepared.contacts[0];
  EXPECT_EQ(profile.contacts, 2u);
  EXPECT_EQ(profile.length_m[0], (std::vector<double>{8, 8, 8, 8}));
  EXPECT_DOUBLE_EQ(profile.mean(0, 1), (1 + 4) / 2.0);  // ore: 1 in A, 4 in B
  EXPECT_DOUBLE_EQ(profile.mean(0, 2), (2 + 3) / 2.0);  // waste
}

}  // namespace
}  // namespace lode::drill
