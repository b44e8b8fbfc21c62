// The unit of the coordinates changes no answer: all coordinates and lengths times a factor leave
// counts, statuses, neighbours and estimates as they are. On regular grids, where samples tie,
// stand on edges, on planes between octants and at each other's place.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>

#include "base/random.h"
#include "resource/cokriging.h"
#include "resource/cross_validation.h"
#include "resource/distance_weighting.h"
#include "resource/indicator_kriging.h"
#include "resource/variogram_map.h"
#include "resource/variography.h"

namespace lode::resource {
namespace {

constexpr double kFactors[] = {1000, 0.001, 0.3048, 1.0 / 3, 1200.0 / 3937, 7e-9, 3e4};
const Point kOrigins[] = {{0, 0, 0}, {500'000, 5'000'000, -300}};

// A length of the case in another unit.
double scaled(double length, double factor) { return length * factor; }

// Samples at the nodes of a grid of this spacing, some twice, with holes and domains.
Samples nodes(std::uint64_t seed, const Point& origin, double spacing, double factor) {
  const Stream stream(seed, "test.unit");
  Samples s;
  s.name = {"v", "w"}, s.value.resize(2);
  for (int k = 0; k < 3; ++k)
    for (int j = 0; j < 6; ++j)
      for (int i = 0; i < 6; ++i) {
        const auto n = static_cast<std::uint64_t>(i + 6 * (j + 6 * k));
        for (int copy = 0; copy < (stream.uniform(4 * n) < 0.1 ? 2 : 1); ++copy) {
          s.x.push_back((origin.x + i * spacing) * factor);
          s.y.push_back((origin.y + j * spacing) * factor);
          s.z.push_back((origin.z + k * spacing) * factor);
          s.value[0].push_back(stream.uniform(4 * n + 1) + copy);
          const bool none = stream.uniform(4 * n + 2) < 0.1;
          s.value[1].push_back(none ? std::nan("") : stream.uniform(4 * n + 3));
          s.hole.push_back(i + 6 * j + 36 * copy);
          s.domain.push_back((i / 3 + copy) % 2);
        }
      }
  return s;
}

Grid grid_on(const Point& origin, double cell, double factor) {
  Grid g;
  g.origin = {(origin.x - cell / 2) * factor, (origin.y - cell / 2) * factor,
              (origin.z - cell / 2) * factor};
  g.cell_m = {cell * factor, cell * factor, cell * factor};
  g.count = {11, 11, 5};
  return g;
}

Variogram model(double factor) {
  Variogram v;
  v.nugget = 0.2, v.azimuth_deg = 30;
  v.structure = {{"a", Structure::spherical, 0.5, 3 * factor, 2 * factor, 1 * factor},
                 {"b", Structure::exponential, 0.3, 6 * factor, 6 * factor, 6 * factor}};
  return v;
}

Search search_of(std::uint64_t seed, double spacing, double factor) {
  Search s;
  s.radius_major_m = scaled(3 * spacing, factor), s.radius_minor_m = scaled(2 * spacing, factor);
  if (seed % 2 == 0) s.max_samples = 8;
  if (seed % 3 == 0) s.max_per_octant = 2;
  if (seed % 5 < 2) s.max_per_hole = 1;
  if (seed % 7 == 0) s.neighbourhood = Neighbourhood::all, s.max_samples = 12;
  s.min_samples = 3;
  return s;
}

void expect_equal(const std::vector<double>& a, const std::vector<double>& b, const char* what,
                  double unit = 1) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) && std::isnan(b[i])) continue;
    ASSERT_NEAR(a[i], b[i] / unit, 1e-7 * (1 + std::abs(a[i]))) << what << " " << i;
  }
}

struct Setting {
  Samples samples;
  Search search;
  Targets targets;
  SampleTraits traits;
};
Setting setting(std::uint64_t seed, const Point& origin, double spacing, double factor) {
  Setting out{nodes(seed, origin, spacing, factor),
              search_of(seed, spacing, factor),
              targets_of(grid_on(origin, spacing / 2, factor)),
              {}};
  if (seed % 4 == 1) {
    out.traits.boundary = boundary_matrix({"a", "b"}, {{"s", {"a", "b"}, spacing * factor}});
    for (std::size_t i = 0; i < out.targets.size(); ++i)
      out.targets.domain.push_back(static_cast<std::int32_t>(i % 2));
  } else {
    out.samples.domain.clear();
  }
  return out;
}

