// What the price alone does: at base values, on the expected orebody, without events.
#pragma once

#include "study/evaluate.h"

namespace lode::study {

// Flat real price of the main commodity (USD per quoted unit), the others at their long-run
// medians. [commodity][period]
std::vector<std::vector<double>> flat_prices(const Case& c, const Calendar& calendar,
                                             double main_usd);

// Real price of a bid's stake by its rule (deal/bid.h).
double stake_price_usd(Evaluator& evaluator, const Case& c, const Calendar& calendar,
                       std::size_t bid);

Central make_central(const Shared& shared);

// Project NPV of a bid at a flat price.
double flat_npv(Evaluator& evaluator, const Shared& shared, std::size_t bid, double price_usd,
                double rate);

}  // namespace lode::study
