// The inputs of a scenario, drawn as the case samples them, and the rules that every draw must
// meet.
#pragma once

#include <memory>
#include <vector>

#include "study/case.h"

namespace lode::study {

// [sampled input] in written units. Every sampled input has its own stream, named by its key: one
// more input changes no other's draws.
std::vector<double> draw_inputs(const std::vector<SampledInput>& sampled, std::uint64_t seed,
                                std::uint64_t scenario);

// The rules across keys that a draw can break; empty: it breaks none.
std::vector<Breach> breaches_of_draw(const Case& drawn);

// A fault for each key at which a scenario, from `first` to below `end`, breaks a rule across keys,
// or its events take a parameter out of its range: with the first such scenario and how many there
// are. The same faults as in run(), found without mining: about 10 microseconds a scenario.
std::vector<Fault> faults_of_draws(const std::shared_ptr<const CaseFile>& file,
                                   const Calendar& calendar, std::uint64_t seed,
                                   std::uint64_t first, std::uint64_t end);

}  // namespace lode::study
