#include "finance/ledger.h"

#include "base/error.h"

namespace lode::finance {
namespace {

constexpr std::array<LineKind, kLines> kKinds = {{
    {"revenue"},
    {"other_income", LineOf::table},
    {"mining"},
    {"processing"},
    {"general"},
    {"refining", LineOf::study},
    {"care", LineOf::study},
    {"selling"},
    {"other_cost", LineOf::table},
    {"private_royalty"},
    {"sustaining"},
    {"capital"},
    {"closure"},
    {"working_capital", LineOf::table},
    {"pretax_cash"},
    {"marketing", LineOf::both, "venture", "offtaker"},
    {"management", LineOf::study, "venture", "manager"},
    {"stream", LineOf::table, "venture", "streamer"},
    {"royalty_uplift", LineOf::study, "venture", "state"},
    {"royalty", LineOf::both, "venture", "state"},
    {"extraction_tax", LineOf::both, "venture", "state"},
    {"given_royalty", LineOf::table, "venture", "state"},
    {"before_income_tax", LineOf::table},
    {"property_tax", LineOf::both, "venture", "state"},
    {"social_tax", LineOf::both, "venture", "state"},
    {"import_duty", LineOf::both, "venture", "state"},
    {"services_withholding", LineOf::both, "venture", "state"},
    {"rent_tax", LineOf::both, "venture", "state"},
    {"profit_tax", LineOf::table, "venture", "state"},
    {"income_tax", LineOf::both, "venture", "state"},
    {"given_income_tax", LineOf::table, "venture", "state"},
    {"given_other_tax", LineOf::table, "venture", "state"},
    {"vat_due_change", LineOf::both, "venture", "balances"},
    {"working_capital_change", LineOf::study, "venture", "balances"},
    {"closure_fund_change", LineOf::both, "venture", "balances"},
    {"after_tax", LineOf::table},
    {"cash_for_debt_service"},
    {"reserve_interest", LineOf::table, "bank", "venture"},
    {"draw", LineOf::both, "lenders", "venture"},
    {"interest", LineOf::both, "venture", "lenders"},
    {"capitalised_interest", LineOf::table},
    {"principal", LineOf::both, "venture", "lenders"},
    {"sweep"},
    {"upfront_fee", LineOf::both, "venture", "lenders"},
    {"commitment_fee", LineOf::both, "venture", "lenders"},
    {"exposure_fee", LineOf::both, "venture", "guarantor"},
    {"guarantee_fee", LineOf::both, "venture", "guarantor"},
    {"interest_withholding", LineOf::both, "lenders", "state"},
    {"scheduled_service"},
    {"arrears"},
    {"debt_balance"},
    {"reserve_balance", LineOf::table},
    {"operating_reserve_balance", LineOf::table},
    {"maintenance_reserve_balance", LineOf::table},
    {"bills_deferred", LineOf::both, "suppliers", "venture"},
    {"taxes_deferred", LineOf::both, "state", "venture"},
    {"guarantee_deferred", LineOf::both, "guarantor", "venture"},
    {"marketing_deferred", LineOf::study, "offtaker", "venture"},
    {"management_deferred", LineOf::study, "manager", "venture"},
    {"closure_beyond_fund", LineOf::both, "state", "venture"},
    {"deferred_interest"},
    {"unpaid_bills"},
    {"unpaid_taxes"},
    {"unpaid_guarantee"},
    {"unpaid_marketing", LineOf::study},
    {"unpaid_management", LineOf::study},
    {"reserve_change", LineOf::both, "venture", "balances"},
    {"cash_change", LineOf::both, "venture", "balances"},
    {"equity"},
    {"support"},
    {"distribution"},
    {"dividend_withholding", LineOf::table},
    {"milestones", LineOf::table},
    {"state_equity", LineOf::table},
    {"state_share", LineOf::table},
    {"investor", LineOf::table},
    {"government", LineOf::table},
    {"lenders", LineOf::table},
    {"depreciation"},
    {"taxable_income"},
    {"loss_used"},
    {"loss_carried_back", LineOf::table},
    {"minimum_tax", LineOf::table},
    {"deductible_cost"},
    {"profitability", LineOf::study},
    {"pool_addition", LineOf::study},
    {"pool_balance"},
    {"interest_due", LineOf::study},
    {"interest_deducted"},
    {"price_index", LineOf::table},
}};
static_assert(!kKinds.back().name.empty(), "a line without a name");

}  // namespace

const LineKind& kind_of(Line line) {
  LODE_CHECK(line < Line::kCount);
  return kKinds[static_cast<std::size_t>(line)];
}

std::vector<double> Ledger::row(Line line) const {
  std::vector<double> out(periods);
  for (std::size_t t = 0; t < periods; ++t) out[t] = at(line, t);
  return out;
}

Ledger make_ledger(std::size_t periods) {
  return {periods, std::vector<double>(kLines * periods, 0.0)};
}

}  // namespace lode::finance
