#include "pit_case.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/memory.h"
#include "base/missing.h"
#include "base/output_file.h"
#include "columns.h"
#include "io/block_rows.h"
#include "io/pit_shells.h"
#include "io/surface_grid.h"
#include "krige_case.h"
#include "output.h"
#include "pit_answer.h"
#include "result_folder.h"

namespace lode::cli {
namespace fs = std::filesystem;

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

constexpr double kCents = 100;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// The case's blocks, whole grid.
struct Blocks {
  Grid grid;
  std::vector<std::vector<double>> grade;  // [metal][block] fraction of mass; NaN: none
  std::vector<double> density;             // [block]
  study::Ground ground;
  int benches = 0;  // of the search pattern
  std::vector<std::string> notes;

  double tonnes(std::size_t block) const {
    return grid.cell_volume_m3() * density[block] * ground.share[block];
  }
  double depth_m(std::size_t block) const {
    return std::max(0.0, ground.top_m - grid.centre(block).z);
  }
  std::vector<double> grades(std::size_t block) const {
    std::vector<double> out;
    for (const std::vector<double>& each : grade) out.push_back(each[block]);
    return out;
  }
};

io::Points read_rows(const PitCase& c, const io::StageCase& file, const std::string& name,
                     std::vector<std::string> columns) {
  io::PointFile asked;
  asked.file = name, asked.format = c.estimates.format;
  asked.x = c.estimates.x, asked.y = c.estimates.y, asked.z = c.estimates.z;
  asked.variables = std::move(columns);
  return io::read_points(asked, file.path.parent_path());
}

Grid grid_of(const PitCase& c, const io::StageCase& file, const io::Points& rows) {
  if (c.grid) return *c.grid;
  if (c.estimates.krige.empty()) return io::grid_of_rows(rows);
  KrigeCase krige;
  const io::StageCase of = io::read_stage_case(
      file.path.parent_path() / c.estimates.krige, [&](Visitor& visit) { describe(visit, krige); },
      [&] { return breaches(krige); });
  if (!krige.grid)
    throw InputError(Fault{file.where("estimates.krige"), "estimates.krige", c.estimates.krige,
                           "this case has no [grid]"});
  return *krige.grid;
}

Blocks read_blocks(const PitCase& c, const io::StageCase& file) {
  Blocks out;
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
  const auto take = [&](const std::string& name, const io::Points& rows) {
    const std::vector<std::uint32_t> block = io::blocks_of_rows(rows, out.grid);
    const std::vector<std::size_t>& of = metals[name];
    for (std::size_t k = 0; k < of.size(); ++k)
      for (std::size_t row = 0; row < block.size(); ++row) {
        // A grade is not below 0: a code for "missing" there is one.
        const double grade = rows.samples.value[k][row];
        const bool missing = reading_of(grade, {0, kInfinity}, {}) == Reading::missing;
        out.grade[of[k]][block[row]] =
            missing ? kNone : grade * study::fraction_of(c.metal[of[k]].unit);
      }
    if (rows.samples.value.size() > of.size())
      for (std::size_t row = 0; row < block.size(); ++row)
        if (const double density = rows.samples.value[of.size()][row]; !std::isnan(density))
          out.density[block[row]] = density;
    out.notes.insert(out.notes.end(), rows.notes.begin(), rows.notes.end());
  };
  const io::Points first = read(c.estimates.file);
  out.grid = grid_of(c, file, first);
  const std::size_t n = out.grid.size();
  need_memory(static_cast<double>(n) * (160 + 8 * static_cast<double>(c.metal.size())),
              fmt::format("a pit of {} x {} x {} blocks", out.grid.count[0], out.grid.count[1],
                          out.grid.count[2]));
  out.grade.assign(c.metal.size(), std::vector<double>(n, kNone));
  out.density.assign(n, c.rock.density_t_m3);
  take(c.estimates.file, first);
  for (const auto& [name, of] : metals)
    if (name != c.estimates.file) take(name, read(name));
  return out;
}

void check_blocks(const PitCase& c, const io::StageCase& file, Blocks& blocks) {
  std::size_t without = 0, below = 0, no_density = 0;
  for (std::size_t block = 0; block < blocks.grid.size(); ++block) {
    if (blocks.ground.air[block]) continue;
    const std::vector<double> grade = blocks.grades(block);
    without += std::all_of(grade.begin(), grade.end(), [](double g) { return std::isnan(g); });
    below += std::any_of(grade.begin(), grade.end(), [](double g) { return g < 0; });
    no_density += !(blocks.density[block] > 0);
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
      blocks.notes.push_back(fmt::format("{} of {} blocks {}", count, blocks.grid.size(), what));
  };
  note(without, "have no estimate and count as waste without metal");
  note(below, "have an estimate below 0, which counts as it is");
  note(blocks.ground.air_blocks, "lie above the surface and are air");
  for (std::size_t m = 0; m < c.metal.size(); ++m) {
    const auto most =
        std::max_element(blocks.grade[m].begin(), blocks.grade[m].end(),
                         [](double a, double b) { return std::isnan(a) ? !std::isnan(b) : a < b; });
    if (most != blocks.grade[m].end() && *most > 1)
      throw InputError(
          Fault{file.where("metal." + c.metal[m].id), "metal." + c.metal[m].id + ".unit",
                std::string(kNames<study::GradeUnit>[static_cast<std::size_t>(c.metal[m].unit)]),
                fmt::format("the highest estimate, {:g}, would be more metal than rock",
                            *most / study::fraction_of(c.metal[m].unit))});
  }
}

// In whole cents, the better of mill and waste.
class Values {
 public:
  Values(const PitCase& c, const Blocks& blocks) : case_(c), blocks_(blocks) {
    for (std::size_t block = 0; block < blocks.grid.size(); ++block) {
      const std::vector<double> grade = blocks.grades(block);
      at_price_.push_back(study::milled_usd_per_t(c.metal, c.costs, grade, 1));
      at_nothing_.push_back(study::milled_usd_per_t(c.metal, c.costs, grade, 0));
    }
  }
  double milled_usd_per_t(std::size_t block, double factor) const {  // linear in the factor
    if (factor == 1) return at_price_[block];
    return at_nothing_[block] + factor * (at_price_[block] - at_nothing_[block]);
  }
  bool is_ore(std::size_t block) const {
    return !blocks_.ground.air[block] && at_price_[block] > 0;
  }
  std::int64_t cents(std::size_t block, double factor) const {
    if (blocks_.ground.air[block]) return 0;
    const double mining = study::mining_usd_per_t(case_.costs, blocks_.depth_m(block));
    return std::llround(kCents * blocks_.tonnes(block) *
                        (std::max(0.0, milled_usd_per_t(block, factor)) - mining));
  }

