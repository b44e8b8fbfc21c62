// Every parameter record lists the keys that case files use, and what has no default must be given.
#include <gtest/gtest.h>

#include "base/listed.h"
#include "resource/resource.h"

namespace lode::resource {
namespace {

TEST(Describe, lists_the_keys) {
  EXPECT_EQ(listed<Solid>().keys, "shape x y z length width height azimuth dip dip_direction toe");
  EXPECT_EQ(listed<Statement>().keys, "tonnage grade cut_off rim_grade density by_product");
  EXPECT_EQ(listed<ByProduct>().keys, "grade log_sd correlation");
  EXPECT_EQ(listed<Variogram>().keys, "nugget azimuth dip rake ranges structure");
  EXPECT_EQ(listed<VariogramStructure>().keys,
            "type contribution range_major range_semi range_minor own_axes azimuth dip rake");
  EXPECT_EQ(listed<ConfidenceClass>().keys,
            "within tonnage share grade metal_sd mean_factor inferred");
}

TEST(Describe, asks_for_what_has_no_default) {
  EXPECT_EQ(listed<Solid>().required, "x y z length width height");
  EXPECT_EQ(listed<Statement>().required, "cut_off density");
  EXPECT_EQ(listed<ByProduct>().required, "grade");
  EXPECT_EQ(listed<Variogram>().required, "");
  EXPECT_EQ(listed<VariogramStructure>().required,
            "contribution range_major range_semi range_minor");
  EXPECT_EQ(listed<ConfidenceClass>().required, "metal_sd");
}

// All of this room goes into realisations that all scenarios share.
TEST(Describe, lets_nothing_vary_between_scenarios) {
  EXPECT_EQ(listed<Solid>().sampled, "");
  EXPECT_EQ(listed<Statement>().sampled, "");
  EXPECT_EQ(listed<ByProduct>().sampled, "");
  EXPECT_EQ(listed<Variogram>().sampled, "");
  EXPECT_EQ(listed<VariogramStructure>().sampled, "");
  EXPECT_EQ(listed<ConfidenceClass>().sampled, "");
}

}  // namespace
}  // namespace lode::resource
