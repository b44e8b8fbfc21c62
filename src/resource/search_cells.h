// Cells over a box in which samples and targets of a search are sorted (private to the room).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/grid.h"

namespace lode::resource {

inline double squared_distance(const Point& a, const Point& b) {
  const double dx = a.x - b.x, dy = a.y - b.y, dz = a.z - b.z;
  return dx * dx + dy * dy + dz * dz;
}

// Cubes over a box, for counting sort.
struct Cells {
  Point low;
  double side = 1;
  std::array<int, 3> count{1, 1, 1};

  Cells() = default;
  Cells(const Point& lowest, const Point& highest, double wanted_cells, double max_cells)
      : low(lowest) {
    const double extent[] = {highest.x - lowest.x, highest.y - lowest.y, highest.z - lowest.z};
    const double longest = std::max({extent[0], extent[1], extent[2]});
    double volume = 1;
    int axes = 0;
    for (const double e : extent)
      if (e > 0 && e > 1e-3 * longest) volume *= e, ++axes;
    side = axes == 0 ? 1 : std::pow(volume / std::max(wanted_cells, 1.0), 1.0 / axes);
    for (;; side *= 1.3) {
      double cells = 1;
      for (const double e : extent) cells *= std::floor(e / side) + 1;
      if (cells <= max_cells) break;
    }
    for (std::size_t k = 0; k < 3; ++k) count[k] = static_cast<int>(extent[k] / side) + 1;
  }
  std::size_t size() const {
    return static_cast<std::size_t>(count[0]) * static_cast<std::size_t>(count[1]) *
           static_cast<std::size_t>(count[2]);
  }
  int along(std::size_t axis, double coordinate) const {
    const double from = axis == 0 ? low.x : axis == 1 ? low.y : low.z;
    const double at = (coordinate - from) / side;
    return at <= 0 ? 0 : at >= count[axis] - 1 ? count[axis] - 1 : static_cast<int>(at);
  }
  std::size_t row(int iy, int iz) const {
    return static_cast<std::size_t>(count[0]) *
           (static_cast<std::size_t>(iy) +
            static_cast<std::size_t>(count[1]) * static_cast<std::size_t>(iz));
  }
  std::size_t of(const Point& p) const {
    return row(along(1, p.y), along(2, p.z)) + static_cast<std::size_t>(along(0, p.x));
  }
};

// Items sorted by cell, those of one cell in their order: order[first[c] .. first[c + 1]).
inline void counting_sort(const std::vector<std::uint32_t>& cell_of, std::size_t cells,
                          std::vector<std::uint32_t>& order, std::vector<std::uint32_t>& first) {
  first.assign(cells + 1, 0);
  for (const std::uint32_t c : cell_of) ++first[c + 1];
  for (std::size_t c = 0; c < cells; ++c) first[c + 1] += first[c];
  order.resize(cell_of.size());
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (std::size_t i = 0; i < cell_of.size(); ++i)
    order[next[cell_of[i]]++] = static_cast<std::uint32_t>(i);
}

}  // namespace lode::resource
