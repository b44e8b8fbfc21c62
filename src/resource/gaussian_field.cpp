#include "resource/gaussian_field.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/parallel.h"
#include "resource/block_covariance.h"

namespace lode::resource {
namespace {

using Complex = std::complex<double>;
using Size = std::array<int, 3>;

constexpr int kPointsPerAxis = 4;
constexpr double kBytesPerCell = sizeof(double) + sizeof(Complex);

double bytes_of(const Size& torus) {
  return double(torus[0]) * torus[1] * torus[2] * kBytesPerCell;
}

// The block lags whose covariances add up at one index of the torus's axis, and the weight of each.
struct Images {
  std::vector<int> lag;
  double weight = 1;
};

// Every lag below `extent` that falls on the index: none is left out, so their sum is positive
// definite.
std::vector<Images> all_images(int n, int extent) {
  std::vector<Images> images(static_cast<std::size_t>(n));
  for (int lag = 1 - extent; lag < extent; ++lag)
    images[static_cast<std::size_t>(((lag % n) + n) % n)].lag.push_back(lag);
  return images;
}

// The least signed lag; at half the torus both signs, averaged.
std::vector<Images> nearest_image(int n) {
  std::vector<Images> images(static_cast<std::size_t>(n));
  for (int k = 0; k < n; ++k) {
    Images& at = images[static_cast<std::size_t>(k)];
    if (2 * k <= n) at.lag.push_back(k);
    if (2 * k >= n && k > 0) at.lag.push_back(k - n);
    at.weight = 1.0 / static_cast<double>(at.lag.size());
  }
  return images;
}

struct Lattice {
  const BlockCovariance& covariance;
  std::array<Point, 3> step;  // metres from block to block along the grid's axes
};

double sum_of_images(const Lattice& lattice, const Images& x, const Images& y, const Images& z) {
  double sum = 0;
  const auto& [dx, dy, dz] = lattice.step;
  for (const int k : z.lag)
    for (const int j : y.lag)
      for (const int i : x.lag) {
        const Point lag{i * dx.x + j * dy.x, i * dx.y + j * dy.y, k * dz.z};
        if (!lattice.covariance.beyond_end(lag)) sum += lattice.covariance.at(lag);
      }
  return sum * x.weight * y.weight * z.weight;
}

// The first row of the circulant covariance. It is the same at opposite lags: half of it is
// computed.
std::vector<Complex> torus_covariance(const Lattice& lattice, const Size& torus,
                                      const std::array<std::vector<Images>, 3>& images) {
  const auto nx = static_cast<std::size_t>(torus[0]), ny = static_cast<std::size_t>(torus[1]),
             nz = static_cast<std::size_t>(torus[2]);
  std::vector<Complex> out(nx * ny * nz);
  parallel_for(nz / 2 + 1, [&](std::size_t z) {
    const std::size_t opposite = (nz - z) % nz;
    for (std::size_t y = 0; y < ny; ++y)
      for (std::size_t x = 0; x < nx; ++x) {
        const double c = sum_of_images(lattice, images[0][x], images[1][y], images[2][z]);
        out[x + nx * (y + ny * z)] = c;
        if (opposite != z) out[(nx - x) % nx + nx * ((ny - y) % ny + ny * opposite)] = c;
      }
  });
  return out;
}

// Amplitudes from the eigenvalues, negative ones clipped, scaled to unit variance.
GaussianField embed(const Lattice& lattice, const Size& box, const Size& torus,
                    const std::array<std::vector<Images>, 3>& images) {
  GaussianField field{box, torus, Fft(torus), {}, 0, 0};
  std::vector<Complex> eigenvalue = torus_covariance(lattice, torus, images);
  field.fft.transform(eigenvalue, torus);
  double kept = 0, clipped = 0;
  for (const Complex& value : eigenvalue) (value.real() > 0 ? kept : clipped) += value.real();
  field.clipped_variance = std::abs(clipped) / (kept + clipped);
  field.amplitude.resize(eigenvalue.size());
  for (std::size_t i = 0; i < eigenvalue.size(); ++i)
    field.amplitude[i] = std::sqrt(std::max(0.0, eigenvalue[i].real()) / kept);
  field.bytes = static_cast<std::size_t>(bytes_of(torus));
  return field;
}

// Blocks along each axis beyond which the covariance of blocks is zero or negligible.
Size extent_in_blocks(const Variogram& variogram, const Grid& grid) {
  Size extent{};
  const auto step = block_steps(grid);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double cell = length(step[axis]);
    const Point direction{step[axis].x / cell, step[axis].y / cell, step[axis].z / cell};
    const double spread = 1 - 1.0 / kPointsPerAxis;  // of the points of two blocks, in blocks
    extent[axis] = static_cast<int>(std::ceil(reach_m(variogram, direction) / cell + spread));
  }
  return extent;
}

// The largest torus under the cap, at least twice the box; NoAnswer if even that is too large.
Size largest_torus(const Size& box, double cap) {
  Size torus{};
  for (std::size_t axis = 0; axis < 3; ++axis) torus[axis] = smooth_length(2 * (box[axis] - 1));
  if (bytes_of(torus) > cap)
    throw NoAnswer(fmt::format(
        "the simulation of {} x {} x {} blocks needs {:.0f} MB at least, the cap is {:.0f} MB",
        box[0], box[1], box[2], bytes_of(torus) / 1e6, cap / 1e6));
  for (;;) {
    Size larger{};
    for (std::size_t axis = 0; axis < 3; ++axis)
      larger[axis] = smooth_length(torus[axis] + 1 + torus[axis] / 10);
    if (bytes_of(larger) > cap) return torus;
    torus = larger;
  }
}

}  // namespace

