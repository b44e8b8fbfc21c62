#include "pit_command.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <optional>

#include "base/memory.h"
#include "io/pit_files.h"
#include "io/pit_shells.h"
#include "output.h"
#include "pit/pit.h"
#include "pit_answer.h"
#include "pit_case.h"

namespace lode::cli {
namespace {

// "0.85" -> 85 with 2 digits; nothing if it is no decimal number of at least 0 and few digits.
struct Factor {
  std::int64_t mantissa = 0;
  int digits = 0;
  std::string text;
};
std::optional<Factor> parse_factor(const std::string& text) {
  Factor out;
  out.text = text;
  bool point = false, any = false;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9' && out.mantissa < 100'000'000) {
      out.mantissa = 10 * out.mantissa + (c - '0');
      out.digits += point;
      any = true;
    } else {
      return std::nullopt;
    }
  }
  if (!any) return std::nullopt;
  return out;
}

// All with the same digits, rising.
std::vector<Factor> aligned(const std::vector<std::string>& texts) {
  std::vector<Factor> out;
  int digits = 0;
  for (const std::string& text : texts) {
    out.push_back(*parse_factor(text));
    digits = std::max(digits, out.back().digits);
  }
  for (Factor& factor : out) {
    factor.mantissa *= static_cast<std::int64_t>(power_of_ten(digits - factor.digits));
    factor.digits = digits;
  }
  std::sort(out.begin(), out.end(),
            [](const Factor& a, const Factor& b) { return a.mantissa < b.mantissa; });
  return out;
}

std::string factors_fault(const std::string& option, const std::vector<std::string>& texts) {
  for (const std::string& text : texts)
    if (!parse_factor(text))
      return fmt::format("{}: {} is no decimal number from 0 to 1e8", option, text);
  const std::vector<Factor> factors = aligned(texts);
  for (std::size_t k = 1; k < factors.size(); ++k)
    if (factors[k].mantissa == factors[k - 1].mantissa)
      return fmt::format("{}: {} stands twice", option, factors[k].text);
  return {};
}

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

// 1:5:9: the five blocks of a cross on one bench, the nine of a square on the next, in turn.
pit::Precedence precedence_of(const PitArguments& arguments, const Grid& grid,
                              const io::BlockValues& values, PitAnswer& answer) {
  // Solver and shells; the pattern's margins beside it.
  need_memory(
      80.0 * static_cast<double>(grid.size()),
      fmt::format("a pit of {} x {} x {} blocks", grid.count[0], grid.count[1], grid.count[2]));
  pit::Precedence out;
  out.present = values.present;
  if (arguments.pattern.empty()) {
    pit::Slopes slopes{{{"all", 0, arguments.slope_deg}}, 1, {}};
    answer.benches = slopes.benches = benches_of(arguments.benches, grid, slopes);
    out.pattern = {pit::make_pattern(grid, slopes)};
    answer.pattern = out.pattern[0];
    return out;
  }
  out.pattern.resize(2);
  for (int y = -1; y <= 1; ++y)
    for (int x = -1; x <= 1; ++x) {
      if (x == 0 || y == 0) out.pattern[0].offsets.push_back({x, y, 1});
      out.pattern[1].offsets.push_back({x, y, 1});
    }
  const std::size_t bench =
      static_cast<std::size_t>(grid.count[0]) * static_cast<std::size_t>(grid.count[1]);
  out.domain.resize(grid.size());
  for (std::size_t block = 0; block < out.domain.size(); ++block)
    out.domain[block] = static_cast<std::uint8_t>(block / bench % 2);
  return out;
}

void write_pictures(const PitArguments& arguments, const Grid& grid,
                    std::span<const std::uint16_t> shell, std::vector<std::string> label) {
  const io::ShellBlocks blocks{grid, shell, std::move(label), {}};
  if (!arguments.vti.empty()) io::write_shells_vti(arguments.vti, blocks);
  if (!arguments.vtp.empty()) io::write_shells_vtp(arguments.vtp, blocks);
  if (!arguments.dxf.empty()) io::write_shells_dxf(arguments.dxf, blocks);
}

void check_proof(const pit::Certificate& proof) {
  if (!proof.fault.empty()) throw InternalError("the certificate does not hold: " + proof.fault);
}

void take_rounding(const io::BlockValues& values, PitAnswer& answer) {
  answer.rounded = !values.exact.empty();
  answer.value_digits = values.digits;
}

