// The tables of `lode pit`: shells of a family, and what the pit of a case of estimates holds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "pit/pit.h"
#include "report/table.h"
#include "study/study.h"

namespace lode::report {

Table family_table(const pit::Family& family, const pit::PitResult& result);

Table contents_table(std::span<const study::Metal> metals, const study::OreCosts& costs,
                     const pit::Contents& contents);

// A row each shell.
//   grade    [metal][block] fraction of mass
//   factors  [shell] on the prices
Table priced_shells_table(std::span<const study::Metal> metals, const pit::PricedBlocks& blocks,
                          std::span<const std::vector<double>> grade,
                          std::span<const double> factors, const pit::PitResult& result);

// As the case gives its grades: "%", "g/t".
std::string unit_of(const study::Metal& metal);

}  // namespace lode::report
