// The case of `lode pit`: from estimated grades to priced blocks in their ground. docs/pit.md.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/grid.h"
#include "drill/drill.h"
#include "pit/pit.h"
#include "study/study.h"

namespace lode::io {

struct EstimateFile {
  std::string file;
  drill::Format format = drill::Format::csv;
  std::string x = "x", y = "y", z = "z";  // columns
  std::string krige;                      // case of `lode krige` that wrote it: its grid
};
void describe(Visitor& visit, EstimateFile& file);

struct Rock {
  double density_t_m3 = 0;     // of every block that has none of its own
  std::string density_column;  // of the estimates' file; empty: none
};
void describe(Visitor& visit, Rock& rock);

struct PitSlopes {
  pit::Slopes slopes;  // sectors; none: `angle` all round
  double angle_deg = 45;
  int benches = 0;  // 0: automatic
};
void describe(Visitor& visit, PitSlopes& slopes);

struct PitCase {
  EstimateFile estimates;
  std::optional<Grid> grid;
  std::vector<study::Metal> metal;
  study::OreCosts costs;
  Rock rock;
  PitSlopes slopes;
  study::Surface surface;
  std::vector<double> revenue_factors;
};
void describe(Visitor& visit, PitCase& values);
std::vector<study::Breach> breaches(const PitCase& values);

// The case with all that it names read, as `pit::solve` wants it.
struct PitInput {
  std::string name;  // of the case's file, or of its folder
  PitCase given;     // its surface with heights
  Grid grid;
  pit::Slopes slopes;                      // with the benches of their pattern
  study::Ground ground;                    // its precedence is that of the slopes
  std::vector<std::vector<double>> grade;  // [metal][block] fraction of mass; NaN: none
  pit::PricedBlocks blocks;                // air is the ground's
  std::vector<double> factors;             // on the prices, rising, 1 among them
  std::vector<std::string> notes;          // of the files, and what blocks lack
};
// Throws InputError with every fault of the case, then of each file; without a density above 0, a
// grade above 1.
PitInput read_pit_case(const std::filesystem::path& path);

}  // namespace lode::io
