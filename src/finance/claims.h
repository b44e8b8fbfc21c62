// Claims of the state and of private holders on revenue and cost, before the income tax.
#pragma once

#include <span>
#include <vector>

#include "finance/venture.h"

namespace lode::finance {

// tax[period]: the regime in force. All read business lines (nominal USD) and fill their own.
//
// Extraction tax: rate x base by ExtractionBase, what is contained less the normative loss at the
// period's price (cost_plus knows no such loss); within the relief none, a period that it ends in
// in proportion. From the tax year of first ore on the line holds what is due at the low-profit
// rate alone: what the full rate adds waits for the year's end (RingPeriod::held).
void write_extraction_tax(FinancedLedger& ledger, const Calendar& calendar,
                          const Operations& operations, std::span<const Tax* const> tax,
                          const Index& index, const Timeline& timeline);

// Royalties, into `royalty` or `private_royalty`; those that are not deductible are taken off the
// ring's cost, which counts all of them later. Revenue is at arm's length, before marketing terms.
// Scales: real USD per quoted unit; margin of the whole venture; tonnes paid for, or real M$ of
// revenue, a year; revenue so far over operating cost and capital so far, both before the period, 0
// in the first.
void write_royalties(FinancedLedger& ledger, const Calendar& calendar, const Operations& operations,
                     std::span<const Tax* const> tax, const Index& index, const Timeline& timeline);

// Social tax: on the payroll share of own_cost. Withholding on services: on their share of the
// same, and of initial capital.
// Import duty: on the imported share of initial and sustaining capital.
void write_levies_on_cost(Ledger& ledger, std::span<const Tax* const> tax);

}  // namespace lode::finance
