#include "resource/classification.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/listed.h"
#include "base/random.h"

namespace lode::resource {
namespace {

Samples scattered(std::size_t count, int holes, int domains) {
  Samples out;
  const Stream stream(3, "classification");
  for (std::size_t i = 0; i < count; ++i) {
    out.x.push_back(200 * stream.uniform(5 * i));
    out.y.push_back(100 * stream.uniform(5 * i + 1));
    out.z.push_back(50 * stream.uniform(5 * i + 2));
    out.hole.push_back(static_cast<std::int32_t>(holes * stream.uniform(5 * i + 3)));
    out.domain.push_back(static_cast<std::int32_t>(domains * stream.uniform(5 * i + 4)));
  }
  return out;
}

TEST(Classification, distance_to_the_nth_hole_matches_brute_force) {
  const Samples samples = scattered(400, 15, 3);
  std::vector<Point> points;
  std::vector<std::int32_t> domain;
  const Stream stream(4, "points");
  for (std::size_t i = 0; i < 60; ++i) {
    points.push_back({250 * stream.uniform(4 * i) - 20, 120 * stream.uniform(4 * i + 1),
                      60 * stream.uniform(4 * i + 2)});
    domain.push_back(static_cast<std::int32_t>(3 * stream.uniform(4 * i + 3)));
  }
  for (const bool by_domain : {false, true})
    for (const int n : {1, 2, 5, 16}) {
      const auto got = distance_to_nth_hole(samples, points,
                                            by_domain ? domain : std::vector<std::int32_t>{}, n);
      for (std::size_t p = 0; p < points.size(); ++p) {
        std::map<int, double> nearest;
        for (std::size_t i = 0; i < samples.size(); ++i) {
          if (by_domain && samples.domain[i] != domain[p]) continue;
          const double d = std::hypot(samples.x[i] - points[p].x, samples.y[i] - points[p].y,
                                      samples.z[i] - points[p].z);
          const auto [place, is_new] = nearest.try_emplace(samples.hole[i], d);
          place->second = std::min(place->second, d);
        }
        std::vector<double> sorted;
        for (const auto& [hole, d] : nearest) sorted.push_back(d);
        std::sort(sorted.begin(), sorted.end());
        const auto k = static_cast<std::size_t>(n);
        if (k > sorted.size())
          EXPECT_EQ(got[p], kInfinity);
        else
          EXPECT_NEAR(got[p], sorted[k - 1], 1e-10);
      }
    }
}

TEST(Classification, a_block_takes_the_first_class_whose_thresholds_it_meets_all) {
  DrillingThresholds measured, inferred;
  measured.spacing_m = 30, measured.holes = 3, measured.slope = 0.8;
  inferred.spacing_m = 100;
  DrillingOfBlocks drilling;
  drilling.spacing_m = {{30, 31, 20, 20, 120}, {30, 31, 20, 20, 120}};
  drilling.holes = {3, 3, 2, 5, 9};
  drilling.slope = {0.8, 0.9, 0.9, 0.79, 1};
  const std::vector<DrillingThresholds> classes{measured, inferred};
  EXPECT_EQ(classify(drilling, classes), (std::vector<std::uint8_t>{0, 1, 1, 1, kUnclassified}));
}

Grid cube(int n) {
  Grid grid;
  grid.count = {n, n, n};
  return grid;
}
std::vector<std::uint32_t> all_of(const Grid& grid) {
  std::vector<std::uint32_t> out(grid.size());
  std::iota(out.begin(), out.end(), 0u);
  return out;
}

TEST(Classification, a_speck_takes_the_class_around_it_and_a_plane_stays) {
  const Grid grid = cube(5);
  std::vector<std::uint8_t> confidence(grid.size(), 1);
  confidence[grid.index(2, 2, 2)] = 0;
  const auto out = smoothed(grid, all_of(grid), confidence, {Smoothing::majority, 1});
  EXPECT_EQ(out, std::vector<std::uint8_t>(grid.size(), 1));
  EXPECT_EQ(smoothed(grid, all_of(grid), confidence, {Smoothing::none, 3}), confidence);
  for (std::size_t b = 0; b < grid.size(); ++b) confidence[b] = grid.cell_of(b)[0] < 2 ? 0 : 2;
  EXPECT_EQ(smoothed(grid, all_of(grid), confidence, {Smoothing::majority, 3}), confidence);
}

TEST(Classification, a_tie_is_kept_or_goes_to_the_least_sure) {
  Grid grid;
  grid.count = {4, 1, 1};
  // Blocks 0, 1, 3 of a row: 0 and 1 see one another, each keeps its own; 3 sees only itself.
  const std::vector<std::uint32_t> block{0, 1, 3};
  const std::vector<std::uint8_t> confidence{0, 2, 1};
  EXPECT_EQ(smoothed(grid, block, confidence, {Smoothing::majority, 1}), confidence);
  Grid cross;
  cross.count = {3, 3, 1};
  // The middle alone holds class 0; 1 and unclassified hold four neighbours each.
  const std::vector<std::uint8_t> around{
      1, 1, kUnclassified, 1, 0, kUnclassified, 1, kUnclassified, kUnclassified};
  EXPECT_EQ(smoothed(cross, all_of(cross), around, {Smoothing::majority, 1})[4], kUnclassified);
}

RC_GTEST_PROP(Classification, no_class_appears_that_was_not_there_for_all, ()) {
  const Grid grid = cube(4);
  std::vector<std::uint8_t> confidence;
  for (std::size_t b = 0; b < grid.size(); ++b)
    confidence.push_back(*rc::gen::element<std::uint8_t>(0, 1, 2, kUnclassified));
  const auto out = smoothed(grid, all_of(grid), confidence, {Smoothing::majority, 2});
  for (const std::uint8_t c : out)
    RC_ASSERT(std::find(confidence.begin(), confidence.end(), c) != confidence.end());
}

TEST(Classification, parameters_are_declared_soundly) {
  EXPECT_EQ(listed<DrillingThresholds>().keys, "spacing nearest holes slope");
  EXPECT_EQ(listed<Classification>().keys, "smoothing passes");
}

}  // namespace
}  // namespace lode::resource
