// What a state may take besides the income tax: royalties that slide, taxes on rent, on the
// R-factor and on excess profit; limits on interest; incentives. Terms as data; the formulas alone.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/describe.h"
#include "base/row.h"
#include "finance/tax.h"

namespace lode::finance {

// Rates by bands of a scale: rate[i] from from[i] on.
//   slab      the rate of the band in which the scale lies, on all of the base
//   marginal  each part of the scale bears its own band's rate; the mean of it, on all of the base
enum class Manner { slab, marginal };
struct Bands {
  std::vector<double> from, rate;
  Manner manner = Manner::slab;
};
double rate_of(const Bands& bands, double scale);
// from rises from 0 at most, as many rates as bounds; empty if all is well.
std::string fault_of(const Bands& bands);

// What the rate of a royalty follows: nothing, the price of its product, the operating margin
// (revenue less operating cost, over revenue), the quantity of its product or the revenue of a
// year, the R-factor before the period.
enum class Scale { flat, price, margin, production, revenue, r_factor };
// Of which the rate is taken: revenue; net smelter return (less selling costs); revenue less
// operating costs. A negative base bears nothing.
enum class RoyaltyBase { revenue, nsr, profit };

struct Royalty {
  std::string id;
  RoyaltyBase base = RoyaltyBase::revenue;
  Row rate;  // of scale flat
  Scale scale = Scale::flat;
  Bands bands;
  std::string product;     // on this product alone; and whose price or quantity the scale is
  bool to_state = true;    // else to a private holder
  bool deductible = true;  // from taxable income
  double holiday_y = 0;    // from first production, nothing is due
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

// Taxes on what is left.
//   resource_rent  balance = balance (1 + hurdle) + cash; of a positive balance the rate, then 0
//                  (Garnaut & Clunies Ross 1975, the form without refund)
//   r_factor       rate by the R-factor before the period (cumulative revenue over cumulative cost)
//                  on the period's cash, if positive
//   production_share  cost is recovered out of revenue after royalties, at most cost_limit of it a
//                  period, the rest later; of what is left the state's part by the R-factor before
//                  the period
//   excess_profit  of the year's income after income tax, over its deductions: the part of that
//                  ratio in each band bears the band's rate
enum class RentKind { resource_rent, r_factor, excess_profit, production_share };
// Is it taken of cash after the income tax, or before it and deducted from taxable income?
enum class RentBase { after_income_tax, before_income_tax };
struct RentTax {
  std::string id;
  RentKind kind = RentKind::resource_rent;
  RentBase base = RentBase::after_income_tax;
  double rate = 0;    // of resource_rent
  double hurdle = 0;  // a year, nominal
  double cost_limit = 1;
  Bands bands;
};
void describe(Visitor& visit, RentTax& tax);

// balance: the account before the period, replaced by that after it. Returns the tax.
double resource_rent_tax(const RentTax& tax, double length_y, double cash, double& balance);
// balance: cost not yet recovered, replaced by that after the period. Returns the state's part.
double production_share(const RentTax& tax, double revenue, double cost, double r_factor,
                        double& balance);
double excess_profit_tax(const RentTax& tax, double income_after_tax, double deductions);

enum class WriteOff { at_closure, last_production, never };

struct Fiscal {
  Fiscal();                 // nothing is taxed
  Tax tax;                  // income tax, losses, pools, property, social tax, VAT, holiday
  std::string currency;     // in which pools and losses are kept; empty: the case's
  bool ring_fence = false;  // each deposit pays income tax by itself
  WriteOff write_off = WriteOff::last_production;  // of what is left in the pools
  bool pools_start_with_production = true;         // else with spending
  double debt_to_equity = kInfinity;  // of more debt than that the interest is not deductible
  double interest_cap = kInfinity;    // of income before depreciation; what is above is kept
  double investment_allowance = 0;    // of initial capital, deducted on top, when spent
  double investment_credit = 0;       // of initial capital, off the income tax
  double import_duty = 0;             // of the imported share of costs
  double services_withholding = 0;    // of services from abroad, borne by the venture
  double interest_withholding = 0;    // borne by the lender
  std::vector<Royalty> royalty;
  std::vector<ExtractionTax> extraction;
  std::vector<RentTax> rent;
};
void describe(Visitor& visit, Fiscal& fiscal);

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::Manner> = {"slab",
                                                                                        "marginal"};
template <>
inline constexpr std::array<std::string_view, 6> lode::kNames<lode::finance::Scale> = {
    "flat", "price", "margin", "production", "revenue", "r_factor"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::RoyaltyBase> = {
    "revenue", "nsr", "profit"};
template <>
inline constexpr std::array<std::string_view, 4> lode::kNames<lode::finance::RentKind> = {
    "resource_rent", "r_factor", "excess_profit", "production_share"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::RentBase> = {
    "after_income_tax", "before_income_tax"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::WriteOff> = {
    "at_closure", "last_production", "never"};
