// What the checks of a market case share: no header for users of io.
#pragma once

#include "io/market_case.h"
#include "io/option_checks.h"

namespace lode::io {

// "\"Xx\" is none of regions; did you mean Xy?"
std::string none_of(const char* list, const std::vector<std::string>& known,
                    const std::string& name);
bool is_in(const std::vector<std::string>& list, const std::string& name);

// Adds what is wrong with scenarios, expectations and figures that are given (market_scenarios.cpp).
void check_scenarios(const market::World& world, Breaches& out);
void check_given(const market::World& world, Breaches& out);
// Adds demand that no supply can reach, and regions and stages that nothing joins (market_reach.cpp).
void check_reach(const market::World& world, Breaches& out);

}  // namespace lode::io
