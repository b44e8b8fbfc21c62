#include "io/krige_case.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/memory.h"
#include "base/same.h"

namespace lode::io {
namespace {

// Places, results and the tables written from them.
constexpr double kBytesPerTarget = 120, kMostBytes = 8e9;

using resource::Estimator;
using study::Breach;

bool uses_variogram(const KrigeCase& c) { return c.method.estimator == Estimator::kriging; }
bool uses_drift(const KrigeCase& c) {
  return c.method.kriging.method == resource::KrigingMethod::external_drift;
}

// The samples' columns: variables first, then drift.
PointFile with_drift(PointFile points, const std::vector<std::string>& drift) {
  for (const std::string& column : drift) points.variables.push_back(column);
  return points;
}

resource::Targets read_targets(const KrigeCase& c, const std::filesystem::path& folder,
                               const std::vector<std::string>& domains,
                               std::vector<std::string>& notes) {
  const TargetFile& t = *c.targets;
  PointFile asked;
  asked.file = t.file, asked.format = t.format;
  asked.x = t.x.empty() ? c.data.x : t.x;
  asked.y = t.y.empty() ? c.data.y : t.y;
  if (!c.is_plane()) asked.z = t.z.empty() ? c.data.z : t.z;
  asked.domain = t.domain;
  asked.missing = c.data.missing;
  asked.dialect = t.dialect, asked.key = "targets";
  if (uses_drift(c)) asked.variables = c.drift;
  Points points = read_points(asked, folder, domains);
  notes.insert(notes.end(), points.notes.begin(), points.notes.end());
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < points.samples.domain.size(); ++i)
    if (const auto k = static_cast<std::size_t>(points.samples.domain[i]); k >= domains.size())
      faults.push_back({{points.file, points.lines[i], 0},
                        t.domain,
                        points.domain_name[k],
                        "no sample is of this domain"});
  if (!faults.empty()) throw InputError(std::move(faults));
  resource::Targets out;
  out.x = std::move(points.samples.x), out.y = std::move(points.samples.y);
  out.z = std::move(points.samples.z), out.domain = std::move(points.samples.domain);
  out.drift = std::move(points.samples.value);
  out.block_m = t.block_m;
  if (c.is_plane()) out.block_m.z = 0;
  return out;
}

resource::Targets grid_targets(const KrigeCase& c, const std::vector<std::string>& domains,
                               const Source& where) {
  resource::Targets out = resource::targets_of(*c.grid);
  if (c.is_plane()) {
    std::fill(out.z.begin(), out.z.end(), 0.0);
    out.block_m.z = 0;
  }
  if (c.data.domain.empty()) return out;
  const auto found = std::find(domains.begin(), domains.end(), c.grid_domain);
  if (found == domains.end())
    throw InputError(Fault{where, "grid_domain", c.grid_domain,
                           fmt::format("must name the domain of the grid's blocks, one of {}",
                                       fmt::join(domains, ", "))});
  out.domain.assign(out.x.size(), static_cast<std::int32_t>(found - domains.begin()));
  return out;
}

}  // namespace

void describe(Visitor& visit, TargetFile& t) {
  visit.text("file", t.file, true, "of points to estimate");
  visit.choice("format", t.format, "of the file: CSV with a header, or Geo-EAS");
  describe(visit, t.dialect);
  visit.text("x", t.x, false, "column; left out: named as in the data");
  visit.text("y", t.y, false, "column; left out: named as in the data");
  visit.text("z", t.z, false, "column; left out: named as in the data");
  visit.text("domain", t.domain, false, "column that names the domain of a target");
  visit.fixed("block_x", t.block_m.x, unit::kMetres, {0, kGreatestLength},
              "block size to the east");
  visit.fixed("block_y", t.block_m.y, unit::kMetres, {0, kGreatestLength},
              "block size to the north");
  visit.fixed("block_z", t.block_m.z, unit::kMetres, {0, kGreatestLength}, "block height");
}

void describe(Visitor& visit, KrigeCase& c) {
  visit.choice("estimator", c.method.estimator, "what is done with the samples found");
  visit.text("variable", c.variable, false, "of the data to estimate; left out: the first");
  visit.texts("drift", c.drift, "columns of the drift functions, in the data and the targets");
  visit.text("grid_domain", c.grid_domain, false, "domain of every block of the grid");
  visit.group("data", c.data, "the samples");
  visit.optional("targets", c.targets, "points to estimate");
  visit.optional("grid", c.grid, "blocks to estimate");
  visit.optional("cross_validation", c.cross_validation, "samples estimated from the others");
  visit.group("search", c.method.search, "which samples speak for a target");
  visit.group("kriging", c.method.kriging, "how they are weighted");
  visit.group("inverse_distance", c.method.weighting, "weights of inverse distance");
  visit.group("variogram", c.method.variogram, "of the variable");
  visit.named("indicator", c.method.indicator, "a threshold, ascending");
  visit.group("coregionalisation", c.method.coregionalisation, "linear model of all variables");
  visit.named("boundary", c.boundary, "a soft boundary between domains");
}

