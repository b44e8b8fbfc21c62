// Kriging against published reference results in ../shared/georef (gstat 2.1-0, GSLIB kt3d and a
// textbook oracle; see its README). Skipped where they are absent.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "resource/resource.h"

namespace lode::resource {
namespace {
namespace fs = std::filesystem;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
const fs::path kFolder = "../shared/georef";

using Table = std::map<std::string, std::vector<double>>;

Table read(const std::string& name) {
  std::ifstream in(kFolder / name);
  std::vector<std::string> header;
  Table out;
  for (std::string line; std::getline(in, line);) {
    std::istringstream cells(line);
    std::vector<std::string> row;
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
    if (header.empty()) {
      header = row;
      continue;
    }
    row.resize(header.size());
    for (std::size_t k = 0; k < header.size(); ++k) {
      char* end = nullptr;
      const double value = std::strtod(row[k].c_str(), &end);
      out[header[k]].push_back(end != row[k].c_str() ? value : kMissing);
    }
  }
  return out;
}

Samples samples_of(const Table& table, const std::vector<std::string>& variables) {
  Samples out;
  out.x = table.at("x"), out.y = table.at("y");
  out.z.assign(out.x.size(), 0.0);
  if (table.contains("z")) out.z = table.at("z");
  for (const std::string& variable : variables) {
    out.name.push_back(variable);
    out.value.push_back(table.at(variable));
  }
  return out;
}

Targets targets_of(const Table& table) {
  Targets out;
  out.x = table.at("x"), out.y = table.at("y");
  out.z.assign(out.x.size(), 0.0);
  if (table.contains("z")) out.z = table.at("z");
  return out;
}

VariogramStructure structure(Structure type, double contribution, double a, double b, double c) {
  return {"s", type, contribution, a, b, c};
}
Variogram isotropic(double nugget, Structure type, double contribution, double range) {
  Variogram v;
  v.nugget = nugget;
  v.ranges = Ranges::parameter;
  v.structure = {structure(type, contribution, range, range, range)};
  return v;
}
Search all_data() {
  Search s;
  s.neighbourhood = Neighbourhood::all;
  return s;
}
Kriging block() {
  Kriging k;
  k.support = Support::block;
  k.discretisation = Discretisation::gauss;
  return k;
}

// Every row of a column within a relative tolerance, an empty cell against a missing estimate; rows
// where `tie` is 1 are left out.
void expect_column(const std::vector<double>& found, const Table& expected, const std::string& name,
                   double tolerance, const std::string& tie = "") {
  const std::vector<double>& want = expected.at(name);
  ASSERT_EQ(found.size(), want.size()) << name;
  double largest = 0;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    if (!tie.empty() && expected.at(tie)[i] == 1) continue;
    ++compared;
    ASSERT_EQ(std::isnan(found[i]), std::isnan(want[i])) << name << " row " << i;
    if (std::isnan(want[i])) continue;
    const double off = std::abs(found[i] - want[i]) / std::max(1.0, std::abs(want[i]));
    ASSERT_LE(off, tolerance) << name << " row " << i << ": " << found[i] << " for " << want[i];
    largest = std::max(largest, off);
  }
  EXPECT_GT(compared, want.size() * 9 / 10) << name;
  std::cout << name << ": largest relative difference " << largest << " of " << compared
            << " rows\n";
}

class KrigingReference : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kFolder / "case1_meuse_input.csv"))
      GTEST_SKIP() << "no " << kFolder << " here: reference cases of kriging skipped";
  }
};

