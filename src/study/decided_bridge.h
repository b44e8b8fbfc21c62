// From the reference bid to another, term by term, where those who hold the rights decide: which term
// makes somebody build.
#pragma once

#include <string>
#include <vector>

#include "study/decide.h"

namespace lode::study {

struct Results;

struct DecidedStep {
  std::size_t to = 0;  // the other bid
  std::string term;    // empty: the reference bid itself
  std::vector<std::uint64_t> scenarios;
  Decided decided;
};

// Of each other bid where both give a right to build: the reference, then each group of terms taken
// over in the order of kTermGroups (rights and their dates with the schedule), the last being the
// other bid; on the first kReadingScenarios of the run. Throws Stopped.
std::vector<DecidedStep> decided_bridge(const Results& results, const Stop& stop);

}  // namespace lode::study
