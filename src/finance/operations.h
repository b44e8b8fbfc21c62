// Production, sales and operating cost of mines and plants by period: the input of a cash flow.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lode::finance {

// Real USD of the base date, [period]: what mines and plants did in one scenario under one plan.
struct Operations {
  std::vector<double> revenue_usd;   // at arm's-length price x payable, before marketing terms
  std::vector<double> marketed_usd;  // of that, what the marketer's discount and fee apply to
  std::vector<double> selling_usd, mining_usd, processing_usd, general_usd, refining_usd, care_usd;
  std::vector<double> sustaining_usd;  // capital, after construction
  std::vector<double> ore_milled_t;    // for the closure fund
  // Ids of the commodities that the next two rows are of; each extraction tax finds its own by
  // its id. Empty: the taxes stand in the order of the commodities.
  std::vector<std::string> commodity;
  std::vector<std::vector<double>> contained_t;      // [commodity][period] metal in ore mined
  std::vector<std::vector<double>> price_usd_per_t;  // [commodity][period] real
  // [commodity][period], for royalties on one of them: tonnes paid for, and their part of revenue.
  std::vector<std::vector<double>> sold_t, sales_usd;
  std::vector<double> quote_mass_t;  // [commodity] of the unit that prices are quoted for
};
Operations make_operations(std::size_t periods, std::size_t commodities);  // zeros

}  // namespace lode::finance