TEST_F(KrigingReference, meuse_matches_gstat) {
  const Table input = read("case1_meuse_input.csv"), expected = read("case1_meuse_expected.csv");
  const Samples samples = samples_of(input, {"logzinc"});
  Targets targets = targets_of(expected);
  const Variogram model = isotropic(0.05, Structure::spherical, 0.59, 897);
  Estimates found = krige(samples, 0, model, all_data(), {}, targets);
  expect_column(found.estimate, expected, "ok", 1e-9);
  expect_column(found.variance, expected, "ok_var", 1e-9);

  Kriging simple;
  simple.method = KrigingMethod::simple, simple.mean = 5.9;
  found = krige(samples, 0, model, all_data(), simple, targets);
  expect_column(found.estimate, expected, "sk", 1e-9);
  expect_column(found.variance, expected, "sk_var", 1e-9);

  Search near;
  near.radius_major_m = 1000, near.min_samples = 3, near.max_samples = 20;
  found = krige(samples, 0, model, near, {}, targets);
  expect_column(found.estimate, expected, "ok_n20_r1000", 1e-9, "neighbour_tie_n20");
  expect_column(found.variance, expected, "ok_n20_r1000_var", 1e-9, "neighbour_tie_n20");

  targets.block_m = {40, 40, 0};
  found = krige(samples, 0, model, all_data(), block(), targets);
  expect_column(found.estimate, expected, "okblock40", 1e-7);
  expect_column(found.variance, expected, "okblock40_var", 1e-7);

  Kriging drift;
  drift.method = KrigingMethod::external_drift;
  targets.drift.push_back(expected.at("dist"));
  SampleTraits traits;
  traits.drift.push_back(input.at("dist"));
  found = krige(samples, 0, isotropic(0.05, Structure::spherical, 0.15, 892), all_data(), drift,
                targets, traits);
  expect_column(found.estimate, expected, "ukdist", 1e-9);
  expect_column(found.variance, expected, "ukdist_var", 1e-9);
}

TEST_F(KrigingReference, jura_matches_gstat) {
  const Table input = read("case2_jura_input.csv"), expected = read("case2_jura_expected.csv");
  const Samples samples = samples_of(input, {"Cd"});
  Targets targets = targets_of(expected);
  Variogram model;
  model.nugget = 0.3, model.azimuth_deg = 45;
  model.structure = {structure(Structure::spherical, 0.3, 0.2, 0.2, 0.2),
                     structure(Structure::spherical, 0.26, 1.3, 0.78, 1.3)};
  Estimates found = krige(samples, 0, model, all_data(), {}, targets);
  expect_column(found.estimate, expected, "ok", 1e-9);
  expect_column(found.variance, expected, "ok_var", 1e-9);

  Search near;
  near.radius_major_m = 0.8, near.min_samples = 4, near.max_samples = 16;
  found = krige(samples, 0, model, near, {}, targets);
  expect_column(found.estimate, expected, "ok_n16_r08", 1e-9, "neighbour_tie_n16");
  expect_column(found.variance, expected, "ok_n16_r08_var", 1e-9, "neighbour_tie_n16");

  targets.block_m = {0.25, 0.25, 0};
  found = krige(samples, 0, model, all_data(), block(), targets);
  expect_column(found.estimate, expected, "okblock", 1e-7);
  expect_column(found.variance, expected, "okblock_var", 1e-7);
  targets.block_m = {};

  for (const auto& [name, type] :
       {std::pair{"ok_exp", Structure::exponential}, std::pair{"ok_gau", Structure::gaussian}}) {
    found = krige(samples, 0, isotropic(0.3, type, 0.5, 0.4), all_data(), {}, targets);
    expect_column(found.estimate, expected, name, 1e-9);
    expect_column(found.variance, expected, std::string(name) + "_var", 1e-9);
  }
}

TEST_F(KrigingReference, leave_one_out_matches_gstat) {
  const Table expected = read("case1_meuse_loocv_expected.csv");
  const Samples samples = samples_of(read("case1_meuse_input.csv"), {"logzinc"});
  const Validation found = cross_validate(
      samples, 0, isotropic(0.05, Structure::spherical, 0.59, 897), all_data(), {}, {});
  expect_column(found.observed, expected, "observed", 1e-15);
  expect_column(found.estimates.estimate, expected, "pred", 1e-9);
  expect_column(found.estimates.variance, expected, "var", 1e-9);
  std::vector<double> residual, score;
  for (std::size_t i = 0; i < found.observed.size(); ++i) {
    residual.push_back(found.observed[i] - found.estimates.estimate[i]);
    score.push_back(residual[i] / std::sqrt(found.estimates.variance[i]));
  }
  expect_column(residual, expected, "residual", 1e-9);
  expect_column(score, expected, "zscore", 1e-9);
}

