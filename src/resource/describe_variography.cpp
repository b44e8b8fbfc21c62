// What the keys of variography mean.
#include "resource/experimental_variogram.h"
#include "resource/variogram_fit.h"
#include "resource/variogram_map.h"
#include "resource/variography.h"

namespace lode::resource {

void describe(Visitor& visit, Lags& lags) {
  visit.choice("rule", lags.rule,
               "closed_right: lag k takes (k-1) width < h <= k width; centred: |h - k width| <= "
               "tolerance, from k = 0");
  visit.fixed("width", lags.width_m, unit::kMetres, {}, "of a lag; above 0");
  visit.integer("count", lags.count, 0, 100'000, "of lags; 0: as many as reach the cutoff");
  visit.fixed("cutoff", lags.cutoff_m, unit::kMetres, {0, kInfinity},
              "largest distance of a pair; 0: count times width");
  visit.fixed("tolerance", lags.tolerance_m, unit::kMetres, {0, kInfinity},
              "of centred lags; 0: half the width");
}

void describe(Visitor& visit, Direction& direction) {
  visit.fixed("azimuth", direction.azimuth_deg, unit::kDegrees, {-360, 360},
              "clockwise from north");
  visit.fixed("dip", direction.dip_deg, unit::kDegrees, {-90, 90}, "negative down");
  visit.fixed("azimuth_tolerance", direction.azimuth_tolerance_deg, unit::kDegrees, {},
              "half angle in plan, in (0, 90]; 90: any azimuth");
  visit.fixed("dip_tolerance", direction.dip_tolerance_deg, unit::kDegrees, {},
              "half angle in the vertical plane of the azimuth, in (0, 90]; 90: any dip");
  visit.fixed("horizontal_bandwidth", direction.horizontal_bandwidth_m, unit::kMetres, {},
              "farthest a pair may stand off the azimuth's line in plan; above 0");
  visit.fixed("vertical_bandwidth", direction.vertical_bandwidth_m, unit::kMetres, {},
              "farthest a pair may stand off the direction's line in the vertical plane; above 0");
  visit.flag("within_hole", direction.within_hole, "pairs of one hole only (down-hole)");
}

void describe(Visitor& visit, FitOptions& options) {
  visit.choice("weights", options.weights, "of a lag in the sum of squares");
  visit.choice(
      "ranges", options.ranges,
      "isotropic: one a structure; in_plane: major and semi (minor equals semi); vertical: "
      "major (semi equals it) and minor; three");
  visit.flag("fix_nugget", options.fix_nugget, "keep the start's");
  visit.flag("fix_contributions", options.fix_contributions, "keep the start's");
  visit.flag("fix_ranges", options.fix_ranges, "keep the start's");
  visit.integer("least_pairs", options.least_pairs, 1, 1'000'000'000,
                "lags with fewer pairs are left out");
  visit.fixed(
      "least_gain", options.least_gain, unit::kFraction, {0, 0.1},
      "of the objective by a step, below which the fit stops; 0: at the minimum to rounding");
  visit.integer("most_iterations", options.most_iterations, 1, 1'000'000,
                "steps tried, then the fit stops");
}

void describe(Visitor& visit, MapLags& lags) {
  visit.fixed("cell_x", lags.cell_m.x, unit::kMetres, {0, kInfinity}, "east, of a cell; above 0");
  visit.fixed("cell_y", lags.cell_m.y, unit::kMetres, {0, kInfinity}, "north, of a cell; above 0");
  visit.fixed("cell_z", lags.cell_m.z, unit::kMetres, {0, kInfinity}, "up, of a cell; above 0");
  visit.integer("half_x", lags.half[0], 0, 1'000'000'000, "cells on each side of lag zero, east");
  visit.integer("half_y", lags.half[1], 0, 1'000'000'000, "cells on each side of lag zero, north");
  visit.integer("half_z", lags.half[2], 0, 1'000'000'000, "cells on each side of lag zero, up");
}

void describe(Visitor& visit, Fit& fit) {
  visit.choice("start", fit.start,
               "none: nothing is fitted; model: from the model; spread: from starts of its own");
  visit.texts("structures", fit.structures, "types to fit with start = spread, one to four");
  describe(visit, fit.options);
}

void describe(Visitor& visit, Variography& variography) {
  visit.choice("scores", variography.scores, "of the values as they are, or of normal scores");
  visit.choice("ties", variography.ties,
               "share: equal values have one normal score; in_order: told apart by their order");
  visit.group("lags", variography.lags, "classes of distance");
  visit.named("direction", variography.direction,
              "which pairs count; none: one omnidirectional variogram");
  visit.group("model", variography.model, "the model to draw, or to start a fit from");
  visit.group("fit", variography.fit, "a model by weighted least squares");
  visit.group("map", variography.map, "variogram map; cells of 0: none");
}

}  // namespace lode::resource
