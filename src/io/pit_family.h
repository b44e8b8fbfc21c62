// The two columns of a family of pits, checked against the file they come from.
#pragma once

#include <filesystem>

#include "pit/pit.h"

namespace lode::io {

// Throws InputError with the line in a grid of values (read_value_grid) unless the pits are nested
// (no revenue or weight below 0) and no factor takes the sums beyond 9e18, the most that is held.
void check_family(const pit::Family& family, const pit::BlockValues& values,
                  const std::filesystem::path& path);

}  // namespace lode::io
