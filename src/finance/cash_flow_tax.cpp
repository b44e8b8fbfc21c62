// Pools, income tax and taxes on rent of a study's cash flow.
#include <algorithm>
#include <cmath>

#include "finance/cash_flow_passes.h"

namespace lode::finance {
namespace {

struct Pass {
  const CashFlowModel& m;
  CashFlow& f;
  CashState& s;
  // Of the period, over the rings; of the tax year where it ends.
  double property = 0, taxable = 0, loss_used = 0, year_deducted = 0, year_tax = 0;
};

// Interest of the period that the limits on debt and income leave deductible.
double deductible_interest(Pass& p, std::size_t t, double interest) {
  const Fiscal& fiscal = p.m.terms.fiscal;
  const CashFlow& f = p.f;
  if (std::isfinite(fiscal.debt_to_equity)) {
    const double debt = t > 0 ? f.at(CashLine::debt_balance, t - 1) : 0;
    const double most = fiscal.debt_to_equity * p.s.equity;
    if (debt > most && debt > 0) interest *= most / debt;
  }
  if (std::isinf(fiscal.interest_cap)) return interest;
  const double income = f.at(CashLine::revenue, t) - operating_cost(f, t) - levies(f, t);
  const double most = std::max(0.0, fiscal.interest_cap * income);
  const double wanted = interest + p.s.interest_kept, taken = std::min(wanted, most);
  p.s.interest_kept = wanted - taken;
  return taken;
}

double free_up_to(const Pass& p, std::size_t t, double years) {
  const ProcessingAgreement& a = p.m.terms.fiscal.tax.processing_agreement;
  if (!a.in_force) return -kInfinity;
  const std::size_t first = p.m.tax_year[p.m.first_production], year = p.m.tax_year[t];
  const bool within =
      p.m.has_production && year >= first && static_cast<double>(year - first) < years;
  return within && p.s.invested >= a.minimum_investment_usd ? a.profitability_limit : -kInfinity;
}

// Income tax of one ring in one period; closes the tax year at its end.
void tax_ring(Pass& p, std::size_t r, std::size_t t, double interest, double rent_before) {
  const CashFlowModel& m = p.m;
  const Fiscal& fiscal = m.terms.fiscal;
  const Tax& tax = fiscal.tax;
  CashFlow& f = p.f;
  const Ring& ring = m.ring[r];
  const double to_case = m.to_case[t];
  const std::size_t at = r * m.periods + t;
  const double property_local = f.ring_property[at];
  const bool held = free_up_to(p, t, tax.processing_agreement.property_years) > -kInfinity;
  const double property = held ? 0 : property_local * to_case;
  p.property += property;
  TaxBooks& books = p.s.books[r];
  books.revenue_usd += f.ring_income[at] + ring.share * p.s.earned;
  books.cost_usd += f.ring_cost[at] + property + ring.share * interest;
  if (rent_before != 0) books.cost_usd += part_of_ring(m, f, r, t) * rent_before;
  if (!m.ends_year[t]) return;
  const TaxYear year =
      close_year(books, tax, m.tax_year[t], m.local[t], f.ring_deduction[at],
                 free_up_to(p, t, tax.processing_agreement.years), held ? property_local : 0);
  p.property += year.property_local * to_case;
  p.taxable += year.taxable_local * to_case;
  p.loss_used += year.loss_used_local * to_case;
  p.year_deducted += year.deductible_local * to_case;
  p.year_tax += year.tax_local * to_case;
}

// Capital into the pools of a ring, the year's deduction out of them.
void deduct(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f, std::size_t r,
            std::size_t t, double pooled) {
  const Fiscal& fiscal = m.terms.fiscal;
  const Tax& tax = fiscal.tax;
  TaxBooks& books = f.state.books[r];
  const std::size_t year = m.tax_year[t];
  const std::size_t first = fiscal.pools_start_with_production && m.has_production
                                ? std::max(year, m.tax_year[m.first_production])
                                : year;
  const double opening = pool_balance(books), local = m.local[t];
  for (std::size_t k = 0; k < tax.pool.size(); ++k)
    if (m.ring[r].pool[k][t] != 0)
      add_to_pool(books, tax, k, m.ring[r].pool[k][t] * scenario.capital * local, first);
  if (pooled != 0) add_to_pools(books, tax, pooled * m.ring[r].share * local, first);
  double out = 0;
  if (m.ends_year[t] && year >= first) {
    const std::size_t closes = m.tax_year[m.last_production];
    const bool over =
        fiscal.write_off == WriteOff::last_production ? year >= closes : year >= closes + 1;
    const bool all = fiscal.write_off != WriteOff::never && (over || t + 1 == m.periods);
    out = depreciate(books, tax, {year, all, m.produced[year], m.produced_from_now[year]});
  }
  const double closing = pool_balance(books), to_case = m.to_case[t];
  const std::size_t at = r * m.periods + t;
  f.ring_deduction[at] = out;
  f.ring_property[at] = tax.property_rate * 0.5 * (opening + closing) * m.calendar.length_y[t];
  f.at(CashLine::depreciation, t) += out * to_case;
  f.at(CashLine::pool_balance, t) += closing * to_case;
}

// Operating cost and capital of the period.
double spent_in(const CashFlow& f, std::size_t t) {
  return operating_cost(f, t) + f.at(CashLine::sustaining, t) + f.at(CashLine::capital, t) +
         f.at(CashLine::closure, t);
}

double rent_taxes(Pass& p, std::size_t t, RentBase base, double cash) {
  const auto& taxes = p.m.terms.fiscal.rent;
  double due = 0;
  for (std::size_t k = 0; k < taxes.size(); ++k) {
    if (taxes[k].base != base) continue;
    switch (taxes[k].kind) {
      case RentKind::resource_rent:
        due += resource_rent_tax(taxes[k], p.m.calendar.length_y[t], cash, p.s.rent_balance[k]);
        break;
      case RentKind::r_factor:
        due += p.s.spent > 0
                   ? rate_of(taxes[k].bands, p.s.received / p.s.spent) * std::max(0.0, cash)
                   : 0;
        break;
      case RentKind::production_share: {
        const CashFlow& f = p.f;
        const double claims = f.at(CashLine::marketing, t) + f.at(CashLine::stream, t) +
                              f.at(CashLine::royalty, t) + f.at(CashLine::private_royalty, t) +
                              f.at(CashLine::extraction_tax, t) + f.at(CashLine::given_royalty, t);
        due += production_share(taxes[k], f.at(CashLine::revenue, t) - claims, spent_in(f, t),
                                p.s.spent > 0 ? p.s.received / p.s.spent : 0, p.s.rent_balance[k]);
        break;
      }
      case RentKind::excess_profit:
        if (p.m.ends_year[t])
          due += excess_profit_tax(taxes[k], p.taxable - p.loss_used - p.year_tax, p.year_deducted);
    }
  }
  return due;
}

void count_r_factor(Pass& p, std::size_t t) {
  const CashFlow& f = p.f;
  p.s.received += f.at(CashLine::revenue, t);
  p.s.spent += spent_in(f, t) + f.at(CashLine::private_royalty, t);
}

}  // namespace

void deduct_pools(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f, std::size_t t,
                  double pooled) {
  f.at(CashLine::depreciation, t) = f.at(CashLine::pool_balance, t) = 0;
  for (std::size_t r = 0; r < m.ring.size(); ++r) deduct(m, scenario, f, r, t, pooled);
}

void tax_period(const CashFlowModel& m, CashFlow& f, std::size_t t, double finance) {
  const Fiscal& fiscal = m.terms.fiscal;
  CashState& s = f.state;
  Pass p{m, f, s};
  const double capital = f.at(CashLine::capital, t);
  s.invested += capital;
  s.credit += fiscal.investment_credit * capital;
  const bool rents = !fiscal.rent.empty();
  const double rent_before =
      rents ? rent_taxes(p, t, RentBase::before_income_tax, f.base_cash[t]) : 0;
  const double interest = deductible_interest(p, t, finance);
  f.at(CashLine::interest_deducted, t) = interest;
  for (std::size_t r = 0; r < m.ring.size(); ++r) tax_ring(p, r, t, interest, rent_before);
  if (s.credit > 0) {
    const double used = std::min(s.credit, std::max(0.0, p.year_tax));
    s.credit -= used;
    p.year_tax -= used;
  }
  f.at(CashLine::income_tax, t) = p.year_tax;
  f.at(CashLine::property_tax, t) = p.property;
  f.at(CashLine::taxable_income, t) = p.taxable;
  f.at(CashLine::loss_used, t) = p.loss_used;
  f.at(CashLine::deductible_cost, t) = p.year_deducted;
  double cash =
      f.base_cash[t] - p.property - rent_before - p.year_tax - f.at(CashLine::given_income_tax, t);
  double rent = rent_before;
  if (rents) {
    const double after = rent_taxes(p, t, RentBase::after_income_tax, cash);
    rent += after;
    cash -= after;
    count_r_factor(p, t);
  }
  f.at(CashLine::rent_tax, t) = rent;
  f.at(CashLine::after_tax, t) =
      cash - f.at(CashLine::vat_due_change, t) - f.at(CashLine::closure_fund_change, t);
}

}  // namespace lode::finance
