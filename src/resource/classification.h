// Confidence classes of blocks from how they are drilled: inputs to the competent person's
// classification, not a substitute for it. A block takes the first class (of the case's order, the
// surest first) whose thresholds it meets all; a block that meets none is unclassified and is not
// counted. Thresholds of drill spacing are the common practice of resource reports (JORC 2012,
// Table 1, section 3; CIM 2019); the slope of regression is that of Z on its estimate (Vann,
// Jackson & Bertoli 2003).
//
// What does not hold: spacing is the distance to the n-th nearest hole, not that of a drilling
// grid, and is measured in metres alike in all directions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"
#include "resource/samples.h"

namespace lode::resource {

struct DrillingThresholds {
  double spacing_m = 1e5;  // at most: distance from the block's centre to its n-th nearest hole,
  int nearest = 3;         // n
  int holes = 1;           // at least: holes among the samples that the block was estimated from
  double slope = -10;      // at least: slope of regression
};
void describe(Visitor& visit, DrillingThresholds& thresholds);

// majority: a block takes the class that most of its estimated neighbours and itself hold (27
// blocks with a common face, edge or corner; unclassified counts as a class); on a tie it keeps its
// own if that is among the tied, else takes the least sure of them. Each pass looks at the one
// before.
enum class Smoothing { none, majority };

struct Classification {
  Smoothing smoothing = Smoothing::majority;
  int passes = 2;
};
void describe(Visitor& visit, Classification& classification);

inline constexpr std::uint8_t kUnclassified = 255;

// [point] distance in metres to the n-th nearest hole: a hole is as near as its nearest sample.
// Infinite where there are fewer than n holes. Samples without a hole are one hole each.
//   domain  [point] only samples of that domain count; empty: all
std::vector<double> distance_to_nth_hole(const Samples& samples, std::span<const Point> points,
                                         std::span<const std::int32_t> domain, int n);

// How each block is drilled, [block of the model].
struct DrillingOfBlocks {
  std::vector<std::vector<double>> spacing_m;  // [class][block] at the class's own n
  std::vector<std::int32_t> holes;
  std::vector<double> slope;
};
// [block] index of its class or kUnclassified, before and after smoothing.
std::vector<std::uint8_t> classify(const DrillingOfBlocks& drilling,
                                   std::span<const DrillingThresholds> classes);
//   block  [block] index in the grid, rising: neighbours that are not in it do not vote
std::vector<std::uint8_t> smoothed(const Grid& grid, std::span<const std::uint32_t> block,
                                   std::vector<std::uint8_t> confidence,
                                   const Classification& rule);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::Smoothing> = {
    "none", "majority"};
