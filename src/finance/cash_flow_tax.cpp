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
  double minimum = 0, refund = 0, carried_back = 0;  // money of the case
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

// Of the period, money of the case.
void add_to_minimum_base(const Fiscal& fiscal, const Ring& own, const RingPeriod& ring,
                         std::size_t t, TaxBooks& books) {
  if (fiscal.minimum.base == MinimumBase::revenue)
    books.minimum_base_usd += ring.revenue + own.other_income[t];
  else
    books.minimum_base_usd += ring.income - ring.cost;
}

// Minimum tax, and losses that are carried back or grow. A year that the holiday frees of tax bears
// no minimum either. Kept out of line: most cases have none of it.
[[gnu::noinline]] void amend(const Fiscal& fiscal, const TaxPeriod& period, TaxBooks& books,
                             TaxYear year, Assessed& sum) {
  const double before = year.tax_local;
  move_losses(books, fiscal.tax, period.year, period.rate, year);
  const double base = fiscal.minimum.base == MinimumBase::before_losses
                          ? year.taxable_local
                          : books.minimum_base_usd * period.local;
  books.minimum_base_usd = 0;
  if (period.minimum_rate >= 0 && !year.free) {
    const double minimum = period.minimum_rate * std::max(0.0, base);
    levy_minimum(books, fiscal.tax, fiscal.minimum.credited, period.year, minimum, year);
    sum.minimum += minimum * period.to_case;
  }
  sum.year_tax += (year.tax_local - before) * period.to_case;
  sum.refund += year.refund_local * period.to_case;
  sum.carried_back += year.loss_back_local * period.to_case;
}

// Income tax of one ring in one period; closes the tax year at its end. cost: of the period that is
// deductible beside the ring's own.
inline void assess(const Fiscal& fiscal, const TaxPeriod& period, const RingPeriod& ring,
                   bool agreed, double income, double cost, TaxBooks& books, Assessed& sum) {
  const Tax& tax = fiscal.tax;
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
  if (period.amends) amend(fiscal, period, books, year, sum);
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
                  const Assessed& assessed, double& profit_share) {
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
  for (std::size_t k = 0; k < taxes.size(); ++k) {
    if (taxes[k].base != base) continue;
    const double before = s.rent_balance[k], tax = rent_tax(taxes[k], period, s.rent_balance[k]);
    due += tax;
    if (taxes[k].kind != RentKind::production_share) continue;
    const double recovered = before + period.cost - s.rent_balance[k];
    profit_share += std::max(0.0, period.revenue) - recovered - tax;
  }
  return due;
}

void count_r_factor(CashFlow& f, std::size_t t) {
  f.state.r_factor.count(f.at(Line::revenue, t), spent_in(f, t) + f.at(Line::private_royalty, t));
}

// What a second tax on profit deducts of the period beside the interest.
double deducted_by(const ProfitTax& tax, const ModelProfitTax& m, const CashFlow& f,
                   std::size_t t) {
  double cost = m.operating[t] * f.operating + m.closure[t] + f.at(Line::social_tax, t) +
                f.at(Line::import_duty, t) + f.at(Line::services_withholding, t) +
                f.at(Line::marketing, t) + tax.allowance * m.capital[t] * f.capital;
  if (tax.royalties)
    cost += f.at(Line::royalty, t) + f.at(Line::private_royalty, t) +
            f.at(Line::extraction_tax, t) + f.at(Line::given_royalty, t);
  return cost;
}

double depreciation_for(const CashFlowModel& m, const CashFlow& f, std::size_t k, std::size_t t,
                        TaxBooks& books) {
  const ProfitTax& tax = m.terms.fiscal.profit[k];
  const TaxPeriod& period = m.tax[t];
  if (tax.capital == ProfitCapital::not_deducted) return 0;
  if (tax.capital == ProfitCapital::own_pools) {
    const double spent = m.profit[k].capital[t] * f.capital * period.local;
    if (spent != 0) add_to_pools(books, tax.tax, spent, period.pools_from);
    return period.deducts ? depreciate(books, tax.tax, period.deduction) : 0;
  }
  double out = 0;
  for (std::size_t r = 0; r < m.ring.size(); ++r) out += f.ring[r * m.periods + t].deduction;
  return out;
}

