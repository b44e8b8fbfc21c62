// Measures of a study's cash flow: values, returns, payback, break-even price, unit costs, take.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "finance/cash_flow.h"

namespace lode::finance {

// The flows that are valued. after_tax is the project before financing: without loans and partners.
enum class Valued { pre_tax, before_income_tax, after_tax, investor, government, lenders };
inline constexpr std::size_t kValued = 6;
std::string_view name_of(Valued flow);

struct CashFlowStudy {
  CashFlowModel model, project;  // with and without finance
  CashFlow flow, project_flow;
};
CashFlowStudy study_cash_flow(const CashFlowTerms& terms);

// [period], in money of the base date if rates are real. Lenders' too.
std::vector<double> valued_flow(const CashFlowStudy& study, Valued flow);
// At the time that the case's values are of.
double value_of(const CashFlowModel& model, const std::vector<double>& flow, double rate,
                Convention convention);
// At one rate, or at one for each period.
double value_of(const CashFlowModel& model, const std::vector<double>& flow,
                const std::vector<double>& rates, Convention convention);

// Each flow by the headline's discounting, at the case's convention.
std::vector<double> discounted(const CashFlowModel& model, const std::vector<double>& flow);
// At the case's finance and reinvestment rates.
std::optional<double> modified_return(const CashFlowModel& model, const std::vector<double>& flow);
// Years from the start of the first period with production until the flow is paid back; negative if
// it is before. None without production.
std::optional<double> payback_from_production(const CashFlowModel& model,
                                              const std::vector<double>& flow);

struct Breakeven {
  std::optional<double> factor;  // on every price
  std::string why_not;
};
// The price at which the flow earns the rate, or those of the periods, to 1e-10 of today's; where
// the value jumps (a royalty of slabs), the price of the jump.
Breakeven breakeven(const CashFlowStudy& study, Valued flow, const std::vector<double>& rates);

// One year's, or the life's, cost of a unit of the main product: money of the base date, in the
// currency of the case.
//   C1    mining, processing, general, selling and other cash cost, less by-products
//   AISC  C1, royalties and extraction tax, sustaining capital, closure
struct UnitCost {
  double c1 = 0, aisc = 0;
};
std::optional<UnitCost> unit_cost(const CashFlowStudy& study, std::size_t from, std::size_t to);

// The state at one price and rate. take: its value over the pre-tax value, undefined unless that is
// positive (AETR: IMF, Fiscal Analysis of Resource Industries, 2016); it has little meaning where
// the pre-tax value is near nothing.
struct Take {
  double pre_tax = 0, investor = 0, government = 0, lenders = 0;
  std::optional<double> share;
};
Take take(const CashFlowModel& model, const CashFlow& flow, const std::vector<double>& rates,
          Convention convention);

// (return before tax - return of the investor) / return before tax; nothing where one is missing or
// the first is not positive. On this project's own returns; and of the project that just meets the
// hurdle: with all prices by the factor at which the investor's return is the hurdle (METR: IMF,
// Fiscal Analysis of Resource Industries, 2016).
std::optional<double> marginal_take(const CashFlowStudy& study);
std::optional<double> marginal_take_at_hurdle(const CashFlowStudy& study);

}  // namespace lode::finance
