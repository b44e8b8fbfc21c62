#include "base/grid.h"

namespace lode {

void describe(Visitor& visit, Grid& grid) {
  visit.fixed("x", grid.origin.x, unit::kMetres, {}, "east of the lower corner of the first block");
  visit.fixed("y", grid.origin.y, unit::kMetres, {},
              "north of the lower corner of the first block");
  visit.fixed("z", grid.origin.z, unit::kMetres, {}, "height of the floor of the lowest bench");
  visit.fixed("cell_x", grid.cell_m.x, unit::kMetres, {0.1, 1000},
              "block size along the grid's x axis");
  visit.fixed("cell_y", grid.cell_m.y, unit::kMetres, {0.1, 1000},
              "block size along the grid's y axis");
  visit.fixed("cell_z", grid.cell_m.z, unit::kMetres, {0.1, 1000}, "bench height");
  visit.integer("count_x", grid.count[0], 1, 2000, "blocks along x");
  visit.integer("count_y", grid.count[1], 1, 2000, "blocks along y");
  visit.integer("count_z", grid.count[2], 1, 2000, "benches");
  visit.fixed("rotation", grid.rotation_deg, unit::kDegrees, {-360, 360},
              "of the grid's y axis from north, clockwise");
}

}  // namespace lode
