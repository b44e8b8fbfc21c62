#include "resource/gaussian_field.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "base/error.h"
#include "resource/block_covariance.h"

namespace lode::resource {
namespace {

Grid rotated_grid() {
  Grid grid;
  grid.cell_m = {20, 15, 10};
  grid.count = {30, 30, 30};
  grid.rotation_deg = 35;
  return grid;
}

Variogram variogram_of(Structure type, double scale = 1) {
  Variogram v;
  v.nugget = 0.1;
  v.azimuth_deg = 60;
  v.dip_deg = -50;
  v.rake_deg = 20;
  v.structure = {{"a", type, 0.4, 60 * scale, 40 * scale, 30 * scale},
                 {"b", type, 0.5, 160 * scale, 90 * scale, 50 * scale}};
  return v;
}

// The covariance that the amplitudes stand for, at every signed lag inside the box, less the one
// asked for: the greatest difference. A deterministic test of rotation, images and normalisation.
double greatest_error(const GaussianField& field, const Variogram& variogram, const Grid& grid) {
  std::vector<std::complex<double>> value;
  for (const double a : field.amplitude) value.push_back(a * a);
  field.fft.transform(value, field.torus);
  const auto step = block_steps(grid);
  const double variance = block_covariance(variogram, grid, {0, 0, 0});
  const auto wrap = [](int lag, int n) { return static_cast<std::size_t>((lag + n) % n); };
  double worst = 0;
  for (int k = 1 - field.box[2]; k < field.box[2]; ++k)
    for (int j = 1 - field.box[1]; j < field.box[1]; ++j)
      for (int i = 1 - field.box[0]; i < field.box[0]; ++i) {
        const Point lag{i * step[0].x + j * step[1].x, i * step[0].y + j * step[1].y,
                        k * step[2].z};
        const std::size_t at =
            wrap(i, field.torus[0]) +
            static_cast<std::size_t>(field.torus[0]) *
                (wrap(j, field.torus[1]) +
                 static_cast<std::size_t>(field.torus[1]) * wrap(k, field.torus[2]));
        const double expected = block_covariance(variogram, grid, lag) / variance;
        worst = std::max(worst, std::abs(value[at].real() - expected));
      }
  return worst;
}

TEST(GaussianField, spherical_embedding_is_exact_in_a_rotated_grid) {
  const Grid grid = rotated_grid();
  for (const std::array<int, 3> box :
       {std::array{6, 5, 7}, std::array{1, 9, 3}, std::array{20, 2, 1}}) {
    const Variogram v = variogram_of(Structure::spherical);
    const GaussianField field = make_gaussian_field(v, grid, box, 512e6);
    EXPECT_LT(field.clipped_variance, 1e-12);
    EXPECT_LT(greatest_error(field, v, grid), 1e-12);
  }
}

TEST(GaussianField, endless_structures_are_met_within_the_clipped_share) {
  const Grid grid = rotated_grid();
  for (const Structure type : {Structure::exponential, Structure::gaussian}) {
    const Variogram v = variogram_of(type);
    const GaussianField field = make_gaussian_field(v, grid, {6, 5, 7}, 512e6);
    EXPECT_LT(field.clipped_variance, 2e-4);
    EXPECT_LT(greatest_error(field, v, grid), 2 * field.clipped_variance + 2e-4);
  }
}

// Ranges far beyond a small box under a tight cap: negative eigenvalues, clipped, reported, unit
// variance kept.
TEST(GaussianField, clips_under_a_tight_cap_and_reports_it) {
  const Grid grid = rotated_grid();
  const Variogram v = variogram_of(Structure::gaussian, 8);
  const double cap = 20 * 20 * 20 * 24;
  const GaussianField field = make_gaussian_field(v, grid, {8, 8, 8}, cap);
  EXPECT_LE(static_cast<double>(field.bytes), cap);
  EXPECT_GT(field.clipped_variance, 1e-3);
  double variance = 0;
  for (const double a : field.amplitude) variance += a * a;
  EXPECT_NEAR(variance, 1, 1e-12);
  EXPECT_LT(greatest_error(field, v, grid), 2 * field.clipped_variance);
  // A spherical variogram whose own torus is too large falls back to the same.
  const GaussianField small =
      make_gaussian_field(variogram_of(Structure::spherical, 8), grid, {8, 8, 8}, cap);
  EXPECT_LE(static_cast<double>(small.bytes), cap);
  EXPECT_GT(small.clipped_variance, 0);
}

// The least torus of 9 blocks is 16: lag 8, at half of it, is inside the box. Along the grid's own
// axes the covariance is the same at both signs, so that their average must be met there.
TEST(GaussianField, lags_at_half_the_torus_are_averaged) {
  Grid grid = rotated_grid();
  grid.rotation_deg = 0;
  Variogram v;
  v.structure = {{"a", Structure::exponential, 1, 160, 160, 80}};
  const GaussianField field = make_gaussian_field(v, grid, {9, 9, 9}, 16 * 16 * 16 * 24);
  EXPECT_EQ(field.torus, (std::array{16, 16, 16}));
  EXPECT_LT(field.clipped_variance, 0.01);
  EXPECT_LT(greatest_error(field, v, grid), 0.02);  // doubled, lag 8 would be 0.05 off
}

TEST(GaussianField, refuses_a_cap_below_the_least_torus) {
  EXPECT_THROW(
      make_gaussian_field(variogram_of(Structure::spherical), rotated_grid(), {30, 30, 30}, 1e5),
      NoAnswer);
}

TEST(GaussianField, drawn_fields_have_the_covariance_and_are_independent) {
  const Grid grid = rotated_grid();
  const Variogram v = variogram_of(Structure::spherical);
  const std::array<int, 3> box{5, 4, 6};
  const GaussianField field = make_gaussian_field(v, grid, box, 512e6);
  std::vector<std::uint32_t> wanted(5 * 4 * 6);
  std::iota(wanted.begin(), wanted.end(), 0u);
  Grid cells;
  cells.count = box;
  const std::size_t from = cells.index(1, 1, 2);
  const std::vector<std::array<int, 3>> to{{1, 1, 2}, {2, 1, 2}, {1, 3, 2},
                                           {2, 2, 3}, {2, 0, 1}, {0, 2, 4}};
  const auto step = block_steps(grid);
  const double variance = block_covariance(v, grid, {0, 0, 0});
  const int pairs = 4000;
  std::vector<double> sum(to.size()), square(to.size());
  double cross = 0, mean = 0, body_mean_square = 0;
  std::vector<double> first(wanted.size()), second(wanted.size());
  for (int pair = 0; pair < pairs; ++pair) {
    draw_pair(field, Stream(5, "field", static_cast<std::uint64_t>(pair)), wanted, first, second);
    cross += first[from] * second[from] / pairs;
    for (const auto* drawn : {&first, &second}) {
      mean += (*drawn)[from] / (2 * pairs);
      const double body =
          std::accumulate(drawn->begin(), drawn->end(), 0.0) / double(wanted.size());
      body_mean_square += body * body / (2 * pairs);
      for (std::size_t i = 0; i < to.size(); ++i) {
        const double product = (*drawn)[from] * (*drawn)[cells.index(to[i][0], to[i][1], to[i][2])];
        sum[i] += product / (2 * pairs);
        square[i] += product * product / (2 * pairs);
      }
    }
  }
  const double n = 2 * pairs;
  EXPECT_NEAR(mean, 0, 4 / std::sqrt(n));
  EXPECT_NEAR(cross, 0, 4 / std::sqrt(double(pairs)));
  const auto lag = [&](int i, int j, int k) {
    return Point{i * step[0].x + j * step[1].x, i * step[0].y + j * step[1].y, k * step[2].z};
  };
  for (std::size_t i = 0; i < to.size(); ++i) {
    const double expected =
        block_covariance(v, grid, lag(to[i][0] - 1, to[i][1] - 1, to[i][2] - 2)) / variance;
    EXPECT_NEAR(sum[i], expected, 4 * std::sqrt((square[i] - sum[i] * sum[i]) / n)) << i;
  }
  // The variance of the mean of the box is the mean of the covariance over all its pairs of blocks.
  double expected = 0;
  for (std::size_t a = 0; a < cells.size(); ++a)
    for (std::size_t b = 0; b < cells.size(); ++b) {
      const auto p = cells.cell_of(a), q = cells.cell_of(b);
      expected += block_covariance(v, grid, lag(p[0] - q[0], p[1] - q[1], p[2] - q[2])) / variance;
    }
  expected /= static_cast<double>(cells.size() * cells.size());
  EXPECT_NEAR(body_mean_square, expected, 4 * expected * std::sqrt(2 / n));
}

TEST(GaussianField, wanted_blocks_are_a_choice_from_the_same_field) {
  const GaussianField field =
      make_gaussian_field(variogram_of(Structure::spherical), rotated_grid(), {5, 4, 6}, 512e6);
  std::vector<std::uint32_t> all(120);
  std::iota(all.begin(), all.end(), 0u);
  const std::vector<std::uint32_t> some{3, 17, 119};
  std::vector<double> a(120), b(120), c(3), d(3);
  draw_pair(field, Stream(1, "x"), all, a, b);
  draw_pair(field, Stream(1, "x"), some, c, d);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(c[i], a[some[i]]);
    EXPECT_EQ(d[i], b[some[i]]);
  }
}

}  // namespace
}  // namespace lode::resource
