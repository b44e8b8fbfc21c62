#include "io/points.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "io/geo_eas.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

class Reader {
 public:
  Reader(const PointFile& points, const fs::path& folder) : points_(points) {
    const Text text = read_text(folder / points.file);
    out.file = shown(folder / points.file);
    out.notes = text.notes;
    for (const std::string* column : {&points.x, &points.y, &points.z})
      if (!column->empty()) ask(*column);
    for (const std::string& variable : points.variables) ask(variable);
    for (const std::string* column : {&points.hole, &points.domain})
      if (!column->empty()) ask(*column);
    cells_ = points.format == drill::Format::csv ? read_cells(text, out.file, columns_)
                                                 : read_geo_eas_cells(text, out.file, columns_);
    if (!cells_.faults.empty()) throw InputError(std::move(cells_.faults));
    if (cells_.lines.empty())
      throw InputError(Fault{{out.file, 0, 0}, {}, {}, "has a header but no row"});
  }

  void read(const std::vector<std::string>& known_domains) {
    resource::Samples& samples = out.samples;
    out.lines = cells_.lines;
    samples.x = coordinates(points_.x);
    samples.y = coordinates(points_.y);
    samples.z =
        points_.z.empty() ? std::vector<double>(cells_.lines.size(), 0.0) : coordinates(points_.z);
    samples.name = points_.variables;
    for (const std::string& variable : points_.variables) samples.value.push_back(values(variable));
    if (!points_.hole.empty()) samples.hole = indices(points_.hole, out.hole_name, true);
    out.domain_name = known_domains;
    if (!points_.domain.empty()) samples.domain = indices(points_.domain, out.domain_name, false);
    if (faults_.empty()) return;
    std::stable_sort(faults_.begin(), faults_.end(),
                     [](const Fault& a, const Fault& b) { return a.source.line < b.source.line; });
    throw InputError(std::move(faults_));
  }

  Points out;

 private:
  void ask(const std::string& column) {
    if (std::find(columns_.begin(), columns_.end(), column) == columns_.end())
      columns_.push_back(column);
  }
  std::size_t place(const std::string& column) const {
    return static_cast<std::size_t>(std::find(columns_.begin(), columns_.end(), column) -
                                    columns_.begin());
  }
  void fault(std::size_t row, std::size_t k, std::string message) {
    faults_.push_back({{out.file, cells_.lines[row], cells_.place[k]},
                       columns_[k],
                       cells_.columns[k][row],
                       std::move(message)});
  }

  std::vector<double> coordinates(const std::string& column) {
    const std::size_t k = place(column);
    std::vector<double> numbers;
    for (std::size_t row = 0; row < cells_.lines.size(); ++row) {
      const std::optional<double> value = finite_number(cells_.columns[k][row]);
      if (!value) fault(row, k, "is no finite number (the column counts cells)");
      numbers.push_back(value.value_or(0));
    }
    return numbers;
  }

  std::vector<double> values(const std::string& column) {
    const std::size_t k = place(column);
    std::vector<double> numbers;
    std::size_t absent = 0;
    for (std::size_t row = 0; row < cells_.lines.size(); ++row) {
      const std::string& cell = cells_.columns[k][row];
      std::optional<double> value = finite_number(cell);
      const bool named =
          value &&
          (std::find(points_.missing.begin(), points_.missing.end(), *value) !=
               points_.missing.end() ||
           (points_.format == drill::Format::geo_eas && std::abs(*value) >= kGeoEasTrimming));
      if (named || cell.empty() || cell == "NA") {
        value = kMissing;
        ++absent;
      } else if (!value) {
        fault(row, k,
              "is no finite number; a value that was not measured is an empty cell, NA or one of "
              "the numbers under missing (the column counts cells)");
      }
      numbers.push_back(value.value_or(kMissing));
    }
    if (absent > 0)
      out.notes.push_back(
          fmt::format("{}: {} of {} rows have no {}", out.file, absent, numbers.size(), column));
    return numbers;
  }

  std::vector<std::int32_t> indices(const std::string& column, std::vector<std::string>& names,
                                    bool may_be_empty) {
    std::map<std::string, std::int32_t> index;
    for (std::size_t i = 0; i < names.size(); ++i) index[names[i]] = static_cast<std::int32_t>(i);
    const std::size_t k = place(column);
    std::vector<std::int32_t> of_row;
    for (std::size_t row = 0; row < cells_.lines.size(); ++row) {
      const std::string& cell = cells_.columns[k][row];
      if (cell.empty()) {
        if (!may_be_empty) fault(row, k, "is empty: every row needs its domain");
        of_row.push_back(-1);
        continue;
      }
      const auto [found, is_new] = index.emplace(cell, static_cast<std::int32_t>(names.size()));
      if (is_new) names.push_back(cell);
      of_row.push_back(found->second);
    }
    return of_row;
  }

  const PointFile& points_;
  std::vector<std::string> columns_;
  CellTable cells_;
  std::vector<Fault> faults_;
};

}  // namespace

void describe(Visitor& visit, PointFile& points) {
  visit.text("file", points.file, true, "the table; relative to the case");
  visit.choice("format", points.format, "of the file: CSV with a header, or Geo-EAS");
  visit.text("x", points.x, false, "column of the coordinate to the east");
  visit.text("y", points.y, false, "column of the coordinate to the north");
  visit.text("z", points.z, false, "column of the height; left out: points of a plane");
  visit.texts("variables", points.variables, "columns of the measured values");
  visit.text("hole", points.hole, false, "column that names the drill hole of a sample");
  visit.text("domain", points.domain, false, "column that names the domain of a sample");
  visit.series(
      "missing", points.missing, unit::kNone, {},
      "numbers that mean not measured, as -999; an empty cell, NA and in Geo-EAS numbers from "
      "1e21 on always do");
}

Points read_points(const PointFile& points, const fs::path& folder,
                   const std::vector<std::string>& known_domains) {
  Reader reader(points, folder);
  reader.read(known_domains);
  return std::move(reader.out);
}

}  // namespace lode::io
