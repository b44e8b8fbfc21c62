// The covariance of a variogram regularised to blocks, prepared for many lags.
// The points of two equal blocks are a regular lattice each, so the p^3 x p^3 pairs fall on only
// (2p - 1)^3 differences with product weights: the mean over all pairs, exactly, at a twelfth of
// the work (p = 4).
#pragma once

#include <array>
#include <vector>

#include "resource/variogram.h"

namespace lode::resource {

using Matrix3 = std::array<Point, 3>;  // rows

double length(const Point& a);
Point multiply(const Matrix3& m, const Point& a);
// Rows: major, semi and minor axis as unit vectors in (east, north, up). Rotation: Deutsch &
// Journel (1998), setrot. Quarter turns are exact.
Matrix3 rotation(double azimuth_deg, double dip_deg, double rake_deg);
// Of a structure, in metres, along its three axes.
std::array<double, 3> practical_ranges(const Variogram& variogram,
                                       const VariogramStructure& structure);
// The same rows divided by the practical ranges, so that the length of the product with a lag is
// the distance in practical ranges.
Matrix3 scaled_axes(const Variogram& variogram, const VariogramStructure& structure);
// Of one structure of sill 1 at a distance in (practical) ranges.
double correlation(Structure type, double distance);

// Distance in (practical) ranges beyond which a structure is zero (spherical) or negligible: below
// 1e-4 (exponential), below 1e-5 (Gaussian, whose spectrum is the more sensitive to a cut).
double end_of(Structure type);
// Half the width of what is not beyond the end, along a direction of the world (unit vector),
// metres.
double reach_m(const Variogram& variogram, const Point& direction);

// The grid's axes as unit vectors in (east, north, up), times the cell: the step from block to
// block.
std::array<Point, 3> block_steps(const Grid& grid);

class BlockCovariance {
 public:
  BlockCovariance(const Variogram& variogram, const Grid& grid, int points_per_axis);
  double at(const Point& lag) const;  // metres: east, north, up
  bool beyond_end(
      const Point& lag) const;  // every pair of points is beyond the end of every structure

 private:
  struct Part {
    Structure type;
    double contribution;
    Matrix3 axes;
    std::vector<double> x, y, z;  // [difference] in ranges, padded to a multiple of 4
    double farthest;              // of the differences, in ranges
  };
  std::vector<Part> parts_;
  std::vector<double> weight_;  // [difference]; adds to 1
};

}  // namespace lode::resource
