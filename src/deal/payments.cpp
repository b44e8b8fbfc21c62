#include "deal/payments.h"

#include "base/error.h"

namespace lode::deal {
namespace {

constexpr std::array<std::string_view, kParties + 1> kPartyNames = {
    "state",          "fund",     "sponsor",   "lenders",
    "guarantor",      "marketer", "seller",    "other_governments",
    "royalty_holder", "partners", "suppliers", "balances",
    "venture"};

using enum Party;
constexpr std::array<PaymentKind, kPayments> kKinds = {{
    {"extraction_tax", venture, state},
    {"royalty_uplift", venture, state},
    {"royalty", venture, state},
    {"import_duty", venture, state},
    {"services_withholding", venture, state},
    {"rent_tax", venture, state},
    {"income_tax", venture, state},
    {"property_tax", venture, state},
    {"social_tax", venture, state},
    {"dividend_withholding", sponsor, state},
    {"interest_withholding", lenders, state},
    {"profit_share", venture, state},
    {"shareholder_withholding", sponsor, state},
    {"milestone_to_state", sponsor, state},
    {"marketing", venture, marketer},
    {"management", venture, sponsor},
    {"private_royalty", venture, royalty_holder},
    {"interest", venture, lenders},
    {"principal", venture, lenders},
    {"upfront_fee", venture, lenders},
    {"commitment_fee", venture, lenders},
    {"exposure_fee", venture, guarantor},
    {"guarantee_fee", venture, guarantor},
    {"put_by", venture, balances},
    {"bills_deferred", suppliers, venture},
    {"taxes_deferred", state, venture},
    {"guarantee_deferred", guarantor, venture},
    {"marketing_deferred", marketer, venture},
    {"management_deferred", sponsor, venture},
    {"closure_beyond_fund", state, venture},
    {"closure_guaranteed", guarantor, venture},
    {"shareholder_interest", venture, sponsor},
    {"shareholder_principal", venture, sponsor},
    {"preferred_to_sponsor", venture, sponsor},
    {"preferred_to_fund", venture, fund},
    {"dividend_to_sponsor", venture, sponsor},
    {"dividend_to_fund", venture, fund},
    {"carry_repaid", fund, sponsor},
    {"floor_made_up", sponsor, fund},
    {"home_tax", sponsor, other_governments},
    {"draw", lenders, venture},
    {"call_on_sponsor", sponsor, venture},
    {"shareholder_loan", sponsor, venture},
    {"support", sponsor, venture},
    {"call_on_fund", fund, venture},
    {"buy_in", fund, sponsor},
    {"stake_price", sponsor, seller},
    {"milestone_to_fund", sponsor, fund},
    {"milestone_to_seller", sponsor, seller},
    {"call_on_partners", partners, venture},
    {"preferred_to_partners", venture, partners},
    {"dividend_to_partners", venture, partners},
    {"partners_withholding", partners, state},
    {"partners_home_tax", partners, other_governments},
    {"partners_to_sponsor", partners, sponsor},
    {"sponsor_to_partners", sponsor, partners},
    {"partners_to_fund", partners, fund},
    {"fund_to_partners", fund, partners},
}};
static_assert(!kPartyNames.back().empty() && !kKinds.back().name.empty());

}  // namespace

std::string_view name_of(Party party) {
  LODE_CHECK(static_cast<std::size_t>(party) < kPartyNames.size());
  return kPartyNames[static_cast<std::size_t>(party)];
}

const PaymentKind& kind_of(Payment payment) {
  LODE_CHECK(payment < Payment::kCount);
  return kKinds[static_cast<std::size_t>(payment)];
}

Side host_side(const std::string& country) {
  return {"host", country + " together", {Party::state, Party::fund, Party::seller}};
}

Side sponsor_side(bool with_marketer) {
  Side out{"sponsor_with_marketer", "Sponsor with its marketer", {Party::sponsor}};
  if (with_marketer) out.parties.push_back(Party::marketer);
  return out;
}

PaymentBook make_book(std::size_t periods) {
  return {periods, std::vector<double>(kPayments * periods, 0.0)};
}

std::vector<double> flow_of(const PaymentBook& book, Party party) {
  std::vector<double> out(book.periods, 0.0);
  for (std::size_t p = 0; p < kPayments; ++p) {
    const double sign = (kKinds[p].to == party ? 1 : 0) - (kKinds[p].from == party ? 1 : 0);
    if (sign == 0) continue;
    for (std::size_t t = 0; t < book.periods; ++t) out[t] += sign * book.values[t * kPayments + p];
  }
  return out;
}

}  // namespace lode::deal
