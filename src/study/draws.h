// The inputs of a scenario: what a case samples, drawn; and what no draw may break.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "study/case.h"

namespace lode::study {

// Every sampled input has its own stream, named by its key: one more input changes no other's
// draws. written [sampled input], in written units; members: of the case that is drawn into.
void draw_inputs(const std::vector<SampledInput>& sampled, std::uint64_t seed,
                 std::uint64_t scenario, const std::map<std::string, SampledMember>& members,
                 std::span<double> written);

// The rules across keys that a draw can break; empty: it breaks none.
std::vector<Breach> breaches_of_draw(const Case& drawn);

// A fault for each key at which a scenario, from `first` to below `end`, breaks a rule across keys,
// or its events take a parameter out of its range: with the first such scenario and how many there
// are. What run() would meet, without mining anything: about 30 microseconds a scenario, more where
// events change parameters.
std::vector<Fault> faults_of_draws(const CaseFile& file, const Calendar& calendar,
                                   std::uint64_t seed, std::uint64_t first, std::uint64_t end);

}  // namespace lode::study
