#include "variogram_command.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "io/drilled_deposit.h"
#include "io/io.h"
#include "io/variogram_case.h"
#include "io/with_places.h"
#include "output.h"
#include "report/report.h"
#include "stage_folder.h"

namespace lode::cli {
namespace fs = std::filesystem;
namespace {

using resource::VariographyStatus;

struct Outcome {
  Exit exit;
  const char* status;
};
Outcome outcome_of(VariographyStatus gravest) {
  switch (gravest) {
    case VariographyStatus::done:
      break;
    case VariographyStatus::stopped:
      return {Exit::limit, "stopped"};
    case VariographyStatus::no_fit:
      return {Exit::no_answer, "no_fit"};
    case VariographyStatus::no_pairs:
      return {Exit::no_answer, "no_pairs"};
  }
  return {Exit::done, "done"};
}

// Of a deposit with holes: its composites beside the models of its case.
Exit variograms_of(const io::DrilledDeposit& whole, const StageArguments& arguments,
                   const Manners& manners) {
  for (const std::string& note : whole.file.notes) message(manners, note);
  const auto taken = folder_if_asked("variogram", arguments);
  const fs::path folder = taken ? taken->path() : fs::path();
  const study::DepositModel model = study::make_deposit_model(whole.deposit(), 1, 1, {});
  report::Table table = report::deposit_variogram_table();
  report::add_variograms(whole.deposit().id, *model.drilled, table);
  if (taken) {
    report::write_csv(table, folder);
    taken->keep();
  }
  if (manners.json)
    print("{}", report::to_json(envelope("variogram", "done", {table})));
  else
    print_tables({table});
  if (!folder.empty()) message(manners, "tables: " + (folder / "*.csv").string());
  return Exit::done;
}

}  // namespace

Exit variogram(const StageArguments& arguments, const Manners& manners) {
  const ThreadLimit limit(arguments.threads);
  if (const auto whole = io::read_drilled_deposit(arguments.case_path, arguments.deposit))
    return variograms_of(*whole, arguments, manners);
  const io::VariogramFile read = io::read_variogram_case(arguments.case_path);
  const resource::Variography& asked = read.given.variography;
  for (const std::string& note : read.file.notes) message(manners, note);
  const auto taken = folder_if_asked("variogram", arguments);
  const fs::path folder = taken ? taken->path() : fs::path();
  const io::VariogramPoints in = io::read_variogram_points(read);
  for (const std::string& note : in.points.notes) message(manners, note);
  const auto variables = io::with_places(
      [&](const std::string&) {
        return Source{in.points.file, 0, 0};
      },
      [&] { return resource::variographies(in.points.samples, in.weight, asked); });
  std::vector<report::Table> tables = report::variogram_tables(variables, asked);
  const auto models = report::models_as_tables(variables, asked.scores);
  if (taken) {
    for (const report::Table& table : tables) report::write_csv(table, folder);
    report::write_models(models, folder);
    taken->keep();
  }
  VariographyStatus gravest = VariographyStatus::done;
  for (const resource::VariableVariography& v : variables) {
    gravest = std::max(gravest, resource::status_of(v.result));
    if (const std::string why = report::failure_of(v); !why.empty())
      complain(fmt::format("lode: {}: {}", v.variable, why));
  }
  const auto [exit, status] = outcome_of(gravest);
  if (manners.json) {
    report::Document document = envelope("variogram", status, std::move(tables));
    if (variables.size() == 1 && variables[0].result.fit)
      document.facts = {{"objective", variables[0].result.fit->objective}};
    print("{}", report::to_json(document));
  } else {
    std::erase_if(tables, [](const report::Table& t) { return t.name == "variogram_map"; });
    print_tables(tables);
    for (const report::ModelToml& model : models) print("\n{}", model.table);
  }
  if (!folder.empty()) message(manners, "tables: " + (folder / "*").string());
  return exit;
}

}  // namespace lode::cli
