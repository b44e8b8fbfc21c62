#include "base/describe.h"

#include "pit/slopes.h"

namespace lode::pit {

void describe(Visitor& visit, SlopeSector& sector) {
  visit.fixed(
      "from", sector.from_deg, unit::kDegrees, {0, 360},
      "azimuth where the sector starts, clockwise from north, seen from the pit's centre; it "
      "ends where the next one starts (interpolation = \"linear\": where its angle holds)");
  visit.fixed("angle", sector.angle_deg, unit::kDegrees, {5, 89},
              "overall angle of the wall from horizontal, ramps and berms included");
}

void describe(Visitor& visit, Slopes& slopes) {
  visit.named("sector", slopes.sector,
              "slope angle by direction of the wall; one sector is the same angle all round");
  visit.choice("interpolation", slopes.interpolation,
               "between sectors: a step where the next one starts, or linear in azimuth from one "
               "sector's `from` to the next one's");
  visit.integer(
      "benches", slopes.benches, 1, 30,
      "benches over which the angle is held: more is closer to the angle asked and slower");
}

}  // namespace lode::pit
