// The tables of `lode option`.
#pragma once

#include <vector>

#include "decision/decision.h"
#include "report/table.h"

namespace lode::report {

// value, prices, project, triggers, triggers_any_time, trigger_perpetual, exercise, basis, regressions.
std::vector<Table> option_tables(const decision::OptionTerms& terms,
                                 const decision::RightOnPrice& right);
// value, exercise, basis, regressions.
std::vector<Table> option_tables(const decision::OptionTerms& terms,
                                 const decision::RightOnPaths& right);
// value, triggers.
std::vector<Table> option_tables(const decision::OptionTerms& terms,
                                 const decision::RightToMine& right);
// holders, decisions, choices, outcomes.
std::vector<Table> option_tables(const decision::OptionTerms& terms,
                                 const decision::RightsInTree& rights);

// For a terminal: long tables by year with a part of their rows, without each regression.
std::vector<Table> thinned(std::vector<Table> tables);

}  // namespace lode::report
