#include "finance/cash_flow.h"

#include "finance/cash_flow_passes.h"

namespace lode::finance {
namespace {

void put_by_for_maintenance(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  f.maintenance_change.assign(m.periods, 0.0);
  f.maintenance_cover.assign(m.periods, 0.0);
  for (const ModelMaintenance& reserve : m.maintenance) {
    const bool operating = reserve.kind <= CostKind::other;
    const bool capital = reserve.kind == CostKind::capital || reserve.kind == CostKind::sustaining;
    const double factor = operating ? scenario.operating : capital ? scenario.capital : 1;
    // Operating cash does not hold what capital and closure cost, the other not what initial capital.
    const bool counts =
        operating ||
        (m.rules.cash != SizingCash::operating &&
         !(m.rules.cash == SizingCash::before_capital && reserve.kind == CostKind::capital));
    for (std::size_t t = 0; t < m.periods; ++t) {
      f.maintenance_change[t] += factor * (reserve.put[t] - reserve.spent[t]);
      f.maintenance_cover[t] += factor * (reserve.put[t] - (counts ? reserve.spent[t] : 0));
    }
  }
}

// What second taxes on profit deduct of each period beside interest and depreciation.
void write_profit_costs(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  for (std::size_t k = 0; k < m.profit.size(); ++k) {
    const ProfitTax& tax = m.profit[k];
    const ModelProfitTax& rows = m.profit_rows[k];
    for (std::size_t t = 0; t < m.periods; ++t) {
      const double capital = rows.capital[t] * scenario.capital;
      double cost = rows.operating[t] * scenario.operating + rows.closure[t] +
                    f.at(Line::social_tax, t) + f.at(Line::import_duty, t) +
                    f.at(Line::services_withholding, t) + f.at(Line::marketing, t) +
                    tax.allowance * capital;
      if (tax.royalties)
        cost += f.at(Line::royalty, t) + f.at(Line::private_royalty, t) +
                f.at(Line::extraction_tax, t) + f.at(Line::given_royalty, t);
      f.profit_cost[k * m.periods + t] = cost;
      f.profit_capital[k * m.periods + t] = capital;
    }
  }
}

void write_minimum_bases(const CashFlowModel& m, CashFlow& f) {
  for (std::size_t r = 0; r < m.ring.size(); ++r)
    for (std::size_t t = 0; t < m.periods; ++t) {
      RingPeriod& at = f.ring[r * m.periods + t];
      at.minimum_base = m.minimum.base == MinimumBase::revenue
                            ? at.revenue + m.rows[r].other_income[t]
                            : at.income - at.cost - at.apart;
    }
}

}  // namespace

void evaluate(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow, int passes,
              Search search) {
  resize(flow, model);
  write_business(model, scenario, flow);
  if (!model.maintenance.empty()) put_by_for_maintenance(model, scenario, flow);
  if (!model.profit.empty()) write_profit_costs(model, scenario, flow);
  if (model.minimum.rate.given()) write_minimum_bases(model, flow);
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
