// Tax year by tax year: pools, limits on interest, low profit, income tax, taxes on rent.
#include <algorithm>
#include <cmath>

#include "finance/claims.h"
#include "finance/venture_passes.h"

namespace lode::finance {
namespace {

bool within_years(const Setting& s, double years, std::size_t t) {
  return s.tax[t]->processing_agreement.in_force && s.year[t] >= s.production_year &&
         static_cast<double>(s.year[t] - s.production_year) < years;
}

// Profitability up to which the agreement frees the year of tax.
double free_up_to(const Setting& s, const State& state, std::size_t t) {
  const ProcessingAgreement& agreement = s.tax[t]->processing_agreement;
  if (state.capital_spent < agreement.minimum_investment_usd ||
      !within_years(s, agreement.years, t))
    return -kInfinity;
  if (state.settled.empty()) return agreement.profitability_limit;
  return state.settled[s.year[t]].free ? kInfinity : -kInfinity;
}

double deduct_from_pools(const Setting& s, State& state, Ledger& ledger, std::size_t t) {
  const Tax& tax = *s.tax[t];
  const double local_per_usd = s.index.local_per_usd[t];
  const double opening = pool_balance(state.books);
  const double added = ledger.at(Line::capital, t) + ledger.at(Line::sustaining, t);
  const std::size_t first_year = std::max(s.year[t], s.production_year);
  add_to_pools(state.books, tax, added * local_per_usd, first_year);
  double depreciation = 0;
  if (s.ends_year[t] && (s.year[t] >= s.production_year || t + 1 == s.calendar.periods()))
    depreciation = depreciate(state.books, tax,
                              {s.year[t], s.year[t] >= s.last_year, s.milled_t[s.year[t]],
                               s.milled_from_now_t[s.year[t]]});
  const double mean = 0.5 * (opening + pool_balance(state.books)) / local_per_usd;
  const double property = tax.property_rate * mean * s.calendar.length_y[t];
  const bool held = within_years(s, tax.processing_agreement.property_years, t);
  if (held) state.property_usd += property;
  ledger.at(Line::property_tax, t) = held ? 0 : property;
  ledger.at(Line::depreciation, t) = depreciation / local_per_usd;
  return depreciation;
}

// What the limits leave of the period's interest; thin capitalisation first.
double deductible_interest(const Setting& s, State& state, const Ledger& ledger, double interest,
                           std::size_t t) {
  const Tax& tax = *s.tax[t];
  const double debt = t > 0 ? ledger.at(Line::debt_balance, t - 1) : 0;
  interest = supported_interest(tax.debt_to_equity, interest, debt, state.equity);
  if (std::isinf(tax.interest_cap)) return interest;
  const double income =
      ledger.at(Line::revenue, t) - s.business.deductible_usd[t] - s.business.held_usd[t];
  return capped_interest(tax.interest_cap * income, interest, state.interest_kept);
}

// Whether the year's profit, with the full extraction tax and before taxes on rent and what
// property tax waits, is low.
bool has_low_profit(const Setting& s, const State& state, double depreciation_local,
                    std::size_t t) {
  if (!state.settled.empty()) return state.settled[s.year[t]].low_rate;
  const double local_per_usd = s.index.local_per_usd[t];
  const double deductible =
      (state.books.cost_usd + state.held_usd) * local_per_usd + depreciation_local;
  return deductible > 0 && profitability(state.books.revenue_usd * local_per_usd, deductible) <=
                               s.tax[t]->low_profit_limit;
}

// What of the year's extraction tax has waited and is due after all.
double settle_extraction(const Setting& s, State& state, double depreciation_local, std::size_t t) {
  const double held = state.held_usd;
  if (!s.ends_year[t] || held == 0) return 0;
  const bool low = has_low_profit(s, state, depreciation_local, t);
  state.found[s.year[t]].low_rate = low;
  state.held_usd = 0;
  if (low) return 0;
  state.books.cost_usd += held;
  return held;
}

double rent_taxes(const Setting& s, State& state, const Ledger& ledger, const TaxYear& year,
                  RentBase base, double cash, std::size_t t) {
  const auto& taxes = s.tax[t]->rent;
  if (taxes.empty()) return 0;
  const double to_usd = 1 / s.index.local_per_usd[t];
  const double claims = ledger.at(Line::marketing, t) + ledger.at(Line::royalty_uplift, t) +
                        ledger.at(Line::royalty, t) + ledger.at(Line::private_royalty, t) +
                        ledger.at(Line::extraction_tax, t);
  const double cost = operating_cost(ledger, t) + ledger.at(Line::sustaining, t) +
                      ledger.at(Line::capital, t) + ledger.at(Line::closure, t);
  const RentPeriod period{
      s.calendar.length_y[t],
      cash,
      ledger.at(Line::revenue, t) - claims,
      cost,
      state.r_factor,
      ledger.at(Line::revenue, t),
      cost + ledger.at(Line::private_royalty, t),
      static_cast<bool>(s.ends_year[t]),
      (year.taxable_local - year.loss_used_local) * to_usd - ledger.at(Line::income_tax, t),
      year.deductible_local * to_usd};
  double due = 0;
  for (std::size_t k = 0; k < taxes.size(); ++k)
    if (taxes[k].base == base) due += rent_tax(taxes[k], period, state.rent_balance[k]);
  if (base == RentBase::after_income_tax) state.r_factor.count(period.received, period.spent);
  return due;
}

// Closes the tax year: income tax, less what there is of the investment credit.
TaxYear close_tax_year(const Setting& s, State& state, Ledger& ledger, double depreciation_local,
                       std::size_t t) {
  const double local_per_usd = s.index.local_per_usd[t];
  state.books.cost_usd += state.rent_usd;
  const TaxYear year =
      close_year(state.books, *s.tax[t], s.year[t], s.tax[t]->income_rate, local_per_usd,
                 depreciation_local, free_up_to(s, state, t), state.property_usd * local_per_usd);
  state.property_usd = state.rent_usd = 0;
  state.found[s.year[t]].free = year.free;
  ledger.at(Line::property_tax, t) += year.property_local / local_per_usd;
  ledger.at(Line::income_tax, t) = less_credit(year.tax_local / local_per_usd, state.credit);
  ledger.at(Line::taxable_income, t) = year.taxable_local / local_per_usd;
  ledger.at(Line::loss_used, t) = year.loss_used_local / local_per_usd;
  ledger.at(Line::deductible_cost, t) = year.deductible_local / local_per_usd;
  ledger.at(Line::profitability, t) = year.profitability;
  return year;
}

}  // namespace

void pay_taxes(const Setting& s, State& state, Ledger& ledger, std::size_t t) {
  const double depreciation_local = deduct_from_pools(s, state, ledger, t);
  const double capital = ledger.at(Line::capital, t), revenue = ledger.at(Line::revenue, t);
  state.capital_spent += capital;
  state.credit += s.tax[t]->investment_credit * capital;

  double interest = 0;
  for (const auto& e : state.loans.entry)
    interest += e.interest + e.arrears_interest + e.capitalised;
  ledger.at(Line::interest_due, t) = interest;
  ledger.at(Line::interest_deducted, t) = deductible_interest(s, state, ledger, interest, t);
  const double cost = s.business.deductible_usd[t] + ledger.at(Line::property_tax, t) +
                      ledger.at(Line::interest_deducted, t) + ledger.at(Line::commitment_fee, t) +
                      ledger.at(Line::guarantee_fee, t);
  const bool before_production = s.calendar.mid_y(t) < s.timeline.production_start_y;
  state.capitalised = before_production ? std::max(0.0, cost - revenue) : 0;
  state.books.revenue_usd += revenue;
  state.books.cost_usd += cost - state.capitalised + ledger.at(Line::closure, t) +
                          s.tax[t]->investment_allowance * capital;
  state.held_usd += s.business.held_usd[t];

  const double late = settle_extraction(s, state, depreciation_local, t);
  ledger.at(Line::extraction_tax, t) = s.business.extraction_usd[t] + late;
  const double before_tax = s.business.before_tax_usd[t] - late;
  const double rent = rent_taxes(s, state, ledger, {}, RentBase::before_income_tax, before_tax, t);
  state.rent_usd += rent;
  ledger.at(Line::income_tax, t) = 0;
  TaxYear year;
  if (s.ends_year[t]) year = close_tax_year(s, state, ledger, depreciation_local, t);
  const double claims = rent + ledger.at(Line::income_tax, t) + ledger.at(Line::property_tax, t);
  ledger.at(Line::rent_tax, t) =
      rent + rent_taxes(s, state, ledger, year, RentBase::after_income_tax, before_tax - claims, t);
  ledger.at(Line::cash_for_debt_service, t) =
      s.business.cash_usd[t] - late - ledger.at(Line::rent_tax, t) -
      ledger.at(Line::income_tax, t) - ledger.at(Line::property_tax, t);
}

}  // namespace lode::finance