// make_solver() may build on what certify(pit, flows) and the caller hold.
template <class MakeSolver, class Certify>
void solve_one(const MakeSolver& make_solver, const Certify& certify, const io::BlockValues& values,
               const PitArguments& arguments, PitAnswer& out, const Grid* grid = nullptr) {
  const std::vector<std::int64_t>& value = values.column[0];
  const double start = processor_seconds();
  pit::ClosureSolver solver = make_solver();
  const pit::Pit pit = solver.solve(value);
  out.seconds = processor_seconds() - start;
  std::vector<std::uint16_t> shell;
  shell.reserve(value.size());
  for (const std::uint8_t mined : pit.mined) shell.push_back(mined ? 0 : 1);
  out.worth = io::worth_of(values, 1, 0, shell, 0, pit.value_usd);
  take_rounding(values, out);
  out.blocks_mined = pit.blocks;
  out.blocks = value.size();
  if (arguments.verify) {
    out.proof = certify(pit, solver.flows());
    check_proof(*out.proof);
  }
  if (!arguments.out.empty()) io::write_block_ids(arguments.out, pit.mined);
  if (!grid) return;
  out.edge = pit::edge_blocks(*grid, pit.mined);
  write_pictures(arguments, *grid, shell, {"pit"});
}

Exit pit_of_minelib(const PitArguments& arguments, const Manners& manners) {
  const io::MineLibPit files =
      io::read_minelib_pit(arguments.blocks, arguments.prec, arguments.upit, reading_of(arguments));
  for (const std::string& note : files.notes) message(manners, note);
  PitAnswer answer;
  answer.instance = files.name;
  solve_one([&] { return pit::ClosureSolver(files.arcs); },
            [&](const pit::Pit& pit, const std::vector<pit::Flow>& flows) {
              return pit::certify(files.arcs, files.values.column[0], pit, flows);
            },
            files.values, arguments, answer);
  return tell(answer, {}, manners);
}

Exit pit_of_grid(const PitArguments& arguments, const Manners& manners) {
  const Grid grid = grid_of(arguments);
  const io::BlockValues values =
      io::read_value_grid(arguments.values, grid.size(), 1, reading_of(arguments));
  for (const std::string& note : values.notes) message(manners, note);
  PitAnswer answer;
  answer.instance = arguments.values.stem().string();
  const pit::Precedence precedence = precedence_of(arguments, grid, values, answer);
  solve_one([&] { return pit::ClosureSolver(grid, precedence); },
            [&](const pit::Pit& pit, const std::vector<pit::Flow>& flows) {
              return pit::certify(grid, precedence, values.column[0], pit, flows);
            },
            values, arguments, answer, &grid);
  return tell(answer, {}, manners);
}

// Two columns and a family of values between them, the smallest pit first:
//   revenue factors f, rising     f x revenue - cost
//   weight multipliers m, falling   value - m x weight
struct Family {
  std::string name;  // of the column that holds the factors
  std::vector<Factor> factors;
};

// What the two columns are multiplied by.
std::array<std::int64_t, 2> multiples_of(const Family& family, const Factor& factor) {
  const auto one = static_cast<std::int64_t>(power_of_ten(factor.digits));
  if (family.name == "weight_multiplier") return {one, factor.mantissa};
  return {factor.mantissa, one};
}

void fill(const Family& family, const Factor& factor, const io::BlockValues& values,
          std::span<const std::int32_t> blocks, std::span<std::int64_t> out) {
  const auto [a, b] = multiples_of(family, factor);
  for (const std::int32_t block : blocks) {
    const auto i = static_cast<std::size_t>(block);
    out[i] = a * values.column[0][i] - b * values.column[1][i];
  }
}

// No factor may take the values beyond what is held exactly: the first that could is reported, with
// the line at which it does.
void check_sums(const Family& family, const io::BlockValues& values, const std::string& file) {
  for (const Factor& factor : family.factors) {
    const auto [times_first, times_second] = multiples_of(family, factor);
    const auto a = static_cast<double>(times_first), b = static_cast<double>(times_second);
    double sum = 0;
    for (std::size_t block = 0; block < values.column[0].size(); ++block) {
      sum += a * std::abs(static_cast<double>(values.column[0][block])) +
             b * std::abs(static_cast<double>(values.column[1][block]));
      if (sum <= 9e18) continue;
      throw InputError(Fault{
          {file, io::line_of_block(file, block), 0},
          family.name,
          factor.text,
          fmt::format("with it the columns, scaled by 10^{} for the factor's decimals, add up to "
                      "more than 9e18, the most that is held, from this line on: write them in a "
                      "larger unit",
                      factor.digits)});
    }
  }
}

