#include "resource/experimental_variogram.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>

#include "base/base.h"
#include "resource/variography.h"

namespace lode::resource {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

struct Points {
  std::vector<double> x, y, z, value;
  std::vector<std::int32_t> hole;
  PairSamples samples() const { return {x, y, z, value, hole}; }
};

// Whole metres: many pairs stand exactly on the ends of lags and of angles.
Points random_points(int n, bool flat) {
  Points out;
  const auto coordinate = [&](int extent) { return *rc::gen::inRange(0, extent) * 1.0; };
  for (int i = 0; i < n; ++i) {
    out.x.push_back(coordinate(60)), out.y.push_back(coordinate(40));
    if (!flat) out.z.push_back(coordinate(20));
    out.value.push_back(*rc::gen::inRange(0, 1000) / 7.0);
    out.hole.push_back(*rc::gen::inRange(-1, 5));
  }
  return out;
}

struct Expected {
  std::uint64_t pairs = 0;
  double distance = 0, squares = 0;
};

// Every pair, one by one, by the words of the rules.
bool in_lag(const Lags& lags, double h, int k) {
  const double w = lags.width_m;
  if (lags.rule == LagRule::centred) {
    const double tolerance = lags.tolerance_m > 0 ? lags.tolerance_m : w / 2;
    return h > 0 && h >= k * w - tolerance && h <= k * w + tolerance;
  }
  return h > k * w && h <= (k + 1) * w && (lags.cutoff_m == 0 || h <= lags.cutoff_m);
}

double acute_degrees(double cosine) { return std::acos(std::min(1.0, std::abs(cosine))) / kDegree; }

bool in_direction(const Direction& d, double dx, double dy, double dz) {
  constexpr double kEnd = 1e-6;  // degrees; the cosine's own rounding near 0 is 1e-8 rad
  const double plan = std::hypot(dx, dy), h = std::sqrt(dx * dx + dy * dy + dz * dz);
  const double a = d.azimuth_deg * kDegree, dip = d.dip_deg * kDegree;
  const double along = dx * std::sin(a) + dy * std::cos(a);
  if (plan > 0 && acute_degrees(along / plan) > d.azimuth_tolerance_deg + kEnd) return false;
  if (std::abs(dx * std::cos(a) - dy * std::sin(a)) > d.horizontal_bandwidth_m + 1e-9) return false;
  const bool square = std::abs(along) < 1e-9 * plan;
  const double forward = (square ? dz * std::sin(dip) : along) < 0 ? -plan : plan;
  if (h > 0 && acute_degrees((forward * std::cos(dip) + dz * std::sin(dip)) / h) >
                   d.dip_tolerance_deg + kEnd)
    return false;
  return std::abs(dz * std::cos(dip) - forward * std::sin(dip)) <= d.vertical_bandwidth_m + 1e-9;
}

Expected brute_force(const Points& p, const Lags& lags, const Direction& d, int k) {
  Expected out;
  for (std::size_t i = 0; i < p.x.size(); ++i)
    for (std::size_t j = i + 1; j < p.x.size(); ++j) {
      const double dx = p.x[j] - p.x[i], dy = p.y[j] - p.y[i];
      const double dz = p.z.empty() ? 0 : p.z[j] - p.z[i];
      const double h = std::sqrt(dx * dx + dy * dy + dz * dz);
      if (d.within_hole && (p.hole[i] < 0 || p.hole[i] != p.hole[j])) continue;
      if (!(k < 0 ? h == 0 : in_lag(lags, h, k)) || !in_direction(d, dx, dy, dz)) continue;
      ++out.pairs, out.distance += h;
      out.squares += (p.value[i] - p.value[j]) * (p.value[i] - p.value[j]);
    }
  return out;
}

void expect_equal(const VariogramLag& lag, const Expected& expected) {
  RC_ASSERT(lag.pairs == expected.pairs);
  if (lag.pairs == 0) {
    RC_ASSERT(std::isnan(lag.distance_m) && std::isnan(lag.semivariance));
    return;
  }
  const double n = static_cast<double>(expected.pairs);
  RC_ASSERT(std::abs(lag.distance_m - expected.distance / n) <= 1e-12 * (1 + lag.distance_m));
  RC_ASSERT(std::abs(lag.semivariance - expected.squares / (2 * n)) <=
            1e-12 * (1 + lag.semivariance));
}

RC_GTEST_PROP(ExperimentalVariogram, every_lag_and_direction_matches_brute_force, ()) {
  const bool flat = *rc::gen::arbitrary<bool>();
  const Points points = random_points(*rc::gen::inRange(2, 90), flat);
  Lags lags;
  lags.width_m = *rc::gen::element(0.1, 1.0, 3.0, 5.0, 7.5);
  if (*rc::gen::arbitrary<bool>()) {
    lags.rule = LagRule::centred;
    lags.count = *rc::gen::inRange(1, 12);
    lags.tolerance_m = *rc::gen::element(0.0, 0.25, 0.5, 1.0, 1.7) * lags.width_m;
  } else if (*rc::gen::arbitrary<bool>()) {
    lags.count = *rc::gen::inRange(1, 12);
  } else {
    lags.cutoff_m = *rc::gen::element(1.0, 4.0, 17.0, 80.0);
  }
  std::vector<Direction> directions = {{.id = "all"}, {.id = "hole", .within_hole = true}};
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    Direction d{.id = "some"};
    d.azimuth_deg = *rc::gen::element(-90, 0, 30, 45, 90, 135, 180, 271);
    d.dip_deg = *rc::gen::element(-90, -45, 0, 10, 90);
    d.azimuth_tolerance_deg = *rc::gen::element(5.0, 22.5, 45.0, 89.0, 90.0);
    d.dip_tolerance_deg = *rc::gen::element(5.0, 22.5, 45.0, 90.0);
    d.horizontal_bandwidth_m = *rc::gen::element(3.0, 10.0, kInfinity);
    d.vertical_bandwidth_m = *rc::gen::element(2.0, kInfinity);
    d.within_hole = *rc::gen::arbitrary<bool>();
    directions.push_back(d);
  }
  const ExperimentalVariogram v = experimental_variogram(points.samples(), lags, directions);
  RC_ASSERT(v.direction.size() == directions.size());
  for (std::size_t d = 0; d < directions.size(); ++d) {
    expect_equal(v.direction[d].coincident, brute_force(points, lags, directions[d], -1));
    for (std::size_t k = 0; k < v.direction[d].lag.size(); ++k)
      expect_equal(v.direction[d].lag[k],
                   brute_force(points, lags, directions[d], static_cast<int>(k)));
  }
}

