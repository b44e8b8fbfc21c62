// Holes and composites out, for other programs.
#pragma once

#include <filesystem>

#include "drill/drill.h"

namespace lode::io {

// Composites as points with their declustering weights: hole number, from, to, x, y, z, domain
// number, a grade per element, density, weight. Missing is -999.
void write_composites_geo_eas(const std::filesystem::path& path,
                              const drill::Composites& composites);
// A line per composite, from its start to its end, with its numbers and the name of its hole.
void write_composites_vtp(const std::filesystem::path& path, const drill::Composites& composites);
// A line per hole that is used, bent every `step_m` between stations, with its name.
void write_holes_vtp(const std::filesystem::path& path, const drill::Prepared& prepared,
                     double step_m = 5);

}  // namespace lode::io