 private:
  const PitCase& case_;
  const Blocks& blocks_;
  std::vector<double> at_price_, at_nothing_;  // [block] USD/t milled, at factors 1 and 0
};

// What a shell mines.
struct Contents {
  double ore_t = 0, waste_t = 0;
  std::vector<double> metal_t;  // [metal] in ore, in place
  std::int64_t cents = 0;       // at price
};
Contents contents_of(const PitCase& c, const Blocks& blocks, const Values& values,
                     const std::vector<std::uint16_t>& shell, std::size_t last) {
  Contents out;
  out.metal_t.assign(c.metal.size(), 0);
  for (std::size_t block = 0; block < shell.size(); ++block) {
    if (shell[block] > last) continue;
    const double t = blocks.tonnes(block);
    out.cents += values.cents(block, 1);
    if (!values.is_ore(block)) {
      out.waste_t += t;
      continue;
    }
    out.ore_t += t;
    for (std::size_t m = 0; m < c.metal.size(); ++m)
      if (const double g = blocks.grade[m][block]; !std::isnan(g)) out.metal_t[m] += t * g;
  }
  return out;
}

std::string unit_of(const study::Metal& metal) {
  return std::string(kNames<study::GradeUnit>[static_cast<std::size_t>(metal.unit)]);
}

report::Table contents_table(const PitCase& c, const Contents& in) {
  report::Table out{"contents",
                    "What the pit holds",
                    "Ore: blocks that bring more in the mill than on the waste dump; tonnes and "
                    "grades in place, before dilution and loss.",
                    {{"what", ""}, {"amount", ""}, {"unit", ""}},
                    {}};
  const auto row = [&](const std::string& what, report::Cell amount, const std::string& unit) {
    out.rows.push_back({what, std::move(amount), unit});
  };
  row("ore", in.ore_t, "t");
  row("waste", in.waste_t, "t");
  row("strip ratio", in.ore_t > 0 ? report::Cell{in.waste_t / in.ore_t} : report::Cell{}, "t/t");
  for (std::size_t m = 0; m < c.metal.size(); ++m) {
    const study::Metal& metal = c.metal[m];
    row(metal.id + " grade of ore",
        in.ore_t > 0 ? report::Cell{in.metal_t[m] / in.ore_t / study::fraction_of(metal.unit)}
                     : report::Cell{},
        unit_of(metal));
    row(metal.id + " in ore", in.metal_t[m], "t");
    row(metal.id + " recovered", in.metal_t[m] * (1 - c.costs.loss) * metal.recovery, "t");
  }
  row("value", static_cast<double>(in.cents) / kCents, "USD");
  return out;
}

report::Table shells_table(const PitCase& c, const Blocks& blocks, const Values& values,
                           const std::vector<double>& factor, const pit::Shells& shells) {
  report::Table out{"shells",
                    "Nested shells",
                    "Ore as at price 1; value at price 1 too, own_value at the shell's own factor.",
                    {{"revenue_factor", ""},
                     {"blocks", ""},
                     {"ore", "t"},
                     {"waste", "t"},
                     {"strip_ratio", "t/t"}},
                    {}};
  for (const study::Metal& metal : c.metal) out.columns.push_back({metal.id, "t"});
  out.columns.push_back({"value", "USD"});
  out.columns.push_back({"own_value", "USD"});
  for (std::size_t k = 0; k < factor.size(); ++k) {
    const Contents in = contents_of(c, blocks, values, shells.shell, k);
    std::vector<report::Cell> row{
        factor[k], static_cast<double>(shells.blocks[k]), in.ore_t, in.waste_t,
        in.ore_t > 0 ? report::Cell{in.waste_t / in.ore_t} : report::Cell{}};
    for (const double metal : in.metal_t) row.push_back(metal);
    row.push_back(static_cast<double>(in.cents) / kCents);
    row.push_back(static_cast<double>(shells.value_usd[k]) / kCents);
    out.rows.push_back(std::move(row));
  }
  return out;
}

void write_blocks(const PitCase& c, const Blocks& blocks, const Values& values,
                  const std::vector<double>& factor, std::size_t own,
                  const std::vector<std::uint16_t>& shell, const fs::path& folder) {
  const std::size_t n = blocks.grid.size();
  Columns out;
  std::vector<double> id(n), x(n), y(n), z(n), tonnes(n), value(n), of_shell(n, kNone);
  Labels destination{"destination", {"mill", "waste", "air"}, {}},
      in_pit{"in_pit", {"no", "yes"}, {}};
  std::string text;
  for (std::size_t block = 0; block < n; ++block) {
    const Point centre = blocks.grid.centre(block);
    const bool air = blocks.ground.air[block];
    id[block] = static_cast<double>(block);
    x[block] = centre.x, y[block] = centre.y, z[block] = centre.z;
    tonnes[block] = blocks.tonnes(block);
    const std::int64_t cents = values.cents(block, 1);
    value[block] = static_cast<double>(cents) / kCents;
    destination.code.push_back(air ? 2 : values.is_ore(block) ? 0 : 1);
    in_pit.code.push_back(shell[block] <= own);
    if (shell[block] < factor.size()) of_shell[block] = factor[shell[block]];
    text += air ? "NA\n" : decimal_text(cents, 2) + "\n";
  }
  write_file(folder / "values.txt", text);
  out.add("id", std::move(id));
  out.add(c.estimates.x, std::move(x)), out.add(c.estimates.y, std::move(y));
  out.add(c.estimates.z, std::move(z));
  out.add("tonnes", std::move(tonnes));
  for (std::size_t m = 0; m < c.metal.size(); ++m) {
    std::vector<double> grade = blocks.grade[m];
    for (double& g : grade) g /= study::fraction_of(c.metal[m].unit);
    out.add(c.metal[m].id, std::move(grade));
  }
  out.add("value", std::move(value));
  out.add("revenue_factor", std::move(of_shell));
  out.label = {std::move(destination), std::move(in_pit)};
  write_csv(out, folder / "blocks.csv");
  std::vector<std::string> label;
  for (const double f : factor) label.push_back(fmt::format("{}", f));
  const io::ShellBlocks shells{blocks.grid, shell, label, blocks.ground.air};
  io::write_shells_vti(folder / "pit.vti", shells);
  io::write_shells_vtp(folder / "pit.vtp", shells);
  io::write_shells_dxf(folder / "pit.dxf", shells);
}

// Why there is no pit, or how far there is one: the best block against what it costs.
void explain_values(const PitCase& c, const Blocks& blocks, const Values& values,
                    PitAnswer& answer) {
  double best = -kInfinity, mining = 0;
  for (std::size_t block = 0; block < blocks.grid.size(); ++block) {
    if (blocks.ground.air[block]) continue;
    const double usd = values.milled_usd_per_t(block, 1);
    if (usd <= best) continue;
    best = usd;
    mining = study::mining_usd_per_t(c.costs, blocks.depth_m(block));
  }
  answer.facts.push_back({"best_block_usd_per_t", best});
  answer.lines.push_back(
      {"best block", fmt::format("{:.2f} USD/t after processing and selling, against {:.2f} USD/t "
                                 "to mine it, before what lies above it",
                                 best, mining)});
  for (std::size_t m = 0; m < c.metal.size(); ++m) {
    const study::Metal& metal = c.metal[m];
    double highest = kNone;
    for (std::size_t block = 0; block < blocks.grid.size(); ++block)
      if (!blocks.ground.air[block]) highest = std::fmax(highest, blocks.grade[m][block]);
    const double unit = study::fraction_of(metal.unit);
    const double milled = study::break_even(metal, c.costs, 0) / unit;
    const double mined = study::break_even(metal, c.costs, c.costs.mining_usd_per_t) / unit;
    answer.facts.push_back({metal.id + "_cut_off", milled});
    answer.facts.push_back({metal.id + "_break_even", mined});
    answer.facts.push_back({metal.id + "_highest", highest / unit});
    answer.lines.push_back(
        {metal.id,
         fmt::format("{:.4g} {} pays for the mill, {:.4g} for mining at the surface too{}; "
                     "the highest estimate is {:.4g}",
                     milled, unit_of(metal), mined, c.metal.size() > 1 ? " (alone)" : "",
                     highest / unit)});
  }
}

// The estimates as blocks of a grid, with the ground and the slopes that hold in it.
Blocks blocks_of(PitCase& c, const io::StageCase& file) {
  if (!c.slopes.slopes.sector.empty() && file.gives("slopes.angle"))
    throw InputError(Fault{file.where("slopes.angle"), "slopes.angle",
                           fmt::format("{}", c.slopes.angle_deg),
                           "sectors are named too: one of the two"});
  if (c.surface.shape == study::SurfaceShape::grid)
    c.surface.heights = std::make_shared<const study::Heights>(
        io::read_surface_grid(file.path.parent_path() / c.surface.file,
                              {c.surface.dialect, "surface"})
            .heights);
  Blocks blocks = read_blocks(c, file);
  pit::Slopes slopes = c.slopes.slopes;
  if (slopes.sector.empty()) slopes.sector = {{"all", 0, c.slopes.angle_deg}};
  slopes.benches = blocks.benches =
      c.slopes.benches > 0 ? c.slopes.benches : pit::automatic_benches(blocks.grid, slopes);
  blocks.ground = study::make_ground(blocks.grid, c.surface, slopes, {}, {});
  check_blocks(c, file, blocks);
  return blocks;
}

// Of the pit at price 1, solved once more by itself.
pit::Certificate proof_of(const Blocks& blocks, const Values& values,
                          const std::vector<std::uint8_t>& mined) {
  std::vector<std::int64_t> value(blocks.grid.size());
  for (std::size_t block = 0; block < value.size(); ++block) value[block] = values.cents(block, 1);
  pit::ClosureSolver solver(blocks.grid, blocks.ground.precedence);
  const pit::Pit pit = solver.solve(value);
  LODE_CHECK(pit.mined == mined);
  pit::Certificate out =
      pit::certify(blocks.grid, blocks.ground.precedence, value, pit, solver.flows());
  if (!out.fault.empty()) throw InternalError("the certificate does not hold: " + out.fault);
  return out;
}

}  // namespace