// A field much wider than the cutoff, so that rows and cells are many; and one far from the origin.
TEST(ExperimentalVariogram, wide_fields_match_brute_force) {
  Points p;
  const Stream random(7, "wide");
  for (std::uint64_t i = 0; i < 700; ++i) {
    p.x.push_back(5e5 + 9000 * random.uniform(4 * i)),
        p.y.push_back(7e6 + 400 * random.uniform(4 * i + 1));
    p.z.push_back(300 * random.uniform(4 * i + 2)), p.value.push_back(random.uniform(4 * i + 3));
  }
  for (const double width : {0.5, 10.0, 300.0}) {
    Lags lags;
    lags.width_m = width, lags.count = 9;
    const Direction all{.id = "all"}, north_down{.id = "d",
                                                 .azimuth_deg = 10,
                                                 .dip_deg = -30,
                                                 .azimuth_tolerance_deg = 40,
                                                 .dip_tolerance_deg = 30};
    const std::vector<Direction> directions = {all, north_down};
    const ExperimentalVariogram v = experimental_variogram(p.samples(), lags, directions);
    for (std::size_t d = 0; d < 2; ++d)
      for (int k = 0; k < 9; ++k) {
        const Expected expected = brute_force(p, lags, directions[d], k);
        const VariogramLag& lag = v.direction[d].lag[static_cast<std::size_t>(k)];
        EXPECT_EQ(lag.pairs, expected.pairs) << width << " " << k;
        if (lag.pairs > 0) {
          EXPECT_NEAR(lag.semivariance,
                      expected.squares / (2 * static_cast<double>(expected.pairs)), 1e-12);
        }
      }
  }
}

