// One project under several regimes, side by side (IMF, Fiscal Analysis of Resource Industries,
// 2016): the measures of each, and its take against price and rate.
#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "report/tables_cash_flow.h"

namespace lode::report {
namespace {

using finance::CashFlowStudy;

const std::vector<Cell>* row_of(const Table& table, const Cell& measure) {
  const auto found = std::find_if(table.rows.begin(), table.rows.end(),
                                  [&](const auto& row) { return row[0] == measure; });
  return found == table.rows.end() ? nullptr : &*found;
}

// Every measure that any of them has, in the order of the first that has it.
Table measures(const std::vector<NamedCashFlow>& cases) {
  Table out{"regimes",
            "Side by side",
            "values at each case's own rate and convention; empty: it has none",
            {{"measure", ""}, {"unit", ""}},
            {}};
  std::vector<Table> summaries;
  for (const NamedCashFlow& one : cases) {
    out.columns.push_back({one.name, ""});
    summaries.push_back(cash_flow_summary(one.study));
  }
  for (const Table& summary : summaries)
    for (const auto& row : summary.rows) {
      if (row_of(out, row[0])) continue;
      std::vector<Cell> line = {row[0], row[2]};
      for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::vector<Cell>* other = row_of(summaries[i], row[0]);
        if (other && (*other)[2] != row[2])
          throw InputError(fmt::format(
              "{} is in {} in {} and in {} in another: cases side by side have one money and one "
              "unit of price",
              std::get<std::string>(row[0]), std::get<std::string>((*other)[2]), cases[i].name,
              std::get<std::string>(row[2])));
        line.push_back(other ? (*other)[1] : Cell());
      }
      out.rows.push_back(std::move(line));
    }
  return out;
}

// At the price factors and rates of the first.
Table takes(const std::vector<NamedCashFlow>& cases) {
  Table out{"takes",
            "Take against price",
            "value to the state over value before tax, at each case's own convention; empty where "
            "the latter is not positive, of little meaning where it is small",
            {{"price_factor", ""}, {"rate", "1/y"}},
            {}};
  for (const NamedCashFlow& one : cases) out.columns.push_back({one.name, ""});
  const finance::Valuation& first = cases.front().study.model.terms.valuation;
  for (const double factor : first.price_factors) {
    finance::CashScenario scenario;
    scenario.price = factor;
    std::vector<finance::CashFlow> flows;
    for (const NamedCashFlow& one : cases)
      flows.push_back(finance::cash_flow(one.study.model, scenario));
    for (const double rate : first.rates) {
      std::vector<Cell> row = {factor, rate};
      for (std::size_t i = 0; i < cases.size(); ++i) {
        const finance::CashFlowModel& model = cases[i].study.model;
        const auto share =
            finance::take(model, flows[i], {rate}, model.terms.valuation.convention).share;
        row.push_back(share ? Cell(*share) : Cell());
      }
      out.rows.push_back(std::move(row));
    }
  }
  return out;
}

}  // namespace

std::vector<Table> regime_tables(const std::vector<NamedCashFlow>& cases) {
  LODE_CHECK(!cases.empty());
  return {measures(cases), takes(cases)};
}

}  // namespace lode::report
