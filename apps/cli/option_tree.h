// The tree of `lode option`: from its tables to decision::Tree, and its results.
#pragma once

#include <vector>

#include "decision/decision.h"
#include "option_case.h"
#include "report/report.h"

namespace lode::cli {

// Adds what is wrong with [holder.NAME] and [node.NAME].
void check_tree(const OptionCase& values, std::vector<study::Breach>& out);
// Of a case without faults.
std::vector<report::Table> tree_tables(const OptionCase& values);

}  // namespace lode::cli
