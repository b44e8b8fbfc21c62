// The ledger lines that do not depend on how the venture is financed: business, claims on revenue
// and cost, balances that follow from them.
#pragma once

#include <span>
#include <vector>

#include "finance/venture.h"

namespace lode::finance {

struct Business {
  std::size_t last_period = 0;   // the venture's: of closure, or the calendar's last
  std::vector<double> cash_usd;  // [period] for debt service before income and property tax
  std::vector<double>
      deductible_usd;  // [period] operating cost, marketing, extraction, uplift, social tax
};

// Fills revenue .. pretax_cash, marketing, extraction_tax, royalty_uplift, social_tax,
// vat_due_change, working_capital_change, closure_fund_change. Throws InputError for an extraction
// tax on a commodity that the operations do not have.
Business write_business(Ledger& ledger, const Calendar& calendar, const Operations& operations,
                        const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                        const Financing& financing, const Index& index, const VentureTerms& terms,
                        const Timeline& timeline);

}  // namespace lode::finance
