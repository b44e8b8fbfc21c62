#include "io/pit_case.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>

#include "base/error.h"
#include "base/memory.h"
#include "base/missing.h"
#include "io/block_rows.h"
#include "io/krige_case.h"
#include "io/points.h"
#include "io/stage_case.h"
#include "io/surface_grid.h"

namespace lode::io {

void describe(Visitor& visit, EstimateFile& e) {
  visit.text("file", e.file, true, "the estimates of blocks, as `lode krige` writes them");
  visit.choice("format", e.format, "of the file: CSV with a header, or Geo-EAS");
  visit.text("x", e.x, false, "column of the block centre's coordinate to the east");
  visit.text("y", e.y, false, "column of the block centre's coordinate to the north");
  visit.text("z", e.z, false, "column of the block centre's height");
  visit.text("krige", e.krige, false,
             "the case of `lode krige` that wrote the file, for its grid; left out: [grid], or the "
             "grid is found from the block centres");
}

void describe(Visitor& visit, Rock& r) {
  visit.fixed("density", r.density_t_m3, unit::kTonnesPerCubicMetre, {0.5, 10},
              "of a block that has none of its own, in place");
  visit.text("density_column", r.density_column, false,
             "of the estimates' file, t/m3, for blocks that have it");
}

void describe(Visitor& visit, PitSlopes& s) {
  visit.fixed("angle", s.angle_deg, unit::kDegrees, {5, 89},
              "overall angle of the walls from horizontal all round, where no sector is named");
  visit.named("sector", s.slopes.sector, "slope angle by direction of the wall");
  visit.choice("interpolation", s.slopes.interpolation,
               "between sectors: a step where the next one starts, or linear in azimuth");
  visit.integer("benches", s.benches, 0, pit::kMostBenches,
                "over which the angle is held; 0: as many as keep it to 3 degrees");
}

void describe(Visitor& visit, PitCase& c) {
  visit.series("revenue_factors", c.revenue_factors, unit::kNone, {0, 100},
               "on all prices: a nested shell each; the pit is that of 1");
  visit.group("estimates", c.estimates, "where the grades are");
  visit.optional("grid", c.grid, "of the estimates; left out: found from the block centres");
  visit.named("metal", c.metal, "a metal that is paid for");
  visit.group("costs", c.costs, "of mining and milling");
  visit.group("rock", c.rock, "its mass");
  visit.group("slopes", c.slopes, "of the pit's walls");
  visit.group("surface", c.surface, "of the ground; blocks above it are air");
}

std::vector<study::Breach> breaches(const PitCase& c) {
  std::vector<study::Breach> out;
  if (c.metal.empty()) out.push_back({"metal", "name at least one metal: [metal.copper]"});
  if (c.grid && !c.estimates.krige.empty())
    out.push_back({"grid", "estimates.krige gives a grid too: one of the two"});
  if (c.grid && c.grid->size() == 0)
    out.push_back({"grid", "count_x, count_y and count_z must be given, each at least 1"});
  for (std::size_t k = 1; k < c.revenue_factors.size(); ++k)
    if (!(c.revenue_factors[k] > c.revenue_factors[k - 1]))
      out.push_back({"revenue_factors", "must rise"});
  if (c.surface.shape == study::SurfaceShape::grid && c.surface.file.empty())
    out.push_back({"surface.file", "a surface of shape grid needs its file"});
  return out;
}

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Points read_rows(const PitCase& c, const StageCase& file, const std::string& name,
                 std::vector<std::string> columns) {
  PointFile asked;
  asked.file = name, asked.format = c.estimates.format;
  asked.x = c.estimates.x, asked.y = c.estimates.y, asked.z = c.estimates.z;
  asked.variables = std::move(columns);
  return read_points(asked, file.path.parent_path());
}

Grid grid_of(const PitCase& c, const StageCase& file, const Points& rows) {
  if (c.grid) return *c.grid;
  if (c.estimates.krige.empty()) return grid_of_rows(rows);
  KrigeCase krige;
  const StageCase of = read_stage_case(
      file.path.parent_path() / c.estimates.krige, [&](Visitor& visit) { describe(visit, krige); },
      [&] { return breaches(krige); });
  if (!krige.grid)
    throw InputError(Fault{file.where("estimates.krige"), "estimates.krige", c.estimates.krige,
                           "this case has no [grid]"});
  return *krige.grid;
}

// The grades of the whole grid, and the density of each block.
std::vector<double> read_blocks(const StageCase& file, PitInput& in) {
  const PitCase& c = in.given;
  std::vector<double> all_density;
  std::map<std::string, std::vector<std::size_t>> metals;  // of each file
  metals[c.estimates.file];
  for (std::size_t m = 0; m < c.metal.size(); ++m)
    metals[c.metal[m].file.empty() ? c.estimates.file : c.metal[m].file].push_back(m);
  const auto read = [&](const std::string& name) {
    std::vector<std::string> columns;
    for (const std::size_t m : metals[name]) columns.push_back(c.metal[m].column);
    const bool own = name == c.estimates.file;
    if (own && !c.rock.density_column.empty()) columns.push_back(c.rock.density_column);
    return read_rows(c, file, name, columns);
  };
  const auto take = [&](const std::string& name, const Points& rows) {
    const std::vector<std::uint32_t> block = blocks_of_rows(rows, in.grid);
    const std::vector<std::size_t>& of = metals[name];
    for (std::size_t k = 0; k < of.size(); ++k)
      for (std::size_t row = 0; row < block.size(); ++row) {
        // A grade is not below 0: a code for "missing" there is one.
        const double grade = rows.samples.value[k][row];
        const bool missing = reading_of(grade, {0, kInfinity}, {}) == Reading::missing;
        in.grade[of[k]][block[row]] =
            missing ? kNone : grade * study::fraction_of(c.metal[of[k]].unit);
      }
    if (rows.samples.value.size() > of.size())
      for (std::size_t row = 0; row < block.size(); ++row)
        if (const double density = rows.samples.value[of.size()][row]; !std::isnan(density))
          all_density[block[row]] = density;
    in.notes.insert(in.notes.end(), rows.notes.begin(), rows.notes.end());
  };
  const Points first = read(c.estimates.file);
  in.grid = grid_of(c, file, first);
  const std::size_t n = in.grid.size();
  need_memory(static_cast<double>(n) * (160 + 8 * static_cast<double>(c.metal.size())),
              fmt::format("a pit of {} x {} x {} blocks", in.grid.count[0], in.grid.count[1],
                          in.grid.count[2]));
  in.grade.assign(c.metal.size(), std::vector<double>(n, kNone));
  all_density.assign(n, c.rock.density_t_m3);
  take(c.estimates.file, first);
  for (const auto& [name, of] : metals)
    if (name != c.estimates.file) take(name, read(name));
  return all_density;
}

std::vector<double> grades_of(const PitInput& in, std::size_t block) {
  std::vector<double> out;
  for (const std::vector<double>& each : in.grade) out.push_back(each[block]);
  return out;
}

void check_blocks(const StageCase& file, const std::vector<double>& density, PitInput& in) {
  const PitCase& c = in.given;
  std::size_t without = 0, below = 0, no_density = 0;
  for (std::size_t block = 0; block < in.grid.size(); ++block) {
    if (in.ground.air[block]) continue;
    const std::vector<double> grade = grades_of(in, block);
    without += std::all_of(grade.begin(), grade.end(), [](double g) { return std::isnan(g); });
    below += std::any_of(grade.begin(), grade.end(), [](double g) { return g < 0; });
    no_density += !(density[block] > 0);
  }
  if (no_density > 0)
    throw InputError(Fault{file.where("rock"),
                           "rock.density",
                           {},
                           fmt::format("{} blocks have no density above 0: give rock.density for "
                                       "those that have none in a column",
                                       no_density)});
  const auto note = [&](std::size_t count, const char* what) {
    if (count > 0)
      in.notes.push_back(fmt::format("{} of {} blocks {}", count, in.grid.size(), what));
  };
  note(without, "have no estimate and count as waste without metal");
  note(below, "have an estimate below 0, which counts as it is");
  note(in.ground.air_blocks, "lie above the surface and are air");
  for (std::size_t m = 0; m < c.metal.size(); ++m) {
    const auto most =
        std::max_element(in.grade[m].begin(), in.grade[m].end(),
                         [](double a, double b) { return std::isnan(a) ? !std::isnan(b) : a < b; });
    if (most != in.grade[m].end() && *most > 1)
      throw InputError(
          Fault{file.where("metal." + c.metal[m].id), "metal." + c.metal[m].id + ".unit",
                std::string(kNames<study::GradeUnit>[static_cast<std::size_t>(c.metal[m].unit)]),
                fmt::format("the highest estimate, {:g}, would be more metal than rock",
                            *most / study::fraction_of(c.metal[m].unit))});
  }
}

}  // namespace

