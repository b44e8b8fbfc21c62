// What `lode pit` writes of a case: its blocks with their values, and the shells for programs that
// display pits.
#pragma once

#include <filesystem>

#include "io/pit_case.h"

namespace lode::io {

// Into an existing folder: blocks.csv (a row each block: centre, tonnes, grades in the case's
// units, value in USD, the factor of its shell, destination, in_pit), values.txt (values to the
// cent, NA for air, as read_value_grid reads them), pit.vti, pit.vtp, pit.dxf. Throws InputError if
// a file cannot be written. Memory: some 80 bytes a block, and 8 more each metal.
void write_pit_blocks(const PitInput& in, const pit::PitResult& result,
                      const std::filesystem::path& folder);

}  // namespace lode::io
