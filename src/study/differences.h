// In which keys two readings of a case differ.
#pragma once

#include <string>
#include <vector>

#include "study/case.h"

namespace lode::study {

// Key paths whose value, or whose distribution, is not the same; tables that one of them has alone
// with all their keys. Sorted.
std::vector<std::string> differing_keys(const CaseFile& a, const CaseFile& b);

// What prepare() may take from a study of a case that differs in these keys alone: a deposit's model
// where none of its own keys differs, the plans where all of them leave block values, pits and pace
// as they are (a bid's terms move its plan by plan_key alone).
bool leaves_model(const std::vector<std::string>& differing, const Deposit& deposit);
bool leaves_plans(const std::vector<std::string>& differing);

}  // namespace lode::study
