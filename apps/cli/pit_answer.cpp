#include "pit_answer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstdlib>
#include <ctime>

#include "output.h"

namespace lode::cli {
namespace {

constexpr double kTolerableError_deg = 5;

std::string sides_of(const pit::EdgeBlocks& edge) {
  std::vector<std::string> out;
  const auto side = [&](const char* name, std::size_t blocks) {
    if (blocks > 0) out.push_back(fmt::format("{} {}", name, blocks));
  };
  side("low x", edge.low_x), side("high x", edge.high_x);
  side("low y", edge.low_y), side("high y", edge.high_y);
  return fmt::format("{}", fmt::join(out, ", "));
}

std::string slope_text(const PitAnswer& answer) {
  const pit::Pattern& pattern = *answer.pattern;
  const double error = pattern.worst_angle_error_deg;
  if (std::abs(error) < 0.005)
    return fmt::format("none, by the pattern of {} benches", answer.benches);
  return fmt::format(
      "{:.2f} degrees {} than asked at worst (wall at azimuth {:.0f}), by the "
      "pattern of {} benches",
      std::abs(error), error > 0 ? "steeper" : "flatter", pattern.worst_azimuth_deg,
      answer.benches);
}

}  // namespace

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

int benches_of(const std::string& text, const Grid& grid, const pit::Slopes& slopes) {
  return text == "auto" ? pit::automatic_benches(grid, slopes) : std::atoi(text.c_str());
}

std::vector<std::string> warnings_of(const PitAnswer& answer) {
  std::vector<std::string> out;
  if (answer.pattern && std::abs(answer.pattern->worst_angle_error_deg) > kTolerableError_deg)
    out.push_back(
        fmt::format("warning: the slope is not kept: {}; more benches come closer (--benches auto)",
                    slope_text(answer)));
  if (answer.edge && answer.edge->on_sides > 0)
    out.push_back(fmt::format(
        "warning: the pit reaches the model's edge with {} blocks ({}): its walls are not all "
        "inside "
        "the model, so that it may be too small or too steep there; a wider model is needed",
        answer.edge->on_sides, sides_of(*answer.edge)));
  return out;
}

namespace {

// The objective with all its digits, its bound and what lies between.
struct ExactWorth {
  explicit ExactWorth(const io::Worth& worth)
      : objective(decimal_text(worth.objective, worth.digits)),
        bound(decimal_text(worth.bound, worth.digits)),
        gap(decimal_text(worth.bound - worth.objective, worth.digits)) {}
  std::string objective, bound, gap;
};

void print_answer(const PitAnswer& answer, const ExactWorth& worth) {
  const auto line = [](const std::string& what, const std::string& text) {
    print("  {:13} {}\n", what, text);
  };
  print("{}\n", answer.instance);
  line("objective", worth.objective);
  if (answer.rounded)
    line("error bound",
         fmt::format("{}: values were rounded to {} decimals to choose the blocks, and no pit is "
                     "worth more than {}",
                     worth.gap, answer.value_digits, worth.bound));
  line("blocks mined", fmt::format("{} of {}", answer.blocks_mined, answer.blocks));
  if (answer.pattern) line("slope error", slope_text(answer));
  if (answer.edge)
    line("model's edge", answer.edge->on_sides == 0
                             ? "not reached"
                             : fmt::format("reached with {} blocks: {}", answer.edge->on_sides,
                                           sides_of(*answer.edge)));
  for (const auto& [what, text] : answer.lines) line(what, text);
  line("solved in", fmt::format("{:.3f} s", answer.seconds));
  if (answer.blocks_mined == 0) print("  no block pays for what lies above it: the pit is empty\n");
  if (answer.proof)
    print("  proved        a closure, and flows that allow no better: the smallest optimum{}\n",
          answer.rounded ? " of the rounded values" : "");
}

void add_facts(const PitAnswer& answer, const ExactWorth& worth, report::Document& out) {
  out.facts = {{"instance", answer.instance},
               {"blocks_mined", static_cast<double>(answer.blocks_mined)},
               {"blocks", static_cast<double>(answer.blocks)},
               {"seconds", answer.seconds}};
  out.exact_facts = {{"objective", worth.objective}};
  if (answer.proof || answer.rounded) {
    out.exact_facts.push_back({"bound", worth.bound});
    out.exact_facts.push_back({"gap", worth.gap});
  }
  if (answer.rounded)
    out.facts.push_back({"value_decimals", static_cast<double>(answer.value_digits)});
  if (answer.proof)
    out.facts.push_back({"verified", std::string("closure, matching flow, smallest")});
  if (answer.pattern) {
    out.facts.push_back({"slope_error_deg", answer.pattern->worst_angle_error_deg});
    out.facts.push_back({"slope_error_azimuth_deg", answer.pattern->worst_azimuth_deg});
    out.facts.push_back({"benches", static_cast<double>(answer.benches)});
  }
  if (answer.edge) {
    out.facts.push_back({"edge_blocks", static_cast<double>(answer.edge->on_sides)});
    out.facts.push_back({"edge_sides", sides_of(*answer.edge)});
    out.facts.push_back({"floor_blocks", static_cast<double>(answer.edge->floor)});
  }
  for (const auto& fact : answer.facts) out.facts.push_back(fact);
}

}  // namespace

Exit tell(const PitAnswer& answer, std::vector<report::Table> tables, const Manners& manners) {
  const ExactWorth worth(answer.worth);
  for (const std::string& warning : warnings_of(answer)) message(manners, warning);
  if (manners.json) {
    report::Document out =
        envelope("pit", answer.blocks_mined > 0 ? "optimal" : "empty", std::move(tables));
    add_facts(answer, worth, out);
    print("{}", report::to_json(out));
    return Exit::done;
  }
  print_answer(answer, worth);
  if (!tables.empty()) print("\n");
  print_tables(tables);
  return Exit::done;
}

}  // namespace lode::cli
