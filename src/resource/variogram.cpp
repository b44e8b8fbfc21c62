#include "resource/variogram.h"

#include <fmt/format.h>

#include <cmath>

#include "resource/block_covariance.h"

namespace lode::resource {

double sill(const Variogram& variogram) {
  double sum = variogram.nugget;
  for (const VariogramStructure& s : variogram.structure) sum += s.contribution;
  return sum;
}

std::string fault_of_model(const Variogram& variogram) {
  if (!(variogram.nugget >= 0)) return "the nugget must not be negative";
  for (const VariogramStructure& s : variogram.structure) {
    if (!(s.contribution >= 0))
      return fmt::format("structure {}: the contribution must not be negative", s.id);
    if (!(s.range_major_m > 0 && s.range_semi_m > 0 && s.range_minor_m > 0))
      return fmt::format("structure {}: the three ranges must be positive", s.id);
  }
  if (!(sill(variogram) > 0)) return "nugget and contributions are all 0: nothing varies";
  return {};
}

std::string fault_of(const Variogram& variogram) {
  const double sum = sill(variogram);
  if (const std::string fault = fault_of_model(variogram); !fault.empty() && sum != 0) return fault;
  if (!(std::abs(sum - 1) <= 1e-9))
    return fmt::format("nugget and contributions must add to 1, not to {:.9g}", sum);
  if (!(variogram.nugget < 1 - 1e-9))
    return "a pure nugget leaves blocks without variance: give at least one structure";
  return {};
}

double covariance(const Variogram& variogram, const Point& lag) {
  double sum = lag.x == 0 && lag.y == 0 && lag.z == 0 ? variogram.nugget : 0;
  for (const VariogramStructure& s : variogram.structure) {
    const Matrix3 scaled = scaled_axes(variogram, s);
    sum += s.contribution * correlation(s.type, length(multiply(scaled, lag)));
  }
  return sum;
}

double block_covariance(const Variogram& variogram, const Grid& grid, const Point& lag,
                        int points_per_axis) {
  return BlockCovariance(variogram, grid, points_per_axis).at(lag);
}

}  // namespace lode::resource