TEST(ExperimentalVariogram, never_depends_on_threads) {
  Points p;
  const Stream random(9, "threads");
  for (std::uint64_t i = 0; i < 2000; ++i) {
    p.x.push_back(random.uniform(3 * i)), p.y.push_back(random.uniform(3 * i + 1));
    p.value.push_back(random.uniform(3 * i + 2));
  }
  Lags lags;
  lags.width_m = 0.05, lags.count = 8;
  const std::vector<Direction> all = {{.id = "all"}};
  const auto run = [&](int threads) {
    const ThreadLimit limit(threads);
    return experimental_variogram(p.samples(), lags, all);
  };
  const ExperimentalVariogram one = run(1), two = run(2);
  for (std::size_t k = 0; k < 8; ++k) {
    EXPECT_EQ(one.direction[0].lag[k].distance_m, two.direction[0].lag[k].distance_m);
    EXPECT_EQ(one.direction[0].lag[k].semivariance, two.direction[0].lag[k].semivariance);
  }
}

// Reference results of gstat 2.1-0, made for the published meuse data (R package sp, GPL).
class Meuse : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path folder = "../shared/georef";
    if (!std::filesystem::exists(folder / "case1_meuse_input.csv"))
      GTEST_SKIP() << "skipped: ../shared/georef (reference results) is not here";
    const auto input = numbers(folder / "case1_meuse_input.csv");
    for (const auto& row : input)
      points_.x.push_back(row[0]), points_.y.push_back(row[1]), points_.value.push_back(row[3]);
    omni_ = numbers(folder / "case1_meuse_variogram_omni_expected.csv");
    directional_ = numbers(folder / "case1_meuse_variogram_dir_expected.csv");
    ASSERT_EQ(omni_.size(), 15u);
    ASSERT_EQ(directional_.size(), 40u);
  }
  static std::vector<std::vector<double>> numbers(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::string line, cell;
    std::getline(in, line);
    std::vector<std::vector<double>> out;
    while (std::getline(in, line)) {
      out.emplace_back();
      std::istringstream cells(line);
      while (std::getline(cells, cell, ',')) out.back().push_back(std::stod(cell));
    }
    return out;
  }
  static void expect_row(const VariogramLag& lag, const std::vector<double>& row) {
    EXPECT_EQ(static_cast<double>(lag.pairs), row[0]);
    EXPECT_NEAR(lag.distance_m / row[1], 1, 1e-9);
    EXPECT_NEAR(lag.semivariance / row[2], 1, 1e-9);
  }
  Points points_;
  std::vector<std::vector<double>> omni_, directional_;
};

TEST_F(Meuse, omnidirectional_matches_gstat) {
  Lags lags;
  lags.width_m = 100, lags.cutoff_m = 1500;
  const std::vector<Direction> all = {{.id = "all"}};
  const ExperimentalVariogram v = experimental_variogram(points_.samples(), lags, all);
  ASSERT_EQ(v.direction[0].lag.size(), omni_.size());
  for (std::size_t k = 0; k < omni_.size(); ++k) expect_row(v.direction[0].lag[k], omni_[k]);
}

TEST_F(Meuse, four_directions_match_gstat) {
  Lags lags;
  lags.width_m = 150, lags.count = 10;
  std::vector<Direction> directions;
  for (const double azimuth : {0.0, 45.0, 90.0, 135.0})
    directions.push_back({.id = "d", .azimuth_deg = azimuth, .azimuth_tolerance_deg = 22.5});
  const ExperimentalVariogram v = experimental_variogram(points_.samples(), lags, directions);
  std::size_t row = 0;
  for (const DirectionalVariogram& d : v.direction)
    for (const VariogramLag& lag : d.lag) {
      EXPECT_EQ(d.direction.azimuth_deg, directional_[row][3]);
      expect_row(lag, directional_[row++]);
    }
  EXPECT_EQ(row, directional_.size());
}

