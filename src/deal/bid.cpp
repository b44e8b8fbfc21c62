#include "deal/bid.h"

#include <fmt/format.h>

#include <cmath>

namespace lode::deal {

std::string fault_of(const Bid& bid) {
  const double stakes = bid.sponsor_stake + bid.fund_stake;
  if (!(std::abs(stakes - 1) <= 1e-9))
    return fmt::format("sponsor_stake and fund_stake add to {:g}, not to 1", stakes);
  double shares = 0;
  for (const Offtake& offtake : bid.offtake) shares += offtake.share;
  if (!bid.offtake.empty() && !(std::abs(shares - 1) <= 1e-9))
    return fmt::format("offtake shares add to {:g}, not to 1", shares);
  if (bid.delay_y != std::floor(bid.delay_y))
    return fmt::format("delay is {:g} years: whole years are needed", bid.delay_y);
  if (bid.venture.marketing_discount + bid.venture.marketing_fee > 1)
    return "marketing_discount and marketing_fee take more than the price";
  return {};
}

}  // namespace lode::deal
