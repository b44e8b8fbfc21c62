// The steps of a study's cash flow; finance/cash_flow.h says what they do.
#pragma once

#include "finance/cash_flow.h"

namespace lode::finance {

// Fills revenue .. before_income_tax, the levies on cost, VAT and the closure fund: all that does
// not depend on how the venture is financed.
void write_business(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow);

// Fills property tax .. after_tax and the tax memo, with the interest and fees of the last pass.
void write_taxes(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow);

// Fills the debt and what holders pay in and get. Returns how far interest, fees and draws are from
// those of the last pass, relative to the uses of construction.
double write_debt(const CashFlowModel& model, CashFlow& flow);

// Splits equity and distributions between the partners; fills investor, government, lenders.
void write_parties(const CashFlowModel& model, CashFlow& flow);

inline double sum_of(std::span<const double> row) {
  double sum = 0;
  for (const double value : row) sum += value;
  return sum;
}

}  // namespace lode::finance
