// Overall slope angles by azimuth, and the precedence they imply on a grid, never stored as arcs.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"

namespace lode::pit {

// From this azimuth (clockwise from north, of the direction from pit centre to wall) up to the next
// sector's.
struct SlopeSector {
  std::string id;
  double from_deg = 0;
  double angle_deg = 45;  // overall, from horizontal
};
void describe(Visitor& visit, SlopeSector& sector);

struct Slopes {
  std::vector<SlopeSector> sector;  // at least one; by from_deg, the last runs round to the first
  int benches = 8;                  // depth of the search pattern
};
void describe(Visitor& visit, Slopes& slopes);
double angle_at(const Slopes& slopes, double azimuth_deg);

// Offsets (dx, dy, dz > 0) of the immediate predecessors of a block, the minimum search pattern of
// Caccetta & Giannini (1986): level by level, what shorter chains reach is dropped. Azimuths are
// turned by the grid's rotation. A sector holds its first azimuth. Throws InputError if there is no
// sector, two start at the same azimuth, or an angle is not in (0, 90].
struct Offset {
  int dx, dy, dz;
};
struct Pattern {
  std::vector<Offset> offsets;
  // Achieved minus asked, the largest by size over whole degrees of azimuth, of the cone above one
  // block at `benches` levels, outlined by the convex hull of the block centres reached. Below 0 =
  // flatter than asked, as happens in a steep sector beside a flat one: chains of offsets of both
  // reach in between.
  double worst_angle_error_deg = 0;
};
Pattern make_pattern(const Grid& grid, const Slopes& slopes);

}  // namespace lode::pit
