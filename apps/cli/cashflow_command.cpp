#include "cashflow_command.h"

#include <algorithm>

#include "io/io.h"
#include "output.h"
#include "report/tables_cash_flow.h"

namespace lode::cli {

Exit cashflow(const CashFlowArguments& arguments, const Manners& manners) {
  const io::CashFlowCase input = io::read_cash_flow_case(arguments.case_path);
  for (const std::string& note : input.file.notes) message(manners, note);
  const finance::CashFlowStudy study = finance::study_cash_flow(input.terms);
  std::vector<report::Table> tables = report::cash_flow_tables(study);
  const bool unmet = study.flow.debt == finance::CashDebt::no_debt_meets_cover;
  const Exit exit = unmet ? Exit::no_answer : Exit::done;
  if (unmet)
    message(manners, "debt: no cash for debt service, so that no loan meets the cover asked for");
  if (study.flow.residual > 1e-9)
    message(manners, fmt::format("tax and debt do not settle: they still move by {:.1e} of the "
                                 "cash after {} passes",
                                 study.flow.residual, study.flow.passes));
  if (!arguments.csv.empty()) {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const report::Table& table) {
      return table.name == arguments.csv;
    });
    if (found == tables.end()) {
      std::string names;
      for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table.name;
      throw InputError(Fault{{}, "--csv", arguments.csv, "is none of the tables: " + names});
    }
    print_text(report::to_csv(*found));
    return exit;
  }
  if (manners.json) {
    print_text(report::to_json(envelope(
        "cashflow", std::string(unmet ? "no_debt_meets_cover" : "done"), std::move(tables))));
    return exit;
  }
  print_tables(tables);
  return exit;
}

}  // namespace lode::cli
