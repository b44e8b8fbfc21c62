#include "io/cash_flow_sense.h"

#include <fmt/format.h>

#include <algorithm>

namespace lode::io {
namespace {

using namespace finance;

// The period as the case names it, before a model does.
std::string period_text(const PeriodTerms& period, std::size_t t) {
  if (t < period.label.size()) return "in " + period.label[t];
  if (period.first_year != 0 && period.length_y.empty())
    return fmt::format("in {}", period.first_year + static_cast<int>(t));
  return fmt::format("in period {} (the first is 0)", t);
}

}  // namespace

std::vector<Fault> senseless(const CashFlowTerms& terms, const StageCase& file) {
  std::vector<Fault> out;
  if (terms.product.empty() && terms.income.empty() && terms.cost.empty())
    out.push_back({file.where({}),
                   {},
                   {},
                   "the case has no row: give at least one [product.NAME], [income.NAME] or "
                   "[cost.NAME]"});
  for (const Product& product : terms.product) {
    const auto& values = product.quantity.values;
    const auto below =
        std::find_if(values.begin(), values.end(), [](double value) { return value < 0; });
    if (below == values.end()) continue;
    const auto t = static_cast<std::size_t>(below - values.begin());
    out.push_back({{},
                   "product." + product.id + ".quantity",
                   fmt::format("{:g}", *below),
                   "is less than nothing" +
                       (values.size() > 1 ? " " + period_text(terms.period, t) : std::string())});
  }
  return out;
}

std::vector<Fault> wrong_count(CashFlowTerms& terms, const StageCase& file) {
  const auto count = static_cast<std::size_t>(terms.period.count);
  std::size_t rows = 0, length = 0;
  bool agree = true;
  each_row(terms, [&](const std::string&, Row& row) {
    if (row.values.size() < 2) return;
    agree = agree && (rows == 0 || row.values.size() == length);
    length = row.values.size();
    ++rows;
  });
  if (count == 0 || rows < 2 || !agree || length == count) return {};
  terms.period.count = 0;
  return {{file.where("period.count"), "period.count", fmt::format("{}", count),
           fmt::format("all {} rows with a number a period have {} numbers", rows, length)}};
}

std::vector<std::string> doubts(const CashFlowTerms& terms, const std::vector<std::string>& label) {
  std::vector<std::string> out;
  const auto value = [](const Row& row, std::size_t t) { return row.given() ? row.at(t) : 1; };
  for (const Cost& cost : terms.cost) {
    if (cost.kind == CostKind::working_capital) continue;
    std::size_t periods = 0, first = 0;
    for (std::size_t t = label.size(); t-- > 0;)
      if (value(cost.amount, t) * value(cost.quantity, t) * value(cost.unit_cost, t) < 0)
        ++periods, first = t;
    if (periods == 0) continue;
    out.push_back(fmt::format(
        "cost.{} is negative in {}{}, which is money in: costs are positive; "
        "\"-LINE\" takes a line of a table with the other sign",
        cost.id, label[first], periods > 1 ? fmt::format(" and {} more", periods - 1) : ""));
  }
  const bool given = std::any_of(terms.given_tax.begin(), terms.given_tax.end(),
                                 [](auto& tax) { return tax.kind == GivenTaxKind::income_tax; });
  if (given && is_above_zero(terms.fiscal.income_rate))
    out.push_back(
        "an income tax is given, [given_tax], and computed, tax.income_rate: both are "
        "paid");
  const bool rows = std::any_of(terms.cost.begin(), terms.cost.end(),
                                [](auto& cost) { return cost.kind == CostKind::working_capital; });
  const WorkingCapital& days = terms.working_capital;
  if (rows && (days.receivable_days > 0 || days.inventory_days > 0 || days.payable_days > 0))
    out.push_back(
        "working capital is given as a row of cost and in days, [working_capital]: both "
        "count");
  return out;
}

}  // namespace lode::io
