#include "study/steps.h"

namespace lode::study {

deal::Bid blend(const deal::Bid& from, const deal::Bid& to, std::size_t groups) {
  if (groups >= kTermGroups.size()) return to;
  deal::Bid bid = from;
  if (groups >= 1) {
    bid.stake_price_rule = to.stake_price_rule;
    bid.stake_price_usd = to.stake_price_usd;
    bid.stake_price_share = to.stake_price_share;
    bid.stake_price_premium = to.stake_price_premium;
    bid.milestone = to.milestone;
  }
  if (groups >= 2) {
    bid.sponsor_stake = to.sponsor_stake;
    bid.fund_stake = to.fund_stake;
    bid.carry = to.carry;
    bid.carry_rate = to.carry_rate;
    bid.fund_call_cap_usd = to.fund_call_cap_usd;
    bid.dilution = to.dilution;
    bid.shareholder_loan_share = to.shareholder_loan_share;
    bid.shareholder_loan_rate = to.shareholder_loan_rate;
    bid.shareholder_loan_withholding = to.shareholder_loan_withholding;
    bid.preferred = to.preferred;
    bid.preferred_return = to.preferred_return;
    bid.buy_in = to.buy_in;
    bid.holder = to.holder;
  }
  if (groups >= 3) {
    bid.profit_share = to.profit_share;
    bid.profit_share_hurdle = to.profit_share_hurdle;
    bid.profit_floor = to.profit_floor;
    bid.venture.royalty_uplift = to.venture.royalty_uplift;
  }
  if (groups >= 4) bid.capital_factor = to.capital_factor;
  if (groups >= 5) {
    bid.capacity_factor = to.capacity_factor;
    bid.delay_y = to.delay_y;
    bid.right = to.right;
  }
  if (groups >= 6) bid.venture.loan = to.venture.loan;
  if (groups >= 7) {
    bid.offtake = to.offtake;
    bid.venture.marketing_discount = to.venture.marketing_discount;
    bid.venture.marketing_fee = to.venture.marketing_fee;
    bid.venture.management_fee = to.venture.management_fee;
    bid.venture.management_usd_per_y = to.venture.management_usd_per_y;
    bid.venture.marketer_is_sponsor = to.venture.marketer_is_sponsor;
    bid.home_dividend_tax = to.home_dividend_tax;
  }
  return bid;
}

std::vector<Step> make_steps(const Case& c) {
  std::vector<Step> out;
  for (std::size_t to = 1; to < c.bid.size(); ++to)
    for (std::size_t groups = 1; groups <= kTermGroups.size(); ++groups)
      out.push_back(
          {to, groups, std::string(kTermGroups[groups - 1]), blend(c.bid[0], c.bid[to], groups)});
  return out;
}

}  // namespace lode::study
