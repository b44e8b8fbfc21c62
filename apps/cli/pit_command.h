// `lode pit`: the ultimate pit, or nested shells, of MineLib files or of a grid of values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "commands.h"

namespace lode::cli {

struct PitArguments {
  std::filesystem::path blocks, prec, upit;  // MineLib, or
  std::filesystem::path values;              // a grid
  std::vector<int> grid;                     // NX,NY,NZ
  std::vector<double> cell{1, 1, 1};         // m
  double slope_deg = 45;
  int benches = 8;
  std::string pattern;  // empty, or "1:5:9" instead of a slope
  std::vector<std::string> revenue_factors, weight_multipliers;
  std::filesystem::path out;
  std::filesystem::path vti, vtp, dxf;  // of a grid: see io/pit_shells.h
  bool verify = false, truncate = false;
};

// What is wrong with the arguments together; empty if nothing is. For the exit code of bad usage.
std::string usage_fault(const PitArguments& arguments);

Exit pit(const PitArguments& arguments, const Manners& manners);

}  // namespace lode::cli
