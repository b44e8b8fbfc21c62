// Nested anisotropic variogram with GSLIB angles, its covariance, and that covariance regularised
// to blocks. Deutsch & Journel (1998), GSLIB, 2nd ed.
//   exponential  c exp(-3 h / a)      practical range a, at which 95 % of the sill is reached
//   Gaussian     c exp(-3 (h / a)^2)
// or, with ranges = parameter, c exp(-h / a) and c exp(-(h / a)^2). Spherical is the same in both.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"

namespace lode::resource {

enum class Structure { spherical, exponential, gaussian };
enum class Ranges { practical, parameter };

struct VariogramStructure {
  std::string id;
  Structure type = Structure::spherical;
  double contribution = kRequired;  // to the sill, in squared units of the variable
  double range_major_m = kRequired, range_semi_m = kRequired, range_minor_m = kRequired;
  bool own_axes = false;  // the angles below take the place of the variogram's
  double azimuth_deg = 0, dip_deg = 0, rake_deg = 0;
};
void describe(Visitor& visit, VariogramStructure& structure);

struct Variogram {
  double nugget = 0;
  std::vector<VariogramStructure> structure;
  Ranges ranges = Ranges::practical;
  double azimuth_deg = 0;  // of the major axis, clockwise from north
  double dip_deg = 0;      // of the major axis, negative down
  double rake_deg = 0;     // about the major axis
};
void describe(Visitor& visit, Variogram& variogram);
// Nugget and contributions together.
double sill(const Variogram& variogram);
// What does not hold across its keys, empty if all is well. Of any sill above 0, as kriging takes
// it:
std::string fault_of_model(const Variogram& variogram);
// and of sill 1 with at least one structure, as the field behind a statement needs it.
std::string fault_of(const Variogram& variogram);

// Point covariance at a lag in metres (east, north, up); the sill at lag 0, where alone the nugget
// counts.
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
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::Ranges> = {
    "practical", "parameter"};
