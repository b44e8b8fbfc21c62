// Fiscal terms of a study's table (cash_flow_terms.h): the taxes of a venture (tax.h), and those
// given by rows.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "base/row.h"
#include "finance/tax.h"

namespace lode::finance {

struct Royalty : RoyaltyTerms {
  std::string id;
  Row rate;  // of scale flat
};
void describe(Visitor& visit, Royalty& royalty);

// Tax on metal in extracted ore.
struct ExtractionTax {
  std::string id;
  std::string product;  // whose price is taken
  Row contained;        // in the ore of the period
  std::string unit;     // of it
  Row rate;
  Extraction terms;  // base, price_share, markup
  double normative_loss = 0, relief_y = 0;
};
void describe(Visitor& visit, ExtractionTax& tax);

// Least that the income tax of a tax year is: a rate of
//   revenue           what is sold and other taxable income
//   operating_profit  taxable income before interest, depreciation and losses
//   before_losses     taxable income before losses
enum class MinimumBase { revenue, operating_profit, before_losses };
struct MinimumTax {
  Row rate;
  MinimumBase base = MinimumBase::revenue;
  bool credited = false;  // what it adds lowers later years' income tax, down to their minimum
};
void describe(Visitor& visit, MinimumTax& tax);

// In the books when the first period starts, in money of the tax's currency.
struct OpeningPool {
  std::string id;  // a pool of the tax
  double balance = kRequired;
  double years = 0;  // of schedule and straight_line: over which it is deducted; 0: its life
};
void describe(Visitor& visit, OpeningPool& pool);

// A second tax on profit, assessed with the tax year on the venture as a whole.
//   accounts          revenue less what the terms let it deduct, less its own losses
//   production_share  what production sharing leaves the venture of the production beyond cost
enum class ProfitBase { accounts, production_share };
// What of capital it deducts: the income tax's depreciation, that of pools of its own, nothing.
enum class ProfitCapital { as_income_tax, own_pools, not_deducted };
enum class ProfitScale { flat, margin };  // margin: income before losses over revenue
struct ProfitTax {
  std::string id;
  ProfitBase base = ProfitBase::accounts;
  Row rate;  // of scale flat
  ProfitScale scale = ProfitScale::flat;
  Bands bands;                            // of scale margin
  bool deductible = true;                 // from the income tax
  bool interest = false;                  // deducts what interest the income tax does
  bool royalties = true;                  // deducts royalties and extraction tax
  std::vector<std::string> not_deducted;  // rows of cost
  double allowance = 0;                   // of capital, deducted on top when it is spent
  ProfitCapital capital = ProfitCapital::as_income_tax;
  std::vector<double> opening_losses;
  Tax tax;  // of it alone: pool, loss_years, loss_cap, loss_uplift, losses
};
void describe(Visitor& visit, ProfitTax& tax);

enum class WriteOff { at_closure, last_production, never };

struct Fiscal {
  Tax tax;  // all but what follows; its `income_rate`, `royalty` and `extraction` are not used
  Row income_rate;     // of a tax year: that of its last period
  MinimumTax minimum;  // no rate: none
  std::vector<ProfitTax> profit;
  std::vector<double> opening_losses;  // of the last tax year before the first, the one before ...
  std::vector<OpeningPool> opening_pool;
  std::string currency;     // in which pools and losses are kept; empty: the case's
  bool ring_fence = false;  // each deposit pays income tax by itself
  WriteOff write_off = WriteOff::last_production;  // of what is left in the pools
  bool pools_start_with_production = true;         // else with spending
  double interest_withholding = 0;                 // borne by the lender
  std::vector<Royalty> royalty;
  std::vector<ExtractionTax> extraction;
};
void describe(Visitor& visit, Fiscal& fiscal);

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::MinimumBase> = {
    "revenue", "operating_profit", "before_losses"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::ProfitBase> = {
    "accounts", "production_share"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::ProfitCapital> = {
    "as_income_tax", "own_pools", "not_deducted"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::ProfitScale> = {
    "flat", "margin"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::WriteOff> = {
    "at_closure", "last_production", "never"};
