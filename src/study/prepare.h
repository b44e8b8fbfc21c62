// What all scenarios share, and every reason why a run cannot begin: what `lode check` and `lode run`
// both ask, so that they cannot disagree.
#pragma once

#include <cstdint>
#include <vector>

#include "base/progress.h"
#include "study/evaluate.h"
#include "study/model.h"
#include "study/run.h"

namespace lode::study {

// Throws where the case cannot be run with these options, as far as that shows before a grade is
// drawn or kriged: InputError with the faults of all draws (faults_of_draws) and of all deposits'
// drill holes; else NoAnswer for the first deposit without a body or a law. Returns what it made.
std::vector<DepositFrame> refuse_or_frame(const CaseFile& file, const RunOptions& options);

// The models, steps and plans of a run; after them what no draw may do to the plants
// (faults_of_plants). Throws as refuse_or_frame; InputError, NoAnswer of the models and of the
// plants; NoAnswer with its numbers if no pit is worth mining at the planning price.
// results.file and the options' copies are set; seconds of each stage are added.
void prepare(Results& results, const RunOptions& options, const Progress& progress);

// Throws what run() would throw for this case with these options: it does all that run() does
// before the first scenario.
void check(const CaseFile& file, const RunOptions& options, const Progress& progress);

// What all scenarios share of prepared results, which must outlive it.
Shared shared_of(const Results& results);

}  // namespace lode::study
