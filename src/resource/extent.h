// The box along east, north and up that holds a solid.
#pragma once

#include <utility>

#include "resource/body.h"

namespace lode::resource {

// The least box along east, north and up around a solid: its lowest and its highest corner. Errors
// as rim_distance.
std::pair<Point, Point> extent_of(const Solid& solid);

}  // namespace lode::resource
