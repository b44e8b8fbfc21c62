// Discretisation points of a block.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"

namespace lode::resource {

enum class Discretisation { regular, gauss };

struct BlockPoints {
  std::vector<Point> offset;   // from the block's centre, metres: east, north, up
  std::vector<double> weight;  // adds to 1
};

// counts[k] points along axis k of a block of size_m, one along an axis of size 0.
//   regular  at the centres of equal parts, of equal weight
//   gauss    Gauss-Legendre nodes and weights (4 along an axis are those of gstat; Pebesma 2004)
// rotation_deg: of the block's y axis from north, clockwise.
BlockPoints block_points(const Point& size_m, const std::array<int, 3>& counts,
                         Discretisation discretisation, double rotation_deg = 0);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::Discretisation> = {
    "regular", "gauss"};
