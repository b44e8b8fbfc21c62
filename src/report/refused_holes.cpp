#include <fmt/format.h>

#include "report/tables_holes.h"

namespace lode::report {
namespace {

constexpr std::size_t kShownFaults = 25;

// The first faults that need a choice, each with its place.
std::string first_faults(const drill::Campaign& campaign, const drill::Prepared& prepared) {
  std::string out;
  std::size_t all = 0;
  for (const drill::Finding& f : prepared.checked.findings) {
    const drill::FaultRule& rule = drill::rule_of(f.kind);
    if (rule.note || campaign.repair[f.kind] != drill::Repair::refuse) continue;
    if (++all > kShownFaults) continue;
    const std::string lines = f.last_line > f.line ? fmt::format("-{}", f.last_line) : "";
    const std::string where = f.column.empty() ? f.hole : fmt::format("{} {}", f.hole, f.column);
    out += fmt::format("{}:{}{}: {}: {}{}{}: {}\n", f.file, f.line, lines, rule.key, where,
                       f.value.empty() ? "" : " = ", f.value, f.message);
  }
  if (all > kShownFaults)
    out += fmt::format("... and {} more places; all of them with --json or in --out DIR\n",
                       all - kShownFaults);
  return out;
}

}  // namespace

std::string refusal(const drill::Campaign& campaign, const drill::Prepared& prepared) {
  std::string out = first_faults(campaign, prepared);
  for (const drill::FaultKind kind : prepared.unanswered) {
    const drill::FaultRule& rule = drill::rule_of(kind);
    std::string choices;
    for (const drill::Repair repair : rule.choices().subspan(1))
      choices += fmt::format("{}\"{}\"", choices.empty() ? "" : ", ", drill::name_of(repair));
    out +=
        fmt::format("repair.{} has no choice: {} (one of {})\n", rule.key, rule.meaning, choices);
  }
  const std::size_t n = prepared.unanswered.size();
  return out + fmt::format("lode: {} kind{} of fault in the holes without a choice in the case", n,
                           n == 1 ? "" : "s");
}

}  // namespace lode::report
