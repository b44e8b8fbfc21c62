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

constexpr std::size_t kMostFaults = 20;  // of one kind; off the lattice, most rows have one

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

void refuse_far_places(const NumberTable& table, const std::string& file) {
  std::vector<Fault> far;
  for (std::size_t row = 0; row < table.lines.size(); ++row)
    for (std::size_t k = 0; k < 3; ++k)
      if (const double at = table.columns[k][row]; std::abs(at) > kGreatestLength)
        far.push_back(
            {{file, table.lines[row], 0},
             std::string(1, "xyz"[k]),
             fmt::format("{:g}", at),
             fmt::format("is no place: coordinates lie within -{0:g} and {0:g}", kGreatestLength)});
  if (!far.empty()) throw InputError(std::move(far));
}

// Regular steps east and north; a node is counted x fastest.
struct Lattice {
  Axis east, north;
  std::size_t nodes() const {
    return static_cast<std::size_t>(east.count) * static_cast<std::size_t>(north.count);
  }
  std::size_t node(int i, int j) const {
    return static_cast<std::size_t>(i) +
           static_cast<std::size_t>(east.count) * static_cast<std::size_t>(j);
  }
  double east_of(std::size_t node) const {
    return east.first +
           east.step * static_cast<double>(node % static_cast<std::size_t>(east.count));
  }
  double north_of(std::size_t node) const {
    return north.first +
           north.step * static_cast<double>(node / static_cast<std::size_t>(east.count));
  }
};

[[noreturn]] void refuse(const std::string& file, std::string message) {
  throw InputError(Fault{{file, 0, 0}, {}, {}, std::move(message)});
}

Lattice lattice_of(const NumberTable& table, const std::string& file) {
  const Lattice out{axis_of(table.columns[0]), axis_of(table.columns[1])};
  if (out.east.count < 2 || out.north.count < 2)
    refuse(file, "needs nodes at two or more eastings and two or more northings");
  const std::size_t rows = table.columns[0].size();
  if (out.nodes() > 4 * rows + 100)
    refuse(file,
           fmt::format("is no regular lattice: the least steps, {:g} m east and {:g} m north, make "
                       "{} nodes of {} rows",
                       out.east.step, out.north.step, out.nodes(), rows));
  return out;
}

// [node] heights. Throws InputError for rows off the lattice, nodes given twice and nodes without
// a row.
std::vector<double> heights_on(const Lattice& lattice, const NumberTable& table,
                               const std::string& file) {
  const auto &x = table.columns[0], &y = table.columns[1], &z = table.columns[2];
  std::vector<Fault> faults;
  const auto fault = [&](std::size_t row, std::string message) {
    if (faults.size() < kMostFaults)
      faults.push_back({{file, table.lines[row], 0},
                        "x, y",
                        fmt::format("{:.12g}, {:.12g}", x[row], y[row]),
                        std::move(message)});
  };
  std::vector<double> out(lattice.nodes());
  std::vector<int> line(lattice.nodes(), 0);
  for (std::size_t row = 0; row < x.size(); ++row) {
    const int i = lattice.east.place(x[row]), j = lattice.north.place(y[row]);
    if (i < 0 || j < 0) {
      fault(row, fmt::format("lies off the lattice of steps {:g} m east and {:g} m north from "
                             "({:.12g}, {:.12g})",
                             lattice.east.step, lattice.north.step, lattice.east.first,
                             lattice.north.first));
      continue;
    }
    const std::size_t node = lattice.node(i, j);
    if (line[node] > 0) fault(row, fmt::format("is the node of line {} again", line[node]));
    line[node] = table.lines[row];
    out[node] = z[row];
  }
  for (std::size_t node = 0; node < line.size() && faults.size() < kMostFaults; ++node)
    if (line[node] == 0)
      faults.push_back({{file, 0, 0},
                        "x, y",
                        {},
                        fmt::format("the node at ({:.12g}, {:.12g}) has no height",
                                    lattice.east_of(node), lattice.north_of(node))});
  if (!faults.empty()) throw InputError(std::move(faults));
  return out;
}

}  // namespace

SurfaceGrid read_surface_grid(const std::filesystem::path& path, const CsvForm& form) {
  const std::string file = shown(path);
  Text text = read_text(path);
  SurfaceGrid out;
  out.bytes = text.bytes;
  const NumberTable table = read_numbers(std::move(text), file, {"x", "y", "z"}, form);
  if (table.lines.empty()) refuse(file, "has no heights");
  refuse_far_places(table, file);
  out.notes = table.notes;
  const std::vector<double>& z = table.columns[2];
  MissingCount codes;
  for (const double height : z)
    if (reading_of(height, {}, {}) == Reading::suspect) codes.suspect(shortest(height));
  codes.tell(file, "z", z.size(), out.notes, false);
  const Lattice lattice = lattice_of(table, file);
  const auto& [east, north] = lattice;
  out.heights = {east.first,
                 north.first,
                 east.step,
                 north.step,
                 east.count,
                 north.count,
                 heights_on(lattice, table, file)};
  return out;
}

}  // namespace lode::io
