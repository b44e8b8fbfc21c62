// `lode krige CASE`: estimates at points or blocks from a table of samples; docs/points.md.
#pragma once

#include "commands.h"

namespace lode::cli {

// Writes estimates.csv (and estimates.vti of a grid) and cross_validation.csv; prints how many were
// estimated and how they lie. Exit::no_answer if not a single one could be.
Exit krige(const StageArguments& arguments, const Manners& manners);

}  // namespace lode::cli
