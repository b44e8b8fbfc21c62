// Royalties with sliding scales, resource rent taxes, production shares by the R-factor, excess
// profit tax; limits on deductible interest. Terms as data; the formulas alone, of plain
// numbers, for both engines (venture.h, cash_flow.h).
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "base/describe.h"

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

// Cumulative revenue over cumulative cost, before a period or with it: regimes differ, and a rate
// that follows it then moves a period earlier.
enum class RFactorOf { before, through };
struct RFactor {
  double received = 0, spent = 0;
  double ratio() const { return spent > 0 ? received / spent : 0; }
  void count(double revenue, double cost) { received += revenue, spent += cost; }
  // revenue, cost: of the period that comes next.
  RFactor at(RFactorOf of, double revenue, double cost) const {
    return of == RFactorOf::before ? *this : RFactor{received + revenue, spent + cost};
  }
};

// What the rate of a royalty follows: nothing, the price of its product, the operating margin
// (revenue less operating cost, over revenue), the quantity of its product or the revenue of a
// year, the R-factor.
enum class Scale { flat, price, margin, production, revenue, r_factor };
// Of which the rate is taken: revenue; net smelter return (less selling costs); revenue less
// operating costs. A negative base bears nothing.
enum class RoyaltyBase { revenue, nsr, profit };

// All of a royalty but the rate of a flat one, which a study gives as a number that may be drawn
// and a table as a row.
struct RoyaltyTerms {
  RoyaltyBase base = RoyaltyBase::revenue;
  Scale scale = Scale::flat;
  Bands bands;
  RFactorOf r_factor = RFactorOf::before;
  std::string product;        // on this product alone; none: on all
  std::string scale_product;  // whose price or quantity the scale is; none: `product`
  bool to_state = true;       // else to a private holder
  bool deductible = true;     // from taxable income
  double holiday_y = 0;       // from first production, nothing is due
};
inline const std::string& scale_product(const RoyaltyTerms& royalty) {
  return royalty.scale_product.empty() ? royalty.product : royalty.scale_product;
}
// How the case names what is sold: the keys, and what they mean.
struct ProductKeys {
  std::string_view product, meaning, scale_product, scale_meaning;
};
void describe_terms(Visitor& visit, RoyaltyTerms& royalty, const ProductKeys& keys);

struct RoyaltyRate : RoyaltyTerms {
  std::string id;
  double rate = 0;  // of scale flat
};
void describe(Visitor& visit, RoyaltyRate& royalty);
// Bands where the rate slides, a product where its price or quantity is the scale; each begins
// with the key it is about, empty if all is well.
std::vector<std::string> faults_of(const RoyaltyRate& royalty);

// Of a period: all revenue, and of it the costs that a base leaves out.
struct Takings {
  double revenue = 0, selling = 0, operating = 0;
};
// revenue: what the royalty is on, all of it or one product's; of one product, the costs in
// proportion to its revenue.
inline double royalty_base(RoyaltyBase base, double revenue, const Takings& all) {
  if (base == RoyaltyBase::revenue) return std::max(0.0, revenue);
  const double part = all.revenue > 0 ? revenue / all.revenue : 0;
  if (base == RoyaltyBase::nsr) revenue -= part * all.selling;
  if (base == RoyaltyBase::profit) revenue -= part * all.operating;
  return std::max(0.0, revenue);
}

// What scales read of a period, in money of the base date where prices and revenue are. price,
// quantity: of the product whose scale it is, in the units that its price is quoted for.
struct ScaleBasis {
  double price = 0, quantity = 0;
  Takings all;         // nominal
  double revenue = 0;  // in the unit of the bands
  double length_y = 1, r_factor = 0;
};
double scale_of(Scale scale, const ScaleBasis& period);
// The rate of a royalty whose scale is not flat.
inline double rate_in(const RoyaltyTerms& royalty, const ScaleBasis& period) {
  return rate_of(royalty.bands, std::max(0.0, scale_of(royalty.scale, period)));
}

// Taxes on what is left.
//   resource_rent  balance = balance (1 + hurdle) + cash; of a positive balance the rate, then 0
//                  (Garnaut & Clunies Ross 1975, the form without refund)
//   r_factor       rate by the R-factor on the period's cash, if positive
//   production_share  cost is recovered out of revenue after royalties, at most cost_limit of it a
//                  period, the rest later; of what is left the state's part by the R-factor
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
  RFactorOf r_factor = RFactorOf::before;
};
void describe(Visitor& visit, RentTax& tax);
std::vector<std::string> faults_of(const RentTax& tax);  // likewise

// Of a period; income after tax and deductions of the tax year where the period ends one.
struct RentPeriod {
  double length_y = 1, cash = 0;
  double revenue = 0, cost = 0;    // after royalties; operating cost and capital
  RFactor r_factor;                // before the period
  double received = 0, spent = 0;  // in it, as the R-factor counts
  bool ends_year = false;
  double income_after_tax = 0, deductions = 0;
};
// balance: of resource_rent the account, of production_share the cost not yet recovered, before
// the period; replaced by that after it. Returns the tax.
double rent_tax(const RentTax& tax, const RentPeriod& period, double& balance);
double resource_rent_tax(const RentTax& tax, double length_y, double cash, double& balance);
double production_share(const RentTax& tax, double revenue, double cost, double r_factor,
                        double& balance);
double excess_profit_tax(const RentTax& tax, double income_after_tax, double deductions);

// Thin capitalisation: of the interest on a debt the part on so many times the equity.
double supported_interest(double debt_to_equity, double interest, double debt, double equity);
// Of interest and of what was kept before at most `most`; the rest is kept.
double capped_interest(double most, double interest, double& kept);
// Takes of a tax what there is of a credit; returns the rest of the tax.
double less_credit(double tax, double& credit);

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::Manner> = {"slab",
                                                                                        "marginal"};
template <>
inline constexpr std::array<std::string_view, 6> lode::kNames<lode::finance::Scale> = {
    "flat", "price", "margin", "production", "revenue", "r_factor"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::RFactorOf> = {
    "before", "through"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::RoyaltyBase> = {
    "revenue", "nsr", "profit"};
template <>
inline constexpr std::array<std::string_view, 4> lode::kNames<lode::finance::RentKind> = {
    "resource_rent", "r_factor", "excess_profit", "production_share"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::RentBase> = {
    "after_income_tax", "before_income_tax"};
