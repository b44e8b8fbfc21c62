#include "option_command.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "decision/decision.h"
#include "io/option_case.h"
#include "output.h"
#include "report/report.h"
#include "stage_folder.h"

namespace lode::cli {
namespace {

struct Answer {
  std::vector<report::Table> tables;
  bool converged = true;
};

Answer answer_of(const io::OptionInput& in) {
  const decision::OptionTerms& c = in.given.terms;
  if (!c.node.empty()) return {report::option_tables(c, decision::rights_in_tree(c))};
  if (c.mine) {
    const decision::RightToMine right = decision::right_to_mine(c);
    return {report::option_tables(c, right), right.converged};
  }
  if (in.paths) return {report::option_tables(c, decision::right_on_paths(c, *in.paths))};
  return {report::option_tables(c, decision::right_on_price(c))};
}

const report::Table& named(const std::vector<report::Table>& tables, const std::string& name) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const report::Table& table) { return table.name == name; });
  if (found != tables.end()) return *found;
  std::string names;
  for (const report::Table& table : tables) names += (names.empty() ? "" : ", ") + table.name;
  throw InputError(Fault{{}, "--csv", name, "is none of this case's tables: " + names});
}

}  // namespace

Exit option(const OptionArguments& arguments, const Manners& manners) {
  const ThreadLimit limit(arguments.stage.threads);
  const io::OptionInput in = io::read_option_case(arguments.stage.case_path);
  for (const std::string& note : in.notes) message(manners, note);
  const auto taken = folder_if_asked("option", arguments.stage);
  auto [tables, converged] = answer_of(in);
  if (!converged) complain("lode: the regions of the mine's decisions did not come to rest");
  if (taken) {
    taken->clear();
    for (const report::Table& table : tables) report::write_csv(table, taken->path());
    taken->keep();
    message(manners, "tables: " + (taken->path() / "*.csv").string());
  }
  if (!arguments.csv.empty())
    print_exactly(report::to_csv(named(tables, arguments.csv)));
  else if (manners.json)
    print_text(report::to_json(
        envelope("option", converged ? "done" : "not_converged", std::move(tables))));
  else
    print_tables(report::thinned(std::move(tables)));
  return converged ? Exit::done : Exit::no_answer;
}

}  // namespace lode::cli
