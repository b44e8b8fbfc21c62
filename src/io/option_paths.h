// The table of paths of an option case.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/option_case.h"

namespace lode::io {

// Rows in any order. Throws InputError with every fault and its line: a path without one of the years, or with one
// twice; a year before now; fewer than 8 paths or 4 clusters. Of a case with paths.
decision::GivenPaths read_option_paths(const OptionCase& values,
                                       const std::filesystem::path& folder,
                                       std::vector<std::string>& notes);

}  // namespace lode::io
