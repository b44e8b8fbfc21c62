// Private to the room: the files that a case names.
//
// One rule in every command: a name is looked for from the case's folder; `..`, absolute paths and
// links are followed. A run copies every input beside the case as run, so that the copy gives the
// same results in any place: a file from within the case's folder under its own name, one from
// outside under outside/.
#pragma once

#include <filesystem>
#include <string>

namespace lode::io {

// The copy's name beside the case as run: "price.csv"; "outside/1f3a5b7c-price.csv".
std::string copy_name(const std::string& name);

// The file itself, or its copy under outside/ where the case is one that a run has copied.
std::filesystem::path input_path(const std::filesystem::path& folder, const std::string& name);

}  // namespace lode::io
