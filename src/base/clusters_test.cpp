#include "base/clusters.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace lode {
namespace {

TEST(Clusters, standard_error_counts_a_cluster_once) {
  // Each value ten times over says no more than once.
  const std::vector<double> alone = {1, 5, 2, 8, 3};
  std::vector<double> values;
  std::vector<std::uint64_t> cluster;
  for (int k = 0; k < 10; ++k)
    for (std::size_t i = 0; i < alone.size(); ++i) values.push_back(alone[i]), cluster.push_back(i);
  const Mean one = clustered_mean(alone, {}), ten = clustered_mean(values, cluster);
  EXPECT_NEAR(ten.mean, one.mean, 1e-12);
  EXPECT_NEAR(ten.standard_error, one.standard_error, 1e-12);
  // Deviations -2.8, 1.2, -1.8, 4.2, -0.8: sum of squares 30.8, s2 = 7.7, 7.7 / 5 = 1.54.
  EXPECT_NEAR(one.standard_error, std::sqrt(1.54), 1e-12);
}

TEST(Clusters, one_tells_no_error) {
  const std::vector<double> values = {1, 2, 4};
  const std::vector<std::uint64_t> same = {7, 7, 7};
  EXPECT_TRUE(std::isnan(clustered_mean(values, same).standard_error));
}

TEST(Clusters, are_counted_in_the_order_in_which_they_appear) {
  const std::vector<std::uint64_t> cluster = {9, 2, 9, 5};
  std::size_t count = 0;
  EXPECT_EQ(clusters_in_order(cluster, 4, count), (std::vector<std::uint32_t>{0, 1, 0, 2}));
  EXPECT_EQ(count, 3U);
}

}  // namespace
}  // namespace lode
