#include "io/surface_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/missing.h"
#include "base/number.h"
#include "base/same.h"
#include "io/missing_count.h"

namespace lode::io {
namespace {

constexpr std::size_t kMostFaults = 20;  // of one kind; a file off the lattice is so everywhere

// The values along one axis, ascending, each once (within a thousandth of the usual step).
struct Axis {
  double first = 0, step = 0;
  int count = 0;
  int place(double value) const {  // -1 if off the lattice
    const double at = (value - first) / step, node = std::round(at);
    return std::abs(at - node) <= 1e-3 && node >= 0 && node < count ? static_cast<int>(node) : -1;
  }
};

// The step is the least gap between two values that differ by more than a millimetre.
Axis axis_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  Axis out{values.front(), kInfinity, 1};
  for (std::size_t i = 1; i < values.size(); ++i)
    if (const double gap = values[i] - values[i - 1]; gap > 1e-3)
      out.step = std::min(out.step, gap);
  if (!std::isfinite(out.step)) return out;
  const double nodes = std::round((values.back() - values.front()) / out.step);
  out.count = static_cast<int>(std::min(nodes, 1e6)) + 1;
  out.step = (values.back() - values.front()) / nodes;
  return out;
}

}  // namespace

SurfaceGrid read_surface_grid(const std::filesystem::path& path, const CsvForm& form) {
  Text text = read_text(path);
  SurfaceGrid out;
  out.bytes = text.bytes;
  const NumberTable table = read_numbers(std::move(text), shown(path), {"x", "y", "z"}, form);
  const auto whole = [&](std::string message) {
    throw InputError(Fault{{shown(path), 0, 0}, {}, {}, std::move(message)});
  };
  const auto &x = table.columns[0], &y = table.columns[1], &z = table.columns[2];
  if (x.empty()) whole("has no heights");
  std::vector<Fault> far;
  for (std::size_t row = 0; row < x.size(); ++row)
    for (std::size_t k = 0; k < 3; ++k)
      if (const double at = table.columns[k][row]; std::abs(at) > kGreatestLength)
        far.push_back(
            {{shown(path), table.lines[row], 0},
             std::string(1, "xyz"[k]),
             fmt::format("{:g}", at),
             fmt::format("is no place: coordinates lie within -{0:g} and {0:g}", kGreatestLength)});
  if (!far.empty()) throw InputError(std::move(far));
  out.notes = table.notes;
  MissingCount codes;
  for (const double height : z)
    if (reading_of(height, {}, {}) == Reading::suspect) codes.suspect(shortest(height));
  codes.tell(shown(path), "z", z.size(), out.notes, false);
  const Axis east = axis_of(x), north = axis_of(y);
  if (east.count < 2 || north.count < 2)
    whole("needs nodes at two or more eastings and two or more northings");
  const auto nodes = static_cast<std::size_t>(east.count) * static_cast<std::size_t>(north.count);
  if (nodes > 4 * x.size() + 100)
    whole(
        fmt::format("is no regular lattice: the least steps, {:g} m east and {:g} m north, make "
                    "{} nodes of {} rows",
                    east.step, north.step, nodes, x.size()));

  std::vector<Fault> faults;
  std::vector<int> line(nodes, 0);
  out.heights = {east.first,
                 north.first,
                 east.step,
                 north.step,
                 east.count,
                 north.count,
                 std::vector<double>(nodes)};
  const auto fault = [&](std::size_t row, std::string message) {
    if (faults.size() < kMostFaults)
      faults.push_back({{shown(path), table.lines[row], 0},
                        "x, y",
                        fmt::format("{:.12g}, {:.12g}", x[row], y[row]),
                        std::move(message)});
  };
  for (std::size_t row = 0; row < x.size(); ++row) {
    const int i = east.place(x[row]), j = north.place(y[row]);
    if (i < 0 || j < 0) {
      fault(row, fmt::format("lies off the lattice of steps {:g} m east and {:g} m north from "
                             "({:.12g}, {:.12g})",
                             east.step, north.step, east.first, north.first));
      continue;
    }
    const std::size_t node = static_cast<std::size_t>(i) +
                             static_cast<std::size_t>(east.count) * static_cast<std::size_t>(j);
    if (line[node] > 0) fault(row, fmt::format("is the node of line {} again", line[node]));
    line[node] = table.lines[row];
    out.heights.z[node] = z[row];
  }
  for (std::size_t node = 0; node < nodes && faults.size() < kMostFaults; ++node)
    if (line[node] == 0)
      faults.push_back(
          {{shown(path), 0, 0},
           "x, y",
           {},
           fmt::format(
               "the node at ({:.12g}, {:.12g}) has no height",
               east.first +
                   east.step * static_cast<double>(node % static_cast<std::size_t>(east.count)),
               north.first +
                   north.step * static_cast<double>(node / static_cast<std::size_t>(east.count)))});
  if (!faults.empty()) throw InputError(std::move(faults));
  return out;
}

}  // namespace lode::io
