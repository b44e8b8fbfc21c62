#include "holes_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "io/holes_case.h"
#include "io/io.h"
#include "io/with_places.h"
#include "output.h"
#include "report/report.h"
#include "stage_folder.h"

namespace lode::cli {
namespace fs = std::filesystem;
namespace {

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

}  // namespace

Exit holes(const StageArguments& arguments, const Manners& manners) {
  const ThreadLimit limit(arguments.threads);
  const io::HolesInput in = io::read_holes_case(arguments.case_path, arguments.deposit);
  const drill::Campaign& campaign = in.campaign;
  for (const std::string& note : in.notes) message(manners, note);
  const auto taken = folder_if_asked("holes", arguments);
  const fs::path folder = taken ? taken->path() : fs::path();
  const drill::Prepared prepared =
      io::with_places(in.where, [&] { return drill::prepare(in.campaign, *in.tables); });
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
  if (refused) complain(report::refusal(campaign, prepared));
  return refused ? Exit::input : Exit::done;
}

}  // namespace lode::cli
