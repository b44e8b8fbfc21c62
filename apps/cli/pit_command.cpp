#include "pit_command.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <numeric>
#include <optional>

#include "io/pit_files.h"
#include "io/pit_shells.h"
#include "output.h"
#include "pit/pit.h"

namespace lode::cli {
namespace {

// Processor seconds: the same on a busy machine.
double seconds_now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double in_file_units(std::int64_t value, int digits) {
  return static_cast<double>(static_cast<long double>(value) / powl(10, digits));
}

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

std::int64_t power_of_ten(int digits) {
  std::int64_t out = 1;
  for (; digits > 0; --digits) out *= 10;
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
    factor.mantissa *= power_of_ten(digits - factor.digits);
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
  return grid;
}

// 1:5:9: the five blocks of a cross on one bench, the nine of a square on the next, in turn.
pit::Precedence precedence_of(const PitArguments& arguments, const Grid& grid) {
  pit::Precedence out;
  if (arguments.pattern.empty()) {
    out.pattern = {
        pit::make_pattern(grid, {{{"all", 0, arguments.slope_deg}}, arguments.benches, {}})};
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

struct Answer {
  std::string instance;
  double objective = 0;
  std::size_t blocks_mined = 0, blocks = 0;
  double seconds = 0;
  std::optional<pit::Certificate> proof;
  std::vector<std::pair<std::string, report::Cell>> facts;  // further ones
};

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

Exit tell(const Answer& answer, std::vector<report::Table> tables, const Manners& manners) {
  const std::string status = answer.blocks_mined > 0 ? "optimal" : "empty";
  if (!manners.json) {
    print("{}\n", answer.instance);
    print("  objective     {:.17g}\n", answer.objective);
    print("  blocks mined  {} of {}\n", answer.blocks_mined, answer.blocks);
    print("  solved in     {:.3f} s\n", answer.seconds);
    if (answer.blocks_mined == 0)
      print("  no block pays for what lies above it: the pit is empty\n");
    if (answer.proof)
      print("  proved        a closure, and flows that allow no better: the smallest optimum\n");
    if (!tables.empty()) print("\n");
    print_tables(tables);
    return Exit::done;
  }
  report::Document out = envelope("pit", status, std::move(tables));
  out.facts = {{"instance", answer.instance},
               {"objective", answer.objective},
               {"blocks_mined", static_cast<double>(answer.blocks_mined)},
               {"blocks", static_cast<double>(answer.blocks)},
               {"seconds", answer.seconds}};
  if (answer.proof) {
    out.facts.push_back({"bound", answer.objective});
    out.facts.push_back({"gap", 0.0});
    out.facts.push_back({"verified", std::string("closure, matching flow, smallest")});
  }
  for (const auto& fact : answer.facts) out.facts.push_back(fact);
  print("{}", report::to_json(out));
  return Exit::done;
}

// make_solver() may build on what certify(pit, flows) and the caller hold.
template <class MakeSolver, class Certify>
Answer solve_one(const MakeSolver& make_solver, const Certify& certify,
                 std::span<const std::int64_t> value, int digits, const PitArguments& arguments,
                 const Grid* grid = nullptr) {
  const double start = seconds_now();
  pit::ClosureSolver solver = make_solver();
  const pit::Pit pit = solver.solve(value);
  Answer out;
  out.seconds = seconds_now() - start;
  out.objective = in_file_units(pit.value_usd, digits);
  out.blocks_mined = pit.blocks;
  out.blocks = value.size();
  if (arguments.verify) {
    out.proof = certify(pit, solver.flows());
    check_proof(*out.proof);
  }
  if (!arguments.out.empty()) io::write_block_ids(arguments.out, pit.mined);
  if (grid) {
    std::vector<std::uint16_t> shell;
    for (const std::uint8_t mined : pit.mined) shell.push_back(mined ? 0 : 1);
    write_pictures(arguments, *grid, shell, {"pit"});
  }
  return out;
}

Exit pit_of_minelib(const PitArguments& arguments, const Manners& manners) {
  const io::MineLibPit files =
      io::read_minelib_pit(arguments.blocks, arguments.prec, arguments.upit, arguments.truncate);
  for (const std::string& note : files.notes) message(manners, note);
  Answer answer = solve_one([&] { return pit::ClosureSolver(files.arcs); },
                            [&](const pit::Pit& pit, const std::vector<pit::Flow>& flows) {
                              return pit::certify(files.arcs, files.value, pit, flows);
                            },
                            files.value, files.digits, arguments);
  answer.instance = files.name;
  return tell(answer, {}, manners);
}

Exit pit_of_grid(const PitArguments& arguments, const Manners& manners) {
  const Grid grid = grid_of(arguments);
  const io::ValueGrid values =
      io::read_value_grid(arguments.values, grid.size(), 1, arguments.truncate);
  const pit::Precedence precedence = precedence_of(arguments, grid);
  Answer answer = solve_one([&] { return pit::ClosureSolver(grid, precedence); },
                            [&](const pit::Pit& pit, const std::vector<pit::Flow>& flows) {
                              return pit::certify(grid, precedence, values.column[0], pit, flows);
                            },
                            values.column[0], values.digits, arguments, &grid);
  answer.instance = arguments.values.stem().string();
  if (arguments.pattern.empty())
    answer.facts.push_back({"slope_error_deg", precedence.pattern[0].worst_angle_error_deg});
  return tell(answer, {}, manners);
}

// Two columns and a family of values between them, the smallest pit first:
//   revenue factors f, rising     f x revenue - cost
//   weight multipliers m, falling   value - m x weight
struct Family {
  std::string name;  // of the column that holds the factors
  std::vector<Factor> factors;
};

void fill(const Family& family, const Factor& factor, const io::ValueGrid& values,
          std::span<const std::int32_t> blocks, std::span<std::int64_t> out) {
  const bool by_weight = family.name == "weight_multiplier";
  const std::int64_t one = power_of_ten(factor.digits);
  const std::int64_t a = by_weight ? one : factor.mantissa, b = by_weight ? factor.mantissa : one;
  for (const std::int32_t block : blocks) {
    const auto i = static_cast<std::size_t>(block);
    out[i] = a * values.column[0][i] - b * values.column[1][i];
  }
}

// No factor may take the values beyond what is held exactly: the first that could is told, with the
// line at which it does.
void check_sums(const Family& family, const io::ValueGrid& values, const std::string& file) {
  const bool by_weight = family.name == "weight_multiplier";
  for (const Factor& factor : family.factors) {
    const double one = std::pow(10.0, factor.digits), f = static_cast<double>(factor.mantissa);
    const double a = by_weight ? one : f, b = by_weight ? f : one;
    double sum = 0;
    for (std::size_t block = 0; block < values.column[0].size(); ++block) {
      sum += a * std::abs(static_cast<double>(values.column[0][block])) +
             b * std::abs(static_cast<double>(values.column[1][block]));
      if (sum <= 9e18) continue;
      throw InputError(Fault{
          {file, io::line_of_block(file, block), 0},
          family.name,
          factor.text,
          fmt::format("with it the columns, scaled by 10^{} for their decimals and the factor's, "
                      "add up to more than 9e18, the most that is held exactly, from this line on "
                      "(--truncate drops the columns' decimals)",
                      factor.digits + values.digits)});
    }
  }
}

void check_columns(const Family& family, const io::ValueGrid& values, const std::string& file) {
  const bool by_weight = family.name == "weight_multiplier";
  const auto& column = values.column[by_weight ? 1 : 0];
  const auto below =
      std::find_if(column.begin(), column.end(), [](std::int64_t v) { return v < 0; });
  if (below == column.end()) return;
  throw InputError(
      Fault{{file, io::line_of_block(file, static_cast<std::size_t>(below - column.begin())), 0},
            by_weight ? "weight" : "revenue",
            fmt::format("{:.17g}", in_file_units(*below, values.digits)),
            fmt::format("of block {} must not be below 0: pits would not be nested",
                        below - column.begin())});
}

Exit shells_of_grid(const PitArguments& arguments, const Manners& manners) {
  Family family{"revenue_factor", aligned(arguments.revenue_factors)};
  if (!arguments.weight_multipliers.empty()) {
    family = {"weight_multiplier", aligned(arguments.weight_multipliers)};
    std::reverse(family.factors.begin(), family.factors.end());
  }
  const Grid grid = grid_of(arguments);
  const io::ValueGrid values =
      io::read_value_grid(arguments.values, grid.size(), 2, arguments.truncate);
  check_columns(family, values, arguments.values.string());
  check_sums(family, values, arguments.values.string());
  const pit::Precedence precedence = precedence_of(arguments, grid);
  const double start = seconds_now();
  const pit::Shells shells = pit::nested_shells(
      grid, family.factors.size(),
      [&](std::size_t k, std::span<const std::int32_t> blocks, std::span<std::int64_t> value) {
        fill(family, family.factors[k], values, blocks, value);
      },
      precedence);
  Answer answer;
  answer.seconds = seconds_now() - start;
  answer.instance = arguments.values.stem().string();
  answer.blocks = grid.size();

  report::Table table{"shells",
                      "Nested shells",
                      "Value at the shell's own factor.",
                      {{family.name, ""}, {"blocks", ""}, {"blocks_added", ""}, {"objective", ""}},
                      {}};
  std::vector<std::string> labels;
  for (std::size_t k = 0; k < family.factors.size(); ++k) {
    const Factor& factor = family.factors[k];
    const double objective = in_file_units(shells.value_usd[k], values.digits + factor.digits);
    const std::size_t before = k > 0 ? shells.blocks[k - 1] : 0;
    const double number =
        static_cast<double>(factor.mantissa) / static_cast<double>(power_of_ten(factor.digits));
    table.rows.push_back({number, static_cast<double>(shells.blocks[k]),
                          static_cast<double>(shells.blocks[k] - before), objective});
    labels.push_back(factor.text);
    answer.objective = objective;
    answer.blocks_mined = shells.blocks[k];
  }
  answer.facts.push_back({"family", family.name});
  if (arguments.verify) {  // each shell against a solution of its own, with its proof
    pit::ClosureSolver solver(grid, precedence);
    std::vector<std::int64_t> value(grid.size());
    std::vector<std::int32_t> all(grid.size());
    std::iota(all.begin(), all.end(), 0);
    for (std::size_t k = 0; k < family.factors.size(); ++k) {
      fill(family, family.factors[k], values, all, value);
      const pit::Pit pit = solver.solve(value);
      answer.proof = pit::certify(grid, precedence, value, pit, solver.flows());
      check_proof(*answer.proof);
      for (std::size_t block = 0; block < grid.size(); ++block)
        LODE_CHECK((shells.shell[block] <= k) == (pit.mined[block] == 1));
    }
  }
  if (!arguments.out.empty()) io::write_block_shells(arguments.out, shells.shell, labels);
  write_pictures(arguments, grid, shells.shell, labels);
  return tell(answer, {std::move(table)}, manners);
}

}  // namespace

std::string usage_fault(const PitArguments& a) {
  const bool files = !a.blocks.empty() || !a.prec.empty() || !a.upit.empty();
  const bool grid = !a.grid.empty() || !a.values.empty();
  if (files == grid)
    return "either --blocks, --prec and --upit (MineLib files), or --grid and --values";
  if (files && (a.blocks.empty() || a.prec.empty() || a.upit.empty()))
    return "--blocks, --prec and --upit are needed together";
  if (files && (!a.revenue_factors.empty() || !a.weight_multipliers.empty()))
    return "--revenue-factors and --weight-multipliers need --grid: MineLib files give one value a "
           "block";
  if (files && !(a.vti.empty() && a.vtp.empty() && a.dxf.empty()))
    return "--vti, --vtp and --dxf need --grid: MineLib files give no size of blocks";
  if (files) return {};
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
    return fmt::format("--slope: {} is outside (0, 90) degrees from horizontal", a.slope_deg);
  if (a.benches < 1 || a.benches > 100)
    return fmt::format("--benches: {} is outside 1 to 100", a.benches);
  if (!a.pattern.empty() && a.pattern != "1:5:9")
    return fmt::format("--pattern: {} is not known; 1:5:9 is", a.pattern);
  if (!a.revenue_factors.empty() && !a.weight_multipliers.empty())
    return "--revenue-factors or --weight-multipliers, not both";
  if (const std::string fault = factors_fault("--revenue-factors", a.revenue_factors);
      !fault.empty())
    return fault;
  return factors_fault("--weight-multipliers", a.weight_multipliers);
}

Exit pit(const PitArguments& arguments, const Manners& manners) {
  if (arguments.values.empty()) return pit_of_minelib(arguments, manners);
  if (arguments.revenue_factors.empty() && arguments.weight_multipliers.empty())
    return pit_of_grid(arguments, manners);
  return shells_of_grid(arguments, manners);
}

}  // namespace lode::cli
