#include "option_command.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/parallel.h"
#include "option_case.h"
#include "option_model.h"
#include "option_tables.h"
#include "option_tree.h"
#include "output.h"
#include "stage_folder.h"

namespace lode::cli {

Exit option(const OptionArguments& arguments, const Manners& manners) {
  const ThreadLimit limit(arguments.stage.threads);
  OptionCase c;
  const io::StageCase file = io::read_stage_case(
      arguments.stage.case_path, [&](Visitor& visit) { describe(visit, c); },
      [&] { return breaches(c); }, [&](io::IdleKeys& idle) { add_idle(idle, c); });
  std::vector<std::string> notes = file.notes;
  OptionModel given;
  if (c.rate == kInfinity) c.rate = 0;
  if (c.paths) {
    given = read_paths(c, file.path.parent_path(), notes);
    for (std::size_t i = 0; i < c.action.size(); ++i)
      if (std::find(given.source.begin(), given.source.end(), i) == given.source.end()) {
        const std::string key =
            "action." + c.action[i].id + (c.action[i].last < kInfinity ? ".last" : ".first");
        throw InputError(
            Fault{file.where(key),
                  key,
                  {},
                  fmt::format("no year of the table lies in the window from {:g} to {:g}",
                              c.action[i].first, c.action[i].last)});
      }
  }
  for (const std::string& note : notes) message(manners, note);
  const auto taken = folder_if_asked("option", arguments.stage);

  bool converged = true;
  std::vector<report::Table> tables = !c.node.empty() ? tree_tables(c)
                                      : c.mine        ? mine_tables(c, converged)
                                      : c.paths       ? path_tables(c, given)
                                                      : price_tables(c);
  if (!converged) complain("lode: the regions of the mine's decisions did not come to rest");
  const Exit exit = converged ? Exit::done : Exit::no_answer;
  if (taken) {
    taken->clear();
    for (const report::Table& table : tables) report::write_csv(table, taken->path());
    taken->keep();
    message(manners, "tables: " + (taken->path() / "*.csv").string());
  }
  if (!arguments.csv.empty()) {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const report::Table& table) {
      return table.name == arguments.csv;
    });
    if (found == tables.end()) {
      std::string names;
      for (const report::Table& table : tables) names += (names.empty() ? "" : ", ") + table.name;
      throw InputError(
          Fault{{}, "--csv", arguments.csv, "is none of this case's tables: " + names});
    }
    print_exactly(report::to_csv(*found));
  } else if (manners.json) {
    print_text(report::to_json(
        envelope("option", converged ? "done" : "not_converged", std::move(tables))));
  } else {
    print_tables(thinned(std::move(tables)));
  }
  return exit;
}

}  // namespace lode::cli
