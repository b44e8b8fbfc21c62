// The block model of a deposit and the shells of its plan, for spreadsheets and for programs that
// show blocks and pits.
#pragma once

#include <filesystem>

#include "resource/resource.h"
#include "study/study.h"

namespace lode::io {

// The body's blocks, whether a statement's or kriged ones:
//   x, y, z          of the block's centre
//   tonnes           in place, below the surface
//   ELEMENT_percent  expected grade: the mean over realisations
//   ore_probability  share of the realisations in which the block's main grade reaches the cut-off
//   ore_percent      expected main grade where it does; none: it never does
//   class
// Grades as drawn or kriged, without the factors of classes.
resource::Columns body_blocks(const study::Deposit& deposit, const study::DepositModel& model,
                              const study::Case& c);

// The block model of a deposit with drill holes as kriged, with the checks beside it: a row per
// estimated block; grades in the units of the assays.
resource::Columns kriged_blocks(const study::Deposit& deposit, const study::DrilledModel& model);

// <deposit>_blocks.csv, the body alone, and <deposit>_blocks.vti, the whole grid with its origin
// and turn. Memory: some 100 bytes a block of the body, and 8 bytes a block of the grid and column.
void write_block_models(const study::Results& results, const std::filesystem::path& folder);

// <deposit>_shells.vti, .vtp and .dxf of the reference bid's plan.
void write_plan_shells(const study::Results& results, const std::filesystem::path& folder);

}  // namespace lode::io
