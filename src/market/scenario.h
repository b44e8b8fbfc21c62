// A scenario applied to a world: numbers changed by the key that a case file gives them, and what is
// closed to whom when.
#pragma once

#include <string>

#include "market/world.h"

namespace lode::market {

// The world with the changes of the scenario. Throws InputError for a change of a key that is no
// number or flag of the case, or of some periods of one that has the same value in all.
World under(const World& world, const Scenario& scenario);

// Whether nothing passes from one region to another by this route in this period (from 0).
bool is_closed(const Route& route, const std::string& from, const std::string& to,
               const Scenario& scenario, int period);

}  // namespace lode::market
