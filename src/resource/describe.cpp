// What the keys of this room mean.
#include "base/same.h"
#include "resource/body.h"
#include "resource/law.h"
#include "resource/realisations.h"
#include "resource/variogram.h"

namespace lode::resource {
namespace {

constexpr Range kPlaces{-kGreatestLength, kGreatestLength};

}  // namespace

void describe(Visitor& visit, Solid& solid) {
  visit.choice("shape", solid.shape, "of the solid");
  visit.fixed("x", solid.centre.x, unit::kMetres, kPlaces,
              "east of the centre (pipe, cone: of the middle of the top face)");
  visit.fixed("y", solid.centre.y, unit::kMetres, kPlaces,
              "north of the centre (pipe, cone: of the middle of the top face)");
  visit.fixed("z", solid.centre.z, unit::kMetres, kPlaces,
              "height of the centre (pipe, cone: of the middle of the top face)");
  visit.fixed("length", solid.length_m, unit::kMetres, {0.1, 1e5},
              "full width along the azimuth (pipe, cone: of the horizontal section at the top)");
  visit.fixed("width", solid.width_m, unit::kMetres, {0.1, 1e5}, "full width across the azimuth");
  visit.fixed("height", solid.height_m, unit::kMetres, {0.1, 1e5},
              "full extent along the dip line (pipe, cone: metres down dip from the top face)");
  visit.fixed("azimuth", solid.azimuth_deg, unit::kDegrees, {-360, 360},
              "of the length, clockwise from north");
  visit.fixed("dip", solid.dip_deg, unit::kDegrees, {5, 90},
              "of the axis below horizontal; 90 is vertical");
  visit.fixed("dip_direction", solid.dip_direction_deg, unit::kDegrees, {-360, 360},
              "toward which the axis goes down, clockwise from north");
  visit.fixed("toe", solid.toe, unit::kFraction, {0, 1},
              "cone: size of the section at its foot over that at its top");
}

void describe(Visitor& visit, ByProduct& by_product) {
  visit.fixed("grade", by_product.grade, unit::kPercent, {0, 100},
              "mean of the by-product in the ore of the statement");
  visit.fixed("log_sd", by_product.log_sd, unit::kNone, {0, 3},
              "standard deviation of the log of its grade between blocks");
  visit.fixed("correlation", by_product.correlation, unit::kNone, {-1, 1},
              "with the main element, of the logs of grade at one block");
}

void describe(Visitor& visit, Statement& statement) {
  visit.fixed("tonnage", statement.tonnage_t, unit::kMegatonnes, {1e-6, 1e6},
              "published tonnage above the cut-off; none: the sum of the classes' tonnage");
  visit.fixed("grade", statement.grade, unit::kPercent, {1e-7, 100},
              "published mean grade above the cut-off; none: that of the classes together");
  visit.fixed("cut_off", statement.cut_off, unit::kPercent, {1e-7, 100},
              "grade above which the tonnage was counted");
  visit.fixed("rim_grade", statement.rim_grade, unit::kFraction, {0.01, 100},
              "median grade at the rim of the body over that at its heart");
  visit.fixed("density", statement.density_t_per_m3, unit::kTonnesPerCubicMetre, {0.5, 10},
              "of the rock in the ground, dry");
  visit.named("by_product", statement.by_product, "a further element of the ore");
}

void describe(Visitor& visit, VariogramStructure& structure) {
  visit.choice("type", structure.type, "shape of the structure");
  visit.fixed(
      "contribution", structure.contribution, unit::kNone, {0, 1e15},
      "to the sill: a share of it beside a statement, where nugget and contributions add to "
      "1; in squared units of the variable in kriging");
  visit.fixed("range_major", structure.range_major_m, unit::kMetres,
              {kLeastLength, kGreatestLength},
              "distance over which grades are alike along the major axis");
  visit.fixed("range_semi", structure.range_semi_m, unit::kMetres, {kLeastLength, kGreatestLength},
              "the same along the second axis");
  visit.fixed("range_minor", structure.range_minor_m, unit::kMetres,
              {kLeastLength, kGreatestLength}, "the same along the third axis");
  visit.flag("own_axes", structure.own_axes,
             "the structure's own azimuth, dip and rake take the place of the variogram's");
  visit.fixed("azimuth", structure.azimuth_deg, unit::kDegrees, {-360, 360},
              "with own_axes: of its major axis, clockwise from north");
  visit.fixed("dip", structure.dip_deg, unit::kDegrees, {-90, 90},
              "with own_axes: of its major axis, negative down");
  visit.fixed("rake", structure.rake_deg, unit::kDegrees, {-180, 180},
              "with own_axes: turn of its two other axes about the major axis");
}

void describe(Visitor& visit, Variogram& variogram) {
  visit.fixed(
      "nugget", variogram.nugget, unit::kNone, {0, 1e15},
      "part of the sill at distances shorter than any sample spacing, in the measure of the "
      "contributions");
  visit.fixed("azimuth", variogram.azimuth_deg, unit::kDegrees, {-360, 360},
              "of the major axis, clockwise from north");
  visit.fixed("dip", variogram.dip_deg, unit::kDegrees, {-90, 90},
              "of the major axis, negative down");
  visit.fixed("rake", variogram.rake_deg, unit::kDegrees, {-180, 180},
              "turn of the two other axes about the major axis");
  visit.choice("ranges", variogram.ranges,
               "of exponential and Gaussian structures: practical (95 % of the sill), or the "
               "parameter of the formula, a third and 1/sqrt(3) of it");
  visit.named("structure", variogram.structure, "a nested structure");
}

void describe(Visitor& visit, ConfidenceClass& confidence) {
  visit.fixed(
      "within", confidence.within, unit::kFraction, {0, 1},
      "with a statement: rim distance up to which blocks belong to the class; ascending, the "
      "last is 1; or `tonnage` or `share` in all classes");
  visit.fixed("tonnage", confidence.tonnage_t, unit::kMegatonnes, {1e-6, 1e6},
              "with a statement: published tonnage of the class above the cut-off; the classes add "
              "to the statement's");
  visit.fixed("share", confidence.share, unit::kFraction, {1e-6, 1},
              "with a statement: of its tonnage, in the class; the shares add to 1");
  visit.fixed("grade", confidence.grade, unit::kPercent, {1e-7, 100},
              "with a statement: published mean grade of the class; the classes' metal adds to the "
              "statement's within 1 %. Shown beside the model's, whose classes follow its one law");
  visit.fixed("metal_sd", confidence.metal_sd, unit::kFraction, {0, 1},
              "standard deviation of the metal in the class, over its mean");
  visit.fixed("mean_factor", confidence.mean_factor, unit::kFraction, {0.1, 2},
              "of grade: what such classes keep on closer drilling");
  visit.flag("inferred", confidence.inferred, "inferred material, flagged in every table");
  visit.group("drilling", confidence.drilling,
              "with drill holes, instead of within: how a block of the class is drilled at least");
}

}  // namespace lode::resource
