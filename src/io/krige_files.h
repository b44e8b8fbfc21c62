// What `lode krige` writes of a case: the columns of places before those of estimates.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "io/krige_case.h"

namespace lode::io {

// Centres of the grid's blocks as x, y, z, which `lode pit` reads; points as their file, or the
// data's, names them.
resource::Columns places_of_targets(const KrigeInput& in);
resource::Columns places_of_samples(const KrigeInput& in, std::span<const std::uint32_t> sample);

// <name>.csv and, where the data came as Geo-EAS, <name>.dat with this title; of a grid's blocks
// (estimates) <name>.vti too. Throws InputError if a file cannot be written.
enum class RowsOf { samples, targets };
void write_rows(const std::filesystem::path& folder, const std::string& name,
                const std::string& title, const KrigeCase& given, const resource::Columns& rows,
                RowsOf of);

}  // namespace lode::io
