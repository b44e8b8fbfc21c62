// Who pays whom: every amount of the waterfall has one payer and one receiver.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lode::deal {

// Who receives the money in the end. The venture keeps none: it pays out all its pre-tax cash.
enum class Party : std::size_t {
  state,              // taxes, duties, royalties, profit share, withholding, signature payments
  fund,               // the stakes of the state: its fund's and those of other public holders
  sponsor,            // its stake, its loans, its fees as manager
  lenders,            // service and fees less draws
  guarantor,          // exposure and guarantee fees
  marketer,           // discount and fee
  seller,             // the price of the stake
  other_governments,  // the sponsor's home tax
  royalty_holder,     // private royalties
  partners,           // private holders beside the sponsor
  suppliers,          // bills paid late less those put off: what they lack in the end
  balances,           // held in the venture (VAT due, working capital, closure fund, reserve, cash)
  kCount,
  venture = kCount
};
inline constexpr std::size_t kParties = static_cast<std::size_t>(Party::kCount);
std::string_view name_of(Party party);  // "state", ...

enum class Payment : std::size_t {
  extraction_tax,
  royalty_uplift,
  royalty,
  import_duty,
  services_withholding,
  rent_tax,
  income_tax,
  property_tax,
  social_tax,
  dividend_withholding,
  interest_withholding,
  profit_share,
  shareholder_withholding,
  milestone_to_state,
  marketing,
  management,
  private_royalty,
  interest,
  principal,
  upfront_fee,
  commitment_fee,
  exposure_fee,
  guarantee_fee,
  put_by,
  bills_deferred,  // put off by rank; negative: paid late
  taxes_deferred,
  guarantee_deferred,
  marketing_deferred,
  management_deferred,
  closure_beyond_fund,
  closure_guaranteed,
  shareholder_interest,
  shareholder_principal,
  preferred_to_sponsor,
  preferred_to_fund,
  dividend_to_sponsor,
  dividend_to_fund,
  carry_repaid,
  floor_made_up,
  home_tax,
  draw,
  call_on_sponsor,
  shareholder_loan,
  support,
  call_on_fund,
  buy_in,
  stake_price,
  milestone_to_fund,
  milestone_to_seller,
  call_on_partners,       // with loans and support
  preferred_to_partners,  // with interest and principal of their loans
  dividend_to_partners,
  partners_withholding,
  partners_home_tax,
  partners_to_sponsor,  // between holders: carries repaid, stakes bought, floors made up
  sponsor_to_partners,
  partners_to_fund,
  fund_to_partners,
  kCount
};
inline constexpr std::size_t kPayments = static_cast<std::size_t>(Payment::kCount);
struct PaymentKind {
  std::string_view name;
  Party from, to;
};
const PaymentKind& kind_of(Payment payment);

// [period][payment], nominal USD. Negative: released or paid late (put_by, and claims put off).
struct PaymentBook {
  std::size_t periods = 0;
  std::vector<double> values;
  double& at(Payment payment, std::size_t t) {
    return values[t * kPayments + static_cast<std::size_t>(payment)];
  }
  double at(Payment payment, std::size_t t) const {
    return values[t * kPayments + static_cast<std::size_t>(payment)];
  }
};
PaymentBook make_book(std::size_t periods);  // zeros
// Parties whose values a table adds up as one side, with an id and a name.
struct Side {
  std::string id, name;
  std::vector<Party> parties;
};
// The state with its fund and the seller.
Side host_side(const std::string& country);
// The sponsor, with its marketer where that is its own.
Side sponsor_side(bool with_marketer);
template <class ValueOf>
double sum_over(const Side& side, const ValueOf& value_of) {
  double sum = 0;
  for (const Party party : side.parties) sum += value_of(party);
  return sum;
}

// What a party has received less what it has paid, [period].
std::vector<double> flow_of(const PaymentBook& book, Party party);

}  // namespace lode::deal
