// The ledger lines that do not depend on how the venture is financed: business, claims on revenue
// and cost, balances that follow from them.
#pragma once

#include <span>
#include <vector>

#include "finance/venture.h"

namespace lode::finance {

struct Business {
  // The venture's: of closure, the first after the last ore milled or care paid for; or the
  // calendar's last.
  std::size_t last_period = 0;
  std::vector<double> cash_usd;  // [period] for debt service before income, property and rent tax
  std::vector<double> before_tax_usd;  // [period] pretax cash less the claims below
  std::vector<double> deductible_usd;  // [period] operating cost and those claims
  std::vector<double> extraction_usd;  // [period] as far as it does not wait,
  std::vector<double> held_usd;        // [period] extraction tax that waits for the year's profit
};

// Real lines at the price level of the period's middle; claims by claims.h. VAT
// comes back in the period in which the delay ends, counted from the middle of the period that paid
// it; in the calendar's last at the latest. Working capital: days / 365 of the revenue of a year at
// the period's rate. Closure fund: put by until closure, then given back whole. Fills revenue ..
// pretax_cash, marketing .. services_withholding, social_tax, vat_due_change,
// working_capital_change, closure_fund_change. Throws InputError for an extraction tax or a royalty
// on a commodity that the operations do not have.
Business write_business(Ledger& ledger, const Calendar& calendar, const Operations& operations,
                        const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                        const Financing& financing, const Index& index, const VentureTerms& terms,
                        const Timeline& timeline);

}  // namespace lode::finance
