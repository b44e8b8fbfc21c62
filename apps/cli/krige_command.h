// `lode krige CASE`: estimates at points or blocks from a table of samples; docs/points.md.
#pragma once

#include <filesystem>

#include "commands.h"

namespace lode::cli {

struct KrigeArguments {
  std::filesystem::path case_path;
  std::filesystem::path out;  // empty: results/<case>
  int threads = 0;
  bool force = false;
};

// Writes estimates.csv (and estimates.vti of a grid) and cross_validation.csv; prints how many were
// estimated and how they lie. Exit::no_answer if not a single one could be.
Exit krige(const KrigeArguments& arguments, const Manners& manners);

}  // namespace lode::cli
