#include "io/points.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string_view>

#include "base/number.h"
#include "base/same.h"
#include "io/geo_eas.h"
#include "io/missing_count.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

class Reader {
 public:
  Reader(const PointFile& points, const fs::path& folder) : points_(points) {
    std::vector<double> codes;
    if (points.missing)
      for (const double code : *points.missing)
        if (is_missing_code(code)) codes.push_back(code);
    if (points.missing && (!codes.empty() || points.missing->empty())) codes_ = codes;
    out.file = shown(folder / points.file);
    for (const std::string* column : {&points.x, &points.y, &points.z})
      if (!column->empty()) ask(*column);
    for (const std::string& variable : points.variables) ask(variable);
    for (const std::string* column : {&points.hole, &points.domain})
      if (!column->empty()) ask(*column, false);
    Text text = read_text(folder / points.file);
    cells_ = points.format == drill::Format::csv
                 ? read_cells(std::move(text), out.file, columns_, {points.dialect, points.key})
                 : read_geo_eas_cells(std::move(text), out.file, columns_);
    out.notes = cells_.notes;
    std::vector<Fault> faults = cells_.all_faults(out.file);
    if (!faults.empty()) throw InputError(std::move(faults));
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
  void ask(const std::string& column, bool number = true) {
    const auto known = std::find_if(columns_.begin(), columns_.end(),
                                    [&](const Asked& asked) { return asked.name == column; });
    if (known == columns_.end())
      columns_.push_back({column, number});
    else
      known->number = known->number || number;
  }
  std::size_t place(const std::string& column) const {
    return static_cast<std::size_t>(
        std::find_if(columns_.begin(), columns_.end(),
                     [&](const Asked& asked) { return asked.name == column; }) -
        columns_.begin());
  }
  void fault(std::size_t row, std::size_t k, std::string message) {
    faults_.push_back({cells_.at(out.file, k, row), columns_[k].name,
                       std::string(cells_.columns[k][row]),
                       std::move(message) + " (the column counts cells)"});
  }

  std::vector<double> coordinates(const std::string& column) {
    const std::size_t k = place(column);
    std::vector<double> numbers;
    MissingCount count;
    for (std::size_t row = 0; row < cells_.lines.size(); ++row) {
      const std::string_view cell = cells_.columns[k][row];
      const std::optional<double> value = cells_.number(k, row);
      numbers.push_back(value.value_or(0));
      if (!value) {
        fault(row, k, no_number(cell, cells_.decimal));
        continue;
      }
      const Reading reading = reading_of(*value, {}, codes_);
      if (reading == Reading::missing)
        fault(row, k, "stands for a missing value, and a row needs its place");
      else if (std::abs(*value) > kGreatestLength)
        fault(row, k,
              fmt::format("is no place: coordinates lie within -{0:g} and {0:g}", kGreatestLength));
      else if (reading == Reading::suspect)
        count.suspect(cell);
    }
    count.tell(out.file, column, numbers.size(), out.notes);
    return numbers;
  }

  // If only codes are below 0, the variable has no negative values.
  Range range_of(const std::vector<std::optional<double>>& numbers) const {
    const bool below = std::any_of(numbers.begin(), numbers.end(), [](const auto& value) {
      return value && *value < 0 && !is_missing_code(*value) && *value > -kTrimming;
    });
    return {below ? -kInfinity : 0, kInfinity};
  }

  std::vector<double> values(const std::string& column) {
    const std::size_t k = place(column);
    std::vector<std::optional<double>> numbers(cells_.lines.size());
    for (std::size_t row = 0; row < numbers.size(); ++row) numbers[row] = cells_.number(k, row);
    const Range range = range_of(numbers);
    std::vector<double> out_values(numbers.size(), kMissing);
    MissingCount count;
    for (std::size_t row = 0; row < numbers.size(); ++row) {
      const std::string_view cell = cells_.columns[k][row];
      if (!numbers[row] && is_missing_word(cell)) {
        count.missing(cell);
      } else if (!numbers[row]) {
        fault(row, k,
              no_number(cell, cells_.decimal) +
                  "; a value that was not measured is an empty cell, NA, NaN or one of the numbers "
                  "under missing");
      } else if (const Reading reading = reading_of(*numbers[row], range, points_.missing);
                 reading == Reading::missing) {
        count.missing(cell);
      } else {
        if (reading == Reading::suspect) count.suspect(cell);
        out_values[row] = *numbers[row];
      }
    }
    count.tell(out.file, column, numbers.size(), out.notes);
    return out_values;
  }

  bool is_missing(std::size_t k, std::size_t row) const {
    if (is_missing_word(cells_.columns[k][row])) return true;
    const std::optional<double> value = cells_.number(k, row);
    return value && reading_of(*value, {0, kInfinity}, codes_) == Reading::missing;
  }

  std::vector<std::int32_t> indices(const std::string& column, std::vector<std::string>& names,
                                    bool may_be_missing) {
    std::map<std::string, std::int32_t, std::less<>> index;
    for (std::size_t i = 0; i < names.size(); ++i) index[names[i]] = static_cast<std::int32_t>(i);
    const std::size_t k = place(column);
    std::vector<std::int32_t> of_row;
    MissingCount count;
    for (std::size_t row = 0; row < cells_.lines.size(); ++row) {
      const std::string_view cell = cells_.columns[k][row];
      auto found = index.find(cell);
      if (found == index.end() && is_missing(k, row)) {
        count.missing(cell);
        if (!may_be_missing) fault(row, k, "is missing: every row needs its domain");
        of_row.push_back(-1);
        continue;
      }
      if (found == index.end()) {
        found = index.emplace(cell, static_cast<std::int32_t>(names.size())).first;
        names.emplace_back(cell);
      }
      of_row.push_back(found->second);
    }
    count.tell(out.file, column, of_row.size(), out.notes);
    return of_row;
  }

  const PointFile& points_;
  // Of places and names: missing = [0] is said of the variables, missing = [-999] of all.
  GivenCodes codes_;
  std::vector<Asked> columns_;
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
  visit.optional_series(
      "missing", points.missing, unit::kNone, {},
      "numbers that mean not measured (one like -999 in every column); an empty cell, NA, NaN and "
      "numbers from 1e21 "
      "on always do, -999 and its kin where a variable is never below 0; [] for no number");
  describe(visit, points.dialect);
}

Points read_points(const PointFile& points, const fs::path& folder,
                   const std::vector<std::string>& known_domains) {
  Reader reader(points, folder);
  reader.read(known_domains);
  return std::move(reader.out);
}

}  // namespace lode::io
