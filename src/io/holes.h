// The tables of a drilling campaign, from CSV or Geo-EAS files.
#pragma once

#include <filesystem>

#include "drill/drill.h"

namespace lode::io {

// `folder` holds the files. Cells are split over the bytes of each file, which the tables keep. A
// row with more or fewer cells than the header is kept apart; blank lines are skipped; a quoted
// cell may hold separators, "" and line ends. Throws InputError with every fault that leaves no
// table: a file that is missing or is not UTF-8, a column that is missing or stands twice in the
// header, a quote that does not close, a file without rows.
drill::RawCampaign read_holes(const drill::Campaign& campaign, const std::filesystem::path& folder);

}  // namespace lode::io
