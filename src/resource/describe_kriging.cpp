// What the keys of search and kriging mean.
#include "base/same.h"
#include "resource/kriging.h"
#include "resource/search.h"

namespace lode::resource {

void describe(Visitor& visit, Search& search) {
  visit.choice("neighbourhood", search.neighbourhood,
               "the samples of the ellipsoid, or all samples at any distance");
  visit.fixed("radius_major", search.radius_major_m, unit::kMetres, {0, kGreatestLength},
              "of the search ellipsoid along its major axis");
  visit.fixed("radius_semi", search.radius_semi_m, unit::kMetres, {0, kGreatestLength},
              "along its second axis; 0: as the major one");
  visit.fixed("radius_minor", search.radius_minor_m, unit::kMetres, {0, kGreatestLength},
              "along its third axis; 0: as the major one");
  visit.fixed("azimuth", search.azimuth_deg, unit::kDegrees, {-360, 360},
              "of its major axis, clockwise from north");
  visit.fixed("dip", search.dip_deg, unit::kDegrees, {-90, 90}, "of its major axis, negative down");
  visit.fixed("rake", search.rake_deg, unit::kDegrees, {-180, 180},
              "turn of its two other axes about the major axis");
  visit.integer("min_samples", search.min_samples, 1, 1'000'000,
                "with fewer a target is left without an estimate");
  visit.integer("max_samples", search.max_samples, 0, 1'000'000,
                "the nearest so many, by distance in the ellipsoid; 0: no limit");
  visit.integer("max_per_octant", search.max_per_octant, 0, 1'000'000,
                "the nearest so many of each octant of the unrotated axes; 0: no limit");
  visit.integer("max_per_hole", search.max_per_hole, 0, 1'000'000,
                "the nearest so many of each drill hole; 0: no limit");
  visit.integer("min_holes", search.min_holes, 0, 1'000'000,
                "with fewer drill holes a target is left without an estimate");
}

void describe(Visitor& visit, SoftBoundary& boundary) {
  visit.texts("domains", boundary.domains,
              "domains whose samples speak for each other; every other boundary is hard");
  visit.fixed("within", boundary.within_m, unit::kMetres, {0, kGreatestLength},
              "of the target; 0: at any distance");
}

void describe(Visitor& visit, Kriging& kriging) {
  visit.choice("method", kriging.method,
               "simple (known mean), ordinary, or with external drift (universal)");
  visit.fixed("mean", kriging.mean, unit::kNone, {-1e21, 1e21}, "known mean of simple kriging");
  visit.choice("support", kriging.support, "of what is estimated: points, or means of blocks");
  visit.choice("discretisation", kriging.discretisation,
               "of a block: regular points of equal weight, or Gauss-Legendre points");
  visit.integer("points_x", kriging.points[0], 1, 32, "of the block's discretisation along x");
  visit.integer("points_y", kriging.points[1], 1, 32, "of the block's discretisation along y");
  visit.integer("points_z", kriging.points[2], 1, 32, "of the block's discretisation along z");
}

}  // namespace lode::resource
