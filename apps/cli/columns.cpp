#include "columns.h"

#include <cmath>
#include <limits>
#include <span>

#include "base/csv_text.h"
#include "base/number.h"
#include "base/output_file.h"
#include "io/io.h"

namespace lode::cli {
namespace fs = std::filesystem;
namespace {

std::string word_of(const Labels& labels, std::size_t row) {
  const std::int32_t code = labels.code[row];
  return code < 0 ? "" : labels.word[static_cast<std::size_t>(code)];
}

// Values of rows laid out over the cells of a grid.
template <class T>
std::vector<T> spread(const std::vector<T>& values, const std::vector<std::uint32_t>& block,
                      std::size_t cells, T none) {
  std::vector<T> out(cells, none);
  for (std::size_t i = 0; i < block.size(); ++i) out[block[i]] = values[i];
  return out;
}

}  // namespace

void Columns::add(std::string column, std::vector<double> values) {
  name.push_back(std::move(column)), number.push_back(std::move(values));
}

void Columns::add(std::string column, const std::vector<std::int32_t>& values) {
  add(std::move(column), std::vector<double>(values.begin(), values.end()));
}

void write_csv(const Columns& table, const fs::path& path) {
  OutputFile file(path);
  std::string text;
  const auto add_name = [&](const std::string& name) {
    if (!text.empty()) text += ',';
    append_csv(text, name);
  };
  for (const std::string& name : table.name) add_name(name);
  for (const Labels& labels : table.label) add_name(labels.name);
  text += '\n';
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t k = 0; k < table.number.size(); ++k) {
      if (k > 0) text += ',';
      append_shortest(text, table.number[k][i]);
    }
    for (const Labels& labels : table.label) {
      text += ',';
      append_csv(text, word_of(labels, i));
    }
    text += '\n';
    if (text.size() > 1'000'000) file.write(text), text.clear();
  }
  file.write(text);
  file.close();
}

void write_geo_eas(const Columns& table, const std::string& title,
                   const std::optional<std::array<int, 3>>& cells, const fs::path& path) {
  io::GeoEas out{title, table.name, table.number, cells};
  for (const Labels& labels : table.label) {
    out.name.push_back(labels.name);
    out.column.emplace_back(labels.code.begin(), labels.code.end());
  }
  io::write_geo_eas(path, out);
}

void write_vti(const Columns& table, std::size_t first, const Grid& grid,
               const std::vector<std::uint32_t>& block, const fs::path& path) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::vector<double>> numbers;
  std::vector<std::vector<std::int32_t>> codes;
  std::vector<io::CellArray> arrays;
  numbers.reserve(table.number.size()), codes.reserve(table.label.size());
  for (std::size_t k = first; k < table.number.size(); ++k) {
    if (!block.empty()) numbers.push_back(spread(table.number[k], block, grid.size(), kNone));
    arrays.push_back(
        {table.name[k], std::span<const double>(block.empty() ? table.number[k] : numbers.back())});
  }
  for (const Labels& labels : table.label) {
    if (!block.empty()) codes.push_back(spread(labels.code, block, grid.size(), std::int32_t{-1}));
    arrays.push_back(
        {labels.name, std::span<const std::int32_t>(block.empty() ? labels.code : codes.back())});
  }
  io::write_vti(path, grid, arrays);
}

report::Table table_of(const Columns& columns, const std::string& name, const std::string& title) {
  report::Table out{name, title, "", {}, {}};
  for (const std::string& column : columns.name) out.columns.push_back({column, ""});
  for (const Labels& labels : columns.label) out.columns.push_back({labels.name, ""});
  for (std::size_t i = 0; i < columns.rows(); ++i) {
    std::vector<report::Cell> row;
    for (const auto& values : columns.number)
      row.push_back(std::isnan(values[i]) ? report::Cell{} : report::Cell{values[i]});
    for (const Labels& labels : columns.label) row.emplace_back(word_of(labels, i));
    out.rows.push_back(std::move(row));
  }
  return out;
}

}  // namespace lode::cli
