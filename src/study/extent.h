// Private to the room: where things lie, as it stands in messages.
#pragma once

#include <string>

#include "base/base.h"

namespace lode::study {

// The least box along east, north and up that holds what was added.
struct Extent {
  Point low{kInfinity, kInfinity, kInfinity}, high{-kInfinity, -kInfinity, -kInfinity};
  void add(const Point& point);
  std::string text() const;  // "east 0 to 520, north 10 to 480, height -130 to 0 m"
  // The greatest distance along an axis by which the two lie apart; 0: they meet.
  double gap_m(const Extent& other) const;
};
Extent extent_of(const Grid& grid);

}  // namespace lode::study
