// Grades, recoveries, prices and costs -> what a tonne of ore is worth: the link between the rooms
// that know metal and the rooms that see numbers only (pit, schedule).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "study/plants.h"

namespace lode::study {

// USD per tonne of ore in place before mining cost: with dilution d at grade gd
// and loss l, a tonne in place of grades g sends (1 - l)(1 + d) tonnes with (1 - l)(g + d gd) metal
// through the flowsheet; what comes out of it at the products' terms, less conversion, selling,
// royalties, extraction tax on contained metal at its full rate, processing, G&A, sustaining
// capital. Nothing that is paid by the year is in it. Of royalties: a flat rate, the rate at this
// price where it slides with the price, the first band's where it slides with margin, production,
// revenue or the R-factor (they are not known of a tonne, and a plan that knew them would have to
// know the cash flow that it leads to); none on profit; no holiday. Linear in the grades in place,
//   value = constant + sum over elements of per_grade[e] * grade[e],
// exactly so where every law is constant or has a tail that the ore stays above; where the main
// element has a table, its part is read from a curve instead, straight between its points; tables
// of other elements, penalties and deductions are taken as they are at the mean grades.
struct OreValue {
  std::array<double, schedule::kMaxElements> per_grade{};
  double constant = 0;
  double floor = 0;  // least main grade that may go to the mill: the least that is counted as ore
  std::vector<double> curve_grade, curve_usd;  // constant + the main element's part; empty: linear
  double at(std::span<const double> grade) const {
    if (!curve_grade.empty()) return at_curve(grade);
    double value = constant;
    for (std::size_t e = 0; e < grade.size(); ++e) value += per_grade[e] * grade[e];
    return value;
  }
  double at_curve(std::span<const double> grade) const;
};

// Shares of revenue that a bid pays away: of by-products (revenue), of the main product, with its
// marketing terms (price).
struct Take {
  double revenue = 0, price = 0;
};

// Products and costs of milling a tonne of ore in place, before any price, as linear functions of
// its feed around one grade.
struct FeedBalance {
  double main_grade = 0;  // in place
  plant::LinearMillCost cost;
  std::vector<plant::LinearStream> made;  // [Works::made]
  std::vector<plant::LinearSale> sale;    // [Works::made]
};
struct OreBalance {
  std::vector<double> mean_grade;  // [element] of the ore
  FeedBalance at_mean;
  std::vector<FeedBalance> curve;  // by main grade, if the main element has a table
};
// works: of the deposit; years since the mill started. The same for all years past the last that is
// learnt in.
OreBalance ore_balance(const Case& c, const Deposit& deposit, const Works& works, double years,
                       std::span<const double> mean_grade);
double learning_years(const Deposit& deposit);

// price_usd_per_t [commodity], real.
OreValue ore_value(const Case& c, const Deposit& deposit, const Works& works,
                   const OreBalance& balance, std::span<const double> price_usd_per_t,
                   const Take& take);
OreValue ore_value(const Case& c, const Deposit& deposit, const Works& works,
                   std::span<const double> price_usd_per_t, const Take& take, double years,
                   std::span<const double> mean_grade);

// Cut-off grade of the main element, fraction, at the by-products' mean grades in ore; at least the
// floor, infinite if no grade pays for its milling.
double cut_off(const OreValue& value, std::span<const double> mean_grade);

// The flat planning prices: planning.price for the main commodity, the long-run medians for the
// others. [commodity]
std::vector<double> planning_prices(const Case& c);

// Mining cost, real USD: the only place where it is computed, for block values, plans, scenarios
// and taxes on cost.
//   rock_depth_tm  tonnes x metres below the highest ground
//   once_usd       one-off costs of zones mined
double mining_usd(const Deposit& deposit, double rock_t, double rock_depth_tm, double once_usd = 0);

}  // namespace lode::study
