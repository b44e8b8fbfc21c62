#include "base/grid.h"

#include "base/same.h"

namespace lode {

void describe(Visitor& visit, Grid& grid) {
  constexpr Range kPlaces{-kGreatestLength, kGreatestLength};
  constexpr Range kSides{kLeastLength, kGreatestLength};
  constexpr int kMost = 1'000'000'000;  // memory is the limit: Grid::blocks
  visit.fixed("x", grid.origin.x, unit::kMetres, kPlaces,
              "east of the lower corner of the first block");
  visit.fixed("y", grid.origin.y, unit::kMetres, kPlaces,
              "north of the lower corner of the first block");
  visit.fixed("z", grid.origin.z, unit::kMetres, kPlaces,
              "height of the floor of the lowest bench");
  visit.fixed("cell_x", grid.cell_m.x, unit::kMetres, kSides, "block size along the grid's x axis");
  visit.fixed("cell_y", grid.cell_m.y, unit::kMetres, kSides, "block size along the grid's y axis");
  visit.fixed("cell_z", grid.cell_m.z, unit::kMetres, kSides, "bench height");
  visit.integer("count_x", grid.count[0], 1, kMost, "blocks along x");
  visit.integer("count_y", grid.count[1], 1, kMost, "blocks along y");
  visit.integer("count_z", grid.count[2], 1, kMost, "benches");
  visit.fixed("rotation", grid.rotation_deg, unit::kDegrees, {-360, 360},
              "of the grid's y axis from north, clockwise");
}

}  // namespace lode
