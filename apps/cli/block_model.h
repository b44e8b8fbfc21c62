// The block model of each deposit of a run, for spreadsheets and for programs that show blocks.
#pragma once

#include <filesystem>

#include "columns.h"
#include "study/study.h"

namespace lode::cli {

// The body's blocks, whether a statement's or kriged ones:
//   x, y, z          of the block's centre
//   tonnes           in place, below the surface
//   ELEMENT_percent  expected grade: the mean over realisations
//   ore_probability  share of the realisations in which the block's main grade reaches the cut-off
//   ore_percent      expected main grade where it does; none: it never does
//   class
// Grades as drawn or kriged, without the factors of classes.
Columns body_blocks(const study::Deposit& deposit, const study::DepositModel& model,
                    const study::Case& c);

// <deposit>_blocks.csv, the body alone, and <deposit>_blocks.vti, the whole grid with its origin
// and turn. Memory: some 100 bytes a block of the body, and 8 bytes a block of the grid and column.
void write_block_models(const study::Results& results, const std::filesystem::path& folder);

}  // namespace lode::cli
