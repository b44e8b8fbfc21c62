// Kriging of points and blocks: simple, ordinary, with external drift (universal).
// Deutsch & Journel (1998), chapter IV; Goovaerts (1997), chapter 5.
//
//   const Estimates found = krige(samples, 0, variogram, search, kriging, targets_of(grid));
//
// Conventions. The nugget counts at one place alone (base/same.h, of the smallest of block, search
// radius and range): a point at a sample takes its value, with variance 0. Block support (more than
// one discretisation point) drops the nugget, both between sample and block and in C(v,v), which is
// the mean over all pairs of discretisation points, a point with itself included. Multiplier of the
// unit-sum row in [C 1; 1' 0] [w; l] = [c; 1]. Slope of regression: of the true value on the
// estimate, w'c / w'C w, under the model.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"
#include "resource/discretisation.h"
#include "resource/samples.h"
#include "resource/search.h"
#include "resource/variogram.h"

namespace lode::resource {

enum class KrigingMethod { simple, ordinary, external_drift };
enum class Support { point, block };

struct Kriging {
  KrigingMethod method = KrigingMethod::ordinary;
  double mean = 0;  // of simple kriging
  Support support = Support::point;
  Discretisation discretisation = Discretisation::regular;
  std::array<int, 3> points{4, 4, 4};  // one along an axis of size 0
};
void describe(Visitor& visit, Kriging& kriging);

struct Targets {
  std::vector<double> x, y, z;             // [target] centres
  std::vector<std::int32_t> domain;        // [target], as of the samples; empty: any
  std::vector<std::int32_t> group;         // [target] whose samples are left out; empty: none
  std::vector<std::vector<double>> drift;  // [function][target]
  Point block_m;                           // size of every block
  double rotation_deg = 0;                 // of the blocks, as of a grid

  std::size_t size() const { return x.size(); }
};
Targets targets_of(const Grid& grid);
// The smallest side of its blocks and range of the structures, by which places are told apart; 0:
// neither.
double least_length(const Targets& targets, const Variogram& variogram);

// What kriging knows of samples beside values and places.
struct SampleTraits {
  std::vector<std::vector<double>> drift;  // [function][sample]
  std::vector<double> boundary;            // boundary_matrix; empty: domains are not looked at
  std::vector<std::int32_t> group;         // [sample] for Targets::group
};

enum class EstimateStatus : std::uint8_t {
  estimated,
  too_few,         // fewer samples (of places of their own) or holes than the search asks for
  singular_drift,  // the drift functions do not differ at the samples found
  no_drift         // the target has no value of a drift function
};

struct Estimates {
  std::vector<double> estimate, variance, lagrange, slope;  // [target], NaN where not estimated
  std::vector<std::int32_t> samples, holes;                 // [target] used, or found if too few
  std::vector<EstimateStatus> status;                       // [target]
  std::vector<std::uint32_t> dropped;  // samples left out: at an earlier one's place, or others
                                       // determine them somewhere
  std::size_t count(EstimateStatus asked) const;
};

// variable: which of the samples' values; samples without it (or without a drift value) are no
// neighbours. Weights depend on places alone.
// Throws InputError: a variogram or search at fault, sizes that differ, no usable sample,
// neighbourhoods too large to hold. Memory: about 60 bytes a target.
Estimates krige(const Samples& samples, std::size_t variable, const Variogram& variogram,
                const Search& search, const Kriging& kriging, const Targets& targets,
                const SampleTraits& traits = {});

// The weights themselves, for any number of right-hand sides (the value of a variable, an
// indicator, the residual of a realisation): sink is called once for each target, from several
// threads, and must write only what belongs to it. Returns the samples dropped.
struct Weights {
  std::size_t target;
  EstimateStatus status;
  std::span<const std::uint32_t> sample;  // index
  std::span<const double> weight;         // empty unless estimated
  double variance, lagrange, slope;
  int holes;
};
using WeightSink = std::function<void(const Weights&)>;
std::vector<std::uint32_t> krige_weights(const Samples& samples, const std::vector<bool>& usable,
                                         const Variogram& variogram, const Search& search,
                                         const Kriging& kriging, const Targets& targets,
                                         const SampleTraits& traits, const WeightSink& sink);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::resource::KrigingMethod> = {
    "simple", "ordinary", "external_drift"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::Support> = {"point",
                                                                                          "block"};
