// Room finance: what the mines and plants do, in money: tax, debt, indicators.
//
//   Operations (real USD) + capital + Tax + Financing + Macro
//     ->  venture_cash_flow  ->  Ledger (nominal USD)
//
// Nominal inside, real outside: loans, tax pools and losses are fixed in nominal money
// (modelling.md 3.1). Simplified, and said in the report: taxes on calendar years, one venture
// without ring-fence between deposits, annuity loans, no thin-capitalisation test, VAT on capital
// only and refunded in dollars.
#pragma once

#include "finance/indicators.h"
#include "finance/ledger.h"
#include "finance/macro.h"
#include "finance/tax.h"
#include "finance/venture.h"
