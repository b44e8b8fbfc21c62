#include "resource/kriging.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/parallel.h"
#include "base/random.h"
#include "resource/cokriging.h"
#include "resource/cross_validation.h"
#include "resource/distance_weighting.h"
#include "resource/indicator_kriging.h"

namespace lode::resource {
namespace {

Samples random_samples(std::size_t n, std::uint64_t seed) {
  const Stream stream(seed, "test.kriging");
  Samples s;
  s.name = {"v"}, s.value.resize(1);
  for (std::size_t i = 0; i < n; ++i) {
    s.x.push_back(5000 + 100 * stream.uniform(4 * i));
    s.y.push_back(100 * stream.uniform(4 * i + 1));
    s.z.push_back(40 * stream.uniform(4 * i + 2));
    s.value[0].push_back(stream.uniform(4 * i + 3));
    s.hole.push_back(static_cast<std::int32_t>(i / 5));
  }
  return s;
}

Variogram model() {
  Variogram v;
  v.nugget = 0.5, v.azimuth_deg = 40, v.dip_deg = -10;
  v.structure = {{"a", Structure::spherical, 2, 60, 40, 20},
                 {"b", Structure::exponential, 1, 90, 60, 30}};
  v.structure[1].own_axes = true, v.structure[1].azimuth_deg = 110;
  return v;
}

// Textbook equations by Gaussian elimination with pivoting; drift [function][sample] and f at the
// target with 1 first, empty: simple kriging.
struct Answer {
  double estimate = 0, variance = 0;
};
Answer dense(const Samples& s, const Variogram& v, const BlockPoints& block, const Point& at,
             const std::vector<std::vector<double>>& drift, const std::vector<double>& f,
             double mean) {
  const std::size_t n = s.size(), size = n + f.size();
  const bool point = block.offset.size() == 1;
  Variogram smooth = v;
  if (!point) smooth.nugget = 0;
  std::vector<std::vector<double>> a(size, std::vector<double>(size + 1, 0.0));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j)
      a[i][j] = covariance(v, {s.x[i] - s.x[j], s.y[i] - s.y[j], s.z[i] - s.z[j]});
    for (std::size_t k = 0; k < f.size(); ++k) a[i][n + k] = a[n + k][i] = drift[k][i];
    for (std::size_t k = 0; k < block.offset.size(); ++k) {
      const Point& o = block.offset[k];
      a[i][size] += block.weight[k] * covariance(smooth, {s.x[i] - at.x - o.x, s.y[i] - at.y - o.y,
                                                          s.z[i] - at.z - o.z});
    }
  }
  for (std::size_t k = 0; k < f.size(); ++k) a[n + k][size] = f[k];
  std::vector<double> right;
  for (const auto& row : a) right.push_back(row[size]);
  for (std::size_t c = 0; c < size; ++c) {
    std::size_t pivot = c;
    for (std::size_t r = c; r < size; ++r)
      if (std::abs(a[r][c]) > std::abs(a[pivot][c])) pivot = r;
    std::swap(a[c], a[pivot]);
    for (std::size_t r = 0; r < size; ++r) {
      if (r == c) continue;
      const double factor = a[r][c] / a[c][c];
      for (std::size_t k = c; k <= size; ++k) a[r][k] -= factor * a[c][k];
    }
  }
  Answer out{mean, 0};
  for (std::size_t k = 0; k < block.offset.size(); ++k)
    for (std::size_t l = 0; l < block.offset.size(); ++l) {
      const Point &p = block.offset[k], &q = block.offset[l];
      out.variance +=
          block.weight[k] * block.weight[l] * covariance(smooth, {p.x - q.x, p.y - q.y, p.z - q.z});
    }
  for (std::size_t i = 0; i < size; ++i) {
    const double w = a[i][size] / a[i][i];
    if (i < n) out.estimate += w * (s.value[0][i] - mean);
    out.variance -= w * right[i];
  }
  return out;
}

Search all_data() {
  Search s;
  s.neighbourhood = Neighbourhood::all;
  return s;
}

