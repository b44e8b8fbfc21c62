// The lines of a venture that do not depend on how it is financed: business, claims on revenue and
// cost, balances that follow from them.
#pragma once

#include <span>
#include <vector>

#include "finance/venture.h"

namespace lode::finance {

// Real lines at the price level of the period's middle; claims by claims.h. VAT
// comes back in the period in which the delay ends, counted from the middle of the period that paid
// it; in the calendar's last at the latest. Working capital: days / 365 of the revenue of a year at
// the period's rate. Closure fund: paid into per tonne milled, and so that it grows in a straight
// line from first ore to the whole estimate over closure_funded_by of the planned life; at closure
// released. Fills revenue ..
// pretax_cash, marketing .. services_withholding, social_tax, vat_due_change,
// working_capital_change, closure_fund_change, and what the march takes beside them. Returns the
// period from which the mine is closed: the first after the last ore milled or care paid for, or
// the calendar's last. Throws InputError for an extraction tax or a royalty on a commodity that the
// operations do not have.
std::size_t write_business(FinancedLedger& flow, const Calendar& calendar,
                           const Operations& operations, const std::vector<double>& capital_usd,
                           std::span<const Tax* const> tax, const Financing& financing,
                           const Index& index, const VentureTerms& terms, const Timeline& timeline);

}  // namespace lode::finance
