// Inputs of a pit: topographic surface, slope domains, zones that are excluded or cost when mined.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/base.h"
#include "pit/pit.h"
#include "resource/resource.h"

namespace lode::study {

// Heights at the nodes of a regular lattice, bilinear between them.
struct Heights {
  double x = 0, y = 0;    // of the first node
  double dx = 1, dy = 1;  // between nodes
  int nx = 0, ny = 0;
  std::vector<double> z;  // [node], x fastest
  bool covers(double east, double north) const;
  double at(double east, double north) const;  // covers() must hold: LODE_CHECK
};

enum class SurfaceShape { top, level, plane, grid };

struct Surface {
  SurfaceShape shape = SurfaceShape::top;
  double level_m = 0;
  double x_m = 0, y_m = 0, dip_deg = 0, dip_direction_deg = 0;
  std::string file;
  Dialect dialect;  // of the file
  int subcells = 4;
  std::shared_ptr<const Heights> heights;  // read by io from file, shared by copies
};
void describe(Visitor& visit, Surface& surface);
// Height of the ground above a place; infinity for `top`.
double height_at(const Surface& surface, double east, double north);

// A part of the ground: the blocks whose centre meets all conditions that are given.
struct Part {
  double bottom_m = -kInfinity, top_m = kInfinity;
  double west_m = -kInfinity, east_m = kInfinity, south_m = -kInfinity, north_m = kInfinity;
  std::vector<resource::Solid> solid;  // inside any of them
  bool is_everything() const;
  // Its faces are within, to same_m (Grid::same of the block model).
  bool contains(const Point& point, double same_m) const;
};
void describe(Visitor& visit, Part& part);

struct SlopeDomain {
  std::string id;
  Part where;
  pit::Slopes slopes;
};
void describe(Visitor& visit, SlopeDomain& domain);

enum class ZoneRule { excluded, one_off };
struct Zone {
  std::string id;
  Part where;
  ZoneRule rule = ZoneRule::excluded;
  double cost_usd = 0;
};
void describe(Visitor& visit, Zone& zone);

struct Ground {
  std::vector<double> share;  // [block] of its volume that lies below the surface
  // Patterns of the slope domains (the deposit's own slopes first) and the blocks that may be
  // mined: not air, not excluded, and with no excluded block among those that must be mined first.
  pit::Precedence precedence;
  std::vector<std::uint8_t> air;     // [block] 1 if wholly above the surface
  std::vector<pit::OneOff> one_off;  // [zone of that rule] in the order of the case
  double top_m = 0;                  // the highest ground
  std::size_t air_blocks = 0, partial_blocks = 0, excluded_blocks = 0;
  std::vector<std::size_t> domain_blocks;  // [domain] that are ground
};
// A block's share is the mean over subcells x subcells columns of the part of its height that lies
// below the surface. A block takes the first domain of the case that contains its centre, else the
// deposit's own slopes.
Ground make_ground(const Grid& grid, const Surface& surface, const pit::Slopes& slopes,
                   const std::vector<SlopeDomain>& domains, const std::vector<Zone>& zones);

}  // namespace lode::study
template <>
inline constexpr std::array<std::string_view, 4> lode::kNames<lode::study::SurfaceShape> = {
    "top", "level", "plane", "grid"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::study::ZoneRule> = {"excluded",
                                                                                        "one_off"};
