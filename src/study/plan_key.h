// The terms of a bid that move cut-off, capacity or timing.
#pragma once

#include "deal/deal.h"
#include "study/valuation.h"

namespace lode::study {

// Bids with equal keys share a plan.
struct PlanKey {
  double revenue_take = 0;  // of all revenue: royalty uplift + management fee
  double price_take = 0;    // of the main product's price: that + marketing discount + fee
  double capacity_factor = 1;
  double delay_y = 0;
  auto operator<=>(const PlanKey&) const = default;
  Take take() const { return {revenue_take, price_take}; }
};
PlanKey plan_key(const deal::Bid& bid);

}  // namespace lode::study