void expect_same_estimates(std::uint64_t seed, const Point& origin, double spacing, double factor) {
  const Setting a = setting(seed, origin, spacing, 1), b = setting(seed, origin, spacing, factor);
  SCOPED_TRACE(testing::Message() << "seed " << seed << " spacing " << spacing << " factor "
                                  << factor << " origin " << origin.x);
  Kriging kriging;
  kriging.method = seed % 2 == 0 ? KrigingMethod::ordinary : KrigingMethod::simple;
  if (seed % 6 == 5) kriging.support = Support::block, kriging.points = {2, 2, 2};
  const auto compare = [&](const Estimates& p, const Estimates& q) {
    ASSERT_EQ(p.status, q.status);
    ASSERT_EQ(p.samples, q.samples);
    ASSERT_EQ(p.holes, q.holes);
    ASSERT_EQ(p.dropped, q.dropped);
    expect_equal(p.estimate, q.estimate, "estimate");
    expect_equal(p.variance, q.variance, "variance");
  };
  compare(krige(a.samples, 0, model(1), a.search, kriging, a.targets, a.traits),
          krige(b.samples, 0, model(factor), b.search, kriging, b.targets, b.traits));
  const std::vector<Indicator> low = {{"p", 0.5, {}, model(1)}},
                               low_scaled = {{"p", 0.5, {}, model(factor)}};
  compare(
      indicator_krige(a.samples, 0, low, a.search, {}, a.targets, a.traits).threshold[0],
      indicator_krige(b.samples, 0, low_scaled, b.search, {}, b.targets, b.traits).threshold[0]);
  const DistanceEstimates p = inverse_distance(a.samples, 0, a.search, {3}, a.targets, a.traits),
                          q = inverse_distance(b.samples, 0, b.search, {3}, b.targets, b.traits);
  ASSERT_EQ(p.samples, q.samples);
  ASSERT_EQ(p.dropped, q.dropped);
  expect_equal(p.estimate, q.estimate, "inverse distance");
  expect_equal(p.nearest_m, q.nearest_m, "nearest", factor);
  expect_equal(nearest_sample(a.samples, 0, a.search, a.targets, a.traits).estimate,
               nearest_sample(b.samples, 0, b.search, b.targets, b.traits).estimate, "sample");
  for (const LeaveOut leave : {LeaveOut::one, LeaveOut::hole})
    compare(cross_validate(a.samples, 0, model(1), a.search, {}, {leave}, a.traits).estimates,
            cross_validate(b.samples, 0, model(factor), b.search, {}, {leave}, b.traits).estimates);
}

TEST(UnitOfCoordinates, changes_no_estimate) {
  std::uint64_t seed = 0;
  for (const double factor : kFactors)
    for (const Point& origin : kOrigins)
      for (const double spacing : {0.2, 1.1, 10.0}) {
        // Far from zero the coordinates of the smallest unit no longer tell the places apart.
        expect_same_estimates(seed++, origin, spacing, factor);
        if (HasFatalFailure()) return;
      }
}

TEST(UnitOfCoordinates, changes_no_cokriging) {
  for (const double factor : kFactors) {
    const auto found = [&](double f) {
      const Setting s = setting(4, kOrigins[1], 1.1, f);
      Coregionalisation c;
      c.nugget = {0.1, 0, 0, 0.2};
      c.structure = {{"s", Structure::spherical, {1, 0.5, 0.5, 1}, 4 * f, 4 * f, 4 * f}};
      return cokrige(s.samples, c, s.search, {}, s.targets, s.traits);
    };
    const CokrigingEstimates a = found(1), b = found(factor);
    ASSERT_EQ(a.samples, b.samples);
    ASSERT_EQ(a.status, b.status);
    ASSERT_EQ(a.dropped, b.dropped);
    for (std::size_t v = 0; v < 2; ++v) expect_equal(a.estimate[v], b.estimate[v], "estimate");
    for (std::size_t v = 0; v < 4; ++v) expect_equal(a.covariance[v], b.covariance[v], "error");
  }
}

