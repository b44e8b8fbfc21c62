// The tables of `lode variogram`.
#pragma once

#include <vector>

#include "report/table.h"
#include "resource/resource.h"

namespace lode::report {

struct VariableVariography {
  std::string variable;
  resource::VariographyResult result;
};

// variogram_samples, variogram (a row per direction and lag, the model beside it); where there is
// one, variogram_model, variogram_fit and variogram_map.
std::vector<Table> variogram_tables(const std::vector<VariableVariography>& variables,
                                    const resource::Variography& asked);

// "lag k takes (k-1) w < h <= k w ..."
std::string bin_rule(const resource::Lags& lags);

}  // namespace lode::report
