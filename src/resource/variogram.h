// Nested anisotropic variogram with GSLIB angles, its covariance, and that covariance regularised
// to blocks. Deutsch & Journel (1998), GSLIB, 2nd ed.; ranges of exponential and Gaussian
// structures are practical ranges.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"

namespace lode::resource {

enum class Structure { spherical, exponential, gaussian };

struct VariogramStructure {
  std::string id;
  Structure type = Structure::spherical;
  double contribution = kRequired;  // share of the sill
  double range_major_m = kRequired, range_semi_m = kRequired, range_minor_m = kRequired;
};
void describe(Visitor& visit, VariogramStructure& structure);

struct Variogram {
  double nugget = 0;
  std::vector<VariogramStructure> structure;  // contributions and nugget add to 1
  double azimuth_deg = 0;                     // of the major axis, clockwise from north
  double dip_deg = 0;                         // of the major axis, negative down
  double rake_deg = 0;                        // about the major axis
};
void describe(Visitor& visit, Variogram& variogram);
// What does not hold across its keys (nugget + contributions = 1), empty if all is well.
std::string fault_of(const Variogram& variogram);

// Point covariance at a lag in metres (east, north, up), sill 1.
double covariance(const Variogram& variogram, const Point& lag);

// Covariance between two blocks whose centres are `lag` apart, mean over points_per_axis^3 points
// in each (regular, the nugget left out of block-to-block covariance: it averages out at block
// support).
double block_covariance(const Variogram& variogram, const Grid& grid, const Point& lag,
                        int points_per_axis = 4);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::resource::Structure> = {
    "spherical", "exponential", "gaussian"};
