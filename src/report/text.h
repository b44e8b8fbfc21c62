// The sentences of a report: findings, how far to trust them, what is simplified.
#pragma once

#include <vector>

#include "report/json.h"
#include "study/study.h"

namespace lode::report {

// What each stage leaves out, as the headers of the stages say (simplified.cpp).
std::vector<Simplification> simplified(const study::Case& c);
Table simplified_table(const study::Results& results);

StudyFacts make_facts(const study::Results& results);
// tables: those of the document, which the sentences speak of.
ReportText make_text(const study::Results& results, const std::vector<Table>& tables,
                     const std::string& repeat);

}  // namespace lode::report
