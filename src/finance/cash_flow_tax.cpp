// Pools, income tax and taxes on rent of a study's cash flow.
#include <algorithm>
#include <cmath>

#include "finance/cash_flow_passes.h"

namespace lode::finance {
namespace {

// What is taxed, over the rings: of the period; of the tax year where it ends.
struct Assessed {
  double property = 0;
  double taxable = 0, loss_used = 0, year_deducted = 0, year_tax = 0;
};

// Interest of the period that the limits on debt and income leave deductible.
double deductible_interest(const CashFlowModel& m, CashFlow& f, std::size_t t, double interest) {
  const Tax& tax = m.terms.fiscal.tax;
  if (tax.debt_to_equity < kInfinity)
    interest = supported_interest(tax.debt_to_equity, interest,
                                  t > 0 ? f.at(Line::debt_balance, t - 1) : 0, f.state.equity);
  if (tax.interest_cap == kInfinity) return interest;
  const double income = f.at(Line::revenue, t) - operating_cost(f, t) - levies(f, t);
  return capped_interest(tax.interest_cap * income, interest, f.state.interest_kept);
}

// Income tax of one ring in one period; closes the tax year at its end. cost: of the period that is
// deductible beside the ring's own.
inline void assess(const Tax& tax, const TaxPeriod& period, const RingPeriod& ring, bool agreed,
                   double income, double cost, TaxBooks& books, Assessed& sum) {
  const ProcessingAgreement& agreement = tax.processing_agreement;
  const bool held = agreed && period.property_free;
  const double property = held ? 0 : ring.property * period.to_case;
  sum.property += property;
  books.revenue_usd += ring.income + income;
  books.cost_usd += ring.cost + property + cost;
  if (!period.ends_year) return;
  const double free_up_to = agreed && period.tax_free ? agreement.profitability_limit : -kInfinity;
  const TaxYear year = close_year(books, tax, period.year, period.rate, period.local,
                                  ring.deduction, free_up_to, held ? ring.property : 0);
  sum.property += year.property_local * period.to_case;
  sum.taxable += year.taxable_local * period.to_case;
  sum.loss_used += year.loss_used_local * period.to_case;
  sum.year_deducted += year.deductible_local * period.to_case;
  sum.year_tax += year.tax_local * period.to_case;
}

// Of one ring: what is spent in a period, into its pools.
void put_into_pools(const CashFlowModel& m, const CashScenario& scenario, TaxBooks& books,
                    const Ring& ring, std::size_t t, double pooled) {
  const Tax& tax = m.terms.fiscal.tax;
  const TaxPeriod& period = m.tax[t];
  const std::size_t pools = tax.pool.size();
  for (std::size_t k = 0; k < pools; ++k)
    if (const double spent = ring.pool[t * pools + k]; spent != 0)
      add_to_pool(books, tax, k, spent * scenario.capital * period.local, period.pools_from);
  if (pooled != 0) add_to_pools(books, tax, pooled * ring.share * period.local, period.pools_from);
}

// Of one ring: capital into the pools, the year's deduction out of them.
void deduct(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f, std::size_t r,
            std::size_t from, std::size_t to, double pooled) {
  const Tax& tax = m.terms.fiscal.tax;
  const Ring& ring = m.ring[r];
  TaxBooks& books = f.state.books[r];
  for (std::size_t t = from; t < to; ++t) {
    const TaxPeriod& period = m.tax[t];
    const double opening = pool_balance(books);
    if (t < ring.pooled_until || pooled != 0) put_into_pools(m, scenario, books, ring, t, pooled);
    const double out = period.deducts ? depreciate(books, tax, period.deduction) : 0;
    const double closing = pool_balance(books);
    RingPeriod& at = f.ring[r * m.periods + t];
    at.deduction = out;
    at.property = tax.property_rate * 0.5 * (opening + closing) * m.calendar.length_y[t];
    f.at(Line::depreciation, t) += out * period.to_case;
    f.at(Line::pool_balance, t) += closing * period.to_case;
  }
}

// Operating cost and capital of the period.
double spent_in(const CashFlow& f, std::size_t t) {
  return operating_cost(f, t) + f.at(Line::sustaining, t) + f.at(Line::capital, t) +
         f.at(Line::closure, t);
}

double rent_taxes(const CashFlowModel& m, CashFlow& f, std::size_t t, RentBase base, double cash,
                  Assessed assessed) {
  const auto& taxes = m.terms.fiscal.tax.rent;
  CashState& s = f.state;
  const double claims = f.at(Line::marketing, t) + f.at(Line::stream, t) + f.at(Line::royalty, t) +
                        f.at(Line::private_royalty, t) + f.at(Line::extraction_tax, t) +
                        f.at(Line::given_royalty, t);
  const RentPeriod period{m.calendar.length_y[t],
                          cash,
                          f.at(Line::revenue, t) - claims,
                          spent_in(f, t),
                          s.r_factor,
                          f.at(Line::revenue, t),
                          spent_in(f, t) + f.at(Line::private_royalty, t),
                          static_cast<bool>(m.tax[t].ends_year),
                          assessed.taxable - assessed.loss_used - assessed.year_tax,
                          assessed.year_deducted};
  double due = 0;
  for (std::size_t k = 0; k < taxes.size(); ++k)
    if (taxes[k].base == base) due += rent_tax(taxes[k], period, s.rent_balance[k]);
  return due;
}

void count_r_factor(CashFlow& f, std::size_t t) {
  f.state.r_factor.count(f.at(Line::revenue, t), spent_in(f, t) + f.at(Line::private_royalty, t));
}

}  // namespace

void deduct_pools(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f,
                  std::size_t from, std::size_t to, double pooled) {
  for (std::size_t t = from; t < to; ++t)
    f.at(Line::depreciation, t) = f.at(Line::pool_balance, t) = 0;
  for (std::size_t r = 0; r < m.ring.size(); ++r) deduct(m, scenario, f, r, from, to, pooled);
}

void tax_period(const CashFlowModel& m, CashFlow& f, std::size_t t, double finance) {
  const Fiscal& fiscal = m.terms.fiscal;
  CashState& s = f.state;
  const double capital = f.at(Line::capital, t);
  s.invested += capital;
  s.credit += fiscal.tax.investment_credit * capital;
  Assessed a;
  const bool rents = !fiscal.tax.rent.empty();
  const double rent_before =
      rents ? rent_taxes(m, f, t, RentBase::before_income_tax, f.base_cash[t], a) : 0;
  const double interest = deductible_interest(m, f, t, finance);
  const ProcessingAgreement& agreement = fiscal.tax.processing_agreement;
  const bool agreed = agreement.in_force && s.invested >= agreement.minimum_investment_usd;
  std::size_t r = 0;
  for (const Ring& ring : m.ring) {
    double cost = ring.share * interest;
    if (rent_before != 0) cost += part_of_ring(m, f, r, t) * rent_before;
    assess(fiscal.tax, m.tax[t], f.ring[r * m.periods + t], agreed, ring.share * s.earned, cost,
           s.books[r], a);
    ++r;
  }
  if (s.credit > 0) a.year_tax = less_credit(a.year_tax, s.credit);
  f.at(Line::interest_deducted, t) = interest;
  f.at(Line::income_tax, t) = a.year_tax;
  f.at(Line::property_tax, t) = a.property;
  f.at(Line::taxable_income, t) = a.taxable;
  f.at(Line::loss_used, t) = a.loss_used;
  f.at(Line::deductible_cost, t) = a.year_deducted;
  double cash =
      f.base_cash[t] - a.property - rent_before - a.year_tax - f.at(Line::given_income_tax, t);
  double rent = rent_before;
  if (rents) {
    const double after = rent_taxes(m, f, t, RentBase::after_income_tax, cash, a);
    rent += after;
    cash -= after;
    count_r_factor(f, t);
  }
  f.at(Line::rent_tax, t) = rent;
  f.at(Line::after_tax, t) =
      cash - f.at(Line::vat_due_change, t) - f.at(Line::closure_fund_change, t);
}

}  // namespace lode::finance
