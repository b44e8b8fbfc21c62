#include "deal/bid.h"

#include <fmt/format.h>

#include <cmath>
#include <map>

namespace lode::deal {

std::vector<std::string> faults_of(const Bid& bid) {
  std::vector<std::string> out;
  const double stakes = bid.sponsor_stake + bid.fund_stake;
  if (!(std::abs(stakes - 1) <= 1e-9))
    out.push_back(fmt::format("sponsor_stake and fund_stake add to {:.10g}, not to 1", stakes));
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
  if (bid.buy_in_share > bid.sponsor_stake + 1e-9)
    out.push_back(fmt::format("buy_in_share {:g} is more than the sponsor's stake of {:g}",
                              bid.buy_in_share, bid.sponsor_stake));
  if (bid.buy_in_share == 0 && (bid.buy_in_price_usd != 0 || bid.buy_in_cost_share != 0))
    out.push_back("buy_in_share is 0: there is nothing to pay a price for");
  if (bid.profit_floor > 1 - bid.profit_share && bid.profit_share > 0)
    out.push_back("profit_floor and profit_share promise more than all profit");
  if (bid.venture.marketing_discount + bid.venture.marketing_fee + bid.venture.management_fee +
          bid.venture.royalty_uplift >
      1)
    out.push_back(
        "marketing_discount, marketing_fee, management_fee and royalty_uplift take more than the "
        "price");
  return out;
}

}  // namespace lode::deal
