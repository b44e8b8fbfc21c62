#include "io/plant_case.h"

#include <utility>

#include "io/stage_case.h"

namespace lode::io {

PlantFile read_plant_case(const std::filesystem::path& path) {
  PlantFile out;
  const StageCase file = read_stage_case(
      path, [&](Visitor& visit) { describe(visit, out.given); },
      [&] {
        std::vector<study::Breach> breaches;
        for (plant::StageFault& fault : plant::breaches(out.given))
          breaches.push_back({std::move(fault.key), std::move(fault.message)});
        return breaches;
      },
      [&](IdleKeys& idle) {
        add_idle(idle, "mill.", out.given.mill);
        add_idle(idle, "", out.given.product);
      });
  out.notes = file.notes;
  return out;
}

}  // namespace lode::io