PitInput read_pit_case(const std::filesystem::path& path) {
  PitInput out;
  PitCase& c = out.given;
  const StageCase file = read_stage_case(
      path, [&](Visitor& visit) { describe(visit, c); }, [&] { return breaches(c); });
  if (!c.slopes.slopes.sector.empty() && file.gives("slopes.angle"))
    throw InputError(Fault{file.where("slopes.angle"), "slopes.angle",
                           fmt::format("{}", c.slopes.angle_deg),
                           "sectors are named too: one of the two"});
  if (c.surface.shape == study::SurfaceShape::grid)
    c.surface.heights = std::make_shared<const study::Heights>(
        read_surface_grid(file.path.parent_path() / c.surface.file, {c.surface.dialect, "surface"})
            .heights);
  out.name = file.path.stem() == "case"
                 ? std::filesystem::absolute(file.path).parent_path().filename().string()
                 : file.path.stem().string();
  out.notes = file.notes;
  const std::vector<double> density = read_blocks(file, out);
  out.slopes = c.slopes.slopes;
  if (out.slopes.sector.empty()) out.slopes.sector = pit::one_angle(c.slopes.angle_deg).sector;
  out.slopes.benches =
      c.slopes.benches > 0 ? c.slopes.benches : pit::automatic_benches(out.grid, out.slopes);
  out.ground = study::make_ground(out.grid, c.surface, out.slopes, {}, {});
  check_blocks(file, density, out);
  out.blocks = study::priced_blocks(out.grid, out.ground, c.metal, c.costs, out.grade, density);
  out.factors = pit::with_one(c.revenue_factors);
  return out;
}

}  // namespace lode::io
