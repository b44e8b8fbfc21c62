#include "report/pit_document.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "base/wide.h"
#include "report/tables_pit_alone.h"

namespace lode::report {
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

std::vector<std::string> warnings_of(const PitAnswer& answer) {
  std::vector<std::string> out;
  if (answer.pattern && std::abs(answer.pattern->worst_angle_error_deg) > kTolerableError_deg)
    out.push_back(
        fmt::format("warning: the slope is not kept: {}; more benches come closer (--benches auto)",
                    slope_text(answer)));
  if (answer.result.edge && answer.result.edge->on_sides > 0)
    out.push_back(fmt::format(
        "warning: the pit reaches the model's edge with {} blocks ({}): its walls are not all "
        "inside "
        "the model, so that it may be too small or too steep there; a wider model is needed",
        answer.result.edge->on_sides, sides_of(*answer.result.edge)));
  return out;
}

void explain_values(std::span<const study::Metal> metals, const study::OreCosts& costs,
                    const pit::PricedBlocks& blocks, std::span<const std::vector<double>> grade,
                    PitAnswer& answer) {
  const pit::BestBlock best = pit::best_block(blocks);
  answer.facts.push_back({"best_block_usd_per_t", best.milled_usd_per_t});
  answer.lines.push_back(
      {"best block", fmt::format("{:.2f} USD/t after processing and selling, against {:.2f} USD/t "
                                 "to mine it, before what lies above it",
                                 best.milled_usd_per_t, best.mining_usd_per_t)});
  for (std::size_t m = 0; m < metals.size(); ++m) {
    const study::Metal& metal = metals[m];
    const double highest = pit::highest(blocks, grade[m]);
    const double unit = study::fraction_of(metal.unit);
    const double milled = study::break_even(metal, costs, 0) / unit;
    const double mined = study::break_even(metal, costs, costs.mining_usd_per_t) / unit;
    answer.facts.push_back({metal.id + "_cut_off", milled});
    answer.facts.push_back({metal.id + "_break_even", mined});
    answer.facts.push_back({metal.id + "_highest", highest / unit});
    answer.lines.push_back(
        {metal.id,
         fmt::format("{:.4g} {} pays for the mill, {:.4g} for mining at the surface too{}; "
                     "the highest estimate is {:.4g}",
                     milled, unit_of(metal), mined, metals.size() > 1 ? " (alone)" : "",
                     highest / unit)});
  }
}

namespace {

// Objective, bound and the gap between them, with all digits.
struct WorthText {
  std::string objective, bound, gap;
};
WorthText text_of(const pit::Worth& worth) {
  return {decimal_text(worth.objective, worth.digits), decimal_text(worth.bound, worth.digits),
          decimal_text(worth.bound - worth.objective, worth.digits)};
}

}  // namespace

std::string pit_text(const PitAnswer& answer) {
  const pit::PitResult& r = answer.result;
  const auto [objective, bound, gap] = text_of(r.worth[r.pit]);
  std::string out = answer.instance + "\n";
  const auto line = [&](const std::string& what, const std::string& text) {
    out += fmt::format("  {:13} {}\n", what, text);
  };
  line("objective", objective);
  if (answer.rounded)
    line("error bound",
         fmt::format("{}: values were rounded to {} decimals to choose the blocks, and no pit is "
                     "worth more than {}",
                     gap, answer.value_digits, bound));
  line("blocks mined", fmt::format("{} of {}", r.blocks_mined(), answer.blocks));
  if (answer.pattern) line("slope error", slope_text(answer));
  if (r.edge)
    line("model's edge", r.edge->on_sides == 0 ? "not reached"
                                               : fmt::format("reached with {} blocks: {}",
                                                             r.edge->on_sides, sides_of(*r.edge)));
  for (const auto& [what, text] : answer.lines) line(what, text);
  line("solved in", fmt::format("{:.3f} s", r.seconds));
  if (r.blocks_mined() == 0) out += "  no block pays for what lies above it: the pit is empty\n";
  if (r.proof)
    out += fmt::format(
        "  proved        a closure, and flows that allow no better: the smallest optimum{}\n",
        answer.rounded ? " of the rounded values" : "");
  return out;
}

Document pit_document(const PitAnswer& answer, std::vector<Table> tables) {
  const pit::PitResult& r = answer.result;
  const auto [objective, bound, gap] = text_of(r.worth[r.pit]);
  Document out;
  out.version = LODE_VERSION;
  out.command = "pit";
  out.status = r.blocks_mined() > 0 ? "optimal" : "empty";
  out.tables = std::move(tables);
  out.facts = {{"instance", answer.instance},
               {"blocks_mined", static_cast<double>(r.blocks_mined())},
               {"blocks", static_cast<double>(answer.blocks)},
               {"seconds", r.seconds}};
  out.exact_facts = {{"objective", objective}};
  if (r.proof || answer.rounded) {
    out.exact_facts.push_back({"bound", bound});
    out.exact_facts.push_back({"gap", gap});
  }
  if (answer.rounded)
    out.facts.push_back({"value_decimals", static_cast<double>(answer.value_digits)});
  if (r.proof) out.facts.push_back({"verified", std::string("closure, matching flow, smallest")});
  if (answer.pattern) {
    out.facts.push_back({"slope_error_deg", answer.pattern->worst_angle_error_deg});
    out.facts.push_back({"slope_error_azimuth_deg", answer.pattern->worst_azimuth_deg});
    out.facts.push_back({"benches", static_cast<double>(answer.benches)});
  }
  if (r.edge) {
    out.facts.push_back({"edge_blocks", static_cast<double>(r.edge->on_sides)});
    out.facts.push_back({"edge_sides", sides_of(*r.edge)});
    out.facts.push_back({"floor_blocks", static_cast<double>(r.edge->floor)});
  }
  for (const auto& fact : answer.facts) out.facts.push_back(fact);
  return out;
}

}  // namespace lode::report
