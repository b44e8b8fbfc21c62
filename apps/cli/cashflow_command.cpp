#include "cashflow_command.h"

#include <algorithm>

#include "io/io.h"
#include "output.h"
#include "report/report.h"

namespace lode::cli {

namespace {

// The folder's or the file's, as it was asked for.
std::string name_of(const std::string& path) {
  std::filesystem::path at = std::filesystem::absolute(path).lexically_normal();
  if (at.filename() == "case.toml" || !at.has_filename()) at = at.parent_path();
  return at.extension() == ".toml" ? at.stem().string() : at.filename().string();
}

}  // namespace

Exit cashflow(const CashFlowArguments& arguments, const Manners& manners) {
  std::vector<report::NamedCashFlow> cases;
  std::string status = "done";  // the first that is another
  for (const std::string& path : arguments.cases) {
    const std::string name = name_of(path);
    const std::string about = arguments.cases.size() > 1 ? name + ": " : "";
    const io::CashFlowCase input = io::read_cash_flow_case(path);
    for (const std::string& note : input.file.notes) message(manners, about + note);
    cases.push_back({name, finance::study_cash_flow(input.terms)});
    const finance::CashFlowStudy& study = cases.back().study;
    for (const std::string& warning : report::warnings_of(study)) message(manners, about + warning);
    if (status == "done") status = report::status_of(study);
  }
  const report::Document document = report::cash_flow_document(cases, status);
  std::vector<report::Table> tables = document.tables;
  const Exit exit = status == "done" ? Exit::done : Exit::no_answer;
  if (!arguments.out.empty()) {
    report::FolderWish wish;
    wish.out = arguments.out, wish.case_path = arguments.cases[0], wish.command = "cashflow";
    wish.more_cases.assign(arguments.cases.begin() + 1, arguments.cases.end());
    wish.force = arguments.force;
    report::ResultFolder taken(wish);
    taken.clear();
    report::write(document, taken.path());
    taken.keep();
    message(manners, "page  " + (taken.path() / "report.html").string());
  }
  if (!arguments.csv.empty()) {
    const auto found = std::find_if(tables.begin(), tables.end(), [&](const report::Table& table) {
      return table.name == arguments.csv;
    });
    if (found == tables.end())
      throw InputError(Fault{
          {}, "--csv", arguments.csv, report::no_table(document, cases.size(), arguments.csv)});
    print_exactly(report::to_csv(*found));
    return exit;
  }
  if (manners.json) {
    print_text(report::to_json(envelope("cashflow", status, std::move(tables))));
    return exit;
  }
  for (report::Table& table : tables)
    if (table.name == "lines") table = report::without_zero_rows(std::move(table));
  print_tables(tables);
  return exit;
}

}  // namespace lode::cli
