// A variogram model as the table of a case, to be pasted into the case of `lode krige`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "resource/resource.h"

namespace lode::report {

// [TABLE] and [TABLE.structure.ID], every number in the shortest text that reads back the same.
std::string variogram_toml(const resource::Variogram& model, const std::string& table);

// The model of each variable that has one, as the table of a case with a line that says whose it is.
struct ModelToml {
  std::string variable, table;
};
std::vector<ModelToml> models_as_tables(const std::vector<resource::VariableVariography>& variables,
                                        resource::Scores scores);

// variogram_NAME.toml each, NAME in letters that any file system takes. Throws InputError if one
// cannot be written.
void write_models(const std::vector<ModelToml>& models, const std::filesystem::path& folder);

}  // namespace lode::report