// Of the period in which a tax year ends; the books of the others are kept. Adds to `deducted` what
// the income tax deducts.
double profit_taxes(const CashFlowModel& m, CashFlow& f, std::size_t t, double interest,
                    double profit_share, double& deducted) {
  double due = 0;
  for (std::size_t k = 0; k < m.profit.size(); ++k) {
    const ProfitTax& tax = m.terms.fiscal.profit[k];
    const TaxPeriod& period = m.tax[t];
    TaxBooks& books = f.state.profit[k];
    double depreciation = 0;
    if (tax.base == ProfitBase::production_share) {
      books.revenue_usd += profit_share;
    } else {
      for (std::size_t r = 0; r < m.ring.size(); ++r)
        books.revenue_usd += f.ring[r * m.periods + t].income;
      books.cost_usd += deducted_by(tax, m.profit[k], f, t);
      if (tax.interest) books.revenue_usd += f.state.earned, books.cost_usd += interest;
      depreciation = depreciation_for(m, f, k, t, books);
    }
    double& income = f.profit_income[k * m.periods + t];
    double& paid = f.profit_tax[k * m.periods + t];
    income = paid = 0;
    if (!period.ends_year) continue;
    const double revenue = books.revenue_usd * period.local;
    const double profit = revenue - books.cost_usd * period.local - depreciation;
    const double rate = tax.scale == ProfitScale::flat ? m.profit[k].rate[t]
                        : profit > 0 && revenue > 0    ? rate_of(tax.bands, profit / revenue)
                                                       : 0;
    TaxYear year =
        close_year(books, tax.tax, period.year, rate, period.local, depreciation, -kInfinity);
    if (moves_losses(tax.tax)) move_losses(books, tax.tax, period.year, rate, year);
    income = year.taxable_local * period.to_case;
    paid = year.tax_local * period.to_case;
    due += paid;
    if (tax.deductible) deducted += paid;
  }
  return due;
}

// The credit comes off the tax of all rings; what later losses may ask back falls with it.
void take_credit(CashFlow& f, const TaxPeriod& period, bool back, Assessed& a) {
  const double before = a.year_tax;
  a.year_tax = less_credit(before, f.state.credit);
  if (!back || !period.ends_year || before <= 0) return;
  for (TaxBooks& books : f.state.books) books.refundable_local[period.year] *= a.year_tax / before;
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
  double profit_share = 0;  // what production sharing leaves the venture
  const double rent_before =
      rents ? rent_taxes(m, f, t, RentBase::before_income_tax, f.base_cash[t], a, profit_share) : 0;
  const double interest = deductible_interest(m, f, t, finance);
  const ProcessingAgreement& agreement = fiscal.tax.processing_agreement;
  const bool agreed = agreement.in_force && s.invested >= agreement.minimum_investment_usd;
  double second = 0, deducted = rent_before;
  if (!m.profit.empty()) second = profit_taxes(m, f, t, interest, profit_share, deducted);
  f.at(Line::profit_tax, t) = second;
  std::size_t r = 0;
  for (const Ring& ring : m.ring) {
    double cost = ring.share * interest;
    if (deducted != 0) cost += part_of_ring(m, f, r, t) * deducted;
    if (m.tax[t].amends)
      add_to_minimum_base(fiscal, ring, f.ring[r * m.periods + t], t, s.books[r]);
    assess(fiscal, m.tax[t], f.ring[r * m.periods + t], agreed, ring.share * s.earned, cost,
           s.books[r], a);
    ++r;
  }
  if (s.credit > 0) take_credit(f, m.tax[t], fiscal.tax.loss_back_y > 0, a);
  a.year_tax -= a.refund;
  f.at(Line::interest_deducted, t) = interest;
  f.at(Line::income_tax, t) = a.year_tax;
  f.at(Line::property_tax, t) = a.property;
  f.at(Line::taxable_income, t) = a.taxable;
  f.at(Line::loss_used, t) = a.loss_used;
  f.at(Line::loss_carried_back, t) = a.carried_back;
  f.at(Line::minimum_tax, t) = a.minimum;
  f.at(Line::deductible_cost, t) = a.year_deducted;
  double cash = f.base_cash[t] - a.property - rent_before - second - a.year_tax -
                f.at(Line::given_income_tax, t);
  double rent = rent_before;
  if (rents) {
    const double after = rent_taxes(m, f, t, RentBase::after_income_tax, cash, a, profit_share);
    rent += after;
    cash -= after;
    count_r_factor(f, t);
  }
  f.at(Line::rent_tax, t) = rent;
  f.at(Line::after_tax, t) =
      cash - f.at(Line::vat_due_change, t) - f.at(Line::closure_fund_change, t);
}

}  // namespace lode::finance
