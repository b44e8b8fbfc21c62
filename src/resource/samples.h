// Samples of one or more variables at points: what variograms are computed from and kriging
// estimates from. Plain arrays; whoever has drill holes or a file of points fills them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lode::resource {

struct Samples {
  std::vector<double> x, y, z;             // [sample] metres: east, north, up; 2-D: z all 0
  std::vector<std::string> name;           // [variable]
  std::vector<std::vector<double>> value;  // [variable][sample], NaN = missing
  std::vector<std::int32_t> hole;          // [sample] index of the hole, -1 none; empty: no holes
  std::vector<std::int32_t> domain;        // [sample] index of the domain; empty: no domains

  std::size_t size() const { return x.size(); }
};

}  // namespace lode::resource
