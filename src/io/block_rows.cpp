#include "io/block_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "base/memory.h"

namespace lode::io {
namespace {

constexpr double kTolerance = 1e-3;  // of a block's side
constexpr std::size_t kMostFaults = 20;
constexpr double kMostBlocks = 2e9;

[[noreturn]] void refuse(const Points& rows, const std::string& why) {
  throw InputError(Fault{{rows.file, 0, 0},
                         "grid",
                         {},
                         why + ": give [grid], or the case of `lode krige` that wrote the file "
                               "(estimates.krige)"});
}

Point at(const Points& rows, std::size_t row) {
  return {rows.samples.x[row], rows.samples.y[row], rows.samples.z[row]};
}
Point minus(const Point& a, const Point& b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
double length(const Point& p) { return std::hypot(p.x, p.y, p.z); }

// 24.999999999997 -> 25: removes the rounding errors of added steps.
double tidy(double value) {
  const double near = std::round(value * 1e6) / 1e6;
  return std::abs(near - value) <= 1e-9 * std::max(1.0, std::abs(value)) ? near : value;
}

// How many rows, each `stride` after the one before, continue with the same step.
std::size_t run_length(const Points& rows, std::size_t stride) {
  const std::size_t n = rows.samples.size();
  if (stride >= n) return 1;
  const Point step = minus(at(rows, stride), at(rows, 0));
  std::size_t count = 2;
  for (; count * stride < n; ++count) {
    const Point next = minus(at(rows, count * stride), at(rows, (count - 1) * stride));
    if (length(minus(next, step)) > kTolerance * length(step)) break;
  }
  return count;
}

// Empty count: the rows are not those of a whole grid in its order.
Grid ordered_grid(const Points& rows) {
  Grid grid;
  const std::size_t n = rows.samples.size();
  const std::size_t nx = run_length(rows, 1), ny = run_length(rows, nx);
  const std::size_t nz = nx * ny > 0 ? run_length(rows, nx * ny) : 0;
  if (nx < 2 || ny < 2 || nz < 2 || nx * ny * nz != n) return {};
  const Point first = at(rows, 0);
  const Point a = minus(at(rows, nx - 1), first), b = minus(at(rows, nx * (ny - 1)), first),
              c = minus(at(rows, nx * ny * (nz - 1)), first);
  const auto flat = [](const Point& p) { return std::abs(p.z) <= 1e-6 * length(p); };
  if (!flat(a) || !flat(b) || std::hypot(c.x, c.y) > 1e-6 * length(c) || c.z <= 0) return {};
  const double cross = a.x * b.y - a.y * b.x;
  if (std::abs(cross - length(a) * length(b)) > 1e-6 * length(a) * length(b)) return {};
  grid.count = {static_cast<int>(nx), static_cast<int>(ny), static_cast<int>(nz)};
  grid.cell_m = {tidy(length(a) / static_cast<double>(nx - 1)),
                 tidy(length(b) / static_cast<double>(ny - 1)),
                 tidy(length(c) / static_cast<double>(nz - 1))};
  grid.rotation_deg = tidy(std::atan2(-a.y, a.x) * 180 / std::numbers::pi);
  grid.origin = {0, 0, 0};
  const Point centre = grid.centre(0);
  grid.origin = {tidy(first.x - centre.x), tidy(first.y - centre.y), tidy(first.z - centre.z)};
  return grid;
}

struct Axis {
  double first = 0, step = 0;
  double count = 1;
};
Axis axis_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const double span = values.back() - values.front();
  Axis out{values.front(), kInfinity, 1};
  for (std::size_t i = 1; i < values.size(); ++i)
    if (const double gap = values[i] - values[i - 1]; gap > 1e-7 * span)
      out.step = std::min(out.step, gap);
  if (!std::isfinite(out.step)) return out;
  out.count = std::round(span / out.step) + 1;
  out.step = tidy(span / (out.count - 1));
  return out;
}

Grid straight_grid(const Points& rows) {
  const Axis x = axis_of(rows.samples.x), y = axis_of(rows.samples.y), z = axis_of(rows.samples.z);
  if (x.count < 2 || y.count < 2 || z.count < 2)
    refuse(rows, "has blocks at one place along an axis only, so that their size is not known");
  const double blocks = x.count * y.count * z.count;
  if (blocks > kMostBlocks || blocks > 1000 * static_cast<double>(rows.samples.size()) + 1e6)
    refuse(rows, fmt::format("is no regular grid: the least steps, {:g}, {:g} and {:g} m, make "
                             "{:.3g} blocks of {} rows",
                             x.step, y.step, z.step, blocks, rows.samples.size()));
  Grid grid;
  grid.count = {static_cast<int>(x.count), static_cast<int>(y.count), static_cast<int>(z.count)};
  grid.cell_m = {x.step, y.step, z.step};
  grid.origin = {tidy(x.first - x.step / 2), tidy(y.first - y.step / 2),
                 tidy(z.first - z.step / 2)};
  return grid;
}

}  // namespace

Grid grid_of_rows(const Points& rows) {
  const Grid ordered = ordered_grid(rows);
  return ordered.size() > 0 ? ordered : straight_grid(rows);
}

std::vector<std::uint32_t> blocks_of_rows(const Points& rows, const Grid& grid) {
  need_memory(4 * static_cast<double>(grid.size()), "the blocks of the grid");
  const double a = grid.rotation_deg * std::numbers::pi / 180, c = std::cos(a), s = std::sin(a);
  std::vector<std::uint32_t> out;
  std::vector<int> line(grid.size(), 0);
  std::vector<Fault> faults;
  for (std::size_t row = 0; row < rows.samples.size() && faults.size() < kMostFaults; ++row) {
    const Point d = minus(at(rows, row), grid.origin);
    const std::array<double, 3> place{(d.x * c - d.y * s) / grid.cell_m.x - 0.5,
                                      (d.x * s + d.y * c) / grid.cell_m.y - 0.5,
                                      d.z / grid.cell_m.z - 0.5};
    const auto fault = [&](std::string message) {
      const Point p = at(rows, row);
      faults.push_back({{rows.file, rows.lines[row], 0},
                        "grid",
                        fmt::format("{}, {}, {}", p.x, p.y, p.z),
                        std::move(message)});
    };
    std::array<int, 3> cell{};
    bool inside = true, centred = true;
    for (std::size_t k = 0; k < 3; ++k) {
      const double near = std::round(place[k]);
      inside = inside && near >= 0 && near < grid.count[k];
      centred = centred && std::abs(near - place[k]) <= kTolerance;
      cell[k] = inside ? static_cast<int>(near) : 0;
    }
    if (!inside || !centred) {
      fault(inside ? "is not the centre of a block of the grid" : "lies outside the grid");
      continue;
    }
    const std::size_t block = grid.index(cell[0], cell[1], cell[2]);
    if (line[block] > 0) fault(fmt::format("the block has a row already, line {}", line[block]));
    line[block] = rows.lines[row];
    out.push_back(static_cast<std::uint32_t>(block));
  }
  if (!faults.empty()) throw InputError(std::move(faults));
  return out;
}

}  // namespace lode::io