TEST_F(KrigingReference, cokriging_matches_gstat) {
  const Table expected = read("case2_jura_expected.csv");
  const Samples samples = samples_of(read("case2_jura_input.csv"), {"Cd", "Ni", "Zn"});
  Coregionalisation model;
  model.nugget = {0.3, 0.6, 3.5, 0.6, 11, 20, 3.5, 20, 220};
  model.structure = {
      {"s", Structure::spherical, {0.5, 3, 12, 3, 65, 150, 12, 150, 700}, 1.1, 1.1, 1.1}};
  const CokrigingEstimates found = cokrige(samples, model, all_data(), {}, targets_of(expected));
  expect_column(found.estimate[0], expected, "ck_Cd", 1e-9);
  expect_column(found.estimate[1], expected, "ck_Ni", 1e-9);
  expect_column(found.covariance[0], expected, "ck_Cd_var", 1e-9);
  expect_column(found.covariance[4], expected, "ck_Ni_var", 1e-9);
  expect_column(found.covariance[1], expected, "ck_CdNi_cov", 1e-9);
  expect_column(found.covariance[3], expected, "ck_CdNi_cov", 1e-9);
}

TEST_F(KrigingReference, indicator_kriging_matches_gstat) {
  const Table expected = read("case2_jura_expected.csv");
  const Samples samples = samples_of(read("case2_jura_input.csv"), {"Cd"});
  const std::vector<Indicator> below = {
      {"low", 0.8, BelowRule::below, isotropic(0.08, Structure::spherical, 0.17, 0.9)}};
  const IndicatorEstimates found =
      indicator_krige(samples, 0, below, all_data(), {}, targets_of(expected));
  expect_column(found.threshold[0].estimate, expected, "ik_lt08", 1e-9);
  expect_column(found.threshold[0].variance, expected, "ik_lt08_var", 1e-9);
}

TEST_F(KrigingReference, drill_holes_match_the_oracle_and_kt3d) {
  const Table expected = read("case4_drill3d_expected.csv");
  const Samples samples = samples_of(read("case4_drill3d_input.csv"), {"grade"});
  Targets targets = targets_of(expected);
  targets.block_m = {20, 20, 20};
  Variogram model;
  model.nugget = 0.1, model.azimuth_deg = 30, model.dip_deg = -20, model.rake_deg = 15;
  model.structure = {structure(Structure::spherical, 0.45, 150, 100, 40),
                     structure(Structure::spherical, 0.45, 400, 250, 100)};
  Search near;
  near.radius_major_m = 120, near.radius_semi_m = 80, near.radius_minor_m = 40;
  near.azimuth_deg = 30, near.dip_deg = -20, near.rake_deg = 15;
  near.min_samples = 4, near.max_samples = 16;
  Kriging kriging = block();
  kriging.discretisation = Discretisation::regular;
  kriging.points = {4, 4, 2};
  Estimates found = krige(samples, 0, model, near, kriging, targets);
  expect_column(found.estimate, expected, "ok", 1e-9);
  expect_column(found.variance, expected, "ok_var", 1e-9);
  expect_column(found.lagrange, expected, "ok_lagrange", 1e-9);
  expect_column(found.estimate, expected, "kt3d_ok", 2e-5);
  expect_column(found.variance, expected, "kt3d_ok_var", 2e-5);
  std::vector<double> number;
  for (std::size_t i = 0; i < found.samples.size(); ++i)
    number.push_back(found.status[i] == EstimateStatus::estimated ? found.samples[i] : 0);
  expect_column(number, expected, "n_samples", 0);

  kriging.method = KrigingMethod::simple, kriging.mean = 1.1;
  found = krige(samples, 0, model, near, kriging, targets);
  expect_column(found.estimate, expected, "sk", 1e-9);
  expect_column(found.variance, expected, "sk_var", 1e-9);
  expect_column(found.estimate, expected, "kt3d_sk", 2e-5);
  expect_column(found.variance, expected, "kt3d_sk_var", 2e-5);
}

}  // namespace
}  // namespace lode::resource
