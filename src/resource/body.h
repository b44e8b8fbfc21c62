// The body: a union of simple solids, discretised on a grid by block centres.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"

namespace lode::resource {

enum class Shape { ellipsoid, cone, slab, pipe };

// One solid. `centre` is the middle of the ellipsoid and of the slab, the middle of the TOP face of
// cone and pipe. In its own axes: u along azimuth (clockwise from north), v across it, w along the
// dip line.
//   ellipsoid  semi-axes length/2 (u), width/2 (v), height/2 (w)
//   slab       box length x width x height
//   pipe       horizontal elliptical section length x width, `height` metres DOWN DIP from its top
//   cone       as pipe; its section shrinks linearly to `toe` (of the top's axes) at its foot
//
// For pipe and cone the axis goes down at `dip` degrees below horizontal (90 = vertical) toward
// dip_direction; the section stays horizontal. For ellipsoid and slab the w axis is tilted from
// vertical likewise, and u and v are turned with it about the horizontal line across the dip
// direction, so that the three stay at right angles.
struct Solid {
  std::string id;
  Shape shape = Shape::ellipsoid;
  Point centre{kRequired, kRequired, kRequired};
  double length_m = kRequired, width_m = kRequired, height_m = kRequired;
  double azimuth_deg = 0, dip_deg = 90, dip_direction_deg = 180;
  double toe = 0;
};
void describe(Visitor& visit, Solid& solid);

// Normalised distance from the solid's axis or centre: 0 at its centre, 1 on its surface, > 1
// outside.
//   pipe, cone  from the axis, in the horizontal section; the end faces are cuts, not rims
//   slab        the greatest of the three
//
// Errors: InputError if a size is not positive or a pipe does not dip.
double rim_distance(const Solid& solid, const Point& point);

// The blocks of the body: centre inside the union. rim in [0, 1] is the least over the solids.
struct Body {
  std::vector<std::uint32_t> block;  // [body block] index in the grid, ascending
  std::vector<double> rim;           // [body block]
};
// An empty body is an answer; blocks_on_edge tells that the grid cuts it (count of body blocks on
// the grid's sides and floor; the top is the surface).
Body make_body(const Grid& grid, const std::vector<Solid>& solids);
std::size_t blocks_on_edge(const Grid& grid, const Body& body);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 4> lode::kNames<lode::resource::Shape> = {
    "ellipsoid", "cone", "slab", "pipe"};
