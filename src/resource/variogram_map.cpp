#include "resource/variogram_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/parallel.h"
#include "base/same.h"
#include "resource/pair_rows.h"

namespace lode::resource {
namespace {

// Sums, results and the table written from them.
constexpr double kBytesPerCell = 400, kMostBytes = 8e9;

struct Sums {
  double pairs = 0, squares = 0;
};

double cells_of(const MapLags& lags) {
  double out = 1;
  for (const int half : lags.half) out *= 2.0 * half + 1;
  return out;
}

}  // namespace

std::string fault_of(const MapLags& lags) {
  for (const double size : {lags.cell_m.x, lags.cell_m.y, lags.cell_m.z})
    if (!(size >= kLeastLength && size <= kGreatestLength))
      return fmt::format("a cell of {}: its sizes must be above 0, in [{}, {}]", size, kLeastLength,
                         kGreatestLength);
  for (const int half : lags.half)
    if (half < 0) return fmt::format("{} cells on a side: it must not be negative", half);
  if (const double bytes = kBytesPerCell * cells_of(lags); bytes > kMostBytes)
    return fmt::format(
        "{:.0f} cells would need about {:.0f} GB of memory; at most {:.0f} GB are taken",
        cells_of(lags), bytes / 1e9, kMostBytes / 1e9);
  return {};
}

Point VariogramMap::lag(std::size_t cell) const {
  const auto nx = static_cast<std::size_t>(count[0]), ny = static_cast<std::size_t>(count[1]);
  const auto from_middle = [&](std::size_t index, std::size_t axis) {
    return static_cast<double>(index) - lags.half[axis];
  };
  return {from_middle(cell % nx, 0) * lags.cell_m.x, from_middle(cell / nx % ny, 1) * lags.cell_m.y,
          from_middle(cell / nx / ny, 2) * lags.cell_m.z};
}

VariogramMap variogram_map(const PairSamples& samples, const MapLags& lags) {
  if (const std::string fault = fault_of(lags); !fault.empty())
    throw InputError(Fault{{}, "map", {}, fault});
  const std::vector<std::size_t> keep = usable_samples(samples);
  VariogramMap out{lags, {}, {}, {}};
  for (std::size_t axis = 0; axis < 3; ++axis) out.count[axis] = 2 * lags.half[axis] + 1;
  const auto cells = static_cast<std::size_t>(cells_of(lags));
  const double hx = lags.half[0], hy = lags.half[1], hz = lags.half[2];
  const double farthest = std::hypot((hx + 0.5) * lags.cell_m.x, (hy + 0.5) * lags.cell_m.y,
                                     (hz + 0.5) * lags.cell_m.z);
  const double far =
      std::max({farthest_of(samples.x), farthest_of(samples.y), farthest_of(samples.z)});
  const PairRows rows(samples, keep, farthest + 2 * same_length(farthest, far));
  // Of a cell: a pair on a face belongs to the cell farther from lag zero, whatever the rounding.
  const auto slack = [&](double cell) { return std::min(same_length(cell, far) / cell, 0.25); };
  const double slack_x = slack(lags.cell_m.x), slack_y = slack(lags.cell_m.y),
               slack_z = slack(lags.cell_m.z);
  const auto cell_of = [](double difference, double cell, double slack_of) {
    const double at = difference / cell;
    return std::round(at + std::copysign(slack_of, at));
  };
  const double nx = out.count[0], ny = out.count[1];

  // Large maps in few chunks, so that their sums stay within some 100 MB.
  const std::size_t chunks = std::clamp<std::size_t>((std::size_t{1} << 22) / cells, 1, 16);
  std::vector<std::vector<Sums>> part(chunks);
  parallel_for(chunks, [&](std::size_t c) {
    std::vector<Sums>& sums = part[c];
    sums.resize(cells);
    for (std::size_t i = keep.size() * c / chunks; i < keep.size() * (c + 1) / chunks; ++i)
      rows.for_each_run(i, [&](std::size_t begin, std::size_t end) {
        for (std::size_t j = begin; j < end; ++j) {
          const double x = cell_of(rows.x[j] - rows.x[i], lags.cell_m.x, slack_x);
          const double y = cell_of(rows.y[j] - rows.y[i], lags.cell_m.y, slack_y);
          const double z = cell_of(rows.z[j] - rows.z[i], lags.cell_m.z, slack_z);
          if (std::abs(x) > hx || std::abs(y) > hy || std::abs(z) > hz) continue;
          Sums& sum = sums[static_cast<std::size_t>(((z + hz) * ny + y + hy) * nx + x + hx)];
          const double difference = rows.value[j] - rows.value[i];
          sum.pairs += 1, sum.squares += difference * difference;
        }
      });
  });
  for (std::size_t c = 1; c < chunks; ++c)
    for (std::size_t k = 0; k < cells; ++k)
      part[0][k].pairs += part[c][k].pairs, part[0][k].squares += part[c][k].squares;

  for (std::size_t k = 0; k < cells; ++k) {
    const std::size_t opposite = cells - 1 - k;
    // In one order for both, so that the map is the same from either side to the bit.
    const Sums &a = part[0][std::min(k, opposite)], &b = part[0][std::max(k, opposite)];
    const bool middle = k == opposite;
    const double pairs = middle ? a.pairs : a.pairs + b.pairs;
    const double squares = middle ? a.squares : a.squares + b.squares;
    out.pairs.push_back(static_cast<std::uint64_t>(pairs));
    out.semivariance.push_back(pairs > 0 ? squares / (2 * pairs) : kRequired);
  }
  return out;
}

}  // namespace lode::resource
