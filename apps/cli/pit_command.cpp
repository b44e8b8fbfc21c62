#include "pit_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <span>
#include <utility>

#include "base/memory.h"
#include "io/pit_blocks.h"
#include "io/pit_case.h"
#include "io/pit_family.h"
#include "io/pit_files.h"
#include "io/pit_shells.h"
#include "output.h"
#include "pit/pit.h"
#include "report/report.h"
#include "stage_folder.h"

namespace lode::cli {
namespace {

Grid grid_of(const PitArguments& arguments) {
  Grid grid;
  grid.count = {arguments.grid[0], arguments.grid[1], arguments.grid[2]};
  grid.cell_m = {arguments.cell[0], arguments.cell[1], arguments.cell[2]};
  grid.origin = {arguments.origin[0], arguments.origin[1], arguments.origin[2]};
  grid.rotation_deg = arguments.rotation_deg;
  return grid;
}

io::ValueReading reading_of(const PitArguments& arguments) {
  io::ValueReading out;
  out.truncate = arguments.truncate;
  out.missing = arguments.missing;
  out.missing_as = arguments.missing_as;
  return out;
}

pit::Proof proof_of(const PitArguments& arguments) {
  return arguments.verify ? pit::Proof::yes : pit::Proof::no;
}

// Of the slope or the pattern that is asked for.
pit::Precedence precedence_of(const PitArguments& arguments, const Grid& grid,
                              const pit::BlockValues& values, report::PitAnswer& answer) {
  // Solver and shells; the pattern's margins beside it.
  need_memory(
      80.0 * static_cast<double>(grid.size()),
      fmt::format("a pit of {} x {} x {} blocks", grid.count[0], grid.count[1], grid.count[2]));
  pit::Precedence out;
  if (arguments.pattern.empty()) {
    pit::Slopes slopes = pit::one_angle(arguments.slope_deg);
    slopes.benches = arguments.benches == "auto" ? pit::automatic_benches(grid, slopes)
                                                 : std::atoi(arguments.benches.c_str());
    out.pattern = {pit::make_pattern(grid, slopes)};
    answer.pattern = out.pattern[0], answer.benches = slopes.benches;
  } else {
    out = pit::pattern_1_5_9(grid);
  }
  out.present = values.present;
  return out;
}

void write_pictures(const PitArguments& arguments, const Grid& grid,
                    std::span<const std::uint16_t> shell, std::vector<std::string> label) {
  const io::ShellBlocks blocks{grid, shell, std::move(label), {}};
  if (!arguments.vti.empty()) io::write_shells_vti(arguments.vti, blocks);
  if (!arguments.vtp.empty()) io::write_shells_vtp(arguments.vtp, blocks);
  if (!arguments.dxf.empty()) io::write_shells_dxf(arguments.dxf, blocks);
}

report::PitAnswer answer_of(const std::string& instance, const pit::BlockValues& values) {
  report::PitAnswer out;
  out.instance = instance;
  out.blocks = values.column[0].size();
  out.rounded = values.rounded(), out.value_digits = values.digits;
  return out;
}

Exit tell(const report::PitAnswer& answer, std::vector<report::Table> tables,
          const Manners& manners) {
  for (const std::string& warning : report::warnings_of(answer)) message(manners, warning);
  if (manners.json) {
    print("{}", report::to_json(report::pit_document(answer, std::move(tables))));
    return Exit::done;
  }
  print_text(report::pit_text(answer));
  if (!tables.empty()) print("\n");
  print_tables(tables);
  return Exit::done;
}

Exit pit_of_minelib(const PitArguments& arguments, const Manners& manners) {
  const io::MineLibPit files =
      io::read_minelib_pit(arguments.blocks, arguments.prec, arguments.upit, reading_of(arguments));
  for (const std::string& note : files.notes) message(manners, note);
  report::PitAnswer answer = answer_of(files.name, files.values);
  answer.result = pit::solve(files.arcs, files.values, proof_of(arguments));
  if (!arguments.out.empty()) io::write_block_ids(arguments.out, answer.result.mined());
  return tell(answer, {}, manners);
}

Exit pit_of_grid(const PitArguments& arguments, const Manners& manners) {
  const Grid grid = grid_of(arguments);
  const pit::BlockValues values =
      io::read_value_grid(arguments.values, grid.size(), 1, reading_of(arguments));
  for (const std::string& note : values.notes) message(manners, note);
  report::PitAnswer answer = answer_of(arguments.values.stem().string(), values);
  const pit::Precedence precedence = precedence_of(arguments, grid, values, answer);
  answer.result = pit::solve(grid, precedence, values, proof_of(arguments));
  if (!arguments.out.empty()) io::write_block_ids(arguments.out, answer.result.mined());
  write_pictures(arguments, grid, answer.result.shells.shell, {"pit"});
  return tell(answer, {}, manners);
}

Exit shells_of_grid(const PitArguments& arguments, const Manners& manners) {
  const pit::Family family = arguments.weight_multipliers.empty()
                                 ? pit::revenue_factors(arguments.revenue_factors)
                                 : pit::weight_multipliers(arguments.weight_multipliers);
  const Grid grid = grid_of(arguments);
  io::ValueReading reading = reading_of(arguments);
  reading.multiples.clear();
  std::vector<std::string> labels;
  for (std::size_t k = 0; k < family.factors.size(); ++k) {
    reading.multiples.push_back(family.multiples(k));
    labels.push_back(family.factors[k].text);
  }
  const pit::BlockValues values = io::read_value_grid(arguments.values, grid.size(), 2, reading);
  for (const std::string& note : values.notes) message(manners, note);
  io::check_family(family, values, arguments.values);
  report::PitAnswer answer = answer_of(arguments.values.stem().string(), values);
  answer.facts.push_back({"family", family.name});
  const pit::Precedence precedence = precedence_of(arguments, grid, values, answer);
  answer.result = pit::solve(grid, precedence, values, family, proof_of(arguments));
  const std::vector<std::uint16_t>& shell = answer.result.shells.shell;
  if (!arguments.out.empty()) io::write_block_shells(arguments.out, shell, labels);
  write_pictures(arguments, grid, shell, labels);
  return tell(answer, {report::family_table(family, answer.result)}, manners);
}

Exit pit_of_case(const PitArguments& arguments, const Manners& manners) {
  const io::PitInput in = io::read_pit_case(arguments.case_path);
  for (const std::string& note : in.notes) message(manners, note);
  StageArguments where;
  where.case_path = arguments.case_path, where.out = arguments.out, where.force = arguments.force;
  report::ResultFolder taken(stage_wish("pit", where));
  if (!taken.note().empty()) message(manners, taken.note());
  const std::vector<study::Metal>& metals = in.given.metal;
  report::PitAnswer answer;
  answer.instance = in.name;
  answer.blocks = in.grid.size() - in.ground.air_blocks;
  answer.pattern = in.ground.precedence.pattern[0], answer.benches = in.slopes.benches;
  answer.result =
      pit::solve(in.grid, in.ground.precedence, in.blocks, in.factors, proof_of(arguments));
  report::explain_values(metals, in.given.costs, in.blocks, in.grade, answer);
  const pit::PitResult& result = answer.result;
  io::write_pit_blocks(in, result, taken.path());
  taken.keep();
  const pit::Contents held = pit::contents_of(in.blocks, in.grade, result.shells.shell, result.pit);
  std::vector<report::Table> tables{report::contents_table(metals, in.given.costs, held)};
  if (in.factors.size() > 1)
    tables.push_back(report::priced_shells_table(metals, in.blocks, in.grade, in.factors, result));
  const Exit done = tell(answer, std::move(tables), manners);
  if (!manners.json) print("\n{}\n", (taken.path() / "*").string());
  return done;
}

// What is wrong with the arguments of a grid of values; empty if nothing is.
std::string grid_fault(const PitArguments& a) {
  if (a.grid.size() != 3 || a.values.empty())
    return "--grid NX,NY,NZ and --values F are needed together";
  double blocks = 1;
  for (const int count : a.grid) {
    if (count < 1)
      return fmt::format("--grid: {} blocks along an axis; at least 1 is needed", count);
    blocks *= count;
  }
  if (blocks > 1e9) return fmt::format("--grid: {:.3g} blocks; at most 1e9 are allowed", blocks);
  if (a.cell.size() != 3 ||
      !std::all_of(a.cell.begin(), a.cell.end(), [](double m) { return m > 0 && m < 1e6; }))
    return "--cell: three sizes X,Y,Z above 0 and below 1e6 m are needed";
  if (!(a.slope_deg > 0 && a.slope_deg < 90))
    return fmt::format("--slope: {} must be more than 0 and less than 90 degrees from horizontal",
                       a.slope_deg);
  if (a.origin.size() != 3) return "--origin: three coordinates X,Y,Z are needed";
  if (!(a.rotation_deg >= -360 && a.rotation_deg <= 360))
    return fmt::format("--rotation: {} must be at least -360 and at most 360 degrees",
                       a.rotation_deg);
  const bool number = !a.benches.empty() && a.benches.size() < 5 &&
                      a.benches.find_first_not_of("0123456789") == std::string::npos;
  const int benches = number ? std::atoi(a.benches.c_str()) : 0;
  if (a.benches != "auto" && (benches < 1 || benches > pit::kMostBenches))
    return fmt::format("--benches: {} must be at least 1 and at most {}, or auto", a.benches,
                       pit::kMostBenches);
  if (!a.pattern.empty() && a.pattern != "1:5:9")
    return fmt::format("--pattern: {} is not known; 1:5:9 is", a.pattern);
  if (!a.revenue_factors.empty() && !a.weight_multipliers.empty())
    return "--revenue-factors or --weight-multipliers, not both";
  for (const auto& [option, factors] : {std::pair("--revenue-factors", a.revenue_factors),
                                        std::pair("--weight-multipliers", a.weight_multipliers)})
    if (const std::string fault = pit::fault_of_factors(factors); !fault.empty())
      return fmt::format("{}: {}", option, fault);
  return {};
}

}  // namespace

std::string usage_fault(const PitArguments& a) {
  const bool files = !a.blocks.empty() || !a.prec.empty() || !a.upit.empty();
  const bool grid = !a.grid.empty() || !a.values.empty();
  if (files + grid + !a.case_path.empty() != 1)
    return "either a case of estimates, or --blocks, --prec and --upit (MineLib files), or --grid "
           "and --values";
  const PitArguments none;
  const bool of_grid = a.cell != none.cell || a.origin != none.origin ||
                       a.rotation_deg != none.rotation_deg || a.slope_deg != none.slope_deg ||
                       a.benches != none.benches || !a.pattern.empty();
  const bool of_values = !a.missing.empty() || !a.missing_as.empty() || a.truncate ||
                         !a.revenue_factors.empty() || !a.weight_multipliers.empty();
  const bool pictures = !(a.vti.empty() && a.vtp.empty() && a.dxf.empty());
  if (!a.case_path.empty())
    return of_grid || of_values || pictures
               ? "a case says all itself: only --out, --force, --verify and --json go with it"
               : "";
  if (a.force) return "--force goes with a case, whose results are a folder";
  if (files && of_grid)
    return "--cell, --origin, --rotation, --slope, --benches and --pattern need --grid: MineLib "
           "files list what must be mined first";
  io::ValueReading reading;
  reading.missing = a.missing, reading.missing_as = a.missing_as;
  if (const std::string fault = io::fault_of(reading); !fault.empty()) return fault;
  if (files && a.missing_as == "air")
    return "--missing-as air needs --grid: a block of MineLib files is always needed";
  if (files && (a.blocks.empty() || a.prec.empty() || a.upit.empty()))
    return "--blocks, --prec and --upit are needed together";
  if (files && (!a.revenue_factors.empty() || !a.weight_multipliers.empty()))
    return "--revenue-factors and --weight-multipliers need --grid: MineLib files give one value a "
           "block";
  if (files && pictures)
    return "--vti, --vtp and --dxf need --grid: MineLib files give no size of blocks";
  return files ? std::string() : grid_fault(a);
}

Exit pit(const PitArguments& arguments, const Manners& manners) {
  if (!arguments.case_path.empty()) return pit_of_case(arguments, manners);
  if (arguments.values.empty()) return pit_of_minelib(arguments, manners);
  if (arguments.revenue_factors.empty() && arguments.weight_multipliers.empty())
    return pit_of_grid(arguments, manners);
  return shells_of_grid(arguments, manners);
}

}  // namespace lode::cli
