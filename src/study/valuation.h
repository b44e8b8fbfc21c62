// Grades, recoveries, prices and costs -> what a tonne of ore is worth: the joint between the rooms
// that know metal and the rooms that see numbers (pit, schedule).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "study/case.h"

namespace lode::study {

// Commodity of each element of a deposit: element 0 is commodity 0, then its
// by-products.
std::vector<std::size_t> commodities_of(const Case& c, const Deposit& deposit);

// USD per tonne of ore in place before mining cost, linear in the grades in place
// (modelling.md 2.2):
//   value = constant + per_grade[0] * (main grade) + sum over by-products of per_grade[e] * grade
// With dilution d at grade gd, loss l, and the constant-tail recovery law k (g - tail):
//   recovered main metal = (1 - l) k (g + d gd - (1 + d) tail)
// Less: conversion, selling, extraction tax on contained metal, processing, G&A, sustaining
// capital.
struct OreValue {
  std::array<double, schedule::kMaxElements> per_grade{};
  double constant = 0;
  double floor = 0;  // least main grade that may go to the mill: the least that is counted as ore
};

// price_usd_per_t [commodity], real; price_take: share of price that the bid's marketing terms and
// royalty uplift take; years since the mill started (learning).
OreValue ore_value(const Case& c, const Deposit& deposit, std::span<const double> price_usd_per_t,
                   double price_take, double years);

// Main grade above which ore pays for itself, given the by-products' mean grade in ore; never below
// the floor.
double cut_off(const OreValue& value, std::span<const double> mean_grade);

// The flat planning prices: planning.price for the main commodity, the long-run medians for the
// others. [commodity]
std::vector<double> planning_prices(const Case& c);

double mining_usd_per_t(const Deposit& deposit, double depth_m);

}  // namespace lode::study
