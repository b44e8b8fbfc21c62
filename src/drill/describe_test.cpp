#include <gtest/gtest.h>

#include "base/listed.h"
#include "drill/campaign.h"

namespace lode::drill {
namespace {

TEST(DrillDescribe, each_kind_of_fault_that_is_no_note_has_a_key) {
  const Listed keys = listed<Campaign>();
  EXPECT_EQ(
      keys.keys,
      "interval desurvey greatest_depth top_cut");  // of the record itself; the groups stand below
  for (std::size_t i = 0; i < kFaultKinds; ++i) {
    const FaultRule& rule = rule_of(static_cast<FaultKind>(i));
    EXPECT_EQ(keys.use.contains("repair." + std::string(rule.key)), !rule.note) << rule.key;
  }
}

TEST(DrillDescribe, a_campaign_must_say_what_cannot_be_guessed) {
  Campaign campaign;
  campaign.assay.element = {{"cu", "CU", GradeUnit::not_said}};
  std::string said;
  for (const Breach& breach : breaches(campaign)) said += breach.key + " ";
  EXPECT_EQ(said, "survey.down assay.element.cu.unit composite.residual ");
}

TEST(DrillDescribe, units_are_their_definitions) {
  EXPECT_DOUBLE_EQ(metres_in(LengthUnit::ft), 0.3048);
  EXPECT_NEAR(metres_in(LengthUnit::us_ft), 0.304800609601, 1e-12);
  EXPECT_NEAR(fraction_in(GradeUnit::ounce_per_ton) / fraction_in(GradeUnit::gram_per_tonne),
              34.2857, 1e-4);
}

}  // namespace
}  // namespace lode::drill
