#include "resource/realisations.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <numbers>
#include <string>

#include "base/error.h"
#include "base/parallel.h"

namespace lode::resource {
namespace {

struct Deposit {
  Grid grid;
  Body body;
  Statement statement;
  Variogram variogram;
  Law law;
};

// A small pipe in a rotated grid, about 500 blocks, two by-products.
Deposit deposit(double rotation = 25) {
  Deposit d;
  d.grid.cell_m = {20, 20, 10};
  d.grid.count = {14, 16, 16};
  d.grid.rotation_deg = rotation;
  Solid pipe;
  pipe.shape = Shape::pipe;
  const double a = rotation * std::numbers::pi / 180;
  pipe.centre = {140 * std::cos(a) + 160 * std::sin(a), -140 * std::sin(a) + 160 * std::cos(a),
                 158};
  pipe.length_m = 220;
  pipe.width_m = 160;
  pipe.height_m = 120;
  pipe.dip_deg = 75;
  d.body = make_body(d.grid, {pipe});
  d.statement.density_t_per_m3 = 2.7;
  d.statement.tonnage_t = 0.55 * static_cast<double>(d.body.block.size()) * 4000 * 2.7;
  d.statement.cut_off = 0.001;
  d.statement.grade = 0.0019;
  d.statement.rim_grade = 0.5;
  d.statement.by_product = {{"a", 0.0011, 0.6, 0.5}, {"b", 0.0003, 0.8, -0.4}};
  d.variogram.nugget = 0.1;
  d.variogram.azimuth_deg = 40;
  d.variogram.dip_deg = -60;
  d.variogram.structure = {{"s", Structure::spherical, 0.9, 90, 60, 40}};
  d.law = fit_law(d.statement, d.grid, d.body);
  return d;
}

const std::vector<ConfidenceClass> kTwoClasses{{"near", 0.6, 0.1, 1, false},
                                               {"far", 1, 0.2, 0.95, true}};

Realisations run(const Deposit& d, const SimulationOptions& options,
                 const std::vector<ConfidenceClass>& classes = kTwoClasses) {
  return simulate(d.statement, d.law, d.variogram, d.grid, d.body, classes, options);
}

SimulationOptions without_classes(int realisations) {
  SimulationOptions options;
  options.realisations = realisations;
  options.name = "test";
  options.class_uncertainty = false;
  return options;
}

TEST(Realisations, mean_meets_the_statement) {
  for (const double rotation : {0.0, 25.0}) {
    const Deposit d = deposit(rotation);
    ASSERT_EQ(d.law.status, LawStatus::solved) << d.law.message;
    const Realisations r = run(d, without_classes(400));
    const StatementCheck check = check_statement(d.statement, d.grid, r);
    EXPECT_TRUE(check.within) << check.tonnes / d.statement.tonnage_t << ' ' << check.grade;
    EXPECT_NEAR(check.tonnes, d.statement.tonnage_t, 4 * check.tonnes_se);
    EXPECT_NEAR(check.grade, d.statement.grade, 4 * check.grade_se);
    EXPECT_LT(check.tonnes_se, 0.02 * d.statement.tonnage_t);  // the test can tell 8 % from nothing
    for (const double factor : r.tonnage_factor) EXPECT_EQ(factor, 1);
    for (const double factor : r.grade_factor) EXPECT_EQ(factor, 1);
  }
}

TEST(Realisations, check_refuses_another_statement) {
  Deposit d = deposit();
  const Realisations r = run(d, without_classes(200));
  d.statement.grade *= 1.15;
  EXPECT_FALSE(check_statement(d.statement, d.grid, r).within);
  d = deposit();
  d.statement.tonnage_t *= 0.85;
  EXPECT_FALSE(check_statement(d.statement, d.grid, r).within);
}

// The grade's standard error is that of a ratio: held against the scatter of independent batches.
TEST(Realisations, standard_errors_match_the_scatter_of_batches) {
  const Deposit d = deposit();
  const int batches = 60;
  double tonnes_square = 0, grade_square = 0, tonnes_se = 0, grade_se = 0;
  for (int batch = 0; batch < batches; ++batch) {
    SimulationOptions options = without_classes(40);
    options.seed = static_cast<std::uint64_t>(100 + batch);
    const StatementCheck c = check_statement(d.statement, d.grid, run(d, options));
    tonnes_square += std::pow(c.tonnes - d.statement.tonnage_t, 2) / batches;
    grade_square += std::pow(c.grade - d.statement.grade, 2) / batches;
    tonnes_se += c.tonnes_se / batches;
    grade_se += c.grade_se / batches;
  }
  // The standard deviation of 60 draws is known to 1 / sqrt(120) = 9 %: four of them.
  EXPECT_NEAR(std::sqrt(tonnes_square) / tonnes_se, 1, 0.37);
  EXPECT_NEAR(std::sqrt(grade_square) / grade_se, 1, 0.37);
}

// ln grade less its trend over log_sd is the Gaussian field: its mean products over many
// realisations against the block covariance, between blocks of the body and between elements at a
// block.
TEST(Realisations, covariance_between_blocks_and_elements_matches_the_model) {
  const Deposit d = deposit();
  const Realisations r = run(d, without_classes(3000));
  const std::vector<double> trend = log_trend(d.statement, d.body);
  const auto gauss = [&](std::size_t e, std::size_t k, std::size_t i) {
    const double log_grade = std::log(static_cast<double>(r.at(e, k, i)));
    return e == 0 ? (log_grade - d.law.log_mean - trend[i]) / d.law.log_sd
                  : (log_grade - d.law.by_product_log_mean[e - 1]) /
                        d.statement.by_product[e - 1].log_sd;
  };
  const double variance = block_covariance(d.variogram, d.grid, {0, 0, 0});
  const auto expect = [&](std::size_t e, std::size_t f, std::size_t i, std::size_t j,
                          double between) {
    double sum = 0, square = 0;
    const auto n = static_cast<double>(r.realisations);
    for (std::size_t k = 0; k < r.realisations; ++k) {
      const double product = gauss(e, k, i) * gauss(f, k, j);
      sum += product / n, square += product * product / n;
    }
    const Point a = d.grid.centre(d.body.block[i]), b = d.grid.centre(d.body.block[j]);
    const double expected =
        between * block_covariance(d.variogram, d.grid, {b.x - a.x, b.y - a.y, b.z - a.z}) /
        variance;
    EXPECT_NEAR(sum, expected, 4 * std::sqrt((square - sum * sum) / n))
        << e << f << ' ' << i << ' ' << j;
  };
  const std::size_t last = d.body.block.size() - 1, middle = last / 2;
  for (const std::size_t j : {middle, middle + 1, middle + 3, middle + 9, middle + 40, last}) {
    expect(0, 0, middle, j, 1);
    expect(1, 1, middle, j, 1);
    expect(0, 1, middle, j, 0.5);
    expect(0, 2, middle, j, -0.4);
    expect(1, 2, middle, j, 0.5 * -0.4);
  }
}

TEST(Realisations, by_products_in_ore_have_the_stated_mean) {
  const Deposit d = deposit();
  const Realisations r = run(d, without_classes(600));
  for (std::size_t e = 1; e < 3; ++e) {
    std::vector<double> ore(r.realisations), metal(r.realisations);
    double all_ore = 0, all_metal = 0;
    for (std::size_t k = 0; k < r.realisations; ++k) {
      for (std::size_t i = 0; i < r.blocks; ++i)
        if (r.at(0, k, i) > d.statement.cut_off) ore[k] += 1, metal[k] += r.at(e, k, i);
      all_ore += ore[k], all_metal += metal[k];
    }
    const double mean = all_metal / all_ore, n = static_cast<double>(r.realisations);
    double square = 0;
    for (std::size_t k = 0; k < r.realisations; ++k)
      square += std::pow((metal[k] - mean * ore[k]) / (all_ore / n), 2);
    EXPECT_NEAR(mean, d.statement.by_product[e - 1].grade, 4 * std::sqrt(square) / n);
  }
}

TEST(Realisations, same_bits_for_any_number_of_threads) {
  const Deposit d = deposit();
  SimulationOptions options;
  options.realisations = 7;
  options.name = "threads";
  const auto with = [&](int threads) {
    const ThreadLimit limit(threads);
    return run(d, options);
  };
  const Realisations one = with(1), two = with(2);
  EXPECT_EQ(one.grade, two.grade);
  EXPECT_EQ(one.tonnage_factor, two.tonnage_factor);
  EXPECT_EQ(one.grade_factor, two.grade_factor);
}

TEST(Realisations, a_realisation_does_not_depend_on_how_many_are_drawn) {
  const Deposit d = deposit();
  SimulationOptions options;
  options.name = "count";
  options.realisations = 5;
  const Realisations five = run(d, options);
  options.realisations = 8;
  const Realisations eight = run(d, options);
  for (std::size_t e = 0; e < 3; ++e)
    for (std::size_t k = 0; k < 5; ++k)
      for (std::size_t i = 0; i < five.blocks; ++i) ASSERT_EQ(five.at(e, k, i), eight.at(e, k, i));
  options.name = "other";
  EXPECT_NE(run(d, options).grade, eight.grade);
  options.name = "count";
  options.seed = 2;
  EXPECT_NE(run(d, options).grade, eight.grade);
}

TEST(Realisations, class_factors_leave_the_grades_of_their_blocks) {
  const Deposit d = deposit();
  SimulationOptions options;
  options.name = "test";
  options.realisations = 4;
  const Realisations with = run(d, options), without = run(d, without_classes(4));
  std::size_t far = 0;
  for (std::size_t k = 0; k < 4; ++k)
    for (std::size_t i = 0; i < with.blocks; ++i) {
      const std::size_t c = with.confidence[i];
      EXPECT_EQ(c, d.body.rim[i] < 0.6 ? 0u : 1u);
      far += c;
      for (std::size_t e = 0; e < 3; ++e) EXPECT_EQ(with.at(e, k, i), without.at(e, k, i));
    }
  EXPECT_GT(far, 0u);
}

TEST(Realisations, one_of_them_has_its_own_grades_and_factors) {
  const Deposit d = deposit();
  SimulationOptions options;
  options.name = "test";
  options.realisations = 3;
  Realisations all = run(d, options);
  for (const std::size_t stored : {3, 1}) {
    all.stored = stored;
    if (stored == 1) all.grade.resize(all.elements * all.blocks);
    std::size_t k = 0;
    for_each_realisation(all, [&](const Realisation& one) {
      for (std::size_t e = 0; e < all.elements; ++e) {
        const auto grades = one.grades(e);
        ASSERT_EQ(grades.size(), all.blocks);
        for (std::size_t b = 0; b < all.blocks; ++b) EXPECT_EQ(grades[b], all.at(e, k, b));
      }
      ASSERT_EQ(one.tonnage_factors().size(), kTwoClasses.size());
      for (std::size_t b = 0; b < all.blocks; ++b) {
        EXPECT_EQ(one.tonnage_factors()[all.confidence[b]], one.tonnage_factor(b));
        EXPECT_EQ(one.grade_factors()[all.confidence[b]], one.grade_factor(b));
      }
      ++k;
    });
    EXPECT_EQ(k, 3u);
  }
}

// A single block and many draws: the factors' moments. Grade: mean 1; metal: mean mean_factor,
// coefficient of variation metal_sd; correlation of logs -0.3.
TEST(Realisations, class_factors_have_the_stated_moments) {
  Deposit d = deposit();
  d.body.block.resize(1);
  d.body.rim.resize(1);
  d.law.by_product_log_mean.clear();
  d.statement.by_product.clear();
  SimulationOptions options;
  options.name = "moments";
  options.realisations = 40000;
  const Realisations r = run(d, options, {{"a", 0.5, 0.1, 1, false}, {"b", 1, 0.3, 0.9, false}});
  const double n = 40000;
  for (std::size_t c = 0; c < 2; ++c) {
    const double metal_sd = c == 0 ? 0.1 : 0.3, mean_factor = c == 0 ? 1 : 0.9;
    double t = 0, g = 0, m = 0, mm = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;
    for (std::size_t k = 0; k < r.realisations; ++k) {
      const double tonnage = r.tonnage_factor[2 * k + c], grade = r.grade_factor[2 * k + c];
      const double metal = tonnage * grade, x = std::log(tonnage), y = std::log(grade);
      t += tonnage / n, g += grade / n, m += metal / n, mm += metal * metal / n;
      a += x / n, b += y / n, aa += x * x / n, bb += y * y / n, ab += x * y / n;
    }
    EXPECT_NEAR(m, mean_factor, 4 * metal_sd / std::sqrt(n));
    EXPECT_NEAR(t, mean_factor * std::exp(0.3 * std::log(1 + metal_sd * metal_sd) / 1.4),
                4 * metal_sd / std::sqrt(n));
    EXPECT_NEAR(g, 1, 4 * metal_sd / std::sqrt(n));
    EXPECT_NEAR(std::sqrt(mm - m * m) / m, metal_sd, 0.03 * metal_sd);
    EXPECT_NEAR((ab - a * b) / std::sqrt((aa - a * a) * (bb - b * b)), -0.3, 0.02);
    EXPECT_NEAR(std::sqrt((aa - a * a) / (bb - b * b)), 1, 0.02);
    // ln metal has variance ln(1 + cv^2) = 2 s^2 (1 - 0.3)
    EXPECT_NEAR(aa - a * a, std::log(1 + metal_sd * metal_sd) / 1.4, 0.03 * (aa - a * a));
  }
}

TEST(Realisations, progress_reaches_the_end) {
  const Deposit d = deposit();
  std::mutex mutex;
  double most = 0;
  simulate(d.statement, d.law, d.variogram, d.grid, d.body, kTwoClasses, without_classes(6),
           [&](std::string_view, double done) {
             const std::lock_guard lock(mutex);
             most = std::max(most, done);
           });
  EXPECT_EQ(most, 1);
}

TEST(Realisations, refuses_faulty_classes_and_variograms) {
  const Deposit d = deposit();
  EXPECT_THROW(run(d, {}, {}), InputError);
  EXPECT_THROW(run(d, {}, {{"a", 0.5, 0.1, 1, false}}), InputError);
  EXPECT_THROW(
      run(d, {}, {{"a", 0.5, 0.1, 1, false}, {"b", 0.5, 0.1, 1, false}, {"c", 1, 0.1, 1, false}}),
      InputError);
  Deposit faulty = d;
  faulty.variogram.nugget = 0.5;
  EXPECT_THROW(run(faulty, {}), InputError);
  SimulationOptions none;
  none.realisations = 0;
  EXPECT_THROW(run(d, none), InputError);
}

TEST(Realisations, refuses_when_too_much_variance_is_clipped) {
  Deposit d = deposit();
  d.variogram.structure = {{"long", Structure::gaussian, 0.9, 500, 500, 300}};
  SimulationOptions options = without_classes(2);
  options.memory_cap_bytes = 6e5;
  EXPECT_THROW(run(d, options), NoAnswer);
  options.memory_cap_bytes = 512e6;
  const Realisations r = run(d, options);
  EXPECT_LT(r.clipped_variance, 1e-3);
  EXPECT_LE(static_cast<double>(r.embedding_bytes), 512e6);
}

// Brute force: the blocks of each class, added up one by one under the law.
TEST(Classes, by_tonnage_hold_their_tonnes_to_a_block) {
  const Deposit d = deposit();
  const double block_t = d.grid.cell_volume_m3() * d.statement.density_t_per_m3;
  std::vector<ConfidenceClass> classes(3);
  const std::array<double, 3> shares = {0.3, 0.45, 0.25};
  for (std::size_t c = 0; c < 3; ++c) {
    classes[c].id = std::to_string(c), classes[c].metal_sd = 0.1;
    classes[c].tonnage_t = shares[c] * d.statement.tonnage_t;
  }
  const auto confidence = classes_of(classes, d.statement, d.law, d.body);
  for (std::size_t c = 0; c < 3; ++c) classes[c].share = shares[c];
  EXPECT_EQ(classes_of(classes, d.statement, d.law, d.body), confidence);
  const auto above = expected_share(d.law, d.statement, d.body);
  std::array<double, 3> tonnes{}, nearest = {2, 2, 2}, farthest{};
  for (std::size_t i = 0; i < d.body.rim.size(); ++i) {
    const std::size_t c = confidence[i];
    tonnes[c] += block_t * above[i].tonnes;
    nearest[c] = std::min(nearest[c], d.body.rim[i]);
    farthest[c] = std::max(farthest[c], d.body.rim[i]);
  }
  EXPECT_LE(farthest[0], nearest[1]);
  EXPECT_LE(farthest[1], nearest[2]);
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(tonnes[c], shares[c] * d.statement.tonnage_t, 1.001 * block_t) << c;
  EXPECT_NEAR(tonnes[0] + tonnes[1] + tonnes[2], d.statement.tonnage_t,
              1e-6 * d.statement.tonnage_t);
}

}  // namespace
}  // namespace lode::resource
