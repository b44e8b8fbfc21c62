// The case of `lode plant`: docs/plants.md.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "plant/plant.h"

namespace lode::io {

struct PlantFile {
  plant::PlantCase given;
  std::vector<std::string> notes;
};
// Throws InputError with every fault of the case.
PlantFile read_plant_case(const std::filesystem::path& path);

}  // namespace lode::io
