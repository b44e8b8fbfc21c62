// `lode pit`: the ultimate pit, or nested shells, of MineLib files or of a grid of values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "commands.h"

namespace lode::cli {

struct PitArguments {
  std::filesystem::path case_path;           // a case of estimates (io/pit_case.h), or
  std::filesystem::path blocks, prec, upit;  // MineLib, or
  std::filesystem::path values;              // a grid
  std::vector<int> grid;                     // NX,NY,NZ
  std::vector<double> cell{1, 1, 1};         // m
  std::vector<double> origin{0, 0, 0};       // m, of the grid's lower corner
  double rotation_deg = 0;
  double slope_deg = 45;
  std::string benches = "auto";
  std::string pattern;  // empty, or "1:5:9" instead of a slope
  std::vector<std::string> revenue_factors, weight_multipliers;
  std::vector<std::string> missing;
  std::string missing_as;
  std::filesystem::path out;            // a file; of a case a folder
  std::filesystem::path vti, vtp, dxf;  // of a grid: see io/pit_shells.h
  bool verify = false, truncate = false, force = false;
};

// What is wrong with the arguments together; empty if nothing is. For the exit code of bad usage.
std::string usage_fault(const PitArguments& arguments);

Exit pit(const PitArguments& arguments, const Manners& manners);

}  // namespace lode::cli
