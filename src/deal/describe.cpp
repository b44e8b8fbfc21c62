// What the keys of this room mean.
#include "deal/deal.h"

namespace lode::deal {

void describe(Visitor& visit, Offtake& offtake) {
  visit.text(
      "product", offtake.product, false,
      "what is sold, a product of the case; empty: what the refinery makes or, without one, the "
      "product of the mills that pays for the main commodity");
  visit.fixed("share", offtake.share, unit::kFraction, {0, 1},
              "of the product; the shares that a bid has of it add to 1");
  visit.text("buyer", offtake.buyer, true,
             "a buyer of the case, or a country that is none of them");
  visit.text("marketed_by", offtake.marketed_by, false, "country of who sells these tonnes on");
  visit.text("refined_in", offtake.refined_in, false, "country in which they are worked up");
  visit.texts("transit", offtake.transit, "countries they pass through on the way");
  visit.text("market_producer", offtake.market_producer, false,
             "producer of the market's world that stands for these tonnes, with its clauses; left "
             "out: they move no price");
  visit.text("priced_in", offtake.priced_in, false,
             "region of the market at whose price they are sold; left out: market.quoted_in");
}

void describe(Visitor& visit, Milestone& milestone) {
  visit.fixed("amount", milestone.amount_usd, unit::kMillionUsd, {0, 1e6}, "real");
  visit.choice("when", milestone.when,
               "what it waits for: closing (a signature payment), the start of construction, the "
               "first sale");
  visit.fixed("after", milestone.after_y, unit::kYears, {0, 60}, "years after that");
  visit.choice("to", milestone.to, "whom the sponsor pays it");
}

namespace {

void describe(Visitor& visit, BuyIn& buy_in) {
  visit.fixed("buy_in_share", buy_in.share, unit::kFraction, {0, 1},
              "of the venture, that it may buy from those who pay for it");
  visit.fixed("buy_in_after", buy_in.after_y, unit::kYears, {0, 60}, "years after the first sale");
  visit.fixed("buy_in_price", buy_in.price_usd, unit::kMillionUsd, {0, 1e6}, "real");
  visit.fixed("buy_in_cost_share", buy_in.cost_share, unit::kFraction, {0, 10},
              "added to the price: of what the sellers have paid in for that part");
  visit.fixed("buy_in_rate", buy_in.rate, unit::kPerYear, {0, 0.5},
              "interest on what they have paid in, nominal");
  visit.fixed("buy_in_multiple", buy_in.multiple, unit::kNone, {0, 1000},
              "it buys if so many times its part of the last year's distributions reach the price; "
              "0: always");
}

}  // namespace

void describe(Visitor& visit, BidHolder& holder) {
  visit.text("name", holder.name, false, "as tables call it; none: its id");
  finance::describe_stake(visit, holder.terms, unit::kMillionUsd);
  describe(visit, holder.buy_in);
  visit.fixed("home_dividend_tax", holder.terms.home_tax, unit::kFraction, {0, 1},
              "of its dividends, to its own government");
  visit.fixed("rate", holder.rate, unit::kPerYear, {0, 0.5},
              "real, at which it values its flows; none: discount.fund for one of the state, else "
              "discount.partners");
}

namespace {

void describe_stakes(Visitor& visit, Bid& bid) {
  visit.text("name", bid.name, false, "of the bid, as tables call it");
  visit.text("sponsor", bid.sponsor, false, "the company that bids");
  visit.fixed("sponsor_stake", bid.sponsor_stake, unit::kFraction, {0, 1},
              "of the venture, the bidder's; the stakes of all holders add to 1");
  visit.fixed("fund_stake", bid.fund_stake, unit::kFraction, {0, 1},
              "of the venture, the state fund's");
  visit.choice("carry", bid.carry,
               "who pays for the fund's stake: nobody, those who pay as a loan out of the fund's "
               "dividends, or the fund");
  visit.fixed("carry_rate", bid.carry_rate, unit::kPerYear, {0, 0.5},
              "interest, nominal, of a carry that is repaid");
  visit.fixed(
      "fund_call_cap", bid.fund_call_cap_usd, unit::kMillionUsd, {0, 1e6},
      "carry pro_rata: most that the fund pays in, nominal, in all; missed calls dilute it");
  visit.fixed("dilution", bid.dilution, unit::kNone, {0, 10},
              "points of stake that the fund loses, times missed calls over all that was paid in");
}

void describe_distributions(Visitor& visit, Bid& bid) {
  visit.fixed("shareholder_loan_share", bid.shareholder_loan_share, unit::kFraction, {0, 1},
              "of the sponsor's calls, lent to the venture and repaid before any dividend");
  visit.fixed("shareholder_loan_rate", bid.shareholder_loan_rate, unit::kPerYear, {0, 0.5},
              "interest on it, nominal; not deducted from income tax");
  visit.fixed("shareholder_loan_withholding", bid.shareholder_loan_withholding, unit::kFraction,
              {0, 1}, "of its interest, to the state");
  visit.choice("preferred", bid.preferred,
               "what holders get on their contributions before the rest is shared by stakes");
  visit.fixed("preferred_return", bid.preferred_return, unit::kPerYear, {0, 0.5},
              "on contributions, nominal");
  describe(visit, bid.buy_in);
  visit.fixed(
      "profit_floor", bid.profit_floor, unit::kFraction, {0, 1},
      "of each year's profit after income tax, that the fund gets at least; out of what the "
      "other holders get");
}

void describe_price(Visitor& visit, Bid& bid) {
  visit.choice("stake_price_rule", bid.stake_price_rule,
               "how the price that the sponsor pays for its stake is found");
  visit.fixed("stake_price", bid.stake_price_usd, unit::kMillionUsd, {0, 1e6},
              "rule given: real, paid to the seller at closing");
  visit.fixed("stake_price_share", bid.stake_price_share, unit::kFraction, {0, 10},
              "rule share_of_value: of the stake's part of the planned project's value, at least "
              "what the first bid pays");
  visit.fixed("stake_price_premium", bid.stake_price_premium, unit::kFraction, {0, 10},
              "rule share_of_value: factor on top of it");
  visit.fixed("profit_share", bid.profit_share, unit::kFraction, {0, 1},
              "of distributions beyond the hurdle, to the state");
  visit.fixed("profit_share_hurdle", bid.profit_share_hurdle, unit::kPerYear, {0, 1},
              "real return of all holders together beyond which profit is shared");
}

void describe_project(Visitor& visit, Bid& bid) {
  visit.sampled("capital_factor", bid.capital_factor, unit::kFraction, {0.2, 5},
                "on the case's initial capital");
  visit.fixed("capacity_factor", bid.capacity_factor, unit::kFraction, {0.1, 5},
              "on the capacity of mills and refinery");
  visit.fixed("delay", bid.delay_y, unit::kYears, {0, 30},
              "of construction and production, whole years");
  visit.fixed("closing_probability", bid.closing_probability, unit::kFraction, {0, 1},
              "that the bid becomes a contract");
}

void describe_sponsor(Visitor& visit, Bid& bid) {
  visit.fixed("equity_rate", bid.equity_rate, unit::kPerYear, {0, 0.5},
              "real, at which the sponsor values its flows; none: discount.project");
  visit.flag("marketer_is_sponsor", bid.venture.marketer_is_sponsor,
             "the seller of the product belongs to the sponsor's side");
  visit.sampled("home_dividend_tax", bid.home_dividend_tax, unit::kFraction, {0, 1},
                "of the sponsor's dividends, to its own government");
}

void describe_fees(Visitor& visit, finance::VentureTerms& terms) {
  visit.fixed("royalty_uplift", terms.royalty_uplift, unit::kFraction, {0, 1},
              "of revenue, to the state, on top of the extraction tax");
  visit.sampled("marketing_discount", terms.marketing_discount, unit::kFraction, {0, 1},
                "off the arm's-length price of what is marketed");
  visit.sampled("marketing_fee", terms.marketing_fee, unit::kFraction, {0, 1},
                "of the arm's-length price of what is marketed");
  visit.sampled("management_fee", terms.management_fee, unit::kFraction, {0, 1},
                "of revenue, to the sponsor as manager");
  visit.sampled("management_fixed_fee", terms.management_usd_per_y, unit::kMillionUsdPerYear,
                {0, 1e4}, "real, the same, while ore is milled");
}

}  // namespace

void describe(Visitor& visit, Bid& bid) {
  describe_stakes(visit, bid);
  describe_distributions(visit, bid);
  describe_price(visit, bid);
  describe_project(visit, bid);
  describe_sponsor(visit, bid);
  describe_fees(visit, bid.venture);
  visit.named("milestone", bid.milestone, "a sum that the sponsor pays once");
  visit.named("loan", bid.venture.loan, "a loan");
  visit.named("offtake", bid.offtake, "who gets a share of a product");
  visit.named("holder", bid.holder, "a holder beside the sponsor and the state's fund");
  visit.named("right", bid.right,
              "who decides, when, with whose consent: build (both deposits, the first, later, "
              "never), expand (the others after the first)");
}

void describe(Visitor& visit, DiscountRates& rates) {
  const Range range{0, 0.5};
  const auto rate = [&](std::string_view key, double& value, std::string_view meaning) {
    visit.fixed(key, value, unit::kPerYear, range, meaning);
  };
  rate(
      "project", rates.project,
      "real, for the project: before debt, marketing and management fees, taxed as if equity paid "
      "for all of it, after changes of balances (VAT due, working capital, closure fund); and each "
      "rate below that is not given");
  rate("state", rates.state, "real, for what the state takes");
  rate("fund", rates.fund, "real, for the state fund's stake");
  rate("seller", rates.seller, "real, for the price of the stake");
  rate("marketer", rates.marketer, "real, for a marketer that is not on the sponsor's side");
  rate("guarantor", rates.guarantor, "real, for exposure and guarantee fees");
  rate("other_governments", rates.other_governments, "real, for taxes at the sponsor's home");
  rate("royalty_holder", rates.royalty_holder, "real, for private royalties");
  rate("partners", rates.partners, "real, for private holders beside the sponsor");
  rate("common", rates.common, "real, for the table in which all parties have one rate");
}

}  // namespace lode::deal
