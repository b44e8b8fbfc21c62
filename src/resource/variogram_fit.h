// A nested variogram model fitted to experimental variograms by weighted least squares.
//
//   const std::vector<FitPoint> points = fit_points(experimental);
//   const VariogramFit fit = fit_variogram(points, start, {});
//   fit.model.structure[0].range_major_m;  fit.objective;  fit.status;
//
// Minimises  sum of w (experimental - model)^2  over nugget >= 0, contributions >= 0 and ranges
// within bounds, angles as given. Gauss-Newton steps, damped (Levenberg 1944, Marquardt 1963) where
// they do not go down, projected on the bounds. The objective is what gstat calls SSErr; its
// default weights are pairs / distance^2.
#pragma once

#include <span>

#include "resource/experimental_variogram.h"
#include "resource/variogram.h"

namespace lode::resource {

enum class FitWeights { pairs_over_squared_distance, pairs, equal };
// Which ranges of a structure move apart.
enum class FitRanges {
  isotropic,  // one range
  in_plane,   // major and semi; minor equals semi
  vertical,   // major equals semi; minor
  three,
};

struct FitOptions {
  FitWeights weights = FitWeights::pairs_over_squared_distance;
  FitRanges ranges = FitRanges::isotropic;
  bool fix_nugget = false, fix_contributions = false, fix_ranges = false;
  int least_pairs = 1;  // lags with fewer pairs are left out
  // The fit stops when an undamped step lowers the objective by less than this share of it; 0: as
  // far as the rounding of the objective lets it (parameters to about 1e-8). Default: square root
  // of the rounding unit, as in MINPACK.
  double least_gain = 1.5e-8;
  int most_iterations = 500;
};
void describe(Visitor& visit, FitOptions& options);

struct FitPoint {
  Point lag;  // metres; mean distance of the lag's pairs along the direction
  double semivariance = 0;
  double pairs = 0;
};
// The lags with pairs of all directions; of an omnidirectional one the lag lies along its azimuth
// and dip, which an isotropic model does not see.
std::vector<FitPoint> fit_points(const ExperimentalVariogram& experimental);

enum class FitStatus {
  converged,       // by least_gain, or the gradient along free parameters is zero to rounding
  not_determined,  // converged, but other parameters fit as well (a range beyond all lags)
  iteration_limit,
  stalled,  // no step lowers the objective, though the gradient is not zero
};

struct VariogramFit {
  Variogram model;
  double objective = 0;  // at the model
  double objective_at_start = 0;
  int iterations = 0;
  FitStatus status = FitStatus::converged;
  std::vector<std::string> at_bound;  // parameters that ended at a bound: "nugget", "range_major 2"
  std::size_t points = 0;             // lags used
};

// From a start. Ranges keep within [half the least, ten times the largest] distance of the points
// (or the start's, if it lies outside). Throws InputError for a start or an option that means
// nothing; NoAnswer if the points are fewer than the parameters or all semivariances are zero.
VariogramFit fit_variogram(std::span<const FitPoint> points, const Variogram& start,
                           const FitOptions& options);

// Without a start, four structures at most, nothing fixed: of `shape` only the types, angles and
// the convention of ranges are read. Starts from ranges spread over the distances of the points,
// contributions by linear least squares, and keeps the best minimum reached from the eight best
// starts.
VariogramFit fit_variogram_from_spread(std::span<const FitPoint> points, const Variogram& shape,
                                       const FitOptions& options);

// Semivariance of a model: 0 at lag 0.
double semivariance(const Variogram& variogram, const Point& lag);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::resource::FitWeights> = {
    "pairs_over_squared_distance", "pairs", "equal"};
template <>
inline constexpr std::array<std::string_view, 4> lode::kNames<lode::resource::FitRanges> = {
    "isotropic", "in_plane", "vertical", "three"};
template <>
inline constexpr std::array<std::string_view, 4> lode::kNames<lode::resource::FitStatus> = {
    "converged", "not_determined", "iteration_limit", "stalled"};
