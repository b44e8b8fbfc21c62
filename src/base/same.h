// When two places or two lengths are one and the same. The one tolerance of all commands:
//
//   same_length(measure, farthest) = a billionth of `measure`, and at least the rounding of doubles
//                                    as far from zero as the farthest coordinate
//
// `measure` is the length that the question is about: the width of a lag for its edges, the
// smallest of block, search radius and range for "at a sample", the block for its faces. It scales
// with the coordinates, so that their unit changes no answer. A billionth of 10 m is 10 nm;
// coordinates of 5,000,000 m are rounded to 1 nm, and the second part is 18 nm for them.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace lode {

inline constexpr double kSameShare = 1e-9;  // of the measure

// Lengths that a case may state, in whatever unit its coordinates have: beyond them squares and
// ratios of lengths leave the numbers of a computer.
inline constexpr double kLeastLength = 1e-12, kGreatestLength = 1e12;

inline double same_length(double measure, double farthest_coordinate) {
  return std::max(kSameShare * measure,
                  16 * std::numeric_limits<double>::epsilon() * std::abs(farthest_coordinate));
}

// The greatest absolute value; 0 of none.
inline double farthest_of(std::span<const double> coordinates) {
  double out = 0;
  for (const double at : coordinates) out = std::max(out, std::abs(at));
  return out;
}

}  // namespace lode
