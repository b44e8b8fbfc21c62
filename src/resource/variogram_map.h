// Variogram map: the semivariance of every lag of a grid about zero, without directions chosen
// beforehand. Deutsch & Journel (1998), varmap.
#pragma once

#include "base/grid.h"
#include "resource/experimental_variogram.h"

namespace lode::resource {

struct MapLags {
  Point cell_m{kRequired, kRequired, 1};
  std::array<int, 3> half{0, 0, 0};  // cells on each side of lag zero; z 0: one layer (a plane)
};
void describe(Visitor& visit, MapLags& lags);
std::string fault_of(const MapLags& lags);  // empty if all is well

struct VariogramMap {
  MapLags lags;
  std::array<int, 3> count;           // 2 half + 1
  std::vector<std::uint64_t> pairs;   // [cell], x fastest, then y, then z; lag zero in the middle
  std::vector<double> semivariance;   // [cell]; NaN without pairs
  Point lag(std::size_t cell) const;  // of the cell's centre, metres
};

// Cell of a lag h: each coordinate over the cell's size, rounded (halves away from zero). A lag and
// its opposite are one pair, which stands in both cells; in the middle cell it counts once.
// Throws InputError as experimental_variogram does, and beyond 8 GB of memory.
VariogramMap variogram_map(const PairSamples& samples, const MapLags& lags);

}  // namespace lode::resource
