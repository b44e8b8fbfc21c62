#include "holes_command.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "base/parallel.h"
#include "drilled_deposit.h"
#include "io/io.h"
#include "output.h"
#include "result_folder.h"

namespace lode::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kShownFaults = 25;

void write_files(const drill::Prepared& prepared, const std::vector<report::Table>& tables,
                 const fs::path& folder) {
  for (const report::Table& table : tables) report::write_csv(table, folder);
  const drill::Composites& composites = prepared.composited.composites;
  report::write_csv(report::composites_table(composites), folder);
  report::write_csv(report::hole_list_table(prepared), folder);
  io::write_composites_geo_eas(folder / "composites.dat", composites);
  io::write_composites_vtp(folder / "composites.vtp", composites);
  io::write_holes_vtp(folder / "holes.vtp", prepared);
}

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

std::string refusal(const drill::Prepared& prepared) {
  std::string out;
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

struct HolesInput {
  drill::Campaign campaign;
  std::shared_ptr<const drill::RawCampaign> tables;
  std::vector<std::string> notes;
  std::function<Source(const std::string&)> where;  // a key stands
};

HolesInput read_input(const StageArguments& arguments) {
  HolesInput out;
  if (const auto whole = drilled_deposit(arguments)) {
    out.campaign = *whole->deposit().holes;
    out.tables = whole->deposit().hole_tables;
    out.notes = whole->file.notes;
    const Source start{io::shown(io::case_file(arguments.case_path)), 0, 0};
    out.where = [start](const std::string&) { return start; };
    return out;
  }
  const io::StageCase file = io::read_stage_case(
      arguments.case_path, [&](Visitor& visit) { describe(visit, out.campaign); },
      [&] {
        std::vector<study::Breach> breaches;
        for (drill::Breach& breach : drill::breaches(out.campaign))
          breaches.push_back({std::move(breach.key), std::move(breach.message)});
        return breaches;
      },
      [&](io::IdleKeys& idle) { io::add_idle(idle, "", out.campaign); });
  out.notes = file.notes;
  out.tables = std::make_shared<const drill::RawCampaign>(
      io::read_holes(out.campaign, file.path.parent_path()));
  out.where = [file](const std::string& key) { return file.where(key); };
  return out;
}

drill::Prepared prepared_or_faults(const HolesInput& in) {
  try {
    return drill::prepare(in.campaign, *in.tables);
  } catch (const InputError& error) {  // a fault that knows its key alone
    std::vector<Fault> faults = error.faults();
    for (Fault& fault : faults)
      if (fault.source.file.empty()) fault.source = in.where(fault.key);
    throw InputError(std::move(faults));
  }
}

}  // namespace

Exit holes(const StageArguments& arguments, const Manners& manners) {
  const ThreadLimit limit(arguments.threads);
  const HolesInput in = read_input(arguments);
  const drill::Campaign& campaign = in.campaign;
  for (const std::string& note : in.notes) message(manners, note);
  const auto taken = folder_if_asked("holes", arguments);
  const fs::path folder = taken ? taken->path() : fs::path();
  const drill::Prepared prepared = prepared_or_faults(in);
  std::vector<report::Table> tables = report::holes_tables(campaign, prepared);
  if (taken) {
    write_files(prepared, tables, folder);
    taken->keep();
  }
  const bool refused = prepared.refused();
  if (manners.json) {
    print("{}",
          report::to_json(envelope("holes", refused ? "input_error" : "done", std::move(tables))));
  } else {
    std::erase_if(tables, [](const auto& table) { return table.name == "contact_profile"; });
    report::Table& kinds = tables[0];
    kinds.columns.pop_back();  // the meaning; stderr tells it of those that need a choice
    for (auto& row : kinds.rows) row.pop_back();
    tables.erase(tables.begin() + 1);  // the list of faults
    print_tables(tables);
  }
  if (!folder.empty())
    message(manners, fmt::format("tables, composites and paths: {}", (folder / "*").string()));
  if (refused) complain(first_faults(campaign, prepared) + refusal(prepared));
  return refused ? Exit::input : Exit::done;
}

}  // namespace lode::cli
