// `lode variogram CASE`: experimental variograms, a model given or fitted, a map.
#pragma once

#include <filesystem>

#include "commands.h"

namespace lode::cli {

struct VariogramArguments {
  std::filesystem::path case_path;
  std::filesystem::path out;  // empty: tables to the terminal alone
  bool force = false;         // write into a folder that is not empty
};

// Exit::no_answer where there is no pair or a fit cannot be made, Exit::limit where one is stopped
// by its iterations; the tables are printed and written all the same.
Exit variogram(const VariogramArguments& arguments, const Manners& manners);

}  // namespace lode::cli
