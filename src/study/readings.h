// The same bids under other readings of the facts: where the answer turns.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "study/decide.h"
#include "study/prepare.h"

namespace lode::study {

struct Results;

// One reading: what each bid comes to where those who hold its rights decide as it says.
struct Reading {
  std::string name;                      // "capital=announced"
  std::shared_ptr<const CaseFile> file;  // the case under it
  std::vector<std::uint64_t> scenarios;  // [row] of the run's own
  std::vector<Decided> bid;              // [bid]; none where the reading has no answer
  std::string no_answer;                 // why: no pit is worth mining under it
};

// Scenarios of a reading, at most: a regression needs so many, and ten readings no more than a run.
inline constexpr std::size_t kReadingScenarios = 400;

// The study as it stands, on all its scenarios; a bid without rights is built whatever happens.
Reading reading_of(const Results& results);

// Each case prepared, planned and decided anew on the first scenarios of the run, which are the same
// but for what the reading changes; a reading under which nothing can be mined says so. Throws what
// prepare() throws, but NoAnswer.
std::vector<Reading> readings_of(const Results& results, std::vector<CaseFile> files,
                                 const Stop& stop, const Progress& progress);

}  // namespace lode::study
