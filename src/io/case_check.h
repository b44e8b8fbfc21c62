// Whether a case can run, without running it: what `lode check` asks.
#pragma once

#include <filesystem>

#include "base/progress.h"
#include "study/study.h"

namespace lode::io {

// Throws InputError with the faults, in their places, of the case as it is chosen and, as far as
// they show before grades are drawn, those of each alternative that is not, alone; NoAnswer where
// there are none and the answer is no.
//   path  of the case that `file` was read from: alternatives are read from it again
void check_case(const study::CaseFile& file, const std::filesystem::path& path,
                const study::RunOptions& options, const Progress& progress);

}  // namespace lode::io
