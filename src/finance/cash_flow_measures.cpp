#include "finance/cash_flow_measures.h"

#include <cmath>

#include "finance/cash_flow_passes.h"
#include "finance/growth.h"

namespace lode::finance {
namespace {

Line line_of(Valued flow) {
  constexpr Line lines[] = {Line::pretax_cash, Line::before_income_tax, Line::after_tax,
                            Line::investor,    Line::government,        Line::lenders};
  return lines[static_cast<std::size_t>(flow)];
}

std::vector<double> deflated(const CashFlowModel& model, const CashFlow& flow, Line line) {
  std::vector<double> out(model.periods);
  for (std::size_t t = 0; t < model.periods; ++t) out[t] = flow.at(line, t) / model.deflator[t];
  return out;
}

bool of_project(Valued flow) { return flow == Valued::after_tax; }

}  // namespace

std::string_view name_of(Valued flow) {
  constexpr std::string_view names[] = {"pre_tax",  "before_income_tax", "after_tax",
                                        "investor", "government",        "lenders"};
  return names[static_cast<std::size_t>(flow)];
}

CashFlowStudy study_cash_flow(const CashFlowTerms& terms) {
  CashFlowStudy study;
  study.model = make_model(terms);
  study.project = make_model(without_finance(terms));
  study.flow = cash_flow(study.model);
  study.project_flow = cash_flow(study.project);
  return study;
}

std::vector<double> valued_flow(const CashFlowStudy& study, Valued flow) {
  return of_project(flow) ? deflated(study.project, study.project_flow, line_of(flow))
                          : deflated(study.model, study.flow, line_of(flow));
}

double value_of(const CashFlowModel& model, const std::vector<double>& flow, double rate,
                Convention convention) {
  const double value = net_present_value(flow, model.calendar, rate, convention);
  const double from = model.terms.valuation.from_y;
  return from == 0 ? value : value * std::pow(1 + rate, from);
}

double value_of(const CashFlowModel& model, const std::vector<double>& flow,
                const std::vector<double>& rates, Convention convention) {
  if (rates.size() == 1) return value_of(model, flow, rates[0], convention);
  const double value = net_present_value(flow, model.calendar, rates, convention);
  const double from = model.terms.valuation.from_y;
  return from == 0 ? value : value * growth_until(rates, model.calendar, from);
}

std::vector<double> discounted(const CashFlowModel& model, const std::vector<double>& flow) {
  const Convention convention = model.terms.valuation.convention;
  std::vector<double> out = flow;
  for (std::size_t t = 0; t < flow.size(); ++t) {
    const double time = time_of(model.calendar, t, convention);
    out[t] /= model.rates.size() == 1 ? std::pow(1 + model.rates[0], time)
                                      : growth_until(model.rates, model.calendar, time);
  }
  return out;
}

std::optional<double> modified_return(const CashFlowModel& model, const std::vector<double>& flow) {
  const Valuation& v = model.terms.valuation;
  const bool needed = std::isinf(v.finance_rate) || std::isinf(v.reinvestment_rate);
  if (needed && model.rates.size() > 1) return std::nullopt;  // none of them is the headline's
  const auto or_headline = [&](double rate) { return std::isinf(rate) ? model.rates[0] : rate; };
  return modified_rate_of_return(flow, model.calendar, or_headline(v.finance_rate),
                                 or_headline(v.reinvestment_rate));
}

std::optional<double> payback_from_production(const CashFlowModel& model,
                                              const std::vector<double>& flow) {
  const auto end_y = paid_back_y(flow, model.calendar, model.terms.valuation.convention);
  if (!end_y || !model.has_production) return std::nullopt;
  return *end_y - model.calendar.start_y[model.first_production];
}

Breakeven breakeven(const CashFlowStudy& study, Valued flow, const std::vector<double>& rates) {
  const CashFlowModel& model = of_project(flow) ? study.project : study.model;
  CashFlow memory;
  const auto value_at = [&](double factor) {
    CashScenario scenario;
    scenario.price = factor;
    evaluate(model, scenario, memory);
    return value_of(model, deflated(model, memory, line_of(flow)), rates,
                    model.terms.valuation.convention);
  };
  double low = 0, high = 1;
  if (value_at(low) >= 0) return {std::nullopt, "earns it at any price"};
  while (high < 1024 && value_at(high) < 0) low = high, high *= 2;
  if (high >= 1024) return {std::nullopt, "not at a thousand times the price"};
  for (int step = 0; step < 200 && high - low > 1e-12 * high; ++step) {
    const double middle = 0.5 * (low + high);
    (value_at(middle) < 0 ? low : high) = middle;
  }
  return {high, {}};
}

std::optional<UnitCost> unit_cost(const CashFlowStudy& study, std::size_t from, std::size_t to) {
  const CashFlowModel& m = study.model;
  if (m.product.empty()) return std::nullopt;
  double quantity = 0, c1 = 0, more = 0;
  for (std::size_t t = from; t < to; ++t) {
    const auto at = [&](Line line) { return study.flow.at(line, t) / m.deflator[t]; };
    quantity += m.product[0].quantity[t];
    const double main = m.product[0].quantity[t] * m.product[0].price[t] / m.deflator[t];
    const double charges = m.product[0].quantity[t] * m.product[0].charge[t] / m.deflator[t];
    // By-products are what revenue there is beyond the main product's and plain revenue rows.
    const double credits = at(Line::revenue) - main + charges - m.other_revenue[t] / m.deflator[t];
    c1 += at(Line::mining) + at(Line::processing) + at(Line::general) + at(Line::selling) +
          at(Line::other_cost) + charges - credits;
    more += at(Line::private_royalty) + at(Line::royalty) + at(Line::extraction_tax) +
            at(Line::given_royalty) + at(Line::sustaining) + at(Line::closure);
  }
  if (!(quantity > 0)) return std::nullopt;
  const double money = m.terms.money_unit / quantity;
  return UnitCost{c1 * money, (c1 + more) * money};
}

Take take(const CashFlowModel& model, const CashFlow& flow, const std::vector<double>& rates,
          Convention convention) {
  const auto value = [&](Line line) {
    return value_of(model, deflated(model, flow, line), rates, convention);
  };
  Take out{value(Line::pretax_cash), value(Line::investor), value(Line::government),
           value(Line::lenders), std::nullopt};
  if (out.pre_tax > 0) out.share = out.government / out.pre_tax;
  return out;
}

namespace {

std::optional<double> wedge(const Calendar& calendar, const std::vector<double>& before_tax,
                            const std::vector<double>& investor) {
  const auto before = internal_rate_of_return(before_tax, calendar);
  const auto after = internal_rate_of_return(investor, calendar);
  if (!before.value || !after.value || !(*before.value > 0)) return std::nullopt;
  return (*before.value - *after.value) / *before.value;
}

}  // namespace

std::optional<double> marginal_take(const CashFlowStudy& study) {
  return wedge(study.model.calendar, valued_flow(study, Valued::pre_tax),
               valued_flow(study, Valued::investor));
}

std::optional<double> marginal_take_at_hurdle(const CashFlowStudy& study) {
  const Breakeven at = breakeven(study, Valued::investor, study.model.hurdle);
  if (!at.factor) return std::nullopt;
  CashScenario scenario;
  scenario.price = *at.factor;
  CashFlow flow;
  evaluate(study.model, scenario, flow);
  return wedge(study.model.calendar, deflated(study.model, flow, Line::pretax_cash),
               deflated(study.model, flow, Line::investor));
}

}  // namespace lode::finance
