// The cases that `lode init` writes: CMakeLists.txt says from which files of the tree.
#pragma once

#include <span>

namespace lode::cli {

struct StarterFile {
  const char* stage;  // "study", "holes", ...
  const char* name;   // in the new folder; each stage has a case.toml
  const char* text;
};

std::span<const StarterFile> starter_files();

}  // namespace lode::cli
