#include "report/cash_flow_cells.h"

#include <fmt/format.h>

#include <cmath>

namespace lode::report {

using finance::CashFlowStudy;
using finance::Valued;

Cell number(double value) { return std::isfinite(value) ? Cell(value) : Cell(); }
Cell number(const std::optional<double>& value) { return value ? number(*value) : Cell(); }

std::string money_of(const CashFlowStudy& s) {
  const double unit = s.model.terms.money_unit;
  const std::string prefix = unit == 1     ? ""
                             : unit == 1e3 ? "k"
                             : unit == 1e6 ? "M"
                             : unit == 1e9 ? "bn"
                                           : fmt::format("{:g} ", unit);
  return prefix + s.model.terms.currency;
}

std::string unit_of_price(const CashFlowStudy& s) {
  const std::string& text = s.model.terms.product[0].price_unit;
  return s.model.terms.currency + text.substr(text.find('/'));
}

std::vector<Valued> flows_of(const CashFlowStudy& s) {
  std::vector<Valued> out = {Valued::pre_tax, Valued::before_income_tax, Valued::after_tax,
                             Valued::investor, Valued::government};
  if (!s.model.loan.empty()) out.push_back(Valued::lenders);
  return out;
}

std::optional<double> payback_of(const CashFlowStudy& s, const std::vector<double>& flow) {
  return finance::payback_years(flow, s.model.calendar, s.model.terms.valuation.convention);
}

}  // namespace lode::report
