#include "cashflow_command.h"

#include <algorithm>

#include "io/io.h"
#include "output.h"
#include "report/report.h"
#include "result_folder.h"

namespace lode::cli {

namespace {

struct Read {
  finance::CashFlowStudy study;
  std::string status = "done";
};

// `about`: what messages begin with.
Read read(const std::string& path, const std::string& about, const Manners& manners) {
  const io::CashFlowCase input = io::read_cash_flow_case(path);
  for (const std::string& note : input.file.notes) message(manners, about + note);
  Read out{finance::study_cash_flow(input.terms)};
  if (out.study.flow.debt == finance::DebtStatus::no_debt_meets_cover) {
    out.status = "no_debt_meets_cover";
    message(manners,
            about + "debt: no cash for debt service, so that no loan meets the cover asked for");
  } else if (out.study.flow.residual > 1e-9) {
    out.status = "not_settled";
    message(manners, fmt::format("{}tax and debt do not settle: they still move by {:.1e} of the "
                                 "cash after {} passes",
                                 about, out.study.flow.residual, out.study.flow.passes));
  }
  const finance::CashFlow& flow = out.study.flow;
  if (flow.drawn > flow.uses * (1 + 1e-9))
    message(manners, fmt::format("{}{:g} is drawn, more than the {:g} that construction uses; the "
                                 "rest is kept as cash",
                                 about, flow.drawn, flow.uses));
  return out;
}

// The folder's or the file's, as it was asked for.
std::string name_of(const std::string& path) {
  std::filesystem::path at = std::filesystem::absolute(path).lexically_normal();
  if (at.filename() == "case.toml" || !at.has_filename()) at = at.parent_path();
  return at.extension() == ".toml" ? at.stem().string() : at.filename().string();
}

// Why there is no table of the name that was asked for.
std::string no_table(const std::string& name, bool one_case,
                     const std::vector<report::Table>& tables) {
  std::string names;
  for (const auto& table : tables) names += (names.empty() ? "" : ", ") + table.name;
  if (one_case)
    for (const auto& [table, needs] : report::kTablesOfSome)
      if (name == table)
        return fmt::format("this case has no such table, it has no {}; its tables: {}", needs,
                           names);
  return "is none of the tables: " + names;
}

}  // namespace

Exit cashflow(const CashFlowArguments& arguments, const Manners& manners) {
  std::vector<report::NamedCashFlow> cases;
  std::string status = "done";  // the first that is another
  for (const std::string& path : arguments.cases) {
    const std::string name = name_of(path);
    Read one = read(path, arguments.cases.size() > 1 ? name + ": " : "", manners);
    if (status == "done") status = one.status;
    cases.push_back({name, std::move(one.study)});
  }
  const report::Document document = report::cash_flow_document(cases, status);
  std::vector<report::Table> tables = document.tables;
  const Exit exit = status == "done" ? Exit::done : Exit::no_answer;
  if (!arguments.out.empty()) {
    FolderWish wish;
    wish.out = arguments.out, wish.case_path = arguments.cases[0], wish.command = "cashflow";
    wish.more_cases.assign(arguments.cases.begin() + 1, arguments.cases.end());
    wish.force = arguments.force;
    ResultFolder taken(wish);
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
      throw InputError(
          Fault{{}, "--csv", arguments.csv, no_table(arguments.csv, cases.size() == 1, tables)});
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
