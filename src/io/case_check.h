// Whether a case can run, without running it: what `lode check` asks.
#pragma once

#include <filesystem>

#include "base/progress.h"
#include "study/study.h"

namespace lode::io {

// Throws InputError with all faults and their places: those of the case with its chosen
// alternatives and, as far as they can be found before grades are drawn, those of each other
// alternative alone. NoAnswer if there are no faults but no feasible answer.
//   path  of the case that `file` was read from: alternatives are read from it again
void check_case(const study::CaseFile& file, const std::filesystem::path& path,
                const study::RunOptions& options, const Progress& progress);

}  // namespace lode::io
