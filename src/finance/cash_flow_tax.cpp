// Pools, income tax and taxes on rent of a study's cash flow.
#include <algorithm>
#include <cmath>

#include "finance/cash_flow_passes.h"

namespace lode::finance {
namespace {

struct Pass {
  const CashFlowModel& m;
  const CashScenario& scenario;
  CashFlow& f;
  double interest_kept = 0;  // above the cap, for later years
  double credit = 0;         // investment credit not yet used
  double debt = 0, equity = 0;
  double invested = 0, received = 0, spent = 0;
  double year_tax = 0, year_income = 0, year_deducted = 0;
};

// The period's operating cost and levies, deductible.
double levies(const CashFlow& f, std::size_t t) {
  return f.at(CashLine::extraction_tax, t) + f.at(CashLine::given_royalty, t) +
         f.at(CashLine::social_tax, t) + f.at(CashLine::import_duty, t) +
         f.at(CashLine::services_withholding, t) + f.at(CashLine::marketing, t);
}

// Deposits of a stream are no income when they come, deliveries are income forgone.
double stream_cost(const CashFlowModel& m, const CashFlow& f, std::size_t t) {
  double cost = f.at(CashLine::stream, t);
  for (const Stream& s : m.terms.stream)
    if (s.deposit.given()) cost += s.deposit.at(t) * m.index[t];
  return cost;
}

double part_of_ring(const CashFlowModel& m, const CashFlow& f, std::size_t ring, std::size_t t) {
  if (m.ring.size() == 1) return 1;
  double all = 0;
  for (std::size_t r = 0; r < m.ring.size(); ++r) all += f.ring_revenue[r * m.periods + t];
  return all > 0 ? f.ring_revenue[ring * m.periods + t] / all : m.ring[ring].share;
}

// Interest of the period that the limits on debt and income leave deductible.
double deductible_interest(Pass& p, std::size_t t, double income) {
  const Fiscal& fiscal = p.m.terms.fiscal;
  double interest = p.f.interest[t];
  const double debt = t > 0 ? p.f.at(CashLine::debt_balance, t - 1) : 0;
  if (debt > fiscal.debt_to_equity * p.equity && debt > 0)
    interest *= fiscal.debt_to_equity * p.equity / debt;
  if (std::isinf(fiscal.interest_cap)) return interest;
  const double most = std::max(0.0, fiscal.interest_cap * income);
  const double wanted = interest + p.interest_kept, taken = std::min(wanted, most);
  p.interest_kept = wanted - taken;
  return taken;
}

double free_up_to(const Pass& p, std::size_t t, double years) {
  const ProcessingAgreement& a = p.m.terms.fiscal.tax.processing_agreement;
  const std::size_t first = p.m.tax_year[p.m.first_production], year = p.m.tax_year[t];
  const bool within = a.in_force && p.m.has_production && year >= first &&
                      static_cast<double>(year - first) < years;
  return within && p.invested >= a.minimum_investment_usd ? a.profitability_limit : -kInfinity;
}

// Capital into the pools of a ring, the year's deduction out of them. Returns it, local money.
double deduct(Pass& p, std::size_t r, std::size_t t, double& property) {
  const CashFlowModel& m = p.m;
  const Fiscal& fiscal = m.terms.fiscal;
  const Tax& tax = fiscal.tax;
  if (tax.pool.empty()) return 0;
  TaxBooks& books = p.f.books[r];
  const std::size_t year = m.tax_year[t];
  const std::size_t first = fiscal.pools_start_with_production && m.has_production
                                ? std::max(year, m.tax_year[m.first_production])
                                : year;
  const double opening = pool_balance(books);
  for (std::size_t k = 0; k < tax.pool.size(); ++k)
    if (m.ring[r].pool[k][t] != 0)
      add_to_pool(books, tax, k, m.ring[r].pool[k][t] * p.scenario.capital * m.local[t], first);
  if (p.f.finance_to_pools[t] != 0)
    add_to_pools(books, tax, p.f.finance_to_pools[t] * m.ring[r].share * m.local[t], first);
  double out = 0;
  if (m.ends_year[t] && year >= first) {
    const std::size_t closes = m.tax_year[m.last_production];
    const bool over =
        fiscal.write_off == WriteOff::last_production ? year >= closes : year >= closes + 1;
    const bool all = fiscal.write_off != WriteOff::never && (over || t + 1 == m.periods);
    out = depreciate(books, tax, {year, all, m.produced[year], m.produced_from_now[year]});
  }
  property = tax.property_rate * 0.5 * (opening + pool_balance(books)) * m.calendar.length_y[t];
  p.f.at(CashLine::pool_balance, t) += pool_balance(books) / m.local[t];
  return out;
}

// Income tax of one ring in one period; closes the tax year at its end.
void tax_ring(Pass& p, std::size_t r, std::size_t t, double interest, double rent_before) {
  const CashFlowModel& m = p.m;
  const Fiscal& fiscal = m.terms.fiscal;
  const Tax& tax = fiscal.tax;
  CashFlow& f = p.f;
  const Ring& ring = m.ring[r];
  double property_local = 0;
  const double depreciation = deduct(p, r, t, property_local);
  const bool held = free_up_to(p, t, tax.processing_agreement.property_years) > -kInfinity;
  const double property = held ? 0 : property_local / m.local[t];
  f.at(CashLine::property_tax, t) += property;
  const double part = part_of_ring(m, f, r, t);
  const ClosureFund& fund = m.terms.closure_fund;
  const double closure =
      fund.deductible
          ? ring.share * (f.at(CashLine::closure, t) + f.at(CashLine::closure_fund_change, t))
          : ring.closure[t];
  TaxBooks& books = f.books[r];
  books.revenue_usd += f.ring_revenue[r * m.periods + t] + ring.other_income[t] +
                       ring.share * f.earned[t] - part * (stream_cost(m, f, t));
  books.cost_usd += ring.operating[t] * p.scenario.operating + part * levies(f, t) +
                    f.ring_claims[r * m.periods + t] + property + closure + ring.share * interest +
                    part * rent_before +
                    fiscal.investment_allowance * ring.allowance_base[t] * p.scenario.capital;
  f.at(CashLine::depreciation, t) += depreciation / m.local[t];
  if (!m.ends_year[t]) return;
  const TaxYear year =
      close_year(books, tax, m.tax_year[t], m.local[t], depreciation,
                 free_up_to(p, t, tax.processing_agreement.years), held ? property_local : 0);
  f.at(CashLine::property_tax, t) += year.property_local / m.local[t];
  f.at(CashLine::taxable_income, t) += year.taxable_local / m.local[t];
  f.at(CashLine::loss_used, t) += year.loss_used_local / m.local[t];
  f.at(CashLine::deductible_cost, t) += year.deductible_local / m.local[t];
  const double due = year.tax_local / m.local[t];
  p.year_tax += due;
  p.year_income += (year.taxable_local - year.loss_used_local) / m.local[t];
  p.year_deducted += year.deductible_local / m.local[t];
}

double cash_before_income_tax(const CashFlow& f, std::size_t t) {
  return f.at(CashLine::before_income_tax, t) - f.at(CashLine::property_tax, t) -
         f.at(CashLine::social_tax, t) - f.at(CashLine::import_duty, t) -
         f.at(CashLine::services_withholding, t) - f.at(CashLine::given_other_tax, t);
}

double rent_taxes(Pass& p, std::size_t t, RentBase base, double cash) {
  const auto& taxes = p.m.terms.fiscal.rent;
  double due = 0;
  for (std::size_t k = 0; k < taxes.size(); ++k) {
    if (taxes[k].base != base) continue;
    switch (taxes[k].kind) {
      case RentKind::resource_rent:
        due += resource_rent_tax(taxes[k], p.m.calendar.length_y[t], cash, p.f.rent_balance[k]);
        break;
      case RentKind::r_factor:
        due +=
            p.spent > 0 ? rate_of(taxes[k].bands, p.received / p.spent) * std::max(0.0, cash) : 0;
        break;
      case RentKind::excess_profit:
        if (p.m.ends_year[t])
          due += excess_profit_tax(taxes[k], p.year_income - p.year_tax, p.year_deducted);
    }
  }
  return due;
}

void count_r_factor(Pass& p, std::size_t t) {
  const CashFlow& f = p.f;
  p.received += f.at(CashLine::revenue, t);
  for (const CashLine line : {CashLine::mining, CashLine::processing, CashLine::general,
                              CashLine::selling, CashLine::other_cost, CashLine::private_royalty,
                              CashLine::sustaining, CashLine::capital, CashLine::closure})
    p.spent += f.at(line, t);
}

}  // namespace

void write_taxes(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  const Fiscal& fiscal = m.terms.fiscal;
  for (TaxBooks& books : f.books) reopen(books);
  std::fill(f.rent_balance.begin(), f.rent_balance.end(), 0.0);
  for (const CashLine line :
       {CashLine::property_tax, CashLine::depreciation, CashLine::taxable_income,
        CashLine::loss_used, CashLine::deductible_cost, CashLine::pool_balance})
    std::fill(f.row(line).begin(), f.row(line).end(), 0.0);
  Pass p{m, scenario, f};
  for (std::size_t t = 0; t < m.periods; ++t) {
    p.invested += f.at(CashLine::capital, t);
    p.credit += fiscal.investment_credit * f.at(CashLine::capital, t);
    p.year_tax = p.year_income = p.year_deducted = 0;
    const double before = cash_before_income_tax(f, t);
    const double rent_before = rent_taxes(p, t, RentBase::before_income_tax, before);
    const double income = f.at(CashLine::revenue, t) - f.at(CashLine::mining, t) -
                          f.at(CashLine::processing, t) - f.at(CashLine::general, t) -
                          f.at(CashLine::selling, t) - f.at(CashLine::other_cost, t) - levies(f, t);
    const double interest = deductible_interest(p, t, income);
    p.equity += f.at(CashLine::equity, t);
    f.at(CashLine::interest_deducted, t) = interest;
    for (std::size_t r = 0; r < m.ring.size(); ++r) tax_ring(p, r, t, interest, rent_before);
    const double used = std::min(p.credit, std::max(0.0, p.year_tax));
    p.credit -= used;
    p.year_tax -= used;
    f.at(CashLine::income_tax, t) = p.year_tax;
    const double cash = cash_before_income_tax(f, t) - rent_before - p.year_tax -
                        f.at(CashLine::given_income_tax, t);
    f.at(CashLine::rent_tax, t) = rent_before + rent_taxes(p, t, RentBase::after_income_tax, cash);
    f.at(CashLine::after_tax, t) = cash + rent_before - f.at(CashLine::rent_tax, t) -
                                   f.at(CashLine::vat_due_change, t) -
                                   f.at(CashLine::closure_fund_change, t);
    count_r_factor(p, t);
  }
}

}  // namespace lode::finance
