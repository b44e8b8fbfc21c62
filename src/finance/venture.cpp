#include "finance/venture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/error.h"
#include "finance/business.h"

namespace lode::finance {
namespace {

double put_by(const Ledger& l, std::size_t t) {
  return l.at(Line::vat_due_change, t) + l.at(Line::working_capital_change, t) +
         l.at(Line::closure_fund_change, t);
}

// Of the tax year: ore milled, for units of production.
void write_tax_periods(VentureMemory& memory, std::span<const Tax* const> tax,
                       const Timeline& timeline, const Index& index,
                       const std::vector<double>& milled_t) {
  MarchModel& m = memory.model;
  const Calendar& calendar = m.calendar;
  std::vector<double>&milled = memory.milled, &from_now = memory.milled_from_now;
  calendar.by_year(milled_t, milled);
  from_now = milled;
  for (std::size_t y = milled.size(); y-- > 1;) from_now[y - 1] += from_now[y];
  const std::size_t first = production_year(timeline), last = calendar.year_index(m.closed);
  m.tax_years = milled.size();
  m.tax.resize(m.periods);
  for (std::size_t t = 0; t < m.periods; ++t) {
    const ProcessingAgreement& agreement = tax[t]->processing_agreement;
    TaxPeriod& p = m.tax[t];
    p.year = calendar.year_index(t);
    const auto within = [&](double years) {
      return agreement.in_force && p.year >= first && static_cast<double>(p.year - first) < years;
    };
    p.local = index.local_per_usd[t];
    p.to_case = 1 / p.local;
    p.pools_from = std::max(p.year, first);
    p.ends_year = calendar.ends_year(t) || t + 1 == m.periods;
    p.deducts = p.ends_year && (p.year >= first || t + 1 == m.periods);
    p.tax_free = within(agreement.years);
    p.property_free = within(agreement.property_years);
    p.before_production = calendar.mid_y(t) < timeline.production_start_y;
    p.deduction = {p.year, p.year >= last, milled[p.year], from_now[p.year]};
  }
}

// One ring, whose pools take their shares of all capital.
void write_pools(MarchModel& m, std::span<const Tax* const> tax, const Ledger& ledger) {
  const std::size_t pools = tax[0]->pool.size();
  m.ring.resize(1);
  m.ring[0].pooled_until = m.periods;
  m.ring[0].pool.resize(m.periods * pools);
  for (std::size_t t = 0; t < m.periods; ++t)
    for (std::size_t k = 0; k < pools; ++k)
      m.ring[0].pool[t * pools + k] =
          tax[t]->pool[k].share * (ledger.at(Line::capital, t) + ledger.at(Line::sustaining, t));
}

bool profit_decides(std::span<const Tax* const> tax, const FinancedLedger& flow) {
  return std::any_of(tax.begin(), tax.end(),
                     [](const Tax* one) { return one->processing_agreement.in_force; }) ||
         std::any_of(flow.ring.begin(), flow.ring.end(),
                     [](const RingPeriod& at) { return at.held > 0; });
}

void write_opening(MarchModel& m, const Tax& tax, bool profit_decides) {
  open_loans(m);
  MarchState& s = m.opening;
  s.ring.resize(1);
  open_books(tax, m.tax_years, s.ring[0].books);
  s.verdict.assign(profit_decides ? m.tax_years : 0, {});
  s.rent_balance.assign(tax.rent.size(), 0.0);
  const bool has_debt = std::min(s.loans.commitment_usd, m.limit_usd) > 0 && m.rules.share > 0;
  s.support_left = has_debt ? m.rules.support_cap : kInfinity;
}

// Of each period the share that falls due, negative before repayment starts; each year's in
// proportion to time.
void write_instalments(const Calendar& calendar, const SignedLoan& loan, double start_y,
                       std::vector<double>& out) {
  out.assign(calendar.periods(), -1.0);
  const auto years = static_cast<double>(loan.repaid.size());
  for (std::size_t t = 0; t < out.size(); ++t) {
    const double from = calendar.start_y[t] - start_y, to = calendar.end_y(t) - start_y;
    if (to <= 1e-9) continue;
    out[t] = 0;
    for (double year = std::max(0.0, std::floor(from)); year < std::min(to, years); ++year)
      out[t] += loan.repaid[static_cast<std::size_t>(year)] *
                std::max(0.0, std::min(to, year + 1) - std::max(from, year));
  }
}

void write_loans(MarchModel& m, const Financing& financing, const VentureTerms& terms,
                 const Timeline& timeline) {
  m.loan = terms.loan;
  m.limit_usd = kInfinity;
  const Signed& as_signed = terms.as_signed;
  if (financing.sizing != Sizing::at_signing || as_signed.loan.empty()) return;
  LODE_CHECK(as_signed.loan.size() == m.loan.size());
  const double built_y = m.construction > 0 ? m.calendar.end_y(m.construction - 1) : 0;
  m.limit_usd = as_signed.limit_usd;
  for (std::size_t i = 0; i < m.loan.size(); ++i)
    write_instalments(m.calendar, as_signed.loan[i],
                      std::max(built_y, timeline.construction_end_y + as_signed.loan[i].start_y),
                      m.loan[i].instalment);
}

// [calendar year] of the periods in which service is due.
void write_yearly_cover(const Calendar& calendar, const Ledger& ledger, std::size_t construction,
                        std::vector<double>& service, std::vector<double>& cover) {
  service.assign(calendar.years(), 0.0);
  cover = service;
  for (std::size_t t = construction; t < ledger.periods; ++t) {
    const double scheduled = ledger.at(Line::scheduled_service, t);
    if (scheduled <= 0) continue;
    service[calendar.year_index(t)] += scheduled;
    cover[calendar.year_index(t)] += ledger.at(Line::cash_for_debt_service, t);
  }
  for (std::size_t y = 0; y < service.size(); ++y)
    cover[y] = service[y] > 0 ? cover[y] / service[y] : std::nan("");
}

void write_credit(Venture& venture, const FinancedLedger& flow, const MarchModel& m) {
  venture.service_missed = false;
  venture.exposure_y = 0;
  venture.exposure_usd = venture.loss_given_default = std::nan("");
  double recovered = 0, factor = 1;
  for (std::size_t t = 0; t < m.periods; ++t) {
    const double arrears = flow.at(Line::arrears, t);
    if (venture.service_missed) {
      factor *= m.mean_discount[t];
      recovered += factor * (flow.at(Line::interest, t) + flow.at(Line::principal, t));
    } else if (arrears > 1e-9 * venture.drawn_usd) {
      venture.service_missed = true;
      venture.exposure_usd = flow.at(Line::debt_balance, t);
      venture.exposure_y = m.calendar.end_y(t);
    }
  }
  if (venture.service_missed)
    venture.loss_given_default = std::max(0.0, 1 - recovered / venture.exposure_usd);
}

void write_results(VentureMemory& memory) {
  Venture& venture = memory.venture;
  const FinancedLedger& flow = memory.flow;
  const MarchModel& m = memory.model;
  venture.facility_residual = flow.residual;
  venture.drawn_usd = flow.drawn;
  venture.default_period = flow.default_period;
  venture.stopped_period = flow.stopped_period;
  venture.closed_after = flow.closed_after;
  const auto unpaid = [&](Line line) { return flow.at(line, m.periods - 1); };
  venture.unpaid_usd = unpaid(Line::unpaid_bills);
  venture.unpaid_taxes_usd = unpaid(Line::unpaid_taxes);
  venture.unpaid_fees_usd = unpaid(Line::unpaid_guarantee) + unpaid(Line::unpaid_marketing) +
                            unpaid(Line::unpaid_management);
  venture.peak_debt_usd = 0;
  const std::size_t last = flow.default_period.value_or(m.periods - 1);
  for (std::size_t t = 0; t <= last; ++t)
    venture.peak_debt_usd = std::max(venture.peak_debt_usd, flow.at(Line::debt_balance, t));
  venture.debt_status = flow.debt;
  write_credit(venture, flow, m);
  write_yearly_cover(m.calendar, flow, m.construction, memory.service, venture.cover);
  venture.loan_life_cover =
      m.construction < m.periods ? flow.loan_life_cover[m.construction] : std::nan("");
}

void check_sizes(const Calendar& calendar, const Operations& o,
                 const std::vector<double>& capital_usd, std::span<const Tax* const> tax) {
  const std::size_t n = calendar.periods();
  LODE_CHECK(n > 0 && capital_usd.size() == n && tax.size() == n && o.ore_milled_t.size() == n);
  LODE_CHECK(o.contained_t.size() == o.price_usd_per_t.size());
  LODE_CHECK(o.commodity.empty() || o.commodity.size() == o.contained_t.size());
  LODE_CHECK(o.sold_t.size() == o.contained_t.size() &&
             o.sales_usd.size() == o.contained_t.size() &&
             o.quote_mass_t.size() == o.contained_t.size());
  for (std::size_t k = 0; k < o.contained_t.size(); ++k)
    LODE_CHECK(o.contained_t[k].size() == n && o.price_usd_per_t[k].size() == n &&
               o.sold_t[k].size() == n && o.sales_usd[k].size() == n);
  for (const Tax* one : tax)
    LODE_CHECK(one->pool.size() == tax[0]->pool.size() && one->rent.size() == tax[0]->rent.size());
}

}  // namespace

std::size_t production_year(const Timeline& timeline) {
  return static_cast<std::size_t>(std::max(0.0, std::floor(timeline.production_start_y + 1e-9)));
}

Venture& venture_cash_flow(const Calendar& calendar, const Operations& operations,
                           const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                           const Financing& financing, const Index& index,
                           const VentureTerms& terms, const Timeline& timeline,
                           VentureMemory& memory) {
  check_sizes(calendar, operations, capital_usd, tax);
  LODE_CHECK(index.usd.size() == calendar.periods());
  Venture& venture = memory.venture;
  venture.index = index;
  MarchModel& m = memory.model;
  FinancedLedger& flow = memory.flow;
  if (!venture.ledger.values.empty()) std::swap(venture.ledger, static_cast<Ledger&>(flow));
  m.calendar = calendar;
  m.periods = calendar.periods();
  m.rules = financing;
  m.construction = 0;
  for (std::size_t t = 0; t < m.periods; ++t)
    if (calendar.mid_y(t) < timeline.construction_end_y) m.construction = t + 1;
  write_loans(m, financing, terms, timeline);
  m.exposed_at_signing.assign(terms.loan.size(), false);
  m.deferred_rate = index.risk_free;
  m.marketer_is_affiliate = terms.marketer_is_sponsor;
  m.ring.resize(1);
  flow.values.assign(kLines * m.periods, 0.0);
  resize(flow, m);
  m.closed = write_business(flow, calendar, operations, capital_usd, tax, financing, index, terms,
                            timeline);
  m.repayment_y = timeline.construction_end_y + financing.repayment_after_y;
  m.signing = 0;
  while (m.signing < m.construction &&
         flow.base_cash[m.signing] >= put_by(flow, m.signing))  // capital is in base_cash
    ++m.signing;
  m.ore_end_y =
      std::min(timeline.production_start_y + terms.as_signed.life_y, timeline.licence_end_y);
  m.closure_cost.resize(m.periods);
  for (std::size_t t = 0; t < m.periods; ++t)
    m.closure_cost[t] = financing.closure_usd * index.usd[t];
  write_tax_periods(memory, tax, timeline, index, operations.ore_milled_t);
  write_pools(m, tax, flow);
  write_opening(m, *tax[0], profit_decides(tax, flow));
  settle(m, tax, flow);

  write_results(memory);
  venture.closure_is_guaranteed = financing.closure_security == ClosureSecurity::guaranteed;
  std::swap(venture.ledger, static_cast<Ledger&>(flow));
  return venture;
}

Venture venture_cash_flow(const Calendar& calendar, const Operations& operations,
                          const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                          const Financing& financing, const Index& index, const VentureTerms& terms,
                          const Timeline& timeline) {
  VentureMemory memory;
  return std::move(venture_cash_flow(calendar, operations, capital_usd, tax, financing, index,
                                     terms, timeline, memory));
}

}  // namespace lode::finance
