// The experimental variograms of a deposit's composites.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "study/made_up_drilled.h"

namespace lode::study {
namespace {

TEST(DrilledVariograms, are_of_one_domain_and_scaled_to_a_sill_of_one) {
  const DrilledModel m = MadeUpDrilled(10).model();
  ASSERT_EQ(m.variograms.size(), 2u);
  for (const DomainVariograms& v : m.variograms) {
    // Eight composites: 28 pairs, none of them with another domain's; upright holes of four.
    std::uint64_t pairs = 0, within = 0;
    for (const auto& lag : v.along_axes.experimental.direction[0].lag) pairs += lag.pairs;
    for (const auto& lag : v.down_hole.experimental.direction[0].lag) within += lag.pairs;
    EXPECT_EQ(pairs, 28u);
    EXPECT_EQ(within, 12u);
    EXPECT_NEAR(v.along_axes.experimental.variance, 1, 1e-12);
    EXPECT_NEAR(resource::sill(*v.along_axes.model), 1, 1e-12);
  }
}

// Down the holes, over the deviation of the domain's composites: a semivariance by hand.
TEST(DrilledVariograms, down_the_holes_match_pairs_counted_by_hand) {
  const DrilledModel m = MadeUpDrilled().model();
  for (std::size_t d = 0; d < m.variograms.size(); ++d) {
    std::vector<std::size_t> own;
    double mean = 0;
    for (std::size_t i = 0; i < m.composites.size(); ++i)
      if (m.domain_name[static_cast<std::size_t>(m.composites.domain[i])] == m.variograms[d].domain)
        own.push_back(i), mean += m.composites.grade[0][i] / 8;
    ASSERT_EQ(own.size(), 8u);
    double variance = 0, sum = 0;
    int pairs = 0;
    for (const std::size_t i : own) {
      variance += std::pow(m.composites.grade[0][i] - mean, 2) / 8;
      for (const std::size_t j : own)
        if (m.composites.hole[i] == m.composites.hole[j] &&
            m.composites.centre[i].z == m.composites.centre[j].z + 10)
          sum += std::pow(m.composites.grade[0][i] - m.composites.grade[0][j], 2), ++pairs;
    }
    EXPECT_EQ(pairs, 6);  // two holes of four composites
    bool found = false;
    for (const auto& lag : m.variograms[d].down_hole.experimental.direction[0].lag) {
      if (lag.pairs != 6 || std::abs(lag.distance_m - 10) > 1e-9) continue;
      EXPECT_NEAR(lag.semivariance, sum / (2 * pairs) / variance, 1e-12);
      found = true;
    }
    EXPECT_TRUE(found);
  }
}

TEST(DrilledVariograms, are_of_normal_scores_where_the_case_has_their_model) {
  MadeUpDrilled drilled;
  EXPECT_EQ(drilled.model().variograms[0].scores, resource::Scores::raw);
  drilled.estimation.gaussian = drilled.variogram;
  EXPECT_EQ(drilled.model().variograms[0].scores, resource::Scores::normal);
}

TEST(DrilledVariograms, a_pure_nugget_has_none) {
  MadeUpDrilled drilled;
  drilled.variogram.structure.clear();
  EXPECT_TRUE(drilled.model().variograms.empty());
}

}  // namespace
}  // namespace lode::study
