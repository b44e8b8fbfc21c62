// Assays, domains and densities laid over each other along every hole.
#pragma once

#include <cstdint>
#include <vector>

#include "drill/checked.h"

namespace lode::drill {

// Part of a hole with one assay row, one domain and one density.
struct Stretch {
  double from_m = 0, to_m = 0;
  std::int32_t row = 0;         // of Checked::grade
  std::int32_t domain = -1;     // -1: none
  double density_t_per_m3 = 0;  // NaN: not known
  bool sampled = false;  // it has a grade of some element, and a density where that is needed
  double length_m() const { return to_m - from_m; }
};

// [hole], downward, from the first interval of the assays to the last; a hole that is left out has
// none. Samples without a density where composites are weighted by it are reported in
// checked.findings.
std::vector<std::vector<Stretch>> stretches(const Campaign& campaign, Checked& checked);

}  // namespace lode::drill
