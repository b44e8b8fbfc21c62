#include "resource/estimate.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "resource/variography.h"

namespace lode::resource {
namespace {

Samples made_up_samples(std::size_t n) {
  const Stream stream(3, "test.estimate");
  Samples out;
  out.name = {"gold", "silver"};
  out.value.resize(2);
  for (std::size_t i = 0; i < n; ++i) {
    out.x.push_back(100 * stream.uniform(5 * i)), out.y.push_back(100 * stream.uniform(5 * i + 1));
    out.z.push_back(20 * stream.uniform(5 * i + 2));
    out.value[0].push_back(stream.uniform(5 * i + 3));
    out.value[1].push_back(10 * stream.uniform(5 * i + 4));
  }
  return out;
}

EstimationMethod method_of(Estimator estimator) {
  EstimationMethod out;
  out.estimator = estimator;
  out.search.radius_major_m = 60, out.search.min_samples = 2, out.search.max_samples = 8;
  out.variogram.nugget = 0.2;
  out.variogram.structure = {{"a", Structure::spherical, 0.8, 50, 50, 50}};
  out.indicator = {{"low", 0.3, {}, out.variogram}, {"high", 0.7, {}, out.variogram}};
  return out;
}

// The last is out of reach of all samples.
Targets targets() {
  Targets out;
  out.x = {20, 50, 1000}, out.y = {20, 60, 1000}, out.z = {5, 5, 5};
  return out;
}

const std::vector<double>& column(const Columns& columns, const std::string& name) {
  for (std::size_t k = 0; k < columns.name.size(); ++k)
    if (columns.name[k] == name) return columns.number[k];
  throw std::runtime_error("no column " + name);
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i] && !(std::isnan(a[i]) && std::isnan(b[i]))) return false;
  return true;
}

TEST(Estimate, gives_what_the_estimator_gives_in_columns) {
  const Samples samples = made_up_samples(40);
  const EstimationMethod method = method_of(Estimator::kriging);
  const Columns found = estimate(samples, 1, method, targets());
  const Estimates kriged =
      krige(samples, 1, method.variogram, method.search, method.kriging, targets());
  EXPECT_TRUE(same(column(found, "estimate"), kriged.estimate));
  EXPECT_TRUE(same(column(found, "variance"), kriged.variance));
  EXPECT_TRUE(same(column(found, "slope_of_regression"), kriged.slope));
  EXPECT_EQ(found.rows(), 3U);
  EXPECT_EQ(found.label[0].text(0), "estimated");
  EXPECT_EQ(found.label[0].text(2), "too_few");
}

TEST(Estimate, every_estimator_says_which_rows_it_could_estimate) {
  const Samples samples = made_up_samples(40);
  for (const Estimator each : {Estimator::kriging, Estimator::indicator,
                               Estimator::inverse_distance, Estimator::nearest}) {
    const Columns found = estimate(samples, 0, method_of(each), targets());
    ASSERT_EQ(found.label[0].name, "status");
    EXPECT_EQ(found.label[0].code.size(), 3U);
    EXPECT_EQ(found.label[0].code[0], 0);
    EXPECT_EQ(found.label[0].text(2), "too_few");
    EXPECT_TRUE(any_estimated(found));
    Targets far = targets();
    far.x = {1000, 1000, 1000}, far.y = far.x;
    EXPECT_FALSE(any_estimated(estimate(samples, 0, method_of(each), far)));
  }
}

TEST(Estimate, validation_has_residuals_of_observed_less_estimate) {
  const Samples samples = made_up_samples(40);
  const EstimationMethod method = method_of(Estimator::kriging);
  const Validation found =
      cross_validate(samples, 0, method.variogram, method.search, method.kriging, {});
  const Columns rows = columns_of(found, samples);
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < rows.rows(); ++i) {
    const double residual = column(rows, "residual")[i];
    if (std::isnan(residual)) continue;
    EXPECT_DOUBLE_EQ(residual, column(rows, "observed")[i] - column(rows, "estimate")[i]);
    sum += residual, n += 1;
  }
  EXPECT_NEAR(sum / n, found.mean_residual, 1e-12);
}

TEST(Columns, append_keeps_the_order) {
  Columns first, second;
  first.add("x", std::vector<double>{1, 2});
  second.add("n", std::vector<std::int32_t>{3, 4});
  second.label.push_back({"class", {"indicated"}, {0, -1}});
  second.note = {"told"};
  first.append(second);
  EXPECT_EQ(first.name, (std::vector<std::string>{"x", "n"}));
  EXPECT_EQ(first.number[1], (std::vector<double>{3, 4}));
  EXPECT_EQ(first.label[0].text(0), "indicated");
  EXPECT_EQ(first.label[0].text(1), "");
  EXPECT_EQ(first.note.size(), 1U);
}

TEST(Variographies, are_those_of_each_variable_and_say_what_failed) {
  const Samples samples = made_up_samples(60);
  Variography asked;
  asked.lags.width_m = 20, asked.lags.count = 4;
  const auto found = variographies(samples, {}, asked);
  ASSERT_EQ(found.size(), 2U);
  const VariographyResult alone = variography(samples, 1, {}, asked);
  EXPECT_EQ(found[1].variable, "silver");
  EXPECT_EQ(found[1].result.experimental.direction[0].lag[2].semivariance,
            alone.experimental.direction[0].lag[2].semivariance);
  EXPECT_EQ(status_of(alone), VariographyStatus::done);
  asked.lags.width_m = 1e-6, asked.lags.count = 1;  // no two samples are so near
  EXPECT_EQ(status_of(variography(samples, 1, {}, asked)), VariographyStatus::no_pairs);
}

}  // namespace
}  // namespace lode::resource
