#include "study/ground.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/same.h"

namespace lode::study {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr Range kPlaces{-kGreatestLength, kGreatestLength};

}  // namespace

void describe(Visitor& visit, Surface& s) {
  visit.choice("shape", s.shape,
               "of the surface above which blocks are air: the top of the grid, a level, a plane, "
               "or a grid of heights in a file");
  visit.fixed("level", s.level_m, unit::kMetres, {-1e4, 1e4},
              "height of a level; of a plane, its height at x and y");
  visit.fixed("x", s.x_m, unit::kMetres, kPlaces, "east of the place where a plane has its level");
  visit.fixed("y", s.y_m, unit::kMetres, kPlaces, "north of the place where a plane has its level");
  visit.fixed("dip", s.dip_deg, unit::kDegrees, {0, 80}, "of a plane, from horizontal");
  visit.fixed("dip_direction", s.dip_direction_deg, unit::kDegrees, {0, 360},
              "azimuth that a plane falls towards, clockwise from north");
  visit.text("file", s.file, false,
             "CSV with columns x, y, z: heights at the nodes of a regular lattice along east and "
             "north that covers the block model; relative to the case");
  describe(visit, s.dialect);
  visit.integer("subcells", s.subcells, 1, 20,
                "columns along each axis by which the part of a block below the surface is told");
}

double height_at(const Surface& s, double east, double north) {
  switch (s.shape) {
    case SurfaceShape::top:
      return kInfinity;
    case SurfaceShape::level:
      return s.level_m;
    case SurfaceShape::plane: {
      const double a = s.dip_direction_deg * kDegree;
      return s.level_m - std::tan(s.dip_deg * kDegree) *
                             ((east - s.x_m) * std::sin(a) + (north - s.y_m) * std::cos(a));
    }
    case SurfaceShape::grid:
      break;
  }
  LODE_CHECK(s.heights != nullptr);
  return s.heights->at(east, north);
}

bool Heights::covers(double east, double north) const {
  const double slack = 1e-9 * (dx + dy);
  return nx > 1 && ny > 1 && east >= x - slack && north >= y - slack &&
         east <= x + (nx - 1) * dx + slack && north <= y + (ny - 1) * dy + slack;
}

double Heights::at(double east, double north) const {
  LODE_CHECK(covers(east, north));
  const double u = std::clamp((east - x) / dx, 0.0, nx - 1.0);
  const double v = std::clamp((north - y) / dy, 0.0, ny - 1.0);
  const int i = std::min(static_cast<int>(u), nx - 2), j = std::min(static_cast<int>(v), ny - 2);
  const auto node = [&](int a, int b) {
    return z[static_cast<std::size_t>(i + a) +
             static_cast<std::size_t>(nx) * static_cast<std::size_t>(j + b)];
  };
  const double s = u - i, t = v - j;
  return (1 - t) * ((1 - s) * node(0, 0) + s * node(1, 0)) +
         t * ((1 - s) * node(0, 1) + s * node(1, 1));
}

void describe(Visitor& visit, Part& p) {
  visit.fixed("bottom", p.bottom_m, unit::kMetres, kPlaces, "least height; without it no limit");
  visit.fixed("top", p.top_m, unit::kMetres, kPlaces, "greatest height; without it no limit");
  visit.fixed("west", p.west_m, unit::kMetres, kPlaces, "least easting; without it no limit");
  visit.fixed("east", p.east_m, unit::kMetres, kPlaces, "greatest easting; without it no limit");
  visit.fixed("south", p.south_m, unit::kMetres, kPlaces, "least northing; without it no limit");
  visit.fixed("north", p.north_m, unit::kMetres, kPlaces, "greatest northing; without it no limit");
  visit.named("solid", p.solid, "solids: inside any of them, and within the limits");
}

bool Part::is_everything() const {
  return solid.empty() && bottom_m == -kInfinity && top_m == kInfinity && west_m == -kInfinity &&
         east_m == kInfinity && south_m == -kInfinity && north_m == kInfinity;
}

bool Part::contains(const Point& p, double same_m) const {
  const auto between = [&](double low, double at, double high) {
    return at >= low - same_m && at <= high + same_m;
  };
  return between(bottom_m, p.z, top_m) && between(west_m, p.x, east_m) &&
         between(south_m, p.y, north_m) &&
         (solid.empty() || std::any_of(solid.begin(), solid.end(), [&](const auto& one) {
            return resource::rim_distance(one, p) <= 1 + kSameShare;
          }));
}

void describe(Visitor& visit, SlopeDomain& domain) {
  describe(visit, domain.where);
  describe(visit, domain.slopes);
}

