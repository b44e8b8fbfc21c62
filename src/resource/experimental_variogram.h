// Experimental variograms: half the mean squared difference of two samples, by their distance and
// direction. All directions in one pass over the pairs.
//
//   const ExperimentalVariogram v = experimental_variogram(
//       {x, y, z, grade, hole}, {LagRule::closed_right, 15, 20},
//       {Direction{.id = "all"}, Direction{.id = "down_hole", .within_hole = true}});
//   v.direction[0].lag[3].semivariance;   // 45 m < h <= 60 m
//
// Semivariance of a lag: sum of (a - b)^2 over its pairs / (2 pairs); Matheron (1963). An unordered
// pair counts once (programs that count each pair twice print twice these numbers of pairs).
// Counts are exact, sums do not depend on threads. 20,000 samples, 42 million pairs: bench/.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"

namespace lode::resource {

// One variable at its places. All of equal length; z and hole may be empty (a plane, no holes).
struct PairSamples {
  std::span<const double> x, y, z;       // metres: east, north, up
  std::span<const double> value;         // NaN: missing, left out and counted
  std::span<const std::int32_t> hole{};  // index of the hole, -1 none
};

// Lengths that differ by less than a billionth of the lag's width are one (base/same.h): a pair
// stands on the edge of a lag, within a bandwidth or the cutoff, or is coincident, whatever the
// rounding of its coordinates.
enum class LagRule {
  closed_right,  // lag k = 1 .. count takes (k - 1) width < h <= k width, and nothing beyond the
                 // cutoff
  centred,  // lag k = 0 .. count takes |h - k width| <= tolerance, both ends in: lags may share
            // pairs
};

struct Lags {
  LagRule rule = LagRule::closed_right;
  double width_m = kRequired;
  int count = 0;           // 0: as many as reach the cutoff
  double cutoff_m = 0;     // 0: count x width. Closed on the right only: cuts the last lag short
  double tolerance_m = 0;  // 0: half the width. Centred only
};
void describe(Visitor& visit, Lags& lags);
std::string fault_of(const Lags& lags);  // empty if all is well

// Which pairs belong to a direction; the default is all (omnidirectional). Deutsch & Journel
// (1998), gamv: the azimuth is held in plan, the dip in the vertical plane through the azimuth, a
// pair straight up has every azimuth, one square to the azimuth in plan is read the way that lies
// nearer to the direction. Tolerances are half angles; ends are included, to a billionth of a
// radian or to the rounding of the coordinates over the lag's width, so that the diagonals of a
// regular grid belong where geometry puts them.
struct Direction {
  std::string id;
  double azimuth_deg = 0;             // clockwise from north
  double dip_deg = 0;                 // negative down
  double azimuth_tolerance_deg = 90;  // 90: any
  double dip_tolerance_deg = 90;      // 90: any
  double horizontal_bandwidth_m = kInfinity, vertical_bandwidth_m = kInfinity;  // half widths
  bool within_hole = false;  // pairs of one hole only: down-hole
};
void describe(Visitor& visit, Direction& direction);
std::string fault_of(const Direction& direction);

struct VariogramLag {
  double from_m = 0, to_m = 0;    // of the rule
  std::uint64_t pairs = 0;        // 0: the two below are NaN
  double distance_m = kRequired;  // mean over the pairs
  double semivariance = kRequired;
};

struct DirectionalVariogram {
  Direction direction;
  std::vector<VariogramLag> lag;
  VariogramLag coincident;  // pairs at one place, in no lag
};

struct ExperimentalVariogram {
  Lags lags;              // count, cutoff and tolerance filled in
  std::size_t samples;    // used
  std::size_t missing;    // left out
  double mean, variance;  // of those used; variance over n
  std::vector<DirectionalVariogram> direction;
};

// Throws InputError: lags or directions that fault_of refuses, arrays of unlike length, a place or
// value that is infinite, a place that is NaN, fewer than two samples, a direction within holes
// without holes. No pairs is an answer.
ExperimentalVariogram experimental_variogram(const PairSamples& samples, const Lags& lags,
                                             std::span<const Direction> directions);

// Those used: places and values finite. Throws as above. [sample kept] -> index.
std::vector<std::size_t> usable_samples(const PairSamples& samples);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::LagRule> = {
    "closed_right", "centred"};