RC_GTEST_PROP(Kriging, matches_dense_elimination_holds_for_all, ()) {
  const std::uint64_t seed = *rc::gen::inRange<std::uint64_t>(0, 100000);
  const Samples s = random_samples(*rc::gen::inRange<std::size_t>(4, 40), seed);
  Kriging k;
  k.method = static_cast<KrigingMethod>(seed % 3);
  k.mean = 0.4;
  k.support = seed % 2 == 0 ? Support::block : Support::point;
  k.discretisation = seed % 4 == 0 ? Discretisation::gauss : Discretisation::regular;
  k.points = {3, 2, 2};
  Targets t;
  t.x = {5050, 5010, 5090}, t.y = {50, 90, 10}, t.z = {20, 0, 35};
  t.block_m = {10, 8, 5}, t.rotation_deg = 25;
  SampleTraits traits;
  std::vector<std::vector<double>> drift;
  if (k.method != KrigingMethod::simple) drift.emplace_back(s.size(), 1.0);
  if (k.method == KrigingMethod::external_drift) {
    traits.drift = {s.x, s.z};
    t.drift = {t.x, t.z};
    drift.push_back(s.x), drift.push_back(s.z);
  }
  const Variogram v = model();
  const Estimates found = krige(s, 0, v, all_data(), k, t, traits);
  const BlockPoints block = k.support == Support::block
                                ? block_points(t.block_m, k.points, k.discretisation, 25)
                                : BlockPoints{{{0, 0, 0}}, {1}};
  for (std::size_t i = 0; i < 3; ++i) {
    std::vector<double> f;
    if (!drift.empty()) f.push_back(1);
    for (const auto& function : t.drift) f.push_back(function[i]);
    const Answer want = dense(s, v, block, {t.x[i], t.y[i], t.z[i]}, drift, f,
                              k.method == KrigingMethod::simple ? k.mean : 0);
    RC_ASSERT(std::abs(found.estimate[i] - want.estimate) < 1e-8);
    RC_ASSERT(std::abs(found.variance[i] - want.variance) < 1e-8);
  }
}

RC_GTEST_PROP(Kriging, honours_the_samples_and_their_weights_add_to_one_holds_for_all, ()) {
  const Samples s = random_samples(30, *rc::gen::inRange<std::uint64_t>(0, 100000));
  Targets t;
  t.x = s.x, t.y = s.y, t.z = s.z;
  const Estimates found = krige(s, 0, model(), all_data(), {}, t);
  for (std::size_t i = 0; i < s.size(); ++i) {
    RC_ASSERT(std::abs(found.estimate[i] - s.value[0][i]) < 1e-11);
    RC_ASSERT(found.variance[i] >= 0 && found.variance[i] < 1e-11);
  }
  for (double& x : t.x) x += 3;
  std::vector<double> sum(t.size());
  krige_weights(s, {}, model(), all_data(), {}, t, {}, [&](const Weights& w) {
    for (const double weight : w.weight) sum[w.target] += weight;
  });
  for (const double total : sum) RC_ASSERT(std::abs(total - 1) < 1e-12);
}

TEST(Kriging, gauss_legendre_points_integrate_polynomials_of_degree_seven) {
  const BlockPoints block = block_points({2, 0, 0}, {4, 4, 4}, Discretisation::gauss);
  ASSERT_EQ(block.offset.size(), 4u);
  double sum[9] = {};
  for (std::size_t k = 0; k < 4; ++k)
    for (int p = 0; p < 9; ++p) sum[p] += block.weight[k] * std::pow(block.offset[k].x, p);
  for (int p = 0; p < 8; ++p) EXPECT_NEAR(sum[p], p % 2 == 0 ? 1.0 / (p + 1) : 0, 1e-15) << p;
  EXPECT_GT(std::abs(sum[8] - 1.0 / 9), 1e-3);
}

Targets one_target(double x, double y, double z) {
  Targets t;
  t.x = {x}, t.y = {y}, t.z = {z};
  return t;
}

TEST(Kriging, one_sample_gives_its_value_everywhere) {
  Samples s;
  s.x = {0}, s.y = {0}, s.z = {0}, s.value = {{7}};
  const Estimates found = krige(s, 0, model(), all_data(), {}, one_target(10, 0, 0));
  EXPECT_DOUBLE_EQ(found.estimate[0], 7);
  EXPECT_NEAR(found.variance[0], 2 * (3.5 - covariance(model(), {10, 0, 0})), 1e-13);
  Search search = all_data();
  search.min_samples = 2;
  const Estimates none = krige(s, 0, model(), search, {}, one_target(10, 0, 0));
  EXPECT_EQ(none.status[0], EstimateStatus::too_few);
  EXPECT_EQ(none.samples[0], 1);
  EXPECT_TRUE(std::isnan(none.estimate[0]));
}

