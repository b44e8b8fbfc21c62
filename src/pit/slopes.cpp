#include "pit/slopes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <set>
#include <utility>

#include "base/error.h"

namespace lode::pit {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kTolerance = 1e-9;  // relative, on the reach; in degrees, on a sector's border

double turn(double azimuth_deg) {  // into [0, 360)
  const double a = std::fmod(azimuth_deg, 360.0);
  return a < 0 ? (a + 360 < 360 ? a + 360 : 0) : a;
}

void check(const Grid& grid, const Slopes& slopes) {
  std::vector<Fault> faults;
  const auto fault = [&](const std::string& key, const std::string& message) {
    Fault& added = faults.emplace_back();
    added.key = key;
    added.message = message;
  };
  if (slopes.sector.empty()) fault("sector", "at least one slope sector is needed");
  if (slopes.benches < 1) fault("benches", "must be at least 1");
  if (!(grid.cell_m.x > 0 && grid.cell_m.y > 0 && grid.cell_m.z > 0))
    fault("grid", "the block size must be above 0");
  std::set<double> seen;
  for (const SlopeSector& sector : slopes.sector) {
    if (!(sector.angle_deg > 0 && sector.angle_deg <= 90))
      fault("sector." + sector.id + ".angle", "must be above 0 and at most 90 degrees");
    if (!std::isfinite(sector.from_deg))
      fault("sector." + sector.id + ".from", "must be a number");
    else if (!seen.insert(turn(sector.from_deg)).second)
      fault("sector." + sector.id + ".from", "another sector starts at the same azimuth");
  }
  if (!faults.empty()) throw InputError(std::move(faults));
}

// A set of horizontal offsets, both coordinates within `reach`.
struct Cells {
  explicit Cells(int reach_cells)
      : reach(reach_cells),
        has(static_cast<std::size_t>(2 * reach + 1) * static_cast<std::size_t>(2 * reach + 1), 0) {}
  std::uint8_t& at(int x, int y) {
    return has[static_cast<std::size_t>(x + reach) +
               static_cast<std::size_t>(2 * reach + 1) * static_cast<std::size_t>(y + reach)];
  }
  template <class F>
  void for_each(F&& f) {
    for (int y = -reach; y <= reach; ++y)
      for (int x = -reach; x <= reach; ++x)
        if (at(x, y)) f(x, y);
  }
  int reach;
  std::vector<std::uint8_t> has;
};

double azimuth_of(const Grid& grid, double u, double v) {
  const double a = grid.rotation_deg * kDegree;
  const double east = u * std::cos(a) + v * std::sin(a);
  const double north = v * std::cos(a) - u * std::sin(a);
  return std::atan2(east, north) / kDegree;
}

// More cells than the flattest wall covers in `level` benches: no chain of offsets goes further.
int widest(const Grid& grid, const Slopes& slopes, int level) {
  double flattest = 90;
  for (const SlopeSector& sector : slopes.sector) flattest = std::min(flattest, sector.angle_deg);
  const double reach = level * grid.cell_m.z / std::tan(flattest * kDegree) * (1 + kTolerance);
  const double cells = reach / std::min(grid.cell_m.x, grid.cell_m.y);
  if (cells > 5000)
    throw InputError("slope.benches: so flat a slope over so many benches is too wide");
  return static_cast<int>(cells) + 1;
}

// What a block needs `level` benches up by the slope angles alone.
Cells asked_at(const Grid& grid, const Slopes& slopes, int level) {
  Cells cells(widest(grid, slopes, level));
  for (int y = -cells.reach; y <= cells.reach; ++y)
    for (int x = -cells.reach; x <= cells.reach; ++x) {
      const double u = x * grid.cell_m.x, v = y * grid.cell_m.y;
      const double angle = angle_at(slopes, azimuth_of(grid, u, v));
      const double reach = level * grid.cell_m.z / std::tan(angle * kDegree);
      if ((x == 0 && y == 0) || std::hypot(u, v) <= reach * (1 + kTolerance)) cells.at(x, y) = 1;
    }
  return cells;
}

// Convex hull, counter-clockwise in metres of the grid's axes (Andrew 1979).
std::vector<std::pair<double, double>> hull_of(const Grid& grid, Cells& cells) {
  std::vector<std::pair<double, double>> points, hull;
  cells.for_each([&](int x, int y) { points.emplace_back(x * grid.cell_m.x, y * grid.cell_m.y); });
  std::sort(points.begin(), points.end());
  const auto right_turn = [&](const std::pair<double, double>& c) {
    const auto &a = hull[hull.size() - 2], &b = hull.back();
    return (b.first - a.first) * (c.second - a.second) <=
           (b.second - a.second) * (c.first - a.first);
  };
  for (int pass = 0; pass < 2; ++pass) {
    const std::size_t start = hull.size();
    for (const auto& point : points) {
      while (hull.size() >= start + 2 && right_turn(point)) hull.pop_back();
      hull.push_back(point);
    }
    hull.pop_back();
    std::reverse(points.begin(), points.end());
  }
  return hull;
}

// Where the ray from the origin in direction (u, v) leaves the hull, metres; 0 if the hull has no
// breadth there.
double extent(const std::vector<std::pair<double, double>>& hull, double u, double v) {
  double farthest = 0;
  for (std::size_t i = 0; i < hull.size(); ++i) {
    const auto &a = hull[i], &b = hull[(i + 1) % hull.size()];
    const double ex = b.first - a.first, ey = b.second - a.second;
    const double cross = u * ey - v * ex;
    if (std::abs(cross) < 1e-12 * (std::abs(ex) + std::abs(ey) + 1e-300)) continue;
    const double along = (a.first * ey - a.second * ex) / cross;
    const double share = (a.first * v - a.second * u) / cross;
    if (share >= -1e-9 && share <= 1 + 1e-9) farthest = std::max(farthest, along);
  }
  return farthest;
}

// The largest differences between the angle of the cone that the pattern really takes and
// the angle asked, at every whole degree of azimuth. The outline at the top of the cone is the
// convex hull of the block centres reached: chains mix their offsets, so what they reach tends to a
// convex outline, also where the sectors ask for another.
void measure_errors(const Grid& grid, const Slopes& slopes, Cells& reached, int benches,
                    Pattern& pattern) {
  const auto hull = hull_of(grid, reached);
  const double a = grid.rotation_deg * kDegree;
  pattern.steepest_error_deg = -90, pattern.flattest_error_deg = 90;
  for (int azimuth = 0; azimuth < 360; ++azimuth) {
    const double east = std::sin(azimuth * kDegree), north = std::cos(azimuth * kDegree);
    const double u = east * std::cos(a) - north * std::sin(a);
    const double v = east * std::sin(a) + north * std::cos(a);
    const double achieved = std::atan2(benches * grid.cell_m.z, extent(hull, u, v)) / kDegree;
    const double error = achieved - angle_at(slopes, azimuth);
    if (std::abs(error) > std::abs(pattern.worst_angle_error_deg)) {
      pattern.worst_angle_error_deg = error;
      pattern.worst_azimuth_deg = azimuth;
    }
    pattern.steepest_error_deg = std::max(pattern.steepest_error_deg, error);
    pattern.flattest_error_deg = std::min(pattern.flattest_error_deg, error);
  }
}

}  // namespace

