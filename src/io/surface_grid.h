// A surface in: heights at the nodes of a regular lattice, as CSV.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "io/csv.h"
#include "study/ground.h"

namespace lode::io {

struct SurfaceGrid {
  study::Heights heights;
  std::string bytes;               // of the file
  std::vector<std::string> notes;  // of its form; heights that look like codes for missing
};

// Columns x, y, z in metres, one row a node, in any order. Throws InputError with every fault:
// those of a file of numbers, nodes off the lattice (equal steps along east and along north), twice
// or missing, fewer than two along an axis. `form`: its dialect and the case's table of it.
SurfaceGrid read_surface_grid(const std::filesystem::path& path, const CsvForm& form);

}  // namespace lode::io
