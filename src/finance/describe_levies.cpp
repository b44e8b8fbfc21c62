// What the keys of taxes mean that a study and a study's table share.
#include "finance/tax.h"

namespace lode::finance {
namespace {

constexpr Range kShare{0, 1};

void describe_bands(Visitor& visit, Bands& bands) {
  visit.series("from", bands.from, unit::kNone, {0, 1e15},
               "lower bounds of the bands, rising from 0");
  visit.series("rates", bands.rate, unit::kFraction, kShare, "rate of each band");
  visit.choice("manner", bands.manner,
               "slab: one band's rate on everything; marginal: each part bears its own band's");
}

}  // namespace

void describe_terms(Visitor& visit, RoyaltyTerms& royalty, const ProductKeys& keys) {
  visit.choice("base", royalty.base, "of which the rate is taken");
  visit.choice("scale", royalty.scale, "what the rate follows");
  describe_bands(visit, royalty.bands);
  visit.choice("r_factor", royalty.r_factor,
               "scale r_factor: of what was received and spent before the period, or through it");
  visit.text(keys.product, royalty.product, false, keys.meaning);
  visit.text(keys.scale_product, royalty.scale_product, false, keys.scale_meaning);
  visit.flag("to_state", royalty.to_state, "else to a private holder");
  visit.flag("deductible", royalty.deductible, "from taxable income");
  visit.fixed("holiday", royalty.holiday_y, unit::kYears, {0, 100},
              "from first production without it");
}

void describe(Visitor& visit, RoyaltyRate& royalty) {
  visit.sampled("rate", royalty.rate, unit::kFraction, kShare, "scale flat: of the base");
  describe_terms(
      visit, royalty,
      {"commodity", "on this commodity's revenue alone; none: on all revenue", "scale_commodity",
       "whose price (USD per quoted unit) or production (tonnes a year) the scale is; "
       "none: `commodity`; scale revenue is in M$ a year"});
}

void describe(Visitor& visit, RentTax& tax) {
  visit.choice("kind", tax.kind,
               "resource rent, by the R-factor, on excess profit, or the state's part of output");
  visit.choice("base", tax.base, "cash after income tax, or before it (then deductible)");
  visit.sampled("rate", tax.rate, unit::kFraction, kShare, "kind resource_rent: of the balance");
  visit.sampled("hurdle", tax.hurdle, unit::kPerYear, {0, 1},
                "kind resource_rent: a year, nominal, by which the balance grows");
  visit.sampled("cost_limit", tax.cost_limit, unit::kFraction, kShare,
                "kind production_share: most of revenue that recovers cost");
  describe_bands(visit, tax.bands);
  visit.choice("r_factor", tax.r_factor,
               "kinds r_factor, production_share: of what was received and spent before the "
               "period, or through it");
}

void describe_shared(Visitor& visit, Tax& tax) {
  visit.fixed("debt_to_equity", tax.debt_to_equity, unit::kNone, {0, 1e6},
              "interest on debt above so many times the equity paid in is not deductible");
  visit.fixed("interest_cap", tax.interest_cap, unit::kFraction, {0, 1e6},
              "of income before interest and depreciation; interest above it is carried forward");
  visit.sampled("investment_allowance", tax.investment_allowance, unit::kFraction, {0, 5},
                "of initial capital, deducted on top of depreciation when it is spent");
  visit.sampled("investment_credit", tax.investment_credit, unit::kFraction, kShare,
                "of initial capital, off the income tax, carried forward");
  visit.sampled("import_duty", tax.import_duty, unit::kFraction, {0, 5},
                "of the imported share of costs");
  visit.sampled("services_withholding", tax.services_withholding, unit::kFraction, kShare,
                "of services from abroad, on top of their price");
  visit.named("rent", tax.rent, "a tax on what is left");
}

}  // namespace lode::finance
