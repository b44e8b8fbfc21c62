#include "drill/decluster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/error.h"

namespace lode::drill {
namespace {

// Weights of one cell size by maps of cells, a point at a time.
std::vector<double> brute_force(const std::vector<Point>& place, double cell, int origins) {
  double low_x = 1e30, high_x = -1e30, low_y = 1e30, high_y = -1e30;
  for (const Point& p : place) {
    low_x = std::min(low_x, p.x), high_x = std::max(high_x, p.x);
    low_y = std::min(low_y, p.y), high_y = std::max(high_y, p.y);
  }
  std::vector<double> weight(place.size(), 0);
  for (int k = 0; k < origins; ++k) {
    const double ox = low_x - 0.01 - k * std::min(cell / origins, (high_x - low_x) / 2);
    const double oy = low_y - 0.01 - k * std::min(cell / origins, (high_y - low_y) / 2);
    std::map<std::pair<long, long>, int> points;
    const auto key = [&](const Point& p) {
      return std::pair{std::lround(std::floor((p.x - ox) / cell)),
                       std::lround(std::floor((p.y - oy) / cell))};
    };
    for (const Point& p : place) ++points[key(p)];
    for (std::size_t i = 0; i < place.size(); ++i)
      weight[i] += 1.0 / points[key(place[i])] / static_cast<double>(points.size()) / origins *
                   static_cast<double>(place.size());
  }
  return weight;
}

TEST(Decluster, weights_match_brute_force) {
  std::vector<Point> place;
  std::vector<double> value;
  for (int i = 0; i < 200; ++i) {
    const double t = i * 0.618034 - std::floor(i * 0.618034);
    place.push_back({100 * t * t, 37.0 * i - 100 * std::floor(0.37 * i), 0});
    value.push_back(1 + i % 7);
  }
  Declustering rule;
  rule.smallest_m = rule.largest_m = 13;
  rule.origins = 5;
  rule.seek = Seek::maximum;
  for (const Seek seek : {Seek::minimum, Seek::maximum}) {
    rule.seek = seek;
    const Declustered found = decluster(place, value, rule);
    ASSERT_EQ(found.scan.size(), 2u);
    if (found.chosen == 0) continue;
    const std::vector<double> expected = brute_force(place, 13, 5);
    for (std::size_t i = 0; i < place.size(); ++i) EXPECT_NEAR(found.weight[i], expected[i], 1e-12);
  }
}

// GSLIB's clustered samples (Deutsch & Journel 1998). Sizes 1 to 25, five origins: the least mean
// is 2.52389 at 5 units (a port of declus in Python); the weights that the file itself brings give
// 2.528.
TEST(Decluster, finds_the_declustered_mean_of_gslibs_cluster_dat) {
  const std::filesystem::path path = "../shared/geodata/gslib/cluster.dat";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  std::ifstream in(path);
  std::string line;
  for (int k = 0; k < 7; ++k) std::getline(in, line);
  std::vector<Point> place;
  std::vector<double> value;
  double weighted = 0, weights = 0;
  for (double x, y, primary, secondary, weight; in >> x >> y >> primary >> secondary >> weight;) {
    place.push_back({x, y, 0});
    value.push_back(primary);
    weighted += weight * primary;
    weights += weight;
  }
  ASSERT_EQ(place.size(), 140u);
  Declustering rule;
  rule.smallest_m = 1;
  rule.largest_m = 25;
  rule.sizes = 24;
  rule.origins = 5;
  const Declustered found = decluster(place, value, rule);
  EXPECT_NEAR(found.scan[0].mean, 4.350428571428572, 1e-12);
  EXPECT_EQ(found.scan[found.chosen].size_m, 5);
  EXPECT_NEAR(found.scan[found.chosen].mean, 2.5238903349456185, 1e-12);
  EXPECT_NEAR(found.scan[found.chosen].mean, weighted / weights, 0.01);
}

TEST(Decluster, refuses_cells_that_cannot_be_counted) {
  Declustering rule;
  rule.smallest_m = rule.largest_m = 1e-4;
  EXPECT_THROW(
      decluster(std::vector<Point>{{0, 0, 0}, {1e3, 0, 0}}, std::vector<double>{1, 2}, rule),
      InputError);
}

}  // namespace
}  // namespace lode::drill
