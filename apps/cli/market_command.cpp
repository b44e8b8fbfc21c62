#include "market_command.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "io/market_case.h"
#include "market/market.h"
#include "output.h"
#include "report/report.h"
#include "stage_folder.h"

namespace lode::cli {
namespace {

const report::Table& named(const std::vector<report::Table>& tables, const std::string& name) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const report::Table& table) { return table.name == name; });
  if (found != tables.end()) return *found;
  std::string names;
  for (const report::Table& table : tables) names += (names.empty() ? "" : ", ") + table.name;
  throw InputError(Fault{{}, "--csv", name, "is none of this case's tables: " + names});
}

void tell_troubles(const lode::market::MarketAnswer& answer) {
  if (answer.base_year && answer.base_year->status != lode::market::SolveStatus::solved)
    complain("lode: the statistics of the base year cannot be reconciled: " +
             answer.base_year->trouble);
  for (const lode::market::ScenarioAnswer& a : answer.scenarios)
    if (!a.equilibrium.solved())
      complain(fmt::format("lode: {} has no answer, {}: {}", a.id,
                           lode::market::name_of(a.equilibrium.status), a.equilibrium.trouble));
}

// Of the base, and the worst of all scenarios.
std::vector<std::pair<std::string, report::Cell>> facts_of(
    const lode::market::MarketAnswer& answer) {
  std::vector<std::pair<std::string, report::Cell>> out;
  if (answer.scenarios.empty() || !answer.scenarios[0].equilibrium.solved()) return out;
  double residual = 0, gap = 0;
  for (const lode::market::ScenarioAnswer& a : answer.scenarios) {
    if (!a.equilibrium.solved()) continue;
    residual = std::max(residual, a.equilibrium.certificate.residual);
    gap = std::max(gap, a.equilibrium.certificate.gap);
  }
  out.emplace_back("objective", -answer.scenarios[0].equilibrium.solution.objective);
  out.emplace_back("residual", residual);
  out.emplace_back("gap", gap);
  return out;
}

}  // namespace

Exit market(const MarketArguments& arguments, const Manners& manners) {
  const io::MarketInput in = io::read_market_case(arguments.stage.case_path);
  for (const std::string& note : in.notes) message(manners, note);
  const auto taken = folder_if_asked("market", arguments.stage);
  const lode::market::MarketAnswer answer = lode::market::answer(in.world);
  tell_troubles(answer);
  std::vector<report::Table> tables = report::market_tables(answer);
  if (taken) {
    taken->clear();
    for (const report::Table& table : tables) report::write_csv(table, taken->path());
    taken->keep();
    message(manners, "tables: " + (taken->path() / "*.csv").string());
  }
  if (!arguments.csv.empty()) {
    print_exactly(report::to_csv(named(tables, arguments.csv)));
  } else if (manners.json) {
    report::Document document =
        envelope("market", answer.solved ? "done" : "no_answer", std::move(tables));
    document.facts = facts_of(answer);
    print_text(report::to_json(document));
  } else {
    print_tables(report::market_tables_to_show(std::move(tables)));
  }
  return answer.solved ? Exit::done : Exit::no_answer;
}

}  // namespace lode::cli
