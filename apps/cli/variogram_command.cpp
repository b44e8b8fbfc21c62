#include "variogram_command.h"

#include <algorithm>
#include <cctype>

#include "base/output_file.h"
#include "base/parallel.h"
#include "drilled_deposit.h"
#include "io/io.h"
#include "io/points.h"
#include "output.h"
#include "report/tables_variogram.h"
#include "report/variogram_toml.h"
#include "result_folder.h"

namespace lode::cli {
namespace fs = std::filesystem;

void describe(Visitor& visit, PointCase& c) {
  visit.group("points", c.points, "the table of samples");
  visit.text("weight", c.weight, false, "column of declustering weights, for normal scores");
  describe(visit, c.variography);
}

namespace {

std::vector<study::Breach> breaches(const PointCase& c) {
  std::vector<study::Breach> out;
  for (auto& breach : resource::breaches(c.variography))
    out.push_back({breach.key, breach.message});
  if (c.points.variables.empty())
    out.push_back({"points.variables", "names the columns to take variograms of"});
  if (!c.weight.empty() && c.variography.scores == resource::Scores::raw)
    out.push_back({"weight", "weights count in normal scores: set scores = \"normal\""});
  for (const resource::Direction& d : c.variography.direction)
    if (d.within_hole && c.points.hole.empty())
      out.push_back({"direction." + d.id, "within_hole needs the column of holes, points.hole"});
  return out;
}

std::vector<report::VariableVariography> computed(PointCase& c, const io::StageCase& file,
                                                  const Manners& manners) {
  const std::size_t variables = c.points.variables.size();
  if (!c.weight.empty()) c.points.variables.push_back(c.weight);
  c.points.key = "points";
  const io::Points points = io::read_points(c.points, file.path.parent_path());
  for (const std::string& note : points.notes) message(manners, note);
  std::span<const double> weight;
  if (!c.weight.empty()) weight = points.samples.value.back();
  std::vector<report::VariableVariography> out;
  for (std::size_t v = 0; v < variables; ++v) {
    try {
      out.push_back({points.samples.name[v],
                     resource::variography(points.samples, v, weight, c.variography)});
    } catch (const InputError& error) {  // a fault that knows its key or sample alone
      std::vector<Fault> faults = error.faults();
      for (Fault& fault : faults)
        if (fault.source.file.empty()) {
          fault.source = {points.file, 0, 0};
          fault.key = points.samples.name[v] + (fault.key.empty() ? "" : ", " + fault.key);
        }
      throw InputError(std::move(faults));
    }
  }
  return out;
}

bool has_pairs(const report::VariableVariography& v) {
  for (const resource::DirectionalVariogram& d : v.result.experimental.direction)
    for (const resource::VariogramLag& lag : d.lag)
      if (lag.pairs > 0) return true;
  return false;
}

// The models as tables for the case of `lode krige`; of several variables one after the other.
std::vector<std::pair<std::string, std::string>> models_as_tables(
    const std::vector<report::VariableVariography>& variables, resource::Scores scores) {
  std::vector<std::pair<std::string, std::string>> out;  // variable, table
  for (const report::VariableVariography& v : variables)
    if (v.result.model)
      out.emplace_back(v.variable,
                       fmt::format("# {}{}: for the case of lode krige\n{}", v.variable,
                                   scores == resource::Scores::normal ? ", normal scores" : "",
                                   report::variogram_toml(*v.result.model, "variogram")));
  return out;
}

// variogram_NAME.toml, the name in letters that any file system takes.
void write_models(const std::vector<std::pair<std::string, std::string>>& models,
                  const fs::path& folder) {
  std::vector<std::string> taken;
  for (const auto& [variable, table] : models) {
    std::string name = variable.substr(0, 64);  // of a file
    for (char& c : name)
      if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-') c = '_';
    while (std::find(taken.begin(), taken.end(), name) != taken.end()) name += '_';
    taken.push_back(name);
    write_file(folder / ("variogram_" + name + ".toml"), table);
  }
}

// The gravest outcome of all variables, told on stderr.
std::pair<Exit, std::string> outcome(const std::vector<report::VariableVariography>& variables) {
  std::pair<Exit, std::string> out{Exit::done, "done"};
  for (const report::VariableVariography& v : variables) {
    const auto tell = [&](const std::string& what) {
      complain(fmt::format("lode: {}: {}", v.variable, what));
    };
    if (!has_pairs(v)) {
      tell("no pair of samples falls into any lag of any direction");
      out = {Exit::no_answer, "no_pairs"};
    } else if (!v.result.no_fit.empty()) {
      tell(v.result.no_fit);
      if (out.second != "no_pairs") out = {Exit::no_answer, "no_fit"};
    } else if (v.result.fit && v.result.fit->status == resource::FitStatus::iteration_limit) {
      tell("the fit was stopped by fit.most_iterations");
      if (out.first == Exit::done) out = {Exit::limit, "stopped"};
    }
  }
  return out;
}

// Of a deposit with holes: its composites beside the models of its case.
Exit variograms_of(const DrilledDeposit& whole, const StageArguments& arguments,
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
  if (const auto whole = drilled_deposit(arguments))
    return variograms_of(*whole, arguments, manners);
  PointCase c;
  const io::StageCase file = io::read_stage_case(
      arguments.case_path, [&](Visitor& visit) { describe(visit, c); }, [&] { return breaches(c); },
      [&](io::IdleKeys& idle) { io::add_idle(idle, "", c.variography); });
  for (const std::string& note : file.notes) message(manners, note);
  const auto taken = folder_if_asked("variogram", arguments);
  const fs::path folder = taken ? taken->path() : fs::path();
  const std::vector<report::VariableVariography> variables = computed(c, file, manners);
  std::vector<report::Table> tables = report::variogram_tables(variables, c.variography);
  if (taken) {
    for (const report::Table& table : tables) report::write_csv(table, folder);
  }
  const auto models = models_as_tables(variables, c.variography.scores);
  if (taken) {
    write_models(models, folder);
    taken->keep();
  }
  const auto [exit, status] = outcome(variables);
  if (manners.json) {
    report::Document document = envelope("variogram", status, std::move(tables));
    if (variables.size() == 1 && variables[0].result.fit)
      document.facts = {{"objective", variables[0].result.fit->objective}};
    print("{}", report::to_json(document));
  } else {
    std::erase_if(tables, [](const report::Table& t) { return t.name == "variogram_map"; });
    print_tables(tables);
    for (const auto& model : models) print("\n{}", model.second);
  }
  if (!folder.empty()) message(manners, "tables: " + (folder / "*").string());
  return exit;
}

}  // namespace lode::cli
