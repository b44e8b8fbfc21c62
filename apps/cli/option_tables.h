// The results of `lode option` as tables.
#pragma once

#include <vector>

#include "option_case.h"
#include "option_model.h"
#include "report/report.h"

namespace lode::cli {

// One decider: on simulated prices, on given paths.
std::vector<report::Table> price_tables(const OptionCase& values);
std::vector<report::Table> path_tables(const OptionCase& values, const OptionModel& model);
// A mine that opens, closes, is abandoned; `converged` tells whether its equations came to rest.
std::vector<report::Table> mine_tables(const OptionCase& values, bool& converged);

// For a terminal: long tables by year with a part of their rows.
std::vector<report::Table> thinned(std::vector<report::Table> tables);

}  // namespace lode::cli