// Lags, angles, bandwidths and maps with edges on the grid's distances.
TEST(UnitOfCoordinates, changes_no_variogram) {
  for (const double factor : kFactors)
    for (const Point& origin : kOrigins)
      for (const double spacing : {0.2, 1.1, 10.0}) {
        SCOPED_TRACE(testing::Message() << "spacing " << spacing << " factor " << factor);
        const auto found = [&](LagRule rule, double f) {
          Samples s = nodes(3, origin, spacing, f);
          Variography v;
          v.lags = {rule, spacing * f, 0, 5 * spacing * f, 0};
          v.direction = {{.id = "all"},
                         {.id = "east", .azimuth_deg = 90, .azimuth_tolerance_deg = 22.5},
                         {.id = "diagonal", .azimuth_deg = 0, .azimuth_tolerance_deg = 45},
                         {.id = "band",
                          .azimuth_deg = 90,
                          .horizontal_bandwidth_m = spacing * f,
                          .vertical_bandwidth_m = spacing * f},
                         {.id = "down", .dip_deg = -90, .dip_tolerance_deg = 45},
                         {.id = "hole", .within_hole = true}};
          v.map.cell_m = {2 * spacing * f, 2 * spacing * f, 2 * spacing * f};
          v.map.half = {2, 2, 1};
          v.fit.start = FitStart::spread, v.fit.structures = {"spherical"};
          return variography(s, 0, {}, v);
        };
        for (const LagRule rule : {LagRule::closed_right, LagRule::centred}) {
          const VariographyResult a = found(rule, 1), b = found(rule, factor);
          for (std::size_t d = 0; d < a.experimental.direction.size(); ++d) {
            const auto &p = a.experimental.direction[d], &q = b.experimental.direction[d];
            ASSERT_EQ(p.coincident.pairs, q.coincident.pairs);
            ASSERT_EQ(p.lag.size(), q.lag.size());
            for (std::size_t k = 0; k < p.lag.size(); ++k) {
              ASSERT_EQ(p.lag[k].pairs, q.lag[k].pairs) << p.direction.id << " lag " << k;
              if (p.lag[k].pairs == 0) continue;
              ASSERT_NEAR(p.lag[k].semivariance, q.lag[k].semivariance, 1e-12);
              ASSERT_NEAR(p.lag[k].distance_m * factor, q.lag[k].distance_m,
                          1e-6 * q.lag[k].distance_m);
            }
          }
          ASSERT_EQ(a.map->pairs, b.map->pairs);
          ASSERT_EQ(a.fit.has_value(), b.fit.has_value());
          if (!a.fit) continue;
          EXPECT_EQ(a.fit->status, b.fit->status);
          EXPECT_NEAR(a.fit->model.nugget, b.fit->model.nugget, 1e-5);
          EXPECT_NEAR(a.fit->model.structure[0].contribution,
                      b.fit->model.structure[0].contribution, 1e-5);
        }
      }
}

// 2 x 6 x 5 pairs stand one spacing apart, whatever the doubles of 0.2 and 0.6.
TEST(UnitOfCoordinates, a_pair_on_the_edge_of_a_lag_is_in_it) {
  PairSamples pairs;
  std::vector<double> x, y, z, v;
  for (int j = 0; j < 6; ++j)
    for (int i = 0; i < 6; ++i) x.push_back(0.1 + 0.2 * i), y.push_back(0.1 + 0.2 * j);
  z.assign(36, 0), v.assign(36, 1);
  v[7] = 3;
  const std::vector<Direction> all = {{.id = "all"}};
  const auto found = experimental_variogram({x, y, z, v}, {LagRule::closed_right, 0.2, 3}, all);
  EXPECT_EQ(found.lags.count, 3);
  EXPECT_EQ(found.direction[0].lag[0].pairs, 60u);
  EXPECT_DOUBLE_EQ(found.direction[0].lag[0].semivariance, 4 * 4.0 / 120);  // of 4 neighbours
  const auto by_cutoff =
      experimental_variogram({x, y, z, v}, {LagRule::closed_right, 0.2, 0, 0.6}, all);
  EXPECT_EQ(by_cutoff.lags.count, 3);
  const auto centred = experimental_variogram({x, y, z, v}, {LagRule::centred, 0.2, 0, 0.6}, all);
  EXPECT_EQ(centred.lags.count, 3);
}

// Nodes of a grid on samples: 1.5 * 0.2 is 0.30000000000000004.
TEST(UnitOfCoordinates, at_a_sample_kriging_gives_the_sample) {
  Samples s;
  s.name = {"v"}, s.value.resize(1);
  for (int j = 0; j < 6; ++j)
    for (int i = 0; i < 6; ++i) {
      s.x.push_back((2 * i + 1) / 10.0), s.y.push_back((2 * j + 1) / 10.0), s.z.push_back(0);
      s.value[0].push_back(i * j % 5 + 0.1 * i);
    }
  Grid g;
  g.cell_m = {0.2, 0.2, 0.2}, g.count = {6, 6, 1}, g.origin.z = -0.1;
  Variogram v;
  v.nugget = 4, v.structure = {{"a", Structure::spherical, 6, 0.5, 0.5, 0.5}};
  Search search;
  search.radius_major_m = 1;
  for (const KrigingMethod method : {KrigingMethod::ordinary, KrigingMethod::simple}) {
    Kriging k;
    k.method = method;
    const Estimates found = krige(s, 0, v, search, k, targets_of(g));
    for (std::size_t i = 0; i < 36; ++i) {
      EXPECT_DOUBLE_EQ(found.estimate[i], s.value[0][i]);
      EXPECT_EQ(found.variance[i], 0);
      EXPECT_EQ(found.lagrange[i], 0);
    }
  }
}

