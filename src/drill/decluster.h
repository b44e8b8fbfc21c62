// Cell declustering: weights that correct for denser drilling in richer ground.
#pragma once

#include <span>
#include <vector>

#include "base/grid.h"
#include "drill/campaign.h"

namespace lode::drill {

struct CellScan {
  double size_m = 0;  // of the cell in x; 0: no declustering, all weights 1
  double mean = kRequired;
};

struct Declustered {
  std::vector<CellScan> scan;  // the plain mean first
  std::size_t chosen = 0;      // of the scan: the first with the least (most) mean
  std::vector<double> weight;  // [point], mean 1
};

// A point weighs one over the number of points in its cell, each cell size averaged over origins
// moved along the diagonal. Journel (1983), Mathematical Geology 15(3), 445-468; Deutsch (1989),
// Computers & Geosciences 15(3), 325-332; scan and origins as GSLIB's declus: `sizes` steps from
// the smallest to the largest, so sizes + 1 cells (one if both are equal).
//   value  [point]; NaN: the point counts in its cell but in no mean
// Without a value all weights are 1. Throws InputError where the smallest cell makes more cells
// along an axis than can be counted (2^20).
Declustered decluster(std::span<const Point> place, std::span<const double> value,
                      const Declustering& rule);

}  // namespace lode::drill