TEST(Kriging, equal_samples_give_their_value) {
  Samples s = random_samples(25, 1);
  s.value[0].assign(25, 3.25);
  const Estimates found = krige(s, 0, model(), all_data(), {}, one_target(5020, 30, 10));
  EXPECT_NEAR(found.estimate[0], 3.25, 1e-13);
}

TEST(Kriging, of_two_samples_at_one_place_the_later_is_left_out_and_told) {
  Samples s = random_samples(12, 2);
  Samples twice = s;
  for (const std::size_t i : {3u, 8u}) {
    twice.x.push_back(s.x[i]), twice.y.push_back(s.y[i]), twice.z.push_back(s.z[i]);
    twice.value[0].push_back(99), twice.hole.push_back(77);
  }
  const Targets t = one_target(5040, 40, 20);
  const Estimates with = krige(twice, 0, model(), all_data(), {}, t),
                  without = krige(s, 0, model(), all_data(), {}, t);
  EXPECT_EQ(with.dropped, (std::vector<std::uint32_t>{12, 13}));
  EXPECT_NEAR(with.estimate[0], without.estimate[0], 1e-12);
  EXPECT_EQ(with.samples[0], 12);
  EXPECT_TRUE(without.dropped.empty());
}

TEST(Kriging, drift_that_does_not_differ_is_a_status) {
  const Samples s = random_samples(12, 3);
  Kriging k;
  k.method = KrigingMethod::external_drift;
  SampleTraits traits;
  traits.drift.push_back(std::vector<double>(12, 4.0));
  Targets t = one_target(5040, 40, 20);
  t.drift.push_back({4});
  EXPECT_EQ(krige(s, 0, model(), all_data(), k, t, traits).status[0],
            EstimateStatus::singular_drift);
  traits.drift[0] = s.y;
  t.drift[0][0] = std::nan("");
  EXPECT_EQ(krige(s, 0, model(), all_data(), k, t, traits).status[0], EstimateStatus::no_drift);
}

TEST(Kriging, refuses_what_cannot_be) {
  const Samples s = random_samples(12, 4);
  const Targets t = one_target(5040, 40, 20);
  Variogram flat = model();
  flat.structure[0].range_semi_m = 0;
  EXPECT_THROW(krige(s, 0, flat, all_data(), {}, t), InputError);
  Samples empty = s;
  empty.value[0].assign(12, std::nan(""));
  EXPECT_THROW(krige(empty, 0, model(), all_data(), {}, t), InputError);
  EXPECT_THROW(krige(s, 0, model(), Search{}, {}, t), InputError);
}

TEST(Kriging, threads_do_not_change_a_bit) {
  const Samples s = random_samples(300, 5);
  Grid grid;
  grid.origin = {5000, 0, 0}, grid.cell_m = {4, 4, 4}, grid.count = {25, 25, 10};
  Search search;
  search.radius_major_m = 40, search.radius_minor_m = 20, search.max_samples = 12;
  Kriging k;
  k.support = Support::block, k.points = {2, 2, 2};
  Estimates found[2];
  for (const int threads : {1, 2}) {
    const ThreadLimit limit(threads);
    found[threads - 1] = krige(s, 0, model(), search, k, targets_of(grid));
  }
  EXPECT_EQ(found[0].estimate, found[1].estimate);
  EXPECT_EQ(found[0].variance, found[1].variance);
  EXPECT_EQ(found[0].count(EstimateStatus::estimated), grid.size());
}

// Without correlation between the variables cokriging is kriging.
TEST(Cokriging, of_independent_variables_is_kriging) {
  Samples s = random_samples(40, 6);
  s.name.push_back("w"), s.value.push_back(random_samples(40, 7).value[0]);
  s.value[1][3] = s.value[1][9] = std::nan("");
  Coregionalisation c;
  c.nugget = {0.2, 0, 0, 5};
  c.structure = {{"s", Structure::spherical, {1, 0, 0, 30}, 50, 50, 50}};
  Targets t = one_target(5030, 60, 20);
  Search search = all_data();
  const CokrigingEstimates found = cokrige(s, c, search, {}, t);
  for (std::size_t v = 0; v < 2; ++v) {
    Variogram one;
    one.nugget = c.nugget[3 * v];
    one.structure = {{"s", Structure::spherical, c.structure[0].sill[3 * v], 50, 50, 50}};
    const Estimates alone = krige(s, v, one, search, {}, t);
    EXPECT_NEAR(found.estimate[v][0], alone.estimate[0], 1e-12);
    EXPECT_NEAR(found.covariance[3 * v][0], alone.variance[0], 1e-11);
  }
  EXPECT_NEAR(found.covariance[1][0], 0, 1e-12);
}