GaussianField make_gaussian_field(const Variogram& variogram, const Grid& grid,
                                  std::array<int, 3> box, double memory_cap_bytes) {
  const BlockCovariance covariance(variogram, grid, kPointsPerAxis);
  const Lattice lattice{covariance, block_steps(grid)};
  const Size extent = extent_in_blocks(variogram, grid);
  std::array<std::vector<Images>, 3> images;
  Size torus{};
  for (std::size_t axis = 0; axis < 3; ++axis)
    torus[axis] = smooth_length(box[axis] - 1 + extent[axis]);
  const bool fits = bytes_of(torus) <= memory_cap_bytes;
  if (!fits) torus = largest_torus(box, memory_cap_bytes);
  for (std::size_t axis = 0; axis < 3; ++axis)
    images[axis] = fits ? all_images(torus[axis], extent[axis]) : nearest_image(torus[axis]);
  return embed(lattice, box, torus, images);
}

void draw_pair(const GaussianField& field, const Stream& stream,
               std::span<const std::uint32_t> wanted, std::span<double> first,
               std::span<double> second) {
  LODE_CHECK(first.size() == wanted.size() && second.size() == wanted.size());
  std::vector<Complex> value(field.amplitude.size());
  // An array of complex numbers may be read as real and imaginary parts in turn.
  stream.fill_normal({reinterpret_cast<double*>(value.data()), 2 * value.size()});
  for (std::size_t i = 0; i < value.size(); ++i) value[i] *= field.amplitude[i];
  field.fft.transform(value, field.box);
  const auto nx = static_cast<std::size_t>(field.box[0]),
             ny = static_cast<std::size_t>(field.box[1]);
  const auto tx = static_cast<std::size_t>(field.torus[0]),
             ty = static_cast<std::size_t>(field.torus[1]);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::size_t x = wanted[i] % nx, y = wanted[i] / nx % ny, z = wanted[i] / (nx * ny);
    const Complex& at = value[x + tx * (y + ty * z)];
    first[i] = at.real();
    second[i] = at.imag();
  }
}

}  // namespace lode::resource
