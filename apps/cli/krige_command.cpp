#include "krige_command.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "base/parallel.h"
#include "io/block_models.h"
#include "io/columns.h"
#include "io/drilled_deposit.h"
#include "io/io.h"
#include "io/krige_files.h"
#include "output.h"
#include "report/report.h"
#include "stage_folder.h"

namespace lode::cli {
namespace fs = std::filesystem;
namespace {

// The overviews are printed; the rows themselves stand in files, and in JSON.
void tell(std::vector<report::Table> overviews, std::vector<report::Table> rows, const char* status,
          const fs::path& folder, const Manners& manners) {
  if (manners.json) {
    for (report::Table& table : rows) overviews.push_back(std::move(table));
    print("{}", report::to_json(envelope("krige", status, std::move(overviews))));
  } else {
    print_tables(overviews);
    print("\n{}\n", (folder / "*").string());
  }
}

// The block model of a deposit with holes, and for ParaView its holes and composites.
Exit krige_deposit(const io::DrilledDeposit& whole, const StageArguments& arguments,
                   const Manners& manners) {
  for (const std::string& note : whole.file.notes) message(manners, note);
  report::ResultFolder taken(stage_wish("krige", arguments));
  const fs::path& folder = taken.path();
  if (!taken.note().empty()) message(manners, taken.note());
  const ThreadLimit limit(arguments.threads);
  const study::Deposit& deposit = whole.deposit();
  const study::DepositModel model = study::make_deposit_model(deposit, 1, 1, {});
  const resource::Columns blocks = io::kriged_blocks(deposit, *model.drilled);
  io::write_csv(folder / "estimates.csv", blocks);
  io::write_vti(folder / "estimates.vti", blocks, 3, deposit.grid, model.drilled->block);
  io::write_composites_vtp(folder / "composites.vtp", model.drilled->composites);
  taken.keep();
  std::vector<report::Table> rows;
  if (manners.json) rows.push_back(report::table_of(blocks, "estimates", "Block model"));
  tell({report::overview_table(blocks, 3)}, std::move(rows), "done", folder, manners);
  return Exit::done;
}

}  // namespace

Exit krige(const StageArguments& arguments, const Manners& manners) {
  if (const auto whole = io::read_drilled_deposit(arguments.case_path, arguments.deposit))
    return krige_deposit(*whole, arguments, manners);
  const io::KrigeInput in = io::read_krige_case(arguments.case_path);
  const io::KrigeCase& c = in.given;
  for (const std::string& note : in.notes) message(manners, note);
  report::ResultFolder taken(stage_wish("krige", arguments));
  const fs::path& folder = taken.path();
  if (!taken.note().empty()) message(manners, taken.note());
  const ThreadLimit limit(arguments.threads);

  std::vector<report::Table> overviews, whole;
  bool any = false;
  const auto keep = [&](const resource::Columns& rows, const char* name, const char* title,
                        io::RowsOf of) {
    any = any || resource::any_estimated(rows);
    io::write_rows(folder, name, title, c, rows, of);
    if (manners.json) whole.push_back(report::table_of(rows, name, title));
  };
  if (c.cross_validation) {
    const resource::Validation found =
        resource::cross_validate(in.samples, in.variable, c.method.variogram, c.method.search,
                                 c.method.kriging, *c.cross_validation, in.traits);
    resource::Columns rows = io::places_of_samples(in, found.sample);
    rows.append(resource::columns_of(found, in.samples));
    overviews.push_back(report::cross_validation_summary_table(found, rows));
    keep(rows, "cross_validation", "Samples left out", io::RowsOf::samples);
  }
  if (in.targets) {
    resource::Columns rows = io::places_of_targets(in);
    rows.append(resource::estimate(in.samples, in.variable, c.method, *in.targets, in.traits));
    overviews.push_back(report::overview_table(rows, c.places()));
    keep(rows, "estimates", "Estimates", io::RowsOf::targets);
  }
  taken.keep();
  tell(std::move(overviews), std::move(whole), any ? "done" : "no_answer", folder, manners);
  if (any) return Exit::done;
  complain(
      "lode: no answer: not a single target or sample could be estimated; the column status says "
      "why");
  return Exit::no_answer;
}

}  // namespace lode::cli
