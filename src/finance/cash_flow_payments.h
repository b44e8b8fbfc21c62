// Who pays whom in a study's cash flow: every amount has one payer and one receiver.
#pragma once

#include <string>
#include <vector>

#include "finance/cash_flow.h"

namespace lode::finance {

// Parties: venture, state, lenders, guarantor, offtaker, streamer, bank (that keeps the reserves),
// balances (held in the venture), partner.NAME, and investor where there are no partners.
struct CashPayment {
  std::string name, from, to;
  std::vector<double> amount;  // [period] nominal; negative: it comes back
};

// Those that are not nothing in all periods. Guarantee: what the venture pays less what it is paid
// is its cash before tax; what a holder gets less what it pays is net_of; likewise the lines
// government and lenders; to rounding.
std::vector<CashPayment> payments_of(const CashFlowModel& model, const CashFlow& flow);

}  // namespace lode::finance
