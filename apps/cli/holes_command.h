// `lode holes CASE`: validate, desurvey, composite, statistics.
#pragma once

#include <filesystem>

#include "commands.h"

namespace lode::cli {

struct HolesArguments {
  std::filesystem::path case_path;
  std::filesystem::path out;  // empty: tables to the terminal alone
  bool force = false;         // write into a folder that is not empty
};

// Exit::input where a kind of fault has no choice in the case; the tables are printed and written
// all the same.
Exit holes(const HolesArguments& arguments, const Manners& manners);

}  // namespace lode::cli
