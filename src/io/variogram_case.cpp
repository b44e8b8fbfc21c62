#include "io/variogram_case.h"

#include <utility>

namespace lode::io {

void describe(Visitor& visit, VariogramCase& c) {
  visit.group("points", c.points, "the table of samples");
  visit.text("weight", c.weight, false, "column of declustering weights, for normal scores");
  describe(visit, c.variography);
}

namespace {

std::vector<study::Breach> breaches(const VariogramCase& c) {
  std::vector<study::Breach> out;
  for (auto& breach : resource::breaches(c.variography))
    out.push_back({breach.key, breach.message});
  if (c.points.variables.empty())
    out.push_back({"points.variables", "names the columns to take variograms of"});
  if (!c.weight.empty() && c.variography.scores == resource::Scores::raw)
    out.push_back({"weight", "weights count in normal scores: set scores = \"normal\""});
  for (const resource::Direction& d : c.variography.direction)
    if (d.within_hole && c.points.hole.empty())
      out.push_back({"direction." + d.id, "within_hole needs the column of holes, points.hole"});
  return out;
}

}  // namespace

VariogramFile read_variogram_case(const std::filesystem::path& path) {
  VariogramFile out;
  VariogramCase& c = out.given;
  out.file = read_stage_case(
      path, [&](Visitor& visit) { describe(visit, c); }, [&] { return breaches(c); },
      [&](IdleKeys& idle) { add_idle(idle, "", c.variography); });
  return out;
}

VariogramPoints read_variogram_points(const VariogramFile& read) {
  PointFile asked = read.given.points;
  asked.key = "points";
  if (!read.given.weight.empty()) asked.variables.push_back(read.given.weight);
  VariogramPoints out{read_points(asked, read.file.path.parent_path()), {}};
  if (read.given.weight.empty()) return out;
  resource::Samples& samples = out.points.samples;
  out.weight = std::move(samples.value.back());
  samples.value.pop_back(), samples.name.pop_back();
  return out;
}

}  // namespace lode::io
