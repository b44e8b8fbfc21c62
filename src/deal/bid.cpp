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
  if (bid.venture.marketing_discount + bid.venture.marketing_fee > 1)
    out.push_back("marketing_discount and marketing_fee take more than the price");
  return out;
}

}  // namespace lode::deal
