#include "io/vtk_image.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <set>

#include "base/error.h"
#include "base/output_file.h"
#include "io/vtk_appended.h"

namespace lode::io {
namespace {

// Rows of the matrix whose columns are the grid's axes. Grid: +rotation turns clockwise.
std::string direction(const Grid& grid) {
  const double a = grid.rotation_deg * std::numbers::pi / 180;
  return grid.rotation_deg == 0
             ? "1 0 0 0 1 0 0 0 1"
             : fmt::format("{0} {1} 0 {2} {0} 0 0 0 1", std::cos(a), std::sin(a), -std::sin(a));
}

}  // namespace

void write_vti(const std::filesystem::path& path, const Grid& grid,
               std::span<const CellArray> arrays) {
  const std::string extent =
      fmt::format("0 {} 0 {} 0 {}", grid.count[0], grid.count[1], grid.count[2]);
  std::string head = fmt::format(
      "<?xml version=\"1.0\"?>\n"
      "<VTKFile type=\"ImageData\" version=\"1.0\" {}>\n"
      "<ImageData WholeExtent=\"{}\" Origin=\"{} {} {}\" Spacing=\"{} {} {}\" "
      "Direction=\"{}\">\n"
      "<Piece Extent=\"{}\">\n<PointData/>\n<CellData>\n",
      kVtkEncoding, extent, grid.origin.x, grid.origin.y, grid.origin.z, grid.cell_m.x,
      grid.cell_m.y, grid.cell_m.z, direction(grid), extent);
  std::string appended;
  std::set<std::string> names;
  for (const CellArray& array : arrays) {
    LODE_CHECK(!array.name.empty() && names.insert(array.name).second);
    std::visit(
        [&](const auto values) {
          LODE_CHECK(values.size() == grid.size());
          using Number = std::remove_cv_t<typename decltype(values)::element_type>;
          const std::size_t offset = append_compressed(appended, std::as_bytes(values));
          head += fmt::format(
              "<DataArray type=\"{}\" Name=\"{}\" format=\"appended\" offset=\"{}\"/>\n",
              kVtkType<Number>, xml_escaped(array.name), offset);
        },
        array.values);
  }
  head +=
      "</CellData>\n</Piece>\n</ImageData>\n"
      "<AppendedData encoding=\"raw\">\n_";
  OutputFile out(path);
  out.write(head);
  out.write(appended);
  out.write("\n</AppendedData>\n</VTKFile>\n");
  out.close();
}

}  // namespace lode::io
