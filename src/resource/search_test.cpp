#include "resource/search.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "base/random.h"

namespace lode::resource {
namespace {

Samples random_samples(std::size_t n, std::uint64_t seed, double step = 0) {
  const Stream stream(seed, "test.search");
  Samples s;
  const auto at = [&](std::size_t i, double size) {
    const double v = size * stream.uniform(i);
    return step > 0 ? step * std::round(v / step) : v;
  };
  for (std::size_t i = 0; i < n; ++i) {
    s.x.push_back(at(4 * i, 100)), s.y.push_back(at(4 * i + 1, 80));
    s.z.push_back(at(4 * i + 2, 30));
    s.hole.push_back(static_cast<std::int32_t>(i / 7));
    s.domain.push_back(static_cast<std::int32_t>(10 * stream.uniform(4 * i + 3)) % 3);
  }
  return s;
}

struct Rules {
  Search search;
  SampleSearch::Labels labels;
};

// By the words of the header: all distances, sorted, walked through.
std::vector<std::uint32_t> brute_force(const Samples& s, const Rules& rules,
                                       const SampleSearch& measure, const SearchTarget& t) {
  const Search& search = rules.search;
  std::vector<std::pair<double, std::uint32_t>> near;
  for (std::uint32_t i = 0; i < s.size(); ++i) {
    const Point p{s.x[i], s.y[i], s.z[i]};
    const double d = measure.distance(p, t.at);
    if (search.neighbourhood == Neighbourhood::ellipsoid && d > search.radius_major_m) continue;
    if (!rules.labels.group.empty() && rules.labels.group[i] == t.group) continue;
    if (!rules.labels.domain.empty() && t.domain >= 0) {
      const double within =
          rules.labels.boundary[static_cast<std::size_t>(3 * t.domain + rules.labels.domain[i])];
      if (!(std::hypot(p.x - t.at.x, p.y - t.at.y, p.z - t.at.z) <= within) || within == 0)
        continue;
    }
    near.emplace_back(d, i);
  }
  // Samples at one place count once: the lowest index.
  std::erase_if(near, [&](const auto& one) {
    return std::any_of(near.begin(), near.end(), [&](const auto& other) {
      const std::uint32_t i = one.second, j = other.second;
      return j < i && s.x[i] == s.x[j] && s.y[i] == s.y[j] && s.z[i] == s.z[j];
    });
  });
  std::sort(near.begin(), near.end());
  std::map<int, int> octants, holes;
  std::vector<std::uint32_t> out;
  for (const auto& [d, i] : near) {
    if (search.max_samples > 0 && out.size() == static_cast<std::size_t>(search.max_samples)) break;
    const double dx = s.x[i] - t.at.x, dy = s.y[i] - t.at.y;
    // Quadrants turn from north-west clockwise, each with the axis it starts from as GSLIB has it.
    const int quadrant = dx <= 0 && dy > 0 ? 0 : dx > 0 && dy >= 0 ? 1 : dx < 0 && dy <= 0 ? 2 : 3;
    const int octant = quadrant + (s.z[i] < t.at.z ? 4 : 0);
    if (search.max_per_octant > 0 && ++octants[octant] > search.max_per_octant) continue;
    if (search.max_per_hole > 0 && !rules.labels.hole.empty() &&
        ++holes[rules.labels.hole[i]] > search.max_per_hole)
      continue;
    out.push_back(i);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::uint32_t> found(const SampleSearch& search, SampleSearch::View& view,
                                 const SearchTarget& target) {
  std::vector<std::uint32_t> out;
  for (const std::uint32_t position : view.neighbours(target))
    out.push_back(search.sample_at()[position]);
  std::sort(out.begin(), out.end());
  return out;
}

// Targets in tiles and outside of them.
void expect_as_brute_force(const Samples& s, const Rules& rules, std::uint64_t seed) {
  const SampleSearch search(s, rules.search, rules.labels);
  SampleSearch::View view(search);
  const Stream stream(seed, "test.targets");
  std::uint64_t draw = 0;
  for (int tile = 0; tile < 6; ++tile) {
    std::vector<Point> at;
    const Point start{140 * stream.uniform(draw) - 20, 120 * stream.uniform(draw + 1) - 20,
                      40 * stream.uniform(draw + 2) - 5};
    draw += 3;
    for (int i = 0; i < 5; ++i)
      at.push_back({std::round(start.x) + 2 * i, std::round(start.y), std::round(start.z) + i % 2});
    view.enter(at);
    at.push_back({1000, -2000, 50});
    for (std::size_t i = 0; i < at.size(); ++i) {
      const SearchTarget target{at[i], static_cast<std::int32_t>(i % 3),
                                static_cast<std::int32_t>(i)};
      ASSERT_EQ(found(search, view, target), brute_force(s, rules, search, target))
          << "tile " << tile << " target " << i;
    }
  }
}

Rules some_rules(std::uint64_t which) {
  Rules rules;
  Search& s = rules.search;
  s.radius_major_m = 35, s.radius_semi_m = 25, s.radius_minor_m = 12;
  s.azimuth_deg = 30, s.dip_deg = -20, s.rake_deg = 15;
  if (which % 2 == 0) s.max_samples = 9;
  if (which % 3 == 1) s.max_per_octant = 2;
  if (which % 5 == 2) s.max_per_hole = 2;
  if (which % 7 == 3) s.neighbourhood = Neighbourhood::all;
  if (which % 4 == 3) s.azimuth_deg = s.dip_deg = s.rake_deg = 0;
  return rules;
}

RC_GTEST_PROP(Search, finds_what_brute_force_finds_holds_for_all, ()) {
  const std::uint64_t seed = *rc::gen::inRange<std::uint64_t>(0, 100000);
  const std::size_t n = *rc::gen::inRange<std::size_t>(1, 400);
  const Samples s = random_samples(n, seed, seed % 2 == 0 ? 5.0 : 0.0);  // many ties, or none
  Rules rules = some_rules(seed);
  rules.labels.hole = s.hole;
  if (seed % 3 == 0) {
    rules.labels.domain = s.domain;
    rules.labels.boundary =
        boundary_matrix({"a", "b", "c"}, {{"soft", {"a", "b"}, seed % 2 == 0 ? 15.0 : 0.0}});
  }
  if (seed % 4 == 1)
    for (std::size_t i = 0; i < n; ++i)
      rules.labels.group.push_back(static_cast<std::int32_t>(i % 6));
  expect_as_brute_force(s, rules, seed);
}

TEST(Search, ties_go_to_the_lower_index) {
  Samples s;
  for (const double x : {1.0, -1.0, 1.0, -1.0, 0.5}) {
    s.x.push_back(x), s.y.push_back(0), s.z.push_back(0);
  }
  Search search;
  search.radius_major_m = 2, search.max_samples = 3;
  const SampleSearch index(s, search, {});
  SampleSearch::View view(index);
  const std::vector<Point> at = {{0, 0, 0}};
  view.enter(at);
  EXPECT_EQ(found(index, view, {at[0]}), (std::vector<std::uint32_t>{0, 1, 4}));
}

TEST(Search, a_sample_on_the_edge_is_inside) {
  Samples s;
  s.x = {600, 600.001}, s.y = {800, 800}, s.z = {0, 0};
  Search search;
  search.radius_major_m = 1000;
  const SampleSearch index(s, search, {});
  SampleSearch::View view(index);
  const std::vector<Point> at = {{0, 0, 0}};
  view.enter(at);
  EXPECT_EQ(found(index, view, {at[0]}), (std::vector<std::uint32_t>{0}));
}

TEST(Search, boundaries_are_hard_unless_named) {
  const auto within = boundary_matrix({"ore", "waste", "dyke"}, {{"s", {"ore", "waste"}, 10}});
  EXPECT_EQ(within[0], std::numeric_limits<double>::infinity());
  EXPECT_EQ(within[1], 10);
  EXPECT_EQ(within[3], 10);
  EXPECT_EQ(within[2], 0);
  EXPECT_EQ(within[5], 0);
}

TEST(Search, faults_name_what_does_not_hold) {
  Search s;
  EXPECT_NE(fault_of(s).find("radius_major above 0"), std::string::npos);
  s.neighbourhood = Neighbourhood::all;
  EXPECT_EQ(fault_of(s), "");
  s.min_samples = 5, s.max_samples = 4;
  EXPECT_NE(fault_of(s).find("min_samples = 5 is above max_samples = 4"), std::string::npos);
}

}  // namespace
}  // namespace lode::resource
