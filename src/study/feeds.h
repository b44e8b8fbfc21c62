// The richest ore that a plan can send to a mill, and whether the mill's stages can hold what it
// brings.
#pragma once

#include <cstdint>
#include <vector>

#include "study/prepare.h"

namespace lode::study {

// A fault for each stage whose product, or what it leaves, would weigh less than its own metal in
// some scenario from `first` to below `end`: found by upper bounds, so that every such fault of a
// scenario is reported here. The stock mixes what is mined, so no feed is richer in an element than
// the richest part of an increment above the highest cut-off that the scenario's prices call for; a
// stage is tried at the richest of every element at once. A reported feed may be richer than any
// that the mixed stock gives: its grades stand in the message. The study has its plans.
std::vector<Fault> faults_of_plants(const Study& study, std::uint64_t first, std::uint64_t end);

}  // namespace lode::study
