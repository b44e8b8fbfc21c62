#include "deal/bid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace lode::deal {
namespace {

// Stakes that `buyer` (nullptr: the fund) may buy from: those of all others that pay for theirs.
double paying_stakes(const Bid& bid, const BidHolder* buyer) {
  double sum = bid.sponsor_stake;
  if (buyer && bid.carry == Carry::pro_rata) sum += bid.fund_stake;
  for (const BidHolder& holder : bid.holder)
    if (&holder != buyer && holder.terms.kind == finance::Carried::paid) sum += holder.terms.stake;
  return sum;
}

void add_faults(const Bid& bid, const BidHolder& holder, std::vector<std::string>& out) {
  const std::string at = "holder." + holder.id + ".";
  const auto add = [&](bool wrong, const std::string& text) {
    if (wrong) out.push_back(at + text);
  };
  for (std::string fault : finance::faults_of(holder.terms)) {
    fault.replace(fault.find(": "), 2, " ");
    out.push_back(at + fault);
  }
  add(holder.terms.state && holder.terms.loan_withholding > 0,
      "loan_withholding is of a private holder's interest; this one is the state's");
  add(holder.terms.state && holder.terms.home_tax > 0,
      "home_dividend_tax is a private holder's; this one is the state's");
  const double sellers = paying_stakes(bid, &holder);
  add(holder.buy_in.share > sellers + 1e-9,
      fmt::format("buy_in_share {:g} is more than the {:g} of those who pay", holder.buy_in.share,
                  sellers));
  add(holder.buy_in.share == 0 && (holder.buy_in.price_usd != 0 || holder.buy_in.cost_share != 0),
      "buy_in_share is 0: there is nothing to pay a price for");
}

}  // namespace

bool has_partners(const Bid& bid) {
  return std::any_of(bid.holder.begin(), bid.holder.end(),
                     [](const BidHolder& holder) { return !holder.terms.state; });
}

std::vector<std::string> faults_of(const Bid& bid) {
  std::vector<std::string> out;
  double stakes = bid.sponsor_stake + bid.fund_stake, further = 0;
  for (const BidHolder& holder : bid.holder) further += holder.terms.stake;
  stakes += further;
  if (std::isfinite(further) && !(std::abs(stakes - 1) <= 1e-9))
    out.push_back(fmt::format("sponsor_stake and {} add to {:.10g}, not to 1",
                              bid.holder.empty() ? "fund_stake" : "all other holders' stakes",
                              stakes));
  for (const BidHolder& holder : bid.holder) add_faults(bid, holder, out);
  for (const Right& right : bid.right)
    for (const std::string& fault : faults_of(right))
      out.push_back("right." + right.id + "." + fault);
  std::map<std::string, double> shares;
  for (const Offtake& offtake : bid.offtake) shares[offtake.product] += offtake.share;
  for (const auto& [product, sum] : shares)
    if (!(std::abs(sum - 1) <= 1e-9))
      out.push_back(fmt::format("offtake shares{} add to {:.10g}, not to 1",
                                product.empty() ? "" : " of " + product, sum));
  if (bid.delay_y != std::floor(bid.delay_y))
    out.push_back(fmt::format("delay is {:g} years: whole years are needed", bid.delay_y));
  if (bid.carry != Carry::pro_rata && bid.fund_call_cap_usd != kInfinity)
    out.push_back("fund_call_cap goes with carry \"pro_rata\": otherwise the fund is not called");
  const double sellers = paying_stakes(bid, nullptr);
  if (bid.buy_in.share > sellers + 1e-9)
    out.push_back(bid.holder.empty()
                      ? fmt::format("buy_in_share {:g} is more than the sponsor's stake of {:g}",
                                    bid.buy_in.share, bid.sponsor_stake)
                      : fmt::format("buy_in_share {:g} is more than the {:g} of those who pay",
                                    bid.buy_in.share, sellers));
  if (bid.buy_in.share == 0 && (bid.buy_in.price_usd != 0 || bid.buy_in.cost_share != 0))
    out.push_back("buy_in_share is 0: there is nothing to pay a price for");
  double promised = bid.profit_floor + bid.profit_share;
  for (const BidHolder& holder : bid.holder) promised += holder.terms.profit_floor;
  if (promised > 1 + 1e-9)
    out.push_back("profit_floor and profit_share of all holders promise more than all profit");
  if (bid.venture.marketing_discount + bid.venture.marketing_fee + bid.venture.management_fee +
          bid.venture.royalty_uplift >
      1)
    out.push_back(
        "marketing_discount, marketing_fee, management_fee and royalty_uplift take more than the "
        "price");
  return out;
}

}  // namespace lode::deal
