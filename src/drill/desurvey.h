// The path of a hole in space, from its stations.
//
// A hole starts at its collar, whatever the depth of its first station: the direction of the first
// holds from the collar to it. Below the last station the hole goes on straight.
#pragma once

#include <span>
#include <vector>

#include "drill/checked.h"

namespace lode::drill {

// Unit vector (east, north, up) of a station.
Point direction_of(const Station& station);
// Radians in [0, pi]; exact for small angles too.
double angle_between(const Point& a, const Point& b);

// Between two stations
//   minimum_curvature  the circular arc that is tangent to both directions
//   balanced_tangent   half the length in each direction
//   tangent            the whole length in the direction of the lower station
// Taylor & Mason (1972), SPE Journal 12(6), 474-488 (minimum curvature); Bourgoyne, Millheim,
// Chenevert & Young (1986), Applied Drilling Engineering, chapter 8 (the others); position within
// an arc: Sawaryn & Thorogood (2005), SPE Drilling & Completion 20(1), 24-36. Two stations that
// point opposite ways have no arc: that leg is a balanced tangent.
class Path {
 public:
  // stations by rising depth, at least one
  Path(const Point& collar, std::span<const Station> stations, Desurvey method);
  // At a depth along the hole, in metres from 0.
  Point at(double depth_m) const;
  // Where the hole was surveyed, its collar first: depths in metres.
  std::vector<double> depths() const;

 private:
  struct Node {
    double depth_m;
    Point position, direction;
  };
  Point within(const Node& from, const Node& to, double depth_m) const;
  std::vector<Node> node_;
  Desurvey method_;
};

}  // namespace lode::drill