TEST(Duplicates, count_once_against_the_least_number) {
  Samples s;
  s.x.assign(4, 0), s.y.assign(4, 0), s.z.assign(4, 0), s.value = {{1, 2, 3, 4}};
  s.hole = {0, 1, 2, 3};
  Search search;
  search.radius_major_m = 10, search.min_samples = 4;
  Targets t;
  t.x = {0, 3}, t.y = t.z = {0, 0};
  const Estimates few = krige(s, 0, model(1), search, {}, t);
  EXPECT_EQ(few.count(EstimateStatus::too_few), 2u);
  EXPECT_EQ(few.samples[0], 1);
  EXPECT_EQ(few.holes[0], 1);
  EXPECT_EQ(few.dropped, (std::vector<std::uint32_t>{1, 2, 3}));
  search.min_samples = 1, search.min_holes = 2;
  EXPECT_EQ(krige(s, 0, model(1), search, {}, t).count(EstimateStatus::too_few), 2u);
  search.min_holes = 0;
  EXPECT_EQ(inverse_distance(s, 0, search, {2}, t).estimate[1], 1);
  EXPECT_EQ(inverse_distance(s, 0, search, {2}, t).samples[1], 1);
}

// Without their later rows, the same answers; by every estimator, limit and way of leaving out.
TEST(Duplicates, are_as_if_they_were_not_there) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Setting with = setting(seed, {0, 0, 0}, 1, 1);
    with.traits.boundary.clear(), with.samples.domain.clear(), with.targets.domain.clear();
    std::map<std::array<double, 3>, bool> seen;
    Samples without;
    without.name = with.samples.name, without.value.resize(2);
    const Samples& s = with.samples;
    for (std::size_t i = 0; i < s.size(); ++i) {
      if (!seen.emplace(std::array{s.x[i], s.y[i], s.z[i]}, true).second) continue;
      without.x.push_back(s.x[i]), without.y.push_back(s.y[i]), without.z.push_back(s.z[i]);
      without.hole.push_back(s.hole[i]);
      for (std::size_t v = 0; v < 2; ++v) without.value[v].push_back(s.value[v][i]);
    }
    ASSERT_LT(without.size(), s.size());
    const Estimates a = krige(s, 0, model(1), with.search, {}, with.targets),
                    b = krige(without, 0, model(1), with.search, {}, with.targets);
    ASSERT_EQ(a.samples, b.samples);
    ASSERT_EQ(a.status, b.status);
    expect_equal(a.estimate, b.estimate, "estimate");
    EXPECT_EQ(a.dropped.size(), s.size() - without.size());
    const DistanceEstimates p = inverse_distance(s, 0, with.search, {2}, with.targets),
                            q = inverse_distance(without, 0, with.search, {2}, with.targets);
    ASSERT_EQ(p.samples, q.samples);
    expect_equal(p.estimate, q.estimate, "inverse distance");
    Coregionalisation c;
    c.nugget = {0.1, 0, 0, 0.2};
    c.structure = {{"s", Structure::spherical, {1, 0.5, 0.5, 1}, 4, 4, 4}};
    const CokrigingEstimates m = cokrige(s, c, with.search, {}, with.targets),
                             n = cokrige(without, c, with.search, {}, with.targets);
    ASSERT_EQ(m.samples, n.samples);
    expect_equal(m.estimate[0], n.estimate[0], "cokriging");
  }
}

// Variables in rows of their own at one place are one sample of both.
TEST(Duplicates, of_unlike_variables_are_one_sample) {
  Setting s = setting(0, {0, 0, 0}, 1, 1);
  Samples& all = s.samples;
  all.hole.clear();
  for (double& w : all.value[1])
    if (std::isnan(w)) w = 0.5;
  Samples split = all;
  const std::size_t n = all.size();
  for (std::size_t i = 0; i < n; ++i) {
    split.x.push_back(all.x[i]), split.y.push_back(all.y[i]), split.z.push_back(all.z[i]);
    split.value[0].push_back(std::nan(""));
    split.value[1].push_back(all.value[1][i]);
    split.value[1][i] = std::nan("");
  }
  Coregionalisation c;
  c.nugget = {0.1, 0, 0, 0.2};
  c.structure = {{"s", Structure::spherical, {1, 0.5, 0.5, 1}, 4, 4, 4}};
  const CokrigingEstimates a = cokrige(all, c, s.search, {}, s.targets),
                           b = cokrige(split, c, s.search, {}, s.targets);
  EXPECT_EQ(a.samples, b.samples);
  for (std::size_t v = 0; v < 2; ++v) expect_equal(a.estimate[v], b.estimate[v], "estimate");
}

}  // namespace
}  // namespace lode::resource
