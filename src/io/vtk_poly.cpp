#include "io/vtk_poly.h"

#include <fmt/format.h>

#include <set>

#include "base/error.h"
#include "base/output_file.h"
#include "io/vtk_appended.h"

namespace lode::io {
namespace {

class PolyWriter {
 public:
  explicit PolyWriter(const PolyData& data) : data_(data) {
    head_ = fmt::format(
        "<?xml version=\"1.0\"?>\n"
        "<VTKFile type=\"PolyData\" version=\"1.0\" {}>\n<PolyData>\n"
        "<Piece NumberOfPoints=\"{}\" NumberOfVerts=\"{}\" NumberOfLines=\"{}\" "
        "NumberOfStrips=\"0\" NumberOfPolys=\"{}\">\n",
        kVtkEncoding, data.points.size(), data.vertices.size(), data.lines.size(),
        data.polygons.size());
  }

  std::string write() {
    section("PointData", [&] { numbers(data_.point_arrays, data_.points.size()); });
    section("CellData", [&] {
      numbers(data_.cell_arrays, data_.cells());
      words();
    });
    section("Points", [&] {
      std::vector<double> xyz;
      xyz.reserve(3 * data_.points.size());
      for (const Point& p : data_.points) xyz.insert(xyz.end(), {p.x, p.y, p.z});
      array<double>("Float64", "Points", " NumberOfComponents=\"3\"", xyz);
    });
    section("Verts", [&] { cells(data_.vertices); });
    section("Lines", [&] { cells(data_.lines); });
    section("Polys", [&] { cells(data_.polygons); });
    return head_ + "</Piece>\n</PolyData>\n<AppendedData encoding=\"raw\">\n_" + appended_ +
           "\n</AppendedData>\n</VTKFile>\n";
  }

 private:
  template <class Body>
  void section(const char* name, Body body) {
    head_ += fmt::format("<{}>\n", name);
    body();
    head_ += fmt::format("</{}>\n", name);
  }

  template <class T>
  void array(const char* type, const std::string& name, const std::string& more,
             std::span<const T> values) {
    const std::size_t offset = append_compressed(appended_, std::as_bytes(values));
    head_ +=
        fmt::format("<DataArray type=\"{}\" Name=\"{}\"{} format=\"appended\" offset=\"{}\"/>\n",
                    type, xml_escaped(name), more, offset);
  }

  void numbers(const std::vector<PolyArray>& arrays, std::size_t expected) {
    std::set<std::string> names;
    for (const PolyArray& item : arrays) {
      LODE_CHECK(!item.name.empty() && names.insert(item.name).second);
      std::visit(
          [&](const auto values) {
            LODE_CHECK(values.size() == expected);
            using Number = std::remove_cv_t<typename decltype(values)::element_type>;
            array<Number>(kVtkType<Number>, item.name, "", values);
          },
          item.values);
    }
  }

  // A string array: the texts one after the other, each closed by a zero byte.
  void words() {
    if (data_.word_name.empty()) return;
    LODE_CHECK(data_.cell_words.size() == data_.cells());
    std::vector<char> bytes;
    for (const std::string& word : data_.cell_words) {
      bytes.insert(bytes.end(), word.begin(), word.end());
      bytes.push_back('\0');
    }
    const std::size_t offset = append_compressed(appended_, std::as_bytes(std::span(bytes)));
    head_ += fmt::format(
        "<Array type=\"String\" Name=\"{}\" NumberOfTuples=\"{}\" format=\"appended\" "
        "offset=\"{}\"/>\n",
        xml_escaped(data_.word_name), data_.cell_words.size(), offset);
  }

  void cells(const std::vector<std::vector<std::int32_t>>& list) {
    std::vector<std::int32_t> connectivity, offsets;
    for (const std::vector<std::int32_t>& cell : list) {
      for (const std::int32_t point : cell)
        LODE_CHECK(point >= 0 && static_cast<std::size_t>(point) < data_.points.size());
      connectivity.insert(connectivity.end(), cell.begin(), cell.end());
      offsets.push_back(static_cast<std::int32_t>(connectivity.size()));
    }
    array<std::int32_t>("Int32", "connectivity", "", connectivity);
    array<std::int32_t>("Int32", "offsets", "", offsets);
  }

  const PolyData& data_;
  std::string head_, appended_;
};

}  // namespace

void write_vtp(const std::filesystem::path& path, const PolyData& data) {
  write_file(path, PolyWriter(data).write());
}

}  // namespace lode::io