double angle_at(const Slopes& slopes, double azimuth_deg) {
  if (slopes.sector.empty()) throw InputError("at least one slope sector is needed");
  const double azimuth = turn(azimuth_deg + kTolerance);
  // How far clockwise the azimuth lies behind a sector's start.
  const auto behind = [&](const SlopeSector& s) { return turn(azimuth - turn(s.from_deg)); };
  const auto nearer = [&](const SlopeSector& a, const SlopeSector& b) {
    return behind(a) < behind(b);
  };
  const SlopeSector& here = *std::min_element(slopes.sector.begin(), slopes.sector.end(), nearer);
  if (slopes.interpolation == Interpolation::step) return here.angle_deg;
  const SlopeSector& next = *std::max_element(slopes.sector.begin(), slopes.sector.end(), nearer);
  const double width = turn(next.from_deg - here.from_deg);
  const double share =
      width > 0 ? std::min(1.0, std::max(0.0, behind(here) - kTolerance) / width) : 0;
  return here.angle_deg + share * (next.angle_deg - here.angle_deg);
}

Slopes one_angle(double angle_deg) { return {{{"all", 0, angle_deg}}, 1, {}}; }

Pattern make_pattern(const Grid& grid, const Slopes& slopes) {
  check(grid, slopes);
  Pattern pattern;
  std::vector<Cells> reached{Cells(0)};  // [level] by chains of the offsets taken so far
  reached[0].at(0, 0) = 1;
  for (int level = 1; level <= slopes.benches; ++level) {
    Cells now(widest(grid, slopes, level));
    for (const Offset& offset : pattern.offsets)
      reached[static_cast<std::size_t>(level - offset.dz)].for_each(
          [&](int x, int y) { now.at(x + offset.dx, y + offset.dy) = 1; });
    asked_at(grid, slopes, level).for_each([&](int x, int y) {
      if (now.at(x, y)) return;
      now.at(x, y) = 1;
      pattern.offsets.push_back({x, y, level});
    });
    reached.push_back(std::move(now));
  }
  measure_errors(grid, slopes, reached.back(), slopes.benches, pattern);
  return pattern;
}

int automatic_benches(const Grid& grid, Slopes slopes) {
  check(grid, slopes);
  const double side = std::max(grid.cell_m.x, grid.cell_m.y);
  const double first = std::ceil(8 * side / grid.cell_m.z * (1 - kTolerance));
  slopes.benches = static_cast<int>(std::clamp(first, 1.0, static_cast<double>(kMostBenches)));
  while (slopes.benches < kMostBenches &&
         std::abs(make_pattern(grid, slopes).worst_angle_error_deg) > kAutomaticError_deg)
    slopes.benches = std::min(slopes.benches + (slopes.benches + 1) / 2, kMostBenches);
  return slopes.benches;
}

Precedence pattern_1_5_9(const Grid& grid) {
  Precedence out;
  out.pattern.resize(2);
  for (int y = -1; y <= 1; ++y)
    for (int x = -1; x <= 1; ++x) {
      if (x == 0 || y == 0) out.pattern[0].offsets.push_back({x, y, 1});
      out.pattern[1].offsets.push_back({x, y, 1});
    }
  const std::size_t bench =
      static_cast<std::size_t>(grid.count[0]) * static_cast<std::size_t>(grid.count[1]);
  out.domain.resize(grid.size());
  for (std::size_t block = 0; block < out.domain.size(); ++block)
    out.domain[block] = static_cast<std::uint8_t>(block / bench % 2);
  return out;
}

}  // namespace lode::pit
