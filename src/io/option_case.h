// The case of `lode option`: docs/option.md.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/dialect.h"
#include "decision/decision.h"
#include "study/study.h"

namespace lode::io {

// The table of paths that a case gives instead of a process.
struct OptionPaths {
  std::string file;
  std::vector<std::string> state;
  std::string path = "path", year = "year", cluster;
  Dialect dialect;
};
void describe(Visitor& visit, OptionPaths& paths);

struct OptionCase {
  decision::OptionTerms terms;
  std::optional<OptionPaths> paths;
};
void describe(Visitor& visit, OptionCase& values);

// What does not hold across its keys (option_checks.cpp, option_tree_checks.cpp).
std::vector<study::Breach> breaches(const OptionCase& values);

// The case with its table of paths read.
struct OptionInput {
  OptionCase given;
  std::optional<decision::GivenPaths> paths;
  std::vector<std::string> notes;  // of the files
};
// Throws InputError with every fault of the case, then of the table.
OptionInput read_option_case(const std::filesystem::path& path);

}  // namespace lode::io
