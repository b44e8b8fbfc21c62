// Overall slope angles by azimuth, and the precedence they imply on a grid, never stored as arcs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/grid.h"

namespace lode::pit {

// Azimuths are clockwise from north, of the direction from the pit's centre to the wall.
struct SlopeSector {
  std::string id;
  double from_deg = 0;
  double angle_deg = 45;  // overall, from horizontal
};
void describe(Visitor& visit, SlopeSector& sector);

// step: a sector's angle holds from its azimuth up to the next sector's. linear: it holds at its
// azimuth, and from there changes evenly with azimuth to the next one's.
enum class Interpolation { step, linear };

// Of one part of the ground, a slope domain.
struct Slopes {
  std::vector<SlopeSector> sector;  // at least one; by from_deg, the last runs round to the first
  int benches = 8;                  // depth of the search pattern
  Interpolation interpolation = Interpolation::step;
};
void describe(Visitor& visit, Slopes& slopes);
double angle_at(const Slopes& slopes, double azimuth_deg);
Slopes one_angle(double angle_deg);  // all round, over one bench

// Offsets (dx, dy, dz > 0) of the immediate predecessors of a block, the minimum search pattern of
// Caccetta & Giannini (1986): level by level, what shorter chains reach is dropped. Azimuths are
// turned by the grid's rotation. A sector holds its first azimuth. Throws InputError if there is no
// sector, two start at the same azimuth, or an angle is not in (0, 90].
struct Offset {
  int dx, dy, dz;
};
struct Pattern {
  std::vector<Offset> offsets;
  // Achieved minus asked, the largest by size over whole degrees of azimuth, of the cone above one
  // block at `benches` levels, outlined by the convex hull of the block centres reached. Below 0 =
  // flatter than asked, as happens in a steep sector beside a flat one: chains of offsets of both
  // reach in between.
  double worst_angle_error_deg = 0;
  double worst_azimuth_deg = 0;                           // of the wall where that is
  double steepest_error_deg = 0, flattest_error_deg = 0;  // the greatest and the least error
};
Pattern make_pattern(const Grid& grid, const Slopes& slopes);

// Benches over which the pattern holds the angles to kAutomaticError_deg: 8 times the largest
// horizontal side of a block over its height, and half as many again until it does (at most
// kMostBenches).
inline constexpr double kAutomaticError_deg = 3;
inline constexpr int kMostBenches = 400;
int automatic_benches(const Grid& grid, Slopes slopes);

// What must be mined before what on a grid. A block needs the offsets of its own domain's pattern.
// What does not hold: a pattern leaves out what chains of its own offsets reach, so where a chain
// crosses into a steeper domain the wall beside it may stand up to that much steeper than asked.
struct Precedence {
  std::vector<Pattern> pattern;       // [domain], at least one, at most 255
  std::vector<std::uint8_t> domain;   // [block] index of pattern; empty = the first for all
  std::vector<std::uint8_t> present;  // [block] 1 if the block exists; empty = all do
};

// The pattern 1:5:9: a block needs the five of a cross on the bench above it and, by those, the nine
// of a square on the next, in turn bench by bench from the lowest.
Precedence pattern_1_5_9(const Grid& grid);

}  // namespace lode::pit
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::pit::Interpolation> = {
    "step", "linear"};
