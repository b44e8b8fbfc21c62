// `lode pit CASE`: from estimated grades to block values, and their pit. docs/pit.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/grid.h"
#include "commands.h"
#include "io/io.h"
#include "pit/pit.h"
#include "pit_command.h"
#include "study/block_value.h"
#include "study/ground.h"

namespace lode::cli {

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

Exit pit_of_case(const PitArguments& arguments, const Manners& manners);

}  // namespace lode::cli