std::vector<Breach> breaches(const KrigeCase& c) {
  std::vector<Breach> out;
  const auto breach = [&](const char* key, std::string fault) {
    if (!fault.empty()) out.push_back({key, std::move(fault)});
  };
  const auto& names = c.data.variables;
  if (names.empty()) breach("data", "name at least one column under data.variables");
  if (!c.variable.empty() && std::find(names.begin(), names.end(), c.variable) == names.end())
    breach("variable", fmt::format("must be one of data.variables: {}", fmt::join(names, ", ")));
  breach("search", fault_of(c.method.search));
  if (uses_variogram(c)) breach("variogram", fault_of_model(c.method.variogram));
  if (c.method.estimator == Estimator::indicator) breach("indicator", fault_of(c.method.indicator));
  if (c.method.estimator == Estimator::cokriging) {
    breach("coregionalisation", fault_of(c.method.coregionalisation, names.size()));
    if (c.method.kriging.method != resource::KrigingMethod::ordinary)
      breach("kriging.method", "cokriging is ordinary only");
  }
  if (uses_drift(c) && c.drift.empty())
    breach("kriging.method", "external_drift needs the columns of its functions under drift");
  if (uses_drift(c) && c.grid)
    breach("grid", "has no drift values: with external_drift give targets from a file");
  if (c.targets && c.grid) breach("grid", "targets are given too: one of the two");
  if (!c.targets && !c.grid && !c.cross_validation)
    breach("data", "nothing to do: give [targets], [grid] or [cross_validation]");
  if (c.cross_validation && c.method.estimator != Estimator::kriging)
    breach("cross_validation", "is of estimator = \"kriging\" only");
  if (c.grid && c.is_plane() && c.grid->count[2] > 1)
    breach("grid.count_z", "the data have no z: one layer of blocks");
  if (c.grid) {
    if (c.grid->blocks() == 0)
      breach("grid", "count_x, count_y and count_z must be given, each at least 1");
    if (c.grid->farthest() > kGreatestLength)
      breach("grid", fmt::format("reaches {:.6g} from zero; at most {:.6g}", c.grid->farthest(),
                                 kGreatestLength));
    const double bytes = kBytesPerTarget * c.grid->blocks();
    if (bytes > kMostBytes)
      breach("grid",
             fmt::format("{:.0f} blocks would need about {:.0f} GB of memory; at most {:.0f} GB "
                         "are taken: larger blocks, or the grid in parts",
                         c.grid->blocks(), bytes / 1e9, kMostBytes / 1e9));
  }
  if (c.targets && c.method.kriging.support == resource::Support::block &&
      c.targets->block_m.x == 0 && c.targets->block_m.y == 0 && c.targets->block_m.z == 0)
    breach("targets", "block support needs block_x, block_y, block_z");
  if (c.targets && !c.data.domain.empty() && c.targets->domain.empty())
    breach("targets", "the data have domains: name the column of the targets' domain");
  if (!c.boundary.empty() && c.data.domain.empty())
    breach("boundary", "there are no domains: name their column under data.domain");
  return out;
}

void add_idle(IdleKeys& idle, const KrigeCase& c) {
  const auto is = [&](Estimator estimator) { return c.method.estimator == estimator; };
  const bool weighs =
      is(Estimator::kriging) || is(Estimator::indicator) || is(Estimator::cokriging);
  idle.needs(weighs, "kriging", "estimator kriging, indicator or cokriging");
  if (weighs) add_idle(idle, "kriging.", c.method.kriging);
  idle.needs(uses_variogram(c), "variogram", "estimator kriging");
  if (uses_variogram(c)) add_idle(idle, "variogram.", c.method.variogram);
  idle.needs(is(Estimator::indicator), "indicator", "estimator indicator");
  idle.needs(is(Estimator::cokriging), "coregionalisation", "estimator cokriging");
  idle.needs(is(Estimator::inverse_distance), "inverse_distance", "estimator inverse_distance");
  idle.needs(uses_drift(c), "drift", "kriging.method external_drift");
  idle.needs(c.grid && !c.data.domain.empty(), "grid_domain", "a grid and data.domain");
  idle.needs(!c.data.hole.empty(), "search.max_per_hole", "data.hole");
  for (const char* size : {"targets.block_x", "targets.block_y", "targets.block_z"})
    idle.needs(c.method.kriging.support == resource::Support::block, size, "kriging.support block");
}

KrigeInput read_krige_case(const std::filesystem::path& path) {
  KrigeInput out;
  KrigeCase& c = out.given;
  const StageCase file = read_stage_case(
      path, [&](Visitor& visit) { describe(visit, c); }, [&] { return breaches(c); },
      [&](IdleKeys& idle) { add_idle(idle, c); });
  const auto folder = file.path.parent_path();
  Points points =
      read_points(with_drift(c.data, uses_drift(c) ? c.drift : std::vector<std::string>{}), folder);
  out.notes = file.notes;
  out.notes.insert(out.notes.end(), points.notes.begin(), points.notes.end());
  out.hole_name = std::move(points.hole_name), out.domain_name = std::move(points.domain_name);
  out.samples = std::move(points.samples);
  const std::size_t variables = c.data.variables.size();
  for (std::size_t k = variables; k < out.samples.value.size(); ++k)
    out.traits.drift.push_back(std::move(out.samples.value[k]));
  out.samples.value.resize(variables), out.samples.name.resize(variables);
  if (!c.variable.empty())
    out.variable = static_cast<std::size_t>(
        std::find(c.data.variables.begin(), c.data.variables.end(), c.variable) -
        c.data.variables.begin());
  for (const resource::SoftBoundary& boundary : c.boundary)
    for (const std::string& name : boundary.domains)
      if (std::find(out.domain_name.begin(), out.domain_name.end(), name) == out.domain_name.end())
        throw InputError(Fault{file.where("boundary." + boundary.id), "boundary." + boundary.id,
                               name, "no sample is of this domain"});
  if (!c.data.domain.empty())
    out.traits.boundary = resource::boundary_matrix(out.domain_name, c.boundary);
  if (c.targets) out.targets = read_targets(c, folder, out.domain_name, out.notes);
  if (c.grid) {
    const double blocks = c.grid->blocks();
    need_memory(kBytesPerTarget * blocks, fmt::format("a grid of {:.0f} blocks", blocks));
    out.targets = grid_targets(c, out.domain_name, file.where("grid"));
  }
  return out;
}

}  // namespace lode::io