void check_columns(const Family& family, const io::BlockValues& values, const std::string& file) {
  const bool by_weight = family.name == "weight_multiplier";
  const auto& column = values.column[by_weight ? 1 : 0];
  const auto below =
      std::find_if(column.begin(), column.end(), [](std::int64_t v) { return v < 0; });
  if (below == column.end()) return;
  throw InputError(
      Fault{{file, io::line_of_block(file, static_cast<std::size_t>(below - column.begin())), 0},
            by_weight ? "weight" : "revenue",
            decimal_text(*below, values.digits),
            fmt::format("of block {} must not be below 0: pits would not be nested",
                        below - column.begin())});
}

// Each shell against a solution of its own, with its proof; the last proof.
pit::Certificate proof_of(const Family& family, const io::BlockValues& values, const Grid& grid,
                          const pit::Precedence& precedence, const pit::Shells& shells) {
  pit::Certificate out;
  pit::ClosureSolver solver(grid, precedence);
  std::vector<std::int64_t> value(grid.size());
  std::vector<std::int32_t> all(grid.size());
  std::iota(all.begin(), all.end(), 0);
  for (std::size_t k = 0; k < family.factors.size(); ++k) {
    fill(family, family.factors[k], values, all, value);
    const pit::Pit pit = solver.solve(value);
    out = pit::certify(grid, precedence, value, pit, solver.flows());
    check_proof(out);
    for (std::size_t block = 0; block < grid.size(); ++block)
      LODE_CHECK((shells.shell[block] <= k) == (pit.mined[block] == 1));
  }
  return out;
}

Exit shells_of_grid(const PitArguments& arguments, const Manners& manners) {
  Family family{"revenue_factor", aligned(arguments.revenue_factors)};
  if (!arguments.weight_multipliers.empty()) {
    family = {"weight_multiplier", aligned(arguments.weight_multipliers)};
    std::reverse(family.factors.begin(), family.factors.end());
  }
  const Grid grid = grid_of(arguments);
  io::ValueReading reading = reading_of(arguments);
  reading.multiples.clear();
  for (const Factor& factor : family.factors)
    reading.multiples.push_back(multiples_of(family, factor));
  const io::BlockValues values = io::read_value_grid(arguments.values, grid.size(), 2, reading);
  for (const std::string& note : values.notes) message(manners, note);
  check_columns(family, values, arguments.values.string());
  check_sums(family, values, arguments.values.string());
  PitAnswer answer;
  const pit::Precedence precedence = precedence_of(arguments, grid, values, answer);
  const double start = processor_seconds();
  const pit::Shells shells =
      pit::nested_shells(grid, {values.column[0], values.column[1], reading.multiples}, precedence);
  answer.seconds = processor_seconds() - start;
  answer.instance = arguments.values.stem().string();
  answer.blocks = grid.size();
  take_rounding(values, answer);

  report::Table table{
      "shells",
      "Nested shells",
      "Value at the shell's own factor; exact: with every digit.",
      {{family.name, ""}, {"blocks", ""}, {"blocks_added", ""}, {"objective", ""}, {"exact", ""}},
      {}};
  std::vector<std::string> labels;
  for (std::size_t k = 0; k < family.factors.size(); ++k) {
    const Factor& factor = family.factors[k];
    const auto [a, b] = multiples_of(family, factor);
    answer.worth = io::worth_of(values, a, b, shells.shell, k, shells.value_usd[k]);
    answer.worth.digits += factor.digits;
    const std::string exact = decimal_text(answer.worth.objective, answer.worth.digits);
    const std::size_t before = k > 0 ? shells.blocks[k - 1] : 0;
    table.rows.push_back({std::stod(decimal_text(factor.mantissa, factor.digits)),
                          static_cast<double>(shells.blocks[k]),
                          static_cast<double>(shells.blocks[k] - before), std::stod(exact), exact});
    labels.push_back(factor.text);
    answer.blocks_mined = shells.blocks[k];
  }
  std::vector<std::uint8_t> mined(grid.size());
  for (std::size_t block = 0; block < mined.size(); ++block)
    mined[block] = shells.shell[block] < family.factors.size();
  answer.edge = pit::edge_blocks(grid, mined);
  answer.facts.push_back({"family", family.name});
  if (arguments.verify) answer.proof = proof_of(family, values, grid, precedence, shells);
  if (!arguments.out.empty()) io::write_block_shells(arguments.out, shells.shell, labels);
  write_pictures(arguments, grid, shells.shell, labels);
  return tell(answer, {std::move(table)}, manners);
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
  if (const std::string fault = factors_fault("--revenue-factors", a.revenue_factors);
      !fault.empty())
    return fault;
  return factors_fault("--weight-multipliers", a.weight_multipliers);
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
