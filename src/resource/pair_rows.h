// Samples in rows of cells along x, so that all partners of a sample within a cutoff stand in a few
// contiguous runs of plain arrays: pairs are then met by loops that the compiler vectorises.
#pragma once

#include <algorithm>
#include <cmath>

#include "resource/experimental_variogram.h"

namespace lode::resource {

class PairRows {
 public:
  // Of the samples named in `keep`.
  PairRows(const PairSamples& samples, std::span<const std::size_t> keep, double cutoff_m);

  std::vector<double> x, y, z, value;  // [sample] in the order of cells
  std::vector<std::int32_t> hole;

  // f(begin, end): runs that hold every sample after i within the cutoff, and some beyond it. Each
  // unordered pair is met once, from its earlier sample.
  template <class F>
  void for_each_run(std::size_t i, F&& f) const {
    const int row_y = y_axis_.cell(y[i]), row_z = z_axis_.cell(z[i]);
    const int last_y = y_axis_.cell(y[i] + cutoff_m_), last_z = z_axis_.cell(z[i] + cutoff_m_);
    const int first_y = y_axis_.cell(y[i] - cutoff_m_);
    run(i, row_y, row_z, 0, i + 1, f);
    for (int iz = row_z; iz <= last_z; ++iz)
      for (int iy = iz == row_z ? row_y + 1 : first_y; iy <= last_y; ++iy) {
        const double gap_y = y_axis_.gap(iy, y[i]), gap_z = z_axis_.gap(iz, z[i]);
        run(i, iy, iz, gap_y * gap_y + gap_z * gap_z, 0, f);
      }
  }

 private:
  struct Axis {
    double origin = 0, size = 1;
    int cells = 1;
    int cell(double at) const {
      return static_cast<int>(
          std::clamp(std::floor((at - origin) / size), 0.0, static_cast<double>(cells - 1)));
    }
    // A lower bound of the distance from a place to a cell.
    double gap(int index, double at) const {
      const double low = origin + index * size;
      return std::max(0.0, std::max(low - at, at - (low + size)) - 1e-9 * size);
    }
  };
  static Axis axis_of(const std::vector<double>& at, double size);

  template <class F>
  void run(std::size_t i, int iy, int iz, double squared_gap, std::size_t not_before, F& f) const {
    const double left = cutoff_m_ * cutoff_m_ - squared_gap;
    if (left < 0) return;
    const double reach = std::sqrt(left) * (1 + 1e-9);
    const std::size_t row =
        (static_cast<std::size_t>(iz) * static_cast<std::size_t>(y_axis_.cells) +
         static_cast<std::size_t>(iy)) *
        static_cast<std::size_t>(x_axis_.cells);
    const auto at = [&](double place) {
      return row + static_cast<std::size_t>(x_axis_.cell(place));
    };
    const std::size_t begin = std::max(not_before, start_[at(x[i] - reach)]);
    const std::size_t end = start_[at(x[i] + reach) + 1];
    if (begin < end) f(begin, end);
  }

  double cutoff_m_;
  Axis x_axis_, y_axis_, z_axis_;
  std::vector<std::size_t> start_;  // [cell] first sample; x fastest, then y, then z
};

}  // namespace lode::resource
