// A regular block model. Index order: x fastest, then y, then z upward.
//   origin    the lower corner of the first cell (not its centre), metres
//   rotation  of the grid's y axis from north, clockwise, degrees; about the origin
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "base/describe.h"
#include "base/same.h"

namespace lode {

struct Point {
  double x = 0, y = 0, z = 0;  // metres: east, north, up
};

struct Grid {
  Point origin;
  Point cell_m{10, 10, 10};
  std::array<int, 3> count{0, 0, 0};
  double rotation_deg = 0;

  std::size_t size() const {
    return static_cast<std::size_t>(count[0]) * static_cast<std::size_t>(count[1]) *
           static_cast<std::size_t>(count[2]);
  }
  // The number of blocks as a number that cannot overflow: asked before anything is made of them.
  double blocks() const { return double(count[0]) * double(count[1]) * double(count[2]); }
  std::size_t index(int ix, int iy, int iz) const {
    return static_cast<std::size_t>(ix) +
           static_cast<std::size_t>(count[0]) *
               (static_cast<std::size_t>(iy) +
                static_cast<std::size_t>(count[1]) * static_cast<std::size_t>(iz));
  }
  std::array<int, 3> cell_of(std::size_t index) const {
    const auto nx = static_cast<std::size_t>(count[0]), ny = static_cast<std::size_t>(count[1]);
    return {static_cast<int>(index % nx), static_cast<int>(index / nx % ny),
            static_cast<int>(index / (nx * ny))};
  }
  Point centre(std::size_t index) const {
    const auto cell = cell_of(index);
    const double u = (cell[0] + 0.5) * cell_m.x, v = (cell[1] + 0.5) * cell_m.y;
    const double a = rotation_deg * std::numbers::pi / 180;
    return {origin.x + u * std::cos(a) + v * std::sin(a),
            origin.y - u * std::sin(a) + v * std::cos(a), origin.z + (cell[2] + 0.5) * cell_m.z};
  }
  double cell_volume_m3() const { return cell_m.x * cell_m.y * cell_m.z; }
  // Lengths that differ by less are one (base/same.h, of the smallest side of a block).
  double same() const { return same_length(std::min({cell_m.x, cell_m.y, cell_m.z}), farthest()); }
  double top_m() const { return origin.z + count[2] * cell_m.z; }
  // A bound of its coordinates from zero.
  double farthest() const {
    const double across = std::hypot(count[0] * cell_m.x, count[1] * cell_m.y);
    return std::max({std::abs(origin.x) + across, std::abs(origin.y) + across,
                     std::abs(origin.z) + count[2] * cell_m.z});
  }
};

void describe(Visitor& visit, Grid& grid);

}  // namespace lode
