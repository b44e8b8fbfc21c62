#include "study/extent.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lode::study {

void Extent::add(const Point& p) {
  low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
  high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
}

std::string Extent::text() const {
  return fmt::format("east {:.7g} to {:.7g}, north {:.7g} to {:.7g}, height {:.7g} to {:.7g} m",
                     low.x, high.x, low.y, high.y, low.z, high.z);
}

double Extent::gap_m(const Extent& other) const {
  double out = 0;
  for (double Point::*axis : {&Point::x, &Point::y, &Point::z})
    out = std::max({out, low.*axis - other.high.*axis, other.low.*axis - high.*axis});
  return out;
}

Extent extent_of(const Grid& grid) {
  const double a = grid.rotation_deg * std::numbers::pi / 180;
  Extent out;
  for (const int i : {0, 1})
    for (const int j : {0, 1}) {
      const double u = i * grid.count[0] * grid.cell_m.x, v = j * grid.count[1] * grid.cell_m.y;
      const double x = grid.origin.x + u * std::cos(a) + v * std::sin(a),
                   y = grid.origin.y - u * std::sin(a) + v * std::cos(a);
      out.add({x, y, grid.origin.z});
      out.add({x, y, grid.top_m()});
    }
  return out;
}

}  // namespace lode::study
