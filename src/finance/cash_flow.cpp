#include "finance/cash_flow.h"

#include "finance/cash_flow_passes.h"

namespace lode::finance {

void evaluate(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow, int passes,
              Search search) {
  resize(flow, model);
  write_business(model, scenario, flow);
  const Tax* const tax = &model.terms.fiscal.tax;
  settle(model, {&tax, 1}, flow, scenario.capital, passes, search);
  write_parties(model, flow);
}

CashFlow cash_flow(const CashFlowModel& model, const CashScenario& scenario) {
  CashFlow flow;
  evaluate(model, scenario, flow);
  return flow;
}

}  // namespace lode::finance
