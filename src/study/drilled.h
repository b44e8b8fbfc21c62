// A deposit from its drill holes: composites -> kriged blocks -> the law of blocks -> classes.
//
// Simplified, and said in the report: until the ground is simulated conditional on holes, all
// realisations share the kriged grades, given the spread of blocks by the discrete Gaussian model;
// what differs between realisations is the uncertainty of classes alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "drill/drill.h"
#include "resource/resource.h"

namespace lode::study {

// A by-product that the holes were assayed for.
struct DrilledByProduct {
  std::string id;       // a commodity of the case
  std::string element;  // of the holes; empty: the same name
  // Its own; left out: the main element's.
  std::optional<resource::Variogram> variogram, gaussian;
};
void describe(Visitor& visit, DrilledByProduct& by_product);

struct DomainDensity {
  std::string id;  // of the domain
  double density_t_per_m3 = kRequired;
};
void describe(Visitor& visit, DomainDensity& domain);

enum class DensityFrom { given, holes };

struct Estimation {
  std::string element;                  // of the holes: the main commodity
  double cut_off = kRequired;           // fraction; reporting cut-off grade
  std::vector<double> cut_offs;         // fractions, of the resource table; empty: cut_off alone
  double density_t_per_m3 = kRequired;  // of waste, and of domains that have none of their own
  DensityFrom density_from = DensityFrom::given;
  std::vector<DomainDensity> density;
  std::vector<DrilledByProduct> by_product;
  std::vector<resource::SoftBoundary> soft;
  double power = 2;  // of inverse distance, the check beside kriging
  // Of the normal scores, for the change of support; without it the kriging variogram is used.
  std::optional<resource::Variogram> gaussian;
  resource::Classification classification;
};
void describe(Visitor& visit, Estimation& estimation);

// Statistics and grade law of one element in one domain.
struct DomainLaw {
  std::string domain;
  std::size_t element = 0, samples = 0, blocks = 0;
  double mean = 0, declustered_mean = 0, kriged_mean = 0;  // fractions
  double sample_variance = 0, kriged_variance = 0;         // declustered; of blocks, fraction^2
  double density_t_per_m3 = 0;
  // Blocks whose kriged grade was below 0, and of a by-product those without an estimate: both
  // count as 0.
  std::size_t negative = 0, missing = 0;
  resource::BlockLaw law;  // r, mean and variance of blocks of this size
};

// Variograms of the main element's composites in one domain, with the model they are compared with:
// of normal scores where the case has a model of those, else of grades over their standard
// deviation, against the kriging variogram at sill 1.
struct DomainVariograms {
  std::string domain;
  resource::Scores scores = resource::Scores::raw;
  resource::VariographyResult along_axes, down_hole;
};

// Everything at an estimated block stands in one order, [estimated]; fractions.
struct DrilledModel {
  std::vector<std::string> domain_name;
  std::vector<double> density_t_per_m3;  // [domain]
  std::vector<std::string> element;      // of the holes: main, by-products
  drill::Composites composites;
  std::vector<std::uint32_t> block;  // index in the grid, rising
  std::vector<std::int32_t> domain;
  std::vector<std::vector<double>> kriged, corrected;  // [element][estimated]
  std::vector<double> inverse_distance, nearest;       // main element, NaN: no estimate
  std::vector<double> variance, slope, spacing_m;  // main; spacing at the first class's n-th hole
  std::vector<std::int32_t> samples, holes;
  std::vector<std::uint8_t> confidence;      // or kUnclassified
  std::vector<DomainLaw> law;                // [element][domain that has blocks]
  std::vector<DomainVariograms> variograms;  // of domains with two samples that differ
  // Each sample of the main element estimated from the other holes (leave one hole out), point
  // support.
  std::vector<double> actual, estimated;
  std::size_t outside_grid = 0;        // composites whose centre no block holds
  std::size_t too_few = 0;             // blocks of the body that the search found too few for
  std::vector<std::uint32_t> dropped;  // samples that duplicate another
};

struct DrilledInput {
  const drill::Campaign& campaign;
  const drill::RawCampaign& tables;
  const Grid& grid;
  const std::vector<resource::Solid>& solid;  // each named after a domain; none: as the samples say
  const resource::Variogram& variogram;
  const resource::Search& search;
  const resource::Kriging& kriging;
  const Estimation& estimation;
  std::vector<resource::DrillingThresholds> classes;
  const std::vector<std::uint8_t>& air;  // [block] not estimated
};

// What is known before anything is estimated: the composites as samples, and where blocks may be
// estimated.
struct DrilledFrame {
  drill::Composites composites;
  std::vector<std::string> element;  // of the holes: main, by-products
  resource::Samples samples;         // of these, in domains; fractions
  std::vector<double> weight;        // [sample]
  std::vector<std::int32_t> domain;  // [block]; -1: none
};
// Errors: InputError for a campaign that is refused (each kind of fault that has no named choice,
// with where it first stands), a solid that is named after no domain, an element without a value;
// NoAnswer if no composite is within reach of the grid.
DrilledFrame make_drilled_frame(const std::string& name, const DrilledInput& input);

// A block belongs to the domain of the first solid that holds its centre or, without solids, of the
// nearest composite within the search. Every element is kriged with the same search, a by-product
// with its own variogram where it has one
// (weights depend on the places of the samples that have a value).
//
// Errors: NoAnswer if no block is estimated or none is classified; what make_drilled_frame throws.
// Memory: about 100 bytes an estimated block, and 24 for each element.
DrilledModel make_drilled_model(const std::string& name, const DrilledInput& input,
                                DrilledFrame frame, const Progress& progress);
DrilledModel make_drilled_model(const std::string& name, const DrilledInput& input,
                                const Progress& progress);

// samples: of the main element first, in domains of these names; weight: [sample], of declustering.
std::vector<DomainVariograms> variograms_of(const DrilledInput& input,
                                            const resource::Samples& samples,
                                            const std::vector<double>& weight,
                                            const std::vector<std::string>& domains);

}  // namespace lode::study
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::study::DensityFrom> = {"given",
                                                                                           "holes"};
