// A variogram model as the table of a case, to be pasted into the case of `lode krige`.
#pragma once

#include <string>

#include "resource/resource.h"

namespace lode::report {

// [TABLE] and [TABLE.structure.ID], every number in the shortest text that reads back the same.
std::string variogram_toml(const resource::Variogram& model, const std::string& table);

}  // namespace lode::report
