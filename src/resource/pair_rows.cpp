#include "resource/pair_rows.h"

#include <numeric>

namespace lode::resource {

PairRows::Axis PairRows::axis_of(const std::vector<double>& at, double size) {
  constexpr double kMostCells = 1024;
  const auto [low, high] = std::minmax_element(at.begin(), at.end());
  const double extent = *high - *low;
  Axis out{*low, std::max(size, extent / kMostCells), 1};
  out.cells = 1 + static_cast<int>(extent / out.size);
  return out;
}

PairRows::PairRows(const PairSamples& samples, std::span<const std::size_t> keep, double cutoff_m)
    : cutoff_m_(cutoff_m) {
  const auto pick = [&](std::span<const double> from) {
    std::vector<double> out(keep.size(), 0);
    if (!from.empty())
      for (std::size_t k = 0; k < keep.size(); ++k) out[k] = from[keep[k]];
    return out;
  };
  x = pick(samples.x), y = pick(samples.y), z = pick(samples.z);
  // Rows a sixth of the cutoff wide keep four of five pairs met within it; along x cells are finer,
  // they cost only their index.
  x_axis_ = axis_of(x, cutoff_m / 24);
  double across = cutoff_m / 6;
  y_axis_ = axis_of(y, across), z_axis_ = axis_of(z, across);
  const auto cells = [&] {
    return static_cast<double>(x_axis_.cells) * y_axis_.cells * z_axis_.cells;
  };
  // A short cutoff in a wide field: no more cells than a few per sample.
  while (cells() > 64 + 8 * static_cast<double>(keep.size())) {
    across *= 2;
    x_axis_ = axis_of(x, x_axis_.size * 2);
    y_axis_ = axis_of(y, across), z_axis_ = axis_of(z, across);
  }

  std::vector<std::size_t> cell(keep.size());
  start_.assign(static_cast<std::size_t>(cells()) + 1, 0);
  for (std::size_t k = 0; k < keep.size(); ++k) {
    cell[k] =
        (static_cast<std::size_t>(z_axis_.cell(z[k])) * static_cast<std::size_t>(y_axis_.cells) +
         static_cast<std::size_t>(y_axis_.cell(y[k]))) *
            static_cast<std::size_t>(x_axis_.cells) +
        static_cast<std::size_t>(x_axis_.cell(x[k]));
    ++start_[cell[k] + 1];
  }
  std::partial_sum(start_.begin(), start_.end(), start_.begin());
  std::vector<std::size_t> next(start_.begin(), start_.end() - 1), order(keep.size());
  for (std::size_t k = 0; k < keep.size(); ++k) order[next[cell[k]]++] = keep[k];
  const auto place = [&](std::span<const double> from) {
    std::vector<double> out(order.size(), 0);
    if (!from.empty())
      for (std::size_t k = 0; k < order.size(); ++k) out[k] = from[order[k]];
    return out;
  };
  x = place(samples.x), y = place(samples.y), z = place(samples.z), value = place(samples.value);
  hole.assign(order.size(), -1);
  if (!samples.hole.empty())
    for (std::size_t k = 0; k < order.size(); ++k) hole[k] = samples.hole[order[k]];
}

}  // namespace lode::resource
