// The steps of a study's cash flow; finance/cash_flow.h says what they do.
#pragma once

#include <cmath>

#include "finance/cash_flow.h"

namespace lode::finance {

// Fills revenue .. before_income_tax, the levies on cost, VAT and the closure fund: all that does
// not depend on how the venture is financed.
void write_business(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow);

// Of the periods [from, to): capital, and what financing costs of each is `pooled`, into the pools;
// the deductions out of them: they do not depend on anything later.
void deduct_pools(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow,
                  std::size_t from, std::size_t to, double pooled);
// Fills property tax .. after_tax of one period and the tax memo; `finance`: interest and fees that
// are deductible. After deduct_pools.
void tax_period(const CashFlowModel& model, CashFlow& flow, std::size_t t, double finance);

// Fills taxes, the debt and what holders pay in and get: marches that settle them.
void settle(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow, int passes,
            Search search);

// Splits equity and distributions between the partners; fills investor, government, lenders.
void write_parties(const CashFlowModel& model, CashFlow& flow);

inline double operating_cost(const CashFlow& f, std::size_t t) {
  return f.at(Line::mining, t) + f.at(Line::processing, t) + f.at(Line::general, t) +
         f.at(Line::selling, t) + f.at(Line::other_cost, t);
}

// The period's levies on cost, deductible.
inline double levies(const CashFlow& f, std::size_t t) {
  return f.at(Line::extraction_tax, t) + f.at(Line::given_royalty, t) + f.at(Line::social_tax, t) +
         f.at(Line::import_duty, t) + f.at(Line::services_withholding, t) +
         f.at(Line::marketing, t);
}

// What of claims on the whole falls on one ring: by revenue, else by its share.
inline double part_of_ring(const CashFlowModel& m, const CashFlow& f, std::size_t ring,
                           std::size_t t) {
  if (m.ring.size() == 1) return 1;
  double all = 0;
  for (std::size_t r = 0; r < m.ring.size(); ++r) all += f.ring[r * m.periods + t].revenue;
  return all > 0 ? f.ring[ring * m.periods + t].revenue / all : m.ring[ring].share;
}

}  // namespace lode::finance
