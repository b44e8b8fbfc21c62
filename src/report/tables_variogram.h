// The tables of `lode variogram`.
#pragma once

#include <string>
#include <vector>

#include "report/table.h"
#include "resource/resource.h"
#include "study/study.h"

namespace lode::report {

// variogram_samples, variogram (a row per direction and lag, the model beside it); where there is
// one, variogram_model, variogram_fit and variogram_map.
std::vector<Table> variogram_tables(const std::vector<resource::VariableVariography>& variables,
                                    const resource::Variography& asked);

// What went wrong with a variable, in words; empty if nothing did.
std::string failure_of(const resource::VariableVariography& variable);

// Of one deposit with drill holes: the main element's composites beside the model, a row per
// domain, direction and lag. Empty table: its columns.
Table deposit_variogram_table();
void add_variograms(const std::string& deposit, const study::DrilledModel& model, Table& table);

// "lag k takes (k-1) w < h <= k w ..."
std::string bin_rule(const resource::Lags& lags);

}  // namespace lode::report
