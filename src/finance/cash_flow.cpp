#include "finance/cash_flow.h"

#include <algorithm>
#include <cmath>

#include "finance/cash_flow_passes.h"

namespace lode::finance {
namespace {

void resize(const CashFlowModel& m, CashFlow& f) {
  f.periods = m.periods;
  const std::size_t n = m.periods, rings = m.ring.size();
  // Every line is written anew but those that rows add to.
  f.values.resize(kLines * n);
  for (auto* row : {&f.debt_cover, &f.loan_life_cover, &f.project_life_cover})
    row->assign(n, std::nan(""));
  f.base_cash.resize(n);
  f.profit_income.resize(m.profit.size() * n);
  f.profit_tax.resize(m.profit.size() * n);
  if (m.loan.size() > 1) f.loan.resize(m.loan.size() * n);
  f.foresight.period.resize(n);
  f.ring.assign(rings * n, {});
  f.sculpture.resize(m.loan.size());
  for (Sculpture& s : f.sculpture) s.cash.assign(n, 0.0);
  f.drawn = f.uses = f.residual = 0;
  f.passes = 0;
  f.debt = CashDebt::none;
  f.default_period.reset();
  f.rising_debt.reset();
}

}  // namespace

std::string_view name_of(CashDebt status) {
  constexpr std::string_view names[] = {"none", "repaid", "outstanding_at_end", "in_default",
                                        "no_debt_meets_cover"};
  return names[static_cast<std::size_t>(status)];
}

double Repeat::next(double x, double g, Search search) {
  if (search == Search::plain) return g;
  if (has_last && x != last_x) {
    slope = (g - last_g) / (x - last_x);
    if (!(slope > -10 && slope < 0.999)) slope = 0;
  }
  last_x = x, last_g = g, has_last = true;
  return x + (g - x) / (1 - slope);
}

void evaluate(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow, int passes,
              Search search) {
  resize(model, flow);
  flow.operating = scenario.operating, flow.capital = scenario.capital;
  write_business(model, scenario, flow);
  settle(model, scenario, flow, passes, search);
  write_parties(model, flow);
}

CashFlow cash_flow(const CashFlowModel& model, const CashScenario& scenario) {
  CashFlow flow;
  evaluate(model, scenario, flow);
  return flow;
}

}  // namespace lode::finance
