// Standard Gaussian fields with the block-regularised covariance (unit block variance) on a box of
// blocks, by circulant embedding in a torus: Dietrich & Newsam (1997), Wood & Chan (1994).
//
// The covariance at a cell of the torus is the sum over all its images, and the torus is longer
// than the box by the covariance's extent, so that no image touches the box. Spherical structures
// end: the embedding is exact and has no negative eigenvalue. Others are taken as zero where below
// 1e-4 (Gaussian 1e-5); the little that becomes negative is clipped, the rest scaled back to unit
// variance. Where that torus exceeds the memory cap: the largest torus under the cap, the
// covariance at the least signed lag, the lags at half the torus averaged over their signs; what is
// negative is clipped.
#pragma once

#include <array>
#include <complex>
#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"
#include "resource/fft.h"
#include "resource/variogram.h"

namespace lode::resource {

struct GaussianField {
  std::array<int, 3> box;  // blocks along the grid's axes
  std::array<int, 3> torus;
  Fft fft;
  std::vector<double> amplitude;  // [torus cell] sqrt(share of all eigenvalues), x fastest
  double clipped_variance = 0;    // what was negative over the sum of all eigenvalues
  std::size_t bytes = 0;          // of one embedding in use: amplitudes and one complex field
};

// Throws NoAnswer if not even a torus of twice the box fits into the cap.
GaussianField make_gaussian_field(const Variogram& variogram, const Grid& grid,
                                  std::array<int, 3> box, double memory_cap_bytes);

// Two independent fields at the wanted blocks: first and second [wanted].
//   wanted  index in the box's own x-fastest order, [0, box cells)
// The draw is a function of the stream alone. Memory: 16 bytes a torus cell while it runs.
void draw_pair(const GaussianField& field, const Stream& stream,
               std::span<const std::uint32_t> wanted, std::span<double> first,
               std::span<double> second);

}  // namespace lode::resource
