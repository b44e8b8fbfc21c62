// Pools, income tax and taxes on rent of the march.
#include "finance/march_passes.h"

namespace lode::finance {
namespace {

// Operating cost and capital of the period.
double spent_in(const Ledger& l, std::size_t t) {
  return operating_cost(l, t) + l.at(Line::sustaining, t) + l.at(Line::capital, t) +
         l.at(Line::closure, t);
}

}  // namespace

double part_of_ring(const MarchModel& m, const FinancedLedger& f, std::size_t ring, std::size_t t) {
  if (m.ring.size() == 1) return 1;
  double all = 0;
  for (std::size_t r = 0; r < m.ring.size(); ++r) all += f.ring[r * m.periods + t].revenue;
  return all > 0 ? f.ring[ring * m.periods + t].revenue / all : m.ring[ring].share;
}

void book_vat(Ledger& ledger, const Calendar& calendar, std::size_t t, double paid,
              double delay_y) {
  if (paid == 0) return;
  const double due_y = calendar.mid_y(t) + delay_y;
  std::size_t back = t;
  while (back + 1 < ledger.periods && calendar.end_y(back) <= due_y) ++back;
  ledger.at(Line::vat_due_change, t) += paid;
  ledger.at(Line::vat_due_change, back) -= paid;
}

Verdict* March::verdict(std::size_t r, std::size_t t) {
  return profit_decides_ ? &s_.verdict[r * m_.tax_years + m_.tax[t].year] : nullptr;
}

void March::put_into_pools(std::size_t r, std::size_t t, double pooled) {
  const TaxPeriod& period = m_.tax[t];
  const Ring& ring = m_.ring[r];
  TaxBooks& books = s_.ring[r].books;
  const std::size_t pools = tax(t).pool.size();
  for (std::size_t k = 0; k < pools; ++k)
    if (const double spent = ring.pool[t * pools + k]; spent != 0)
      add_to_pool(books, tax(t), k, spent * capital_ * period.local, period.pools_from);
  if (pooled != 0)
    add_to_pools(books, tax(t), pooled * ring.share * period.local, period.pools_from);
}

void March::deduct_pools(std::size_t from, std::size_t to, double pooled) {
  for (std::size_t t = from; t < to; ++t)
    f_.at(Line::depreciation, t) = f_.at(Line::pool_balance, t) = 0;
  for (std::size_t r = 0; r < m_.ring.size(); ++r)
    for (std::size_t t = from; t < to; ++t) {
      const TaxPeriod& period = m_.tax[t];
      TaxBooks& books = s_.ring[r].books;
      const double opening = pool_balance(books);
      if ((t < m_.ring[r].pooled_until || pooled != 0) && !is_shut(t)) put_into_pools(r, t, pooled);
      const double out = period.deducts ? depreciate(books, tax(t), period.deduction) : 0;
      const double closing = pool_balance(books);
      RingPeriod& at = ring(r, t);
      at.deduction = out;
      at.property =
          is_shut(t) ? 0
                     : tax(t).property_rate * 0.5 * (opening + closing) * m_.calendar.length_y[t];
      f_.at(Line::depreciation, t) += out * period.to_case;
      f_.at(Line::pool_balance, t) += closing * period.to_case;
    }
}

void March::pool_late(std::size_t t, double draw_fees) {
  const TaxPeriod& period = m_.tax[t];
  double pooled = 0, balance = 0;
  for (std::size_t r = 0; r < m_.ring.size(); ++r) {
    RingState& own = s_.ring[r];
    const double late = own.pooled + draw_fees * m_.ring[r].share;
    if (late != 0) add_to_pools(own.books, tax(t), late * period.local, period.pools_from);
    pooled += late;
    balance += pool_balance(own.books);
  }
  f_.at(Line::pool_addition, t) = pooled + f_.at(Line::capital, t) + f_.at(Line::sustaining, t);
  f_.at(Line::pool_balance, t) = balance * period.to_case;
}

// Interest of the period that the limits on debt and income leave deductible.
double March::deductible_interest(std::size_t t, double interest) {
  const Tax& law = tax(t);
  if (law.debt_to_equity < kInfinity)
    interest = supported_interest(law.debt_to_equity, interest,
                                  t > 0 ? f_.at(Line::debt_balance, t - 1) : s_.loans.opening_usd,
                                  s_.equity);
  if (law.interest_cap == kInfinity) return interest;
  double income = 0;
  for (std::size_t r = 0; r < m_.ring.size(); ++r)
    income += ring(r, t).income - ring(r, t).cost - ring(r, t).held;
  return capped_interest(law.interest_cap * income, interest, s_.interest_kept);
}

// Income and cost of the period into one ring's books.
void March::charge(std::size_t r, std::size_t t, double interest, double fees, Assessed& sum) {
  const TaxPeriod& period = m_.tax[t];
  const RingPeriod& at = ring(r, t);
  RingState& own = s_.ring[r];
  const double share = m_.ring[r].share, property = at.property * period.to_case;
  if (period.property_free)
    own.property += property;
  else
    sum.property += property;
  const double income = at.income + share * s_.earned;
  const double cost = at.cost + (period.property_free ? 0 : property) + share * (interest + fees);
  own.pooled = pools_late_ && period.before_production ? std::max(0.0, cost - income) : 0;
  own.books.revenue_usd += income;
  own.books.cost_usd += cost - own.pooled + at.apart;
  own.extraction += at.held;
  own.books.minimum_base_usd += at.minimum_base;
}

// When a tax year ends: what of its extraction tax has waited and is due after all.
double March::settle_extraction(std::size_t r, std::size_t t) {
  const TaxPeriod& period = m_.tax[t];
  RingState& own = s_.ring[r];
  const double held = own.extraction;
  const double deductible = (own.books.cost_usd + held) * period.local + ring(r, t).deduction;
  const bool low = !f_.settled.empty()
                       ? f_.settled[r * m_.tax_years + period.year].low_rate
                       : deductible > 0 && profitability(own.books.revenue_usd * period.local,
                                                         deductible) <= tax(t).low_profit_limit;
  if (Verdict* found = verdict(r, t)) found->low_rate = low;
  own.extraction = 0;
  if (low) return 0;
  own.books.cost_usd += held;
  return held;
}

// Profitability up to which the agreement frees the year of tax.
double March::free_up_to(std::size_t r, std::size_t t) const {
  const ProcessingAgreement& agreement = tax(t).processing_agreement;
  if (!m_.tax[t].tax_free || s_.invested < agreement.minimum_investment_usd) return -kInfinity;
  if (f_.settled.empty()) return agreement.profitability_limit;
  return f_.settled[r * m_.tax_years + m_.tax[t].year].free ? kInfinity : -kInfinity;
}

void March::close_tax_year(std::size_t r, std::size_t t, Assessed& sum) {
  const TaxPeriod& period = m_.tax[t];
  RingState& own = s_.ring[r];
  own.books.cost_usd += own.rent;
  const double rate = income_rate(t);
  const TaxYear year =
      close_year(own.books, tax(t), period.year, rate, period.local, ring(r, t).deduction,
                 free_up_to(r, t), own.property * period.local);
  own.property = own.rent = 0;
  if (Verdict* found = verdict(r, t)) found->free = year.free;
  sum.property += year.property_local * period.to_case;
  sum.taxable += year.taxable_local * period.to_case;
  sum.loss_used += year.loss_used_local * period.to_case;
  sum.year_deducted += year.deductible_local * period.to_case;
  sum.year_tax += year.tax_local * period.to_case;
  sum.profitability = year.profitability;
  if (period.amends) amend(r, t, year, rate, sum);
}

// Minimum tax, and losses that are carried back or grow. A year that the agreement frees of tax
// bears no minimum either. Kept out of line: most cases have none of it.
[[gnu::noinline]] void March::amend(std::size_t r, std::size_t t, TaxYear year, double rate,
                                    Assessed& sum) {
  const TaxPeriod& period = m_.tax[t];
  TaxBooks& books = s_.ring[r].books;
  const double before = year.tax_local;
  move_losses(books, tax(t), period.year, rate, year);
  const double base = m_.minimum.base == MinimumBase::before_losses
                          ? year.taxable_local
                          : books.minimum_base_usd * period.local;
  books.minimum_base_usd = 0;
  if (period.minimum_rate >= 0 && !year.free) {
    const double minimum = period.minimum_rate * std::max(0.0, base);
    levy_minimum(books, tax(t), m_.minimum.credited, period.year, minimum, year);
    sum.minimum += minimum * period.to_case;
  }
  sum.year_tax += (year.tax_local - before) * period.to_case;
  sum.refund += year.refund_local * period.to_case;
  sum.carried_back += year.loss_back_local * period.to_case;
}

// The credit comes off the tax of all rings; what later losses may ask back falls with it.
void March::take_credit(std::size_t t, Assessed& a) {
  const double before = a.year_tax;
  a.year_tax = less_credit(before, s_.credit);
  if (tax(t).loss_back_y == 0 || !m_.tax[t].ends_year || before <= 0) return;
  double refundable = 0;
  const auto of_year = [&](RingState& own) -> double& {
    return own.books.refundable_local[m_.tax[t].year];
  };
  for (RingState& own : s_.ring) refundable += of_year(own);
  const double used = (before - a.year_tax) * m_.tax[t].local;
  for (RingState& own : s_.ring)
    if (refundable > 0) of_year(own) *= std::max(0.0, 1 - used / refundable);
}

double March::depreciation_for(std::size_t k, std::size_t t) {
  const ProfitTax& terms = m_.profit[k];
  const TaxPeriod& period = m_.tax[t];
  TaxBooks& books = s_.profit[k];
  if (terms.capital == ProfitCapital::not_deducted) return 0;
  if (terms.capital == ProfitCapital::own_pools) {
    const double spent = f_.profit_capital[k * m_.periods + t] * period.local;
    if (spent != 0) add_to_pools(books, terms.tax, spent, period.pools_from);
    return period.deducts ? depreciate(books, terms.tax, period.deduction) : 0;
  }
  double out = 0;
  for (std::size_t r = 0; r < m_.ring.size(); ++r) out += ring(r, t).deduction;
  return out;
}

// Of the period in which a tax year ends; the books of the others are kept. deducted: adds what the
// income tax deducts.
double March::profit_taxes(std::size_t t, double interest, double profit_share, double& deducted) {
  const TaxPeriod& period = m_.tax[t];
  double due = 0;
  for (std::size_t k = 0; k < m_.profit.size(); ++k) {
    const ProfitTax& terms = m_.profit[k];
    TaxBooks& books = s_.profit[k];
    double depreciation = 0;
    if (terms.base == ProfitBase::production_share) {
      books.revenue_usd += profit_share;
    } else {
      for (std::size_t r = 0; r < m_.ring.size(); ++r) books.revenue_usd += ring(r, t).income;
      books.cost_usd += f_.profit_cost[k * m_.periods + t];
      if (terms.interest) books.revenue_usd += s_.earned, books.cost_usd += interest;
      depreciation = depreciation_for(k, t);
    }
    double& income = f_.profit_income[k * m_.periods + t];
    double& paid = f_.profit_tax[k * m_.periods + t];
    income = paid = 0;
    if (!period.ends_year) continue;
    const double revenue = books.revenue_usd * period.local;
    const double profit = revenue - books.cost_usd * period.local - depreciation;
    const double rate = terms.scale == ProfitScale::flat ? terms.rate.at(t)
                        : profit > 0 && revenue > 0      ? rate_of(terms.bands, profit / revenue)
                                                         : 0;
    TaxYear year =
        close_year(books, terms.tax, period.year, rate, period.local, depreciation, -kInfinity);
    if (moves_losses(terms.tax)) move_losses(books, terms.tax, period.year, rate, year);
    income = year.taxable_local * period.to_case;
    paid = year.tax_local * period.to_case;
    due += paid;
    if (terms.deductible) deducted += paid;
  }
  return due;
}

double March::rent_taxes(std::size_t t, RentBase base, double cash, const Assessed& assessed,
                         double& profit_share) {
  const auto& taxes = tax(t).rent;
  const double claims = f_.at(Line::marketing, t) + f_.at(Line::stream, t) +
                        f_.at(Line::royalty_uplift, t) + f_.at(Line::royalty, t) +
                        f_.at(Line::private_royalty, t) + f_.at(Line::extraction_tax, t) +
                        f_.at(Line::given_royalty, t);
  const double revenue = f_.at(Line::revenue, t), spent = spent_in(f_, t);
  const RentPeriod period{m_.calendar.length_y[t],
                          cash,
                          revenue - claims,
                          spent,
                          s_.r_factor,
                          revenue,
                          spent + f_.at(Line::private_royalty, t),
                          m_.tax[t].ends_year,
                          assessed.taxable - assessed.loss_used - assessed.year_tax,
                          assessed.year_deducted};
  double due = 0;
  for (std::size_t k = 0; k < taxes.size(); ++k) {
    if (taxes[k].base != base) continue;
    const double before = s_.rent_balance[k], tax = rent_tax(taxes[k], period, s_.rent_balance[k]);
    due += tax;
    if (taxes[k].kind != RentKind::production_share) continue;
    const double recovered = before + period.cost - s_.rent_balance[k];
    profit_share += std::max(0.0, period.revenue) - recovered - tax;
  }
  if (base == RentBase::after_income_tax) s_.r_factor.count(period.received, period.spent);
  return due;
}

[[gnu::noinline]] March::Before March::taxes_before_income(std::size_t t, double interest,
                                                           double cash, const Assessed& a) {
  Before out;
  double profit_share = 0;
  if (!tax(t).rent.empty())
    out.rent = rent_taxes(t, RentBase::before_income_tax, cash, a, profit_share);
  double deducted = out.rent;
  out.second = profit_taxes(t, interest, profit_share, deducted);
  for (std::size_t r = 0; r < m_.ring.size() && deducted != 0; ++r)
    s_.ring[r].rent += part_of_ring(m_, f_, r, t) * deducted;
  return out;
}

void March::pay_taxes(std::size_t t, double interest, double fees) {
  const TaxPeriod& period = m_.tax[t];
  const std::size_t rings = m_.ring.size();
  s_.invested += f_.at(Line::capital, t);
  s_.credit += tax(t).investment_credit * f_.at(Line::capital, t);
  interest = deductible_interest(t, interest);
  f_.at(Line::interest_deducted, t) = interest;
  Assessed a;
  double late = 0;
  for (std::size_t r = 0; r < rings; ++r) {
    charge(r, t, interest, fees, a);
    if (period.ends_year && s_.ring[r].extraction != 0) late += settle_extraction(r, t);
  }
  if (!f_.extraction.empty()) f_.at(Line::extraction_tax, t) = f_.extraction[t] + late;
  double cash = f_.base_cash[t] - late, rent = 0, second = 0, unused = 0;
  const bool rents = !tax(t).rent.empty();
  if (rents || !m_.profit.empty()) {
    const Before due = taxes_before_income(t, interest, cash, a);
    rent = due.rent;
    second = due.second;
  }
  for (std::size_t r = 0; r < rings && period.ends_year; ++r) close_tax_year(r, t, a);
  if (s_.credit > 0) take_credit(t, a);
  a.year_tax -= a.refund;
  f_.at(Line::profit_tax, t) = second;
  f_.at(Line::loss_carried_back, t) = a.carried_back;
  f_.at(Line::minimum_tax, t) = a.minimum;
  f_.at(Line::income_tax, t) = a.year_tax;
  f_.at(Line::property_tax, t) = a.property;
  f_.at(Line::taxable_income, t) = a.taxable;
  f_.at(Line::loss_used, t) = a.loss_used;
  f_.at(Line::deductible_cost, t) = a.year_deducted;
  f_.at(Line::profitability, t) = a.profitability;
  cash -= a.property + rent + second + a.year_tax + f_.at(Line::given_income_tax, t);
  if (rents) {
    const double after = rent_taxes(t, RentBase::after_income_tax, cash, a, unused);
    rent += after;
    cash -= after;
  }
  f_.at(Line::rent_tax, t) = rent;
  f_.at(Line::after_tax, t) = cash - f_.at(Line::vat_due_change, t) -
                              f_.at(Line::working_capital_change, t) -
                              f_.at(Line::closure_fund_change, t);
}

}  // namespace lode::finance
