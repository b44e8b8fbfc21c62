// The steps of a study's cash flow; finance/cash_flow.h says what they do.
#pragma once

#include <cmath>

#include "finance/cash_flow.h"

namespace lode::finance {

// Fills revenue .. before_income_tax, the levies on cost, VAT and the closure fund: all that does
// not depend on how the venture is financed.
void write_business(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow);

// Splits equity and distributions between the partners; fills investor, government, lenders.
void write_parties(const CashFlowModel& model, CashFlow& flow);

// The period's levies on cost, deductible.
inline double levies(const CashFlow& f, std::size_t t) {
  return f.at(Line::extraction_tax, t) + f.at(Line::given_royalty, t) + f.at(Line::social_tax, t) +
         f.at(Line::import_duty, t) + f.at(Line::services_withholding, t) +
         f.at(Line::marketing, t);
}

}  // namespace lode::finance