Exit pit_of_case(const PitArguments& arguments, const Manners& manners) {
  PitCase c;
  const io::StageCase file = io::read_stage_case(
      arguments.case_path, [&](Visitor& visit) { describe(visit, c); },
      [&] { return breaches(c); });
  const Blocks blocks = blocks_of(c, file);
  for (const auto& notes : {file.notes, blocks.notes})
    for (const std::string& note : notes) message(manners, note);
  StageArguments where;
  where.case_path = arguments.case_path, where.out = arguments.out, where.force = arguments.force;
  ResultFolder taken(stage_wish("pit", where));
  const fs::path& folder = taken.path();
  if (!taken.note().empty()) message(manners, taken.note());

  const Values values(c, blocks);
  std::vector<double> factor = c.revenue_factors;
  if (std::find(factor.begin(), factor.end(), 1.0) == factor.end()) factor.push_back(1);
  std::sort(factor.begin(), factor.end());
  const auto own =
      static_cast<std::size_t>(std::find(factor.begin(), factor.end(), 1.0) - factor.begin());
  const auto fill = [&](std::size_t k, std::span<const std::int32_t> of,
                        std::span<std::int64_t> out) {
    for (const std::int32_t block : of)
      out[static_cast<std::size_t>(block)] =
          values.cents(static_cast<std::size_t>(block), factor[k]);
  };
  PitAnswer answer;
  const double start = processor_seconds();
  const pit::Shells shells =
      pit::nested_shells(blocks.grid, factor.size(), fill, blocks.ground.precedence);
  answer.seconds = processor_seconds() - start;
  answer.instance = file.path.stem() == "case"
                        ? fs::absolute(file.path).parent_path().filename().string()
                        : file.path.stem().string();
  answer.worth = {shells.value_usd[own], shells.value_usd[own], 2};
  answer.blocks_mined = shells.blocks[own];
  answer.blocks = blocks.grid.size() - blocks.ground.air_blocks;
  answer.pattern = blocks.ground.precedence.pattern[0];
  answer.benches = blocks.benches;
  std::vector<std::uint8_t> mined(blocks.grid.size());
  for (std::size_t block = 0; block < mined.size(); ++block)
    mined[block] = shells.shell[block] <= own;
  answer.edge = pit::edge_blocks(blocks.grid, mined);
  if (arguments.verify) answer.proof = proof_of(blocks, values, mined);
  explain_values(c, blocks, values, answer);
  write_blocks(c, blocks, values, factor, own, shells.shell, folder);
  taken.keep();
  std::vector<report::Table> tables{
      contents_table(c, contents_of(c, blocks, values, shells.shell, own))};
  if (factor.size() > 1) tables.push_back(shells_table(c, blocks, values, factor, shells));
  const Exit done = tell(answer, std::move(tables), manners);
  if (!manners.json) print("\n{}\n", (folder / "*").string());
  return done;
}

}  // namespace lode::cli
