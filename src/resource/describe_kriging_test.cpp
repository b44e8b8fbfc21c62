// The keys of search and kriging, and that nothing in them must be given but what has no default.
#include <gtest/gtest.h>

#include "base/listed.h"
#include "resource/resource.h"

namespace lode::resource {
namespace {

TEST(DescribeKriging, lists_the_keys) {
  EXPECT_EQ(listed<Search>().keys,
            "neighbourhood radius_major radius_semi radius_minor azimuth dip rake min_samples "
            "max_samples max_per_octant max_per_hole min_holes");
  EXPECT_EQ(listed<Kriging>().keys,
            "method mean support discretisation points_x points_y points_z");
  EXPECT_EQ(listed<SoftBoundary>().keys, "domains within");
  EXPECT_EQ(listed<CrossValidation>().keys, "leave_out folds seed");
  EXPECT_EQ(listed<DistanceWeighting>().keys, "power");
  EXPECT_EQ(listed<Indicator>().keys, "threshold rule");
  EXPECT_EQ(listed<Coregionalisation>().keys, "nugget azimuth dip rake ranges structure");
}

TEST(DescribeKriging, asks_for_what_has_no_default) {
  EXPECT_EQ(listed<Search>().required, "");
  EXPECT_EQ(listed<Kriging>().required, "");
  EXPECT_EQ(listed<Indicator>().required, "threshold");
  EXPECT_EQ(listed<CoregionalisedStructure>().required, "range_major range_semi range_minor");
}

}  // namespace
}  // namespace lode::resource
