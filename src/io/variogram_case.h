// The case of `lode variogram` on points alone: docs/variogram.md.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "io/points.h"
#include "io/stage_case.h"
#include "resource/resource.h"

namespace lode::io {

struct VariogramCase {
  PointFile points;
  std::string weight;  // column; empty: none
  resource::Variography variography;
};
void describe(Visitor& visit, VariogramCase& values);

struct VariogramFile {
  VariogramCase given;
  StageCase file;
};
// Throws InputError with every fault of the case.
VariogramFile read_variogram_case(const std::filesystem::path& path);

// Its table of samples.
struct VariogramPoints {
  Points points;               // variables as asked for, without the weight
  std::vector<double> weight;  // [sample]; empty: none
};
VariogramPoints read_variogram_points(const VariogramFile& read);

}  // namespace lode::io
