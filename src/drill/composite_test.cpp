#include "drill/composite.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "drill/made_up_campaign.h"

namespace lode::drill {
namespace {

TEST(Composite, cuts_of_a_run_follow_the_residual_rule) {
  Compositing rule;
  rule.length_m = 10;
  const auto cuts = [&](Residual residual, double to) {
    rule.residual = residual;
    return cuts_of_run(rule, 0, to);
  };
  using Depths = std::vector<double>;
  EXPECT_EQ(cuts(Residual::keep, 23).depth_m, (Depths{0, 10, 20, 23}));
  EXPECT_EQ(cuts(Residual::discard, 23).depth_m, (Depths{0, 10, 20}));
  EXPECT_EQ(cuts(Residual::discard, 23).rest_from_m, 20);
  EXPECT_EQ(cuts(Residual::discard, 26).depth_m, (Depths{0, 10, 20, 26}));
  EXPECT_EQ(cuts(Residual::merge, 23).depth_m, (Depths{0, 10, 23}));
  EXPECT_EQ(cuts(Residual::merge, 3).depth_m, (Depths{0, 3}));
  EXPECT_EQ(cuts(Residual::spread, 24).depth_m, (Depths{0, 12, 24}));
  EXPECT_EQ(cuts(Residual::keep, 20 + 1e-5).depth_m, (Depths{0, 10, 20 + 1e-5}));
}

TEST(Composite, stays_within_domains) {
  MadeUpCampaign c;
  c.add_interval("rock", IntervalKind::text, "A,0,14,ore\nA,14,20,waste\nB,0,20,ore");
  c.campaign.domain.table = "rock";
  const Composites composites = c.prepare().composited.composites;
  // Hole A: 0-10, 10-14 ore; 14-20 waste.
  ASSERT_EQ(composites.size(), 5u);
  EXPECT_EQ(composites.to_m, (std::vector<double>{10, 14, 20, 10, 20}));
  EXPECT_EQ(composites.domain, (std::vector<std::int32_t>{0, 0, 1, 0, 0}));
  EXPECT_EQ(composites.grade[0], (std::vector<double>{1, 2, 2, 3, 4}));
}

TEST(Composite, weighs_by_density_where_asked) {
  MadeUpCampaign c;
  c.campaign.composite.length_m = 20;
  c.campaign.assay.density = "rho";
  c.assays = "A,0,10,1,2\nA,10,20,4,4\nB,0,20,1,3";
  EXPECT_NEAR(c.prepare().composited.composites.grade[0][0], 2.5, 1e-12);
  c.campaign.composite.density_weighted = true;
  const Composites composites = c.prepare().composited.composites;
  EXPECT_NEAR(composites.grade[0][0], (1 * 2 + 4 * 4) / 6.0, 1e-12);
  EXPECT_NEAR(composites.density_t_per_m3[0], 3, 1e-12);
}

TEST(Composite, too_little_sampled_is_missing_and_its_metal_counted) {
  MadeUpCampaign c;
  c.assays = "A,0,3,5,1\nA,3,10,,1\nB,0,10,1,1";
  c.campaign.assay.element.push_back({"ni", "ni", GradeUnit::percent, Unsampled::as_repaired});
  c.campaign.repair[FaultKind::empty_value] = Repair::missing;
  const Composited made = c.prepare().composited;
  EXPECT_TRUE(std::isnan(made.composites.grade[0][0]));
  EXPECT_EQ(made.composites.grade[1][0], 1);
  EXPECT_NEAR(made.balance[0].undersampled, 15, 1e-12);
  EXPECT_NEAR(made.balance[0].undersampled_m, 3, 1e-12);
}

// Length-weighted metal of any samples = composites + short rests + undersampled, and composites
// of a hole neither overlap nor leave their domain.
RC_GTEST_PROP(Composite, conserves_metal_for_all, ()) {
  MadeUpCampaign c;
  Compositing& rule = c.campaign.composite;
  rule.length_m = *rc::gen::inRange(1, 15);
  rule.residual = static_cast<Residual>(*rc::gen::inRange(1, 5));
  rule.minimum_share = *rc::gen::inRange(0, 10) / 10.0;
  rule.minimum_sampled = *rc::gen::inRange(0, 10) / 10.0;
  rule.density_weighted = *rc::gen::arbitrary<bool>();
  c.campaign.assay.density = "rho";
  c.campaign.domain.table = "rock";
  c.campaign.repair[FaultKind::gap] = *rc::gen::element(Repair::missing, Repair::zero);
  c.campaign.repair[FaultKind::empty_value] = *rc::gen::element(Repair::missing, Repair::zero);
  c.assays.clear();
  std::string rock;
  double metal = 0;  // by hand
  int at = 0;
  for (int k = *rc::gen::inRange(1, 30); k > 0; --k) {
    const int from = at + (*rc::gen::inRange(0, 5) == 0 && at > 0 ? 1 : 0);
    const int to = from + *rc::gen::inRange(1, 7);
    const int grade = *rc::gen::inRange(0, 50), density = *rc::gen::inRange(1, 6);
    const bool empty = *rc::gen::inRange(0, 6) == 0;
    if (!empty) metal += (to - from) * grade * (rule.density_weighted ? density : 1.0);
    c.assays += "A," + std::to_string(from) + "," + std::to_string(to) + "," +
                (empty ? "" : std::to_string(grade)) + "," + std::to_string(density) + "\n";
    at = to;
  }
  for (int from = 0; from < at;) {
    const int to = from + *rc::gen::inRange(1, 20);
    rock += "A," + std::to_string(from) + "," + std::to_string(to) + "," +
            (*rc::gen::arbitrary<bool>() ? "x" : "y") + "\n";
    from = to;
  }
  c.add_interval("rock", IntervalKind::text, rock);
  // Where a gap counts as zero it has no density, so it cannot be weighed: it stays unsampled.
  c.campaign.repair[FaultKind::no_density] = Repair::missing;
  const Prepared prepared = c.prepare();
  const Balance& b = prepared.composited.balance[0];
  const double size = 1e-9 * (1 + metal);
  RC_ASSERT(std::abs(b.samples - metal) < size);
  RC_ASSERT(std::abs(b.composites + b.short_rests + b.undersampled - metal) < size);
  RC_ASSERT(std::abs(b.composites_m + b.short_rests_m + b.undersampled_m - b.samples_m) < 1e-9);
  const Composites& made = prepared.composited.composites;
  for (std::size_t i = 0; i < made.size(); ++i) {
    RC_ASSERT(made.from_m[i] < made.to_m[i]);
    RC_ASSERT(made.sampled_m[0][i] <= made.to_m[i] - made.from_m[i] + 1e-9);
    RC_ASSERT(i == 0 || made.from_m[i] >= made.to_m[i - 1] - 1e-9);
    for (const Stretch& s : prepared.stretches[0])
      if (s.from_m < made.to_m[i] - 1e-9 && s.to_m > made.from_m[i] + 1e-9)
        RC_ASSERT(s.domain == made.domain[i]);
  }
}

}  // namespace
}  // namespace lode::drill
