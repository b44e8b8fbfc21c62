#include "report/cash_flow_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lode::report {
namespace {

constexpr double kSettled = 1e-9;  // of the cash

struct Measure {
  double value = NAN;
  std::string unit, note;
};

Measure measure(const Table& summary, const std::string& name) {
  for (const std::vector<Cell>& row : summary.rows)
    if (row[0] == Cell(name)) {
      const double* value = std::get_if<double>(&row[1]);
      return {value ? *value : NAN, std::get<std::string>(row[2]), std::get<std::string>(row[3])};
    }
  return {};
}

std::string percent(double fraction) { return for_people(100 * fraction, "%") + " %"; }

// "Worth 344 MCAD after tax at 5 %, with a return of 50.1 % a year; the outlay is back after 3.24
// years."
std::string headline(const finance::CashFlowStudy& study, const Table& summary) {
  const Measure npv = measure(summary, "npv_after_tax"), irr = measure(summary, "irr_after_tax"),
                payback = measure(summary, "payback_after_tax");
  std::string out = fmt::format(
      "Worth {} {} after tax at {}", for_people(npv.value, npv.unit), npv.unit,
      study.model.rates.size() == 1 ? percent(study.model.rates[0]) : "the rates by period");
  out += std::isfinite(irr.value) ? fmt::format(", with a return of {} a year", percent(irr.value))
                                  : ", without a rate of return";
  if (std::isfinite(payback.value))
    out += fmt::format("; the outlay is back after {} years", for_people(payback.value, "y"));
  return out + ".";
}

}  // namespace

Document cash_flow_document(const std::vector<NamedCashFlow>& cases, std::string status) {
  const bool one = cases.size() == 1;
  const finance::CashFlowTerms& first = cases.front().study.model.terms;
  Document out;
  out.version = LODE_VERSION;
  out.command = "cashflow";
  out.status = std::move(status);
  out.tables = one ? cash_flow_tables(cases.front().study) : regime_tables(cases);
  out.study.emplace();
  out.study->title = one && !first.title.empty() ? first.title : cases.front().name;
  out.study->planning_price = NAN;
  out.text.emplace();
  if (one) {
    out.text->headline = headline(cases.front().study, out.tables.front());
  } else {
    out.text->headline = fmt::format("{} cases side by side", cases.size());
    out.study->title.clear();
    for (const NamedCashFlow& each : cases)
      out.study->title += (out.study->title.empty() ? "" : ", ") + each.name;
  }
  return out;
}

std::string status_of(const finance::CashFlowStudy& study) {
  if (study.flow.debt == finance::DebtStatus::no_debt_meets_cover) return "no_debt_meets_cover";
  return study.flow.residual > kSettled ? "not_settled" : "done";
}

std::vector<std::string> warnings_of(const finance::CashFlowStudy& study) {
  const finance::CashFlow& flow = study.flow;
  const std::string status = status_of(study);
  std::vector<std::string> out;
  if (status == "no_debt_meets_cover")
    out.push_back("debt: no cash for debt service, so that no loan meets the cover asked for");
  if (status == "not_settled")
    out.push_back(
        fmt::format("tax and debt do not settle: they still move by {:.1e} of the cash "
                    "after {} passes",
                    flow.residual, flow.passes));
  if (flow.drawn > flow.uses * (1 + 1e-9))
    out.push_back(
        fmt::format("{:g} is drawn, more than the {:g} that construction uses; the rest "
                    "is kept as cash",
                    flow.drawn, flow.uses));
  return out;
}

std::string no_table(const Document& document, std::size_t cases, const std::string& name) {
  std::string names;
  for (const Table& table : document.tables) names += (names.empty() ? "" : ", ") + table.name;
  if (cases == 1)
    for (const auto& [table, needs] : kTablesOfSome)
      if (name == table)
        return fmt::format("this case has no such table, it has no {}; its tables: {}", needs,
                           names);
  return "is none of the tables: " + names;
}

}  // namespace lode::report
