#include "io/columns.h"

#include <limits>
#include <span>

#include "base/csv_text.h"
#include "base/number.h"
#include "base/output_file.h"
#include "io/geo_eas.h"
#include "io/vtk_image.h"

namespace lode::io {
namespace fs = std::filesystem;
namespace {

// Values of rows laid out over the cells of a grid.
template <class T>
std::vector<T> spread(const std::vector<T>& values, const std::vector<std::uint32_t>& block,
                      std::size_t cells, T none) {
  std::vector<T> out(cells, none);
  for (std::size_t i = 0; i < block.size(); ++i) out[block[i]] = values[i];
  return out;
}

}  // namespace

void write_csv(const fs::path& path, const resource::Columns& table) {
  OutputFile file(path);
  std::string text;
  const auto add_name = [&](const std::string& name) {
    if (!text.empty()) text += ',';
    append_csv(text, name);
  };
  for (const std::string& name : table.name) add_name(name);
  for (const resource::Labels& labels : table.label) add_name(labels.name);
  text += '\n';
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t k = 0; k < table.number.size(); ++k) {
      if (k > 0) text += ',';
      append_shortest(text, table.number[k][i]);
    }
    for (const resource::Labels& labels : table.label) {
      text += ',';
      append_csv(text, labels.text(i));
    }
    text += '\n';
    if (text.size() > 1'000'000) file.write(text), text.clear();
  }
  file.write(text);
  file.close();
}

void write_geo_eas(const fs::path& path, const resource::Columns& table, const std::string& title,
                   const std::optional<std::array<int, 3>>& cells) {
  GeoEas out{title, table.name, table.number, cells};
  for (const resource::Labels& labels : table.label) {
    out.name.push_back(labels.name);
    out.column.emplace_back(labels.code.begin(), labels.code.end());
  }
  write_geo_eas(path, out);
}

void write_vti(const fs::path& path, const resource::Columns& table, std::size_t first,
               const Grid& grid, const std::vector<std::uint32_t>& block) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::vector<double>> numbers;
  std::vector<std::vector<std::int32_t>> codes;
  std::vector<CellArray> arrays;
  numbers.reserve(table.number.size()), codes.reserve(table.label.size());
  for (std::size_t k = first; k < table.number.size(); ++k) {
    if (!block.empty()) numbers.push_back(spread(table.number[k], block, grid.size(), kNone));
    arrays.push_back(
        {table.name[k], std::span<const double>(block.empty() ? table.number[k] : numbers.back())});
  }
  for (const resource::Labels& labels : table.label) {
    if (!block.empty()) codes.push_back(spread(labels.code, block, grid.size(), std::int32_t{-1}));
    arrays.push_back(
        {labels.name, std::span<const std::int32_t>(block.empty() ? labels.code : codes.back())});
  }
  write_vti(path, grid, arrays);
}

}  // namespace lode::io
