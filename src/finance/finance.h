// Room finance: cash flow, tax, debt, indicators.
//
// Two ways in:
//   Operations (real USD) + capital + Tax + Financing + Macro  ->  venture_cash_flow  ->  Venture
//   CashFlowTerms (a study's table)  ->  make_model  ->  cash_flow  ->  CashFlow, measures
// Each writes the business and claims of one Ledger; one march (march.h) fills tax, debt and
// distribution; holders.h shares them out.
//
// Computed in nominal money, since loans, tax pools and losses are fixed in it; reported in real
// money. Simplified in a venture, and said in the report: taxes on calendar years, no
// ring-fence between deposits, limits on interest period by period, VAT on capital only and
// refunded in dollars.
#pragma once

#include "finance/cash_flow.h"
#include "finance/cash_flow_measures.h"
#include "finance/cash_flow_payments.h"
#include "finance/cash_flow_terms.h"
#include "finance/fiscal.h"
#include "finance/holders.h"
#include "finance/indicators.h"
#include "finance/ledger.h"
#include "finance/levies.h"
#include "finance/macro.h"
#include "finance/signing.h"
#include "finance/tax.h"
#include "finance/venture.h"
