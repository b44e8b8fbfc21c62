#include "io/hole_files.h"

#include <algorithm>
#include <cmath>

#include "io/geo_eas.h"
#include "io/vtk_poly.h"

namespace lode::io {

void write_composites_geo_eas(const std::filesystem::path& path, const drill::Composites& c) {
  GeoEas out;
  out.title = "Composites";
  const auto add = [&](std::string name, auto value) {
    out.name.push_back(std::move(name));
    std::vector<double>& column = out.column.emplace_back(c.size());
    for (std::size_t i = 0; i < c.size(); ++i) column[i] = value(i);
  };
  add("hole", [&](std::size_t i) { return static_cast<double>(c.hole[i] + 1); });
  add("from", [&](std::size_t i) { return c.from_m[i]; });
  add("to", [&](std::size_t i) { return c.to_m[i]; });
  add("x", [&](std::size_t i) { return c.centre[i].x; });
  add("y", [&](std::size_t i) { return c.centre[i].y; });
  add("z", [&](std::size_t i) { return c.centre[i].z; });
  add("domain", [&](std::size_t i) { return static_cast<double>(c.domain[i] + 1); });
  for (std::size_t e = 0; e < c.element.size(); ++e)
    add(c.element[e].id, [&](std::size_t i) { return c.grade[e][i]; });
  add("density", [&](std::size_t i) { return c.density_t_per_m3[i]; });
  add("weight", [&](std::size_t i) { return c.weight[i]; });
  write_geo_eas(path, out);
}

void write_composites_vtp(const std::filesystem::path& path, const drill::Composites& c) {
  PolyData out;
  out.word_name = "hole";
  for (std::size_t i = 0; i < c.size(); ++i) {
    const auto at = static_cast<std::int32_t>(out.points.size());
    out.points.insert(out.points.end(), {c.start[i], c.end[i]});
    out.lines.push_back({at, at + 1});
    out.cell_words.push_back(c.hole_name[static_cast<std::size_t>(c.hole[i])]);
  }
  out.cell_arrays = {
      {"from", std::span(c.from_m)}, {"to", std::span(c.to_m)}, {"domain", std::span(c.domain)}};
  for (std::size_t e = 0; e < c.element.size(); ++e)
    out.cell_arrays.push_back({"grade " + c.element[e].id, std::span(c.grade[e])});
  out.cell_arrays.push_back({"density", std::span(c.density_t_per_m3)});
  out.cell_arrays.push_back({"weight", std::span(c.weight)});
  write_vtp(path, out);
}

void write_holes_vtp(const std::filesystem::path& path, const drill::Prepared& prepared,
                     double step_m) {
  PolyData out;
  out.word_name = "hole";
  std::vector<double> depth, length;
  for (std::size_t h = 0; h < prepared.checked.hole.size(); ++h) {
    const drill::Hole& hole = prepared.checked.hole[h];
    if (!hole.usable) continue;
    double end = hole.end_m;
    if (!(end > 0)) end = prepared.path[h].depths().back();
    std::vector<std::int32_t> line;
    const auto parts = std::max(1.0, std::ceil(end / step_m));
    for (double k = 0; k <= parts; ++k) {
      const double at = std::min(end, k * step_m);
      line.push_back(static_cast<std::int32_t>(out.points.size()));
      out.points.push_back(prepared.path[h].at(at));
      depth.push_back(at);
    }
    out.lines.push_back(std::move(line));
    out.cell_words.push_back(hole.name);
    length.push_back(end);
  }
  out.point_arrays = {{"depth", std::span<const double>(depth)}};
  out.cell_arrays = {{"length", std::span<const double>(length)}};
  write_vtp(path, out);
}

}  // namespace lode::io