void describe(Visitor& visit, Zone& zone) {
  describe(visit, zone.where);
  visit.choice("rule", zone.rule,
               "excluded: no block of it may be mined; one_off: it may, for a cost that is paid "
               "once, whole, when the first of its blocks is");
  visit.fixed("cost", zone.cost_usd, unit::kMillionUsd, {0, 1e6},
              "of a one_off zone, real: a village moved, a river turned");
}

namespace {

void add_surface(const Grid& grid, const Surface& surface, Ground& out) {
  const int n = surface.subcells, nx = grid.count[0], ny = grid.count[1];
  const double a = grid.rotation_deg * kDegree, c = std::cos(a), s = std::sin(a);
  out.share.assign(grid.size(), 1);
  out.air.assign(grid.size(), 0);
  out.top_m = surface.shape == SurfaceShape::top ? grid.top_m() : -kInfinity;
  if (surface.shape != SurfaceShape::top)
    for (int iy = 0; iy < ny; ++iy)
      for (int ix = 0; ix < nx; ++ix) {
        std::vector<double> heights;
        for (int j = 0; j < n; ++j)
          for (int i = 0; i < n; ++i) {
            const double u = (ix + (i + 0.5) / n) * grid.cell_m.x;
            const double v = (iy + (j + 0.5) / n) * grid.cell_m.y;
            heights.push_back(
                height_at(surface, grid.origin.x + u * c + v * s, grid.origin.y - u * s + v * c));
            out.top_m = std::max(out.top_m, std::min(heights.back(), grid.top_m()));
          }
        for (int iz = 0; iz < grid.count[2]; ++iz) {
          const double floor = grid.origin.z + iz * grid.cell_m.z;
          double sum = 0;
          for (const double height : heights)
            sum += std::clamp((height - floor) / grid.cell_m.z, 0.0, 1.0);
          out.share[grid.index(ix, iy, iz)] = sum / static_cast<double>(heights.size());
        }
      }
  for (std::size_t block = 0; block < grid.size(); ++block) {
    out.air[block] = out.share[block] <= 0;
    out.air_blocks += out.air[block];
    out.partial_blocks += out.share[block] > 0 && out.share[block] < 1;
  }
}

void add_domains(const Grid& grid, const pit::Slopes& slopes,
                 const std::vector<SlopeDomain>& domains, Ground& out) {
  out.precedence.pattern.push_back(pit::make_pattern(grid, slopes));
  for (const SlopeDomain& domain : domains)
    out.precedence.pattern.push_back(pit::make_pattern(grid, domain.slopes));
  out.domain_blocks.assign(out.precedence.pattern.size(), 0);
  if (!domains.empty()) out.precedence.domain.assign(grid.size(), 0);
  const double same_m = grid.same();
  for (std::size_t block = 0; block < grid.size(); ++block) {
    const auto found = std::find_if(domains.begin(), domains.end(), [&](const SlopeDomain& domain) {
      return domain.where.contains(grid.centre(block), same_m);
    });
    const auto k =
        static_cast<std::size_t>(found == domains.end() ? 0 : found - domains.begin() + 1);
    if (k > 0) out.precedence.domain[block] = static_cast<std::uint8_t>(k);
    if (!out.air[block]) ++out.domain_blocks[k];
  }
}

}  // namespace

Ground make_ground(const Grid& grid, const Surface& surface, const pit::Slopes& slopes,
                   const std::vector<SlopeDomain>& domains, const std::vector<Zone>& zones) {
  Ground out;
  add_surface(grid, surface, out);
  add_domains(grid, slopes, domains, out);
  if (out.air_blocks > 0) {
    out.precedence.present.resize(grid.size());
    std::transform(out.air.begin(), out.air.end(), out.precedence.present.begin(),
                   [](std::uint8_t air) { return air ? 0 : 1; });
  }
  std::vector<std::uint8_t> excluded(grid.size(), 0);
  bool any = false;
  const double same_m = grid.same();
  for (const Zone& zone : zones) {
    pit::OneOff one_off{{}, std::llround(zone.cost_usd)};
    for (std::size_t block = 0; block < grid.size(); ++block) {
      if (out.air[block] || !zone.where.contains(grid.centre(block), same_m)) continue;
      if (zone.rule == ZoneRule::excluded)
        excluded[block] = 1, any = true;
      else
        one_off.block.push_back(static_cast<std::uint32_t>(block));
    }
    if (zone.rule == ZoneRule::one_off) out.one_off.push_back(std::move(one_off));
  }
  if (any) {
    out.precedence = pit::without(grid, std::move(out.precedence), excluded);
    for (std::size_t block = 0; block < grid.size(); ++block)
      out.excluded_blocks += !out.air[block] && !out.precedence.present[block];
  }
  return out;
}

}  // namespace lode::study