TEST(Cokriging, refuses_models_that_are_none) {
  Coregionalisation c;
  c.structure = {{"s", Structure::spherical, {1, 2, 2, 1}, 50, 50, 50}};
  EXPECT_NE(fault_of(c, 2).find("positive semi-definite"), std::string::npos);
  c.structure[0].sill = {1, 0.5, 0.4, 1};
  EXPECT_NE(fault_of(c, 2).find("not symmetric"), std::string::npos);
  c.structure[0].sill = {1, 1, 1, 1};
  EXPECT_EQ(fault_of(c, 2), "");
  EXPECT_NE(fault_of(c, 3).find("need 9"), std::string::npos);
}

TEST(IndicatorKriging, corrected_probabilities_rise_with_the_threshold) {
  std::vector<double> p = {-0.1, 0.5, 0.4, 1.2};
  correct_order(p);
  EXPECT_EQ(p, (std::vector<double>{0, 0.45, 0.45, 1}));
  const Samples s = random_samples(60, 8);
  std::vector<Indicator> levels;
  for (const double level : {0.2, 0.5, 0.8}) levels.push_back({"p", level, {}, model()});
  Grid grid;
  grid.origin = {5000, 0, 0}, grid.cell_m = {20, 20, 20}, grid.count = {5, 5, 2};
  const IndicatorEstimates found = indicator_krige(s, 0, levels, all_data(), {}, targets_of(grid));
  for (std::size_t t = 0; t < grid.size(); ++t) {
    EXPECT_GE(found.probability[0][t], 0);
    EXPECT_LE(found.probability[0][t], found.probability[1][t]);
    EXPECT_LE(found.probability[1][t], found.probability[2][t]);
    EXPECT_LE(found.probability[2][t], 1);
  }
}

// Each left-out sample kriged from a set that really lacks its group.
TEST(CrossValidation, matches_kriging_without_the_group) {
  const Samples s = random_samples(40, 9);
  for (const LeaveOut leave : {LeaveOut::one, LeaveOut::hole, LeaveOut::fold}) {
    CrossValidation how;
    how.leave_out = leave, how.folds = 4;
    const Validation found = cross_validate(s, 0, model(), all_data(), {}, how);
    ASSERT_EQ(found.rows, 40u);
    if (leave == LeaveOut::fold) continue;
    for (const std::size_t i : {0u, 17u, 39u}) {
      Samples rest = s;
      for (std::size_t j = 0; j < 40; ++j)
        if (leave == LeaveOut::one ? j == i : s.hole[j] == s.hole[i])
          rest.value[0][j] = std::nan("");
      const Estimates want =
          krige(rest, 0, model(), all_data(), {}, one_target(s.x[i], s.y[i], s.z[i]));
      EXPECT_NEAR(found.estimates.estimate[i], want.estimate[0], 1e-12);
      EXPECT_NEAR(found.estimates.variance[i], want.variance[0], 1e-12);
    }
  }
  Samples loose = s;
  loose.hole.clear();
  EXPECT_THROW(cross_validate(loose, 0, model(), all_data(), {}, {LeaveOut::hole}), InputError);
}

TEST(DistanceWeighting, matches_its_formula) {
  Samples s;
  s.x = {0, 3, 0}, s.y = {0, 0, 4}, s.z = {0, 0, 0}, s.value = {{1, 2, 4}};
  Search search = all_data();
  const double w[] = {1.0 / 25, 1.0 / 16, 1.0 / 9};
  const DistanceEstimates found = inverse_distance(s, 0, search, {2}, one_target(3, 4, 0));
  EXPECT_NEAR(found.estimate[0], (w[0] + 2 * w[1] + 4 * w[2]) / (w[0] + w[1] + w[2]), 1e-14);
  EXPECT_DOUBLE_EQ(found.nearest_m[0], 3);
  EXPECT_EQ(nearest_sample(s, 0, search, one_target(3, 4, 0)).estimate[0], 4);
  EXPECT_EQ(inverse_distance(s, 0, search, {2}, one_target(3, 0, 0)).estimate[0], 2);
}

}  // namespace
}  // namespace lode::resource