// What is refused, in the words a person reads.
std::string refusal(const Points& points, const Lags& lags, const Direction& direction) {
  try {
    const std::vector<Direction> one = {direction};
    experimental_variogram(points.samples(), lags, one);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(ExperimentalVariogram, refuses_what_it_cannot_mean) {
  const Points two{{0, 1}, {0, 0}, {}, {1, 2}, {}};
  const Lags good{.width_m = 1, .count = 3};
  const Direction all{.id = "all"};
  const auto says = [&](const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  };
  EXPECT_EQ(refusal(two, good, all), "");
  says(refusal(two, {.width_m = 0, .count = 3}, all), "the width is 0: it must be above 0");
  says(refusal(two, {.width_m = -5, .count = 3}, all), "the width is -5");
  says(refusal(two, {.count = 3}, all), "the width is nan");
  says(refusal(two, {.width_m = 1}, all), "say how far");
  says(refusal(two, {.width_m = 1, .count = 3, .cutoff_m = 9}, all), "do not end at a cutoff of 9");
  says(refusal(two, {.width_m = 1e-9, .cutoff_m = 1e9}, all), "more than 100000 lags");
  says(refusal(two, {.width_m = 1, .count = 3, .tolerance_m = 1}, all),
       "goes with the rule centred");
  says(refusal(two, good, {.id = "n", .azimuth_tolerance_deg = 0}), "must lie in (0, 90]");
  says(refusal(two, good, {.id = "n", .dip_tolerance_deg = 91}), "tolerance is 91");
  says(refusal(two, good, {.id = "n", .horizontal_bandwidth_m = -1}), "bandwidth is -1");
  says(refusal(two, good, {.id = "n", .within_hole = true}), "have no holes");
  says(refusal({{0}, {0}, {}, {1}, {}}, good, all), "there is 1");
  says(refusal({{}, {}, {}, {}, {}}, good, all), "there are 0");
  says(refusal({{0, 1}, {0, 0}, {}, {1, kRequired}, {}}, good, all), "there is 1");
  says(refusal({{0, kRequired}, {0, 0}, {}, {1, 2}, {}}, good, all), "sample 2");
  says(refusal({{0, 1}, {0, 0}, {}, {1, kInfinity}, {}}, good, all), "value is infinite");
  says(refusal({{0, 1}, {0}, {}, {1, 2}, {}}, good, all), "differ in number");
}

TEST(ExperimentalVariogram, equal_samples_missing_ones_and_no_pairs_are_answers) {
  const Points points{{0, 1, 2, 500}, {0, 0, 0, 0}, {}, {3, 3, kRequired, 3}, {}};
  const std::vector<Direction> all = {{.id = "all"}};
  const ExperimentalVariogram v =
      experimental_variogram(points.samples(), {.width_m = 1, .count = 2}, all);
  EXPECT_EQ(v.samples, 3u);
  EXPECT_EQ(v.missing, 1u);
  EXPECT_EQ(v.variance, 0);
  EXPECT_EQ(v.direction[0].lag[0].pairs, 1u);
  EXPECT_EQ(v.direction[0].lag[0].semivariance, 0);
  EXPECT_EQ(v.direction[0].lag[1].pairs, 0u);
}

TEST(Variography, lags_down_holes_are_one_to_thirty_out_to_one_and_a_half_ranges) {
  Variogram model;
  VariogramStructure structure;
  structure.range_major_m = structure.range_semi_m = structure.range_minor_m = 40;
  model.structure = {structure};
  EXPECT_EQ(down_hole(model, 5).lags.count, 12);
  EXPECT_EQ(down_hole(model, 100).lags.count, 1);
  model.structure[0].range_major_m = 1e9;
  EXPECT_EQ(down_hole(model, 0.01).lags.count, 30);
}

}  // namespace
}  // namespace lode::resource
