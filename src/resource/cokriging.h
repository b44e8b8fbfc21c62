// Ordinary cokriging: every variable estimated from all of them, each with its own unknown mean.
// The linear model of coregionalisation: C_ab(h) = sum over structures of B[a][b] rho(h), every
// matrix B positive semi-definite (Goovaerts 1997, section 4.2.3 and 6.2).
#pragma once

#include "resource/kriging.h"

namespace lode::resource {

struct CoregionalisedStructure {
  std::string id;
  Structure type = Structure::spherical;
  std::vector<double> sill;  // [variable][variable], row by row
  double range_major_m = kRequired, range_semi_m = kRequired, range_minor_m = kRequired;
};
void describe(Visitor& visit, CoregionalisedStructure& structure);

struct Coregionalisation {
  std::vector<double> nugget;  // [variable][variable], row by row; empty: none
  double azimuth_deg = 0, dip_deg = 0, rake_deg = 0;
  Ranges ranges = Ranges::practical;
  std::vector<CoregionalisedStructure> structure;
};
void describe(Visitor& visit, Coregionalisation& model);
// What does not hold for so many variables: sizes, symmetry, positive semi-definite matrices, a
// positive sill of each variable. Empty if all is well.
std::string fault_of(const Coregionalisation& model, std::size_t variables);

struct CokrigingEstimates {
  std::vector<std::vector<double>> estimate;    // [variable][target], NaN where not estimated
  std::vector<std::vector<double>> covariance;  // [a * variables + b][target], of the errors
  std::vector<std::int32_t> samples;            // [target] places used or found
  std::vector<EstimateStatus> status;           // [target]
  std::vector<std::uint32_t> dropped;           // samples with a value left out: duplicates
};

// All variables of the samples, which need not be measured everywhere. Several samples at one place
// are one: of each variable the earliest that has it counts. The search counts places
// with at least one value; a target where some variable has no value among them is left without
// estimates (too_few). Conventions of kriging.h. Throws InputError as krige does.
CokrigingEstimates cokrige(const Samples& samples, const Coregionalisation& model,
                           const Search& search, const Kriging& kriging, const Targets& targets,
                           const SampleTraits& traits = {});

}  // namespace lode::resource
