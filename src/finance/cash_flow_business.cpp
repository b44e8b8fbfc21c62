// Business and the claims on revenue and cost: all of a study's cash flow before its finance.
#include <algorithm>
#include <cmath>

#include "finance/cash_flow_passes.h"

namespace lode::finance {
namespace {

constexpr Line kLineOfKind[kCostKinds] = {
    Line::mining,          Line::processing, Line::general, Line::selling, Line::other_cost,
    Line::private_royalty, Line::sustaining, Line::capital, Line::closure, Line::working_capital};

double factor_of(CostKind kind, const CashScenario& scenario) {
  if (kind <= CostKind::other) return scenario.operating;
  return kind == CostKind::capital || kind == CostKind::sustaining ? scenario.capital : 1;
}

// Price paid per unit, before the offtaker's discount.
double price_of(const ModelProduct& p, double factor, std::size_t t) {
  return std::clamp(p.price[t] * factor, p.floor[t], p.cap[t]) - p.charge[t];
}

struct Sales {
  double factor = 1, quantity = 1;
};

Sales sales(const CashScenario& scenario, std::size_t t) {
  const double path = scenario.price_factor.empty() ? 1 : scenario.price_factor[t];
  return {scenario.price * path, scenario.quantity};
}

void add_sales(const CashFlowModel& m, const ModelProduct& p, const CashScenario& scenario,
               CashFlow& f) {
  for (std::size_t t = 0; t < m.periods; ++t) {
    const Sales s = sales(scenario, t);
    const double quantity = p.quantity[t] * s.quantity, price = price_of(p, s.factor, t);
    const double amount = quantity * price;
    f.at(Line::revenue, t) += amount;
    // Off the price, before what is charged on it.
    if (p.has_discount)
      f.at(Line::marketing, t) += p.discount[t] * quantity * (price + p.charge[t]);
    if (p.ring != kNoProduct)
      f.ring[p.ring * m.periods + t].revenue += amount;
    else
      for (std::size_t r = 0; r < m.ring.size(); ++r)
        f.ring[r * m.periods + t].revenue += m.ring[r].share * amount;
  }
}

void write_revenue(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  for (std::size_t t = 0; t < m.periods; ++t) {
    f.at(Line::revenue, t) = m.other_revenue[t] + m.by_product[t];
    f.at(Line::other_income, t) = m.other_income[t];
    f.at(Line::marketing, t) = 0;
    f.at(Line::price_index, t) = m.index[t];
  }
  for (const ModelProduct& p : m.product) add_sales(m, p, scenario, f);
}

// Costs, and nothing yet in the lines that rows add to.
void write_costs(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  std::array<double, kCostKinds> factor;
  for (std::size_t kind = 0; kind < kCostKinds; ++kind)
    factor[kind] = factor_of(static_cast<CostKind>(kind), scenario);
  for (std::size_t t = 0; t < m.periods; ++t) {
    for (const Line line : {Line::stream, Line::royalty, Line::extraction_tax, Line::vat_due_change,
                            Line::closure_fund_change})
      f.at(line, t) = 0;
    for (std::size_t kind = 0; kind < kCostKinds; ++kind)
      f.at(kLineOfKind[kind], t) = m.cost[t * kCostKinds + kind] * factor[kind];
  }
}

// Receivables and stocks less payables, of the period's yearly flow; all back after the last sale.
void add_working_capital(const CashFlowModel& m, CashFlow& f) {
  const WorkingCapital& terms = m.terms.working_capital;
  if (terms.receivable_days == 0 && terms.inventory_days == 0 && terms.payable_days == 0) return;
  double held = 0;
  for (std::size_t t = 0; t < m.periods; ++t) {
    const double per_day = 1 / (365 * m.calendar.length_y[t]);
    double wanted = terms.receivable_days * f.at(Line::revenue, t) +
                    (terms.inventory_days - terms.payable_days) * operating_cost(f, t);
    wanted = t > m.last_production || t + 1 == m.periods ? 0 : wanted * per_day;
    f.at(Line::working_capital, t) += wanted - held;
    held = wanted;
  }
}

void write_streams(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  for (std::size_t k = 0; k < m.stream.size(); ++k) {
    const Stream& terms = m.terms.stream[k];
    const ModelStream& s = m.stream[k];
    const ModelProduct& p = m.product[s.product];
    double delivered = 0;
    for (std::size_t t = 0; t < m.periods; ++t) {
      const Sales sale = sales(scenario, t);
      const double payable = p.quantity[t] * sale.quantity;
      double quantity =
          terms.delivered.given() ? terms.delivered.at(t) : terms.share.at(t) * payable;
      const double within = std::clamp(terms.limit - delivered, 0.0, quantity);
      if (within < quantity) {
        const double share = terms.share.given() ? terms.share.at(t) : 1;
        quantity = within + (share > 0 ? terms.share_after / share : 0) * (quantity - within);
      }
      delivered += quantity;
      const double market = price_of(p, sale.factor, t);
      const double paid =
          s.price.empty() ? terms.price_share * market : std::min(s.price[t], market);
      const double deposit = terms.deposit.given() ? terms.deposit.at(t) * m.index[t] : 0;
      f.at(Line::stream, t) += quantity * (market - paid) - deposit;
    }
  }
}

ScaleBasis scale_basis(const CashFlowModel& m, std::size_t product, const CashScenario& scenario,
                       const CashFlow& f, std::size_t t) {
  ScaleBasis now;
  now.all = {f.at(Line::revenue, t), f.at(Line::selling, t), operating_cost(f, t)};
  now.revenue = now.all.revenue / m.index[t];
  now.length_y = m.calendar.length_y[t];
  if (product != kNoProduct) {
    // In the price's own money of the base date or the day, as it is given.
    now.price = m.terms.product[product].price.at(t) * sales(scenario, t).factor;
    now.quantity = m.product[product].quantity[t] * scenario.quantity;
  }
  return now;
}

double base_of(const CashFlowModel& m, const Royalty& r, std::size_t product,
               const CashScenario& scenario, const CashFlow& f, std::size_t t) {
  const double all = f.at(Line::revenue, t);
  double revenue = all;
  if (product != kNoProduct) {
    const Sales s = sales(scenario, t);
    revenue =
        m.product[product].quantity[t] * s.quantity * price_of(m.product[product], s.factor, t);
  }
  if (r.base == RoyaltyBase::revenue) return std::max(0.0, revenue);
  return royalty_base(r.base, revenue, {all, f.at(Line::selling, t), operating_cost(f, t)});
}

// What is deductible of a claim on the whole.
void charge_rings(const CashFlowModel& m, CashFlow& f, std::size_t t, double amount) {
  if (m.ring.size() == 1) {
    f.ring[t].cost += amount;
    return;
  }
  for (std::size_t ring = 0; ring < m.ring.size(); ++ring)
    f.ring[ring * m.periods + t].cost += part_of_ring(m, f, ring, t) * amount;
}

void write_royalty(const CashFlowModel& m, const Royalty& r, std::size_t product, std::size_t scale,
                   const CashScenario& scenario, CashFlow& f) {
  const double start = m.calendar.start_y[m.first_production];
  const Line line = r.to_state ? Line::royalty : Line::private_royalty;
  RFactor so_far;
  for (std::size_t t = 0; t < m.periods; ++t) {
    double rate = 0;
    if (r.scale == Scale::flat) {
      rate = r.rate.at(t);
    } else {
      ScaleBasis now = scale_basis(m, scale, scenario, f, t);
      const double spent = now.all.operating + f.at(Line::capital, t) + f.at(Line::sustaining, t);
      now.r_factor = so_far.at(r.r_factor, now.all.revenue, spent).ratio();
      so_far.count(now.all.revenue, spent);
      rate = rate_in(r, now);
    }
    double due = rate * base_of(m, r, product, scenario, f, t);
    if (r.holiday_y > 0) due *= m.calendar.overlap(t, start + r.holiday_y, kInfinity);
    f.at(line, t) += due;
    if (r.deductible) charge_rings(m, f, t, due);
  }
}

void write_royalties(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  const auto& royalties = m.terms.fiscal.royalty;
  for (std::size_t k = 0; k < royalties.size(); ++k)
    write_royalty(m, royalties[k], m.royalty_product[k], m.royalty_scale[k], scenario, f);
}

void write_extraction(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  const auto& taxes = m.terms.fiscal.extraction;
  const double start = m.calendar.start_y[m.first_production];
  for (std::size_t k = 0; k < taxes.size(); ++k)
    for (std::size_t t = 0; t < m.periods; ++t) {
      const ModelProduct& p = m.product[m.extraction_product[k]];
      const Sales s = sales(scenario, t);
      double due =
          taxes[k].rate.at(t) * extraction_base(taxes[k].terms, m.extraction[k][t] * s.quantity,
                                                p.price[t] * s.factor, taxes[k].normative_loss,
                                                f.at(Line::mining, t) + f.at(Line::processing, t));
      if (taxes[k].relief_y > 0) due *= m.calendar.overlap(t, start + taxes[k].relief_y, kInfinity);
      f.at(Line::extraction_tax, t) += due;
    }
}

void write_closure_fund(const CashFlowModel& m, CashFlow& f) {
  const ClosureFund& terms = m.terms.closure_fund;
  if (!terms.spread && !terms.contribution.given()) return;
  double cost = 0, held = 0;
  for (std::size_t t = 0; t < m.periods; ++t) cost += f.at(Line::closure, t);
  for (std::size_t t = 0; t < m.periods; ++t) {
    double put_by = terms.contribution.given() ? terms.contribution.at(t) * m.index[t] : 0;
    if (terms.spread && m.produced > 0) put_by += cost * m.product[0].quantity[t] / m.produced;
    double wanted = std::max(0.0, held + put_by - f.at(Line::closure, t));
    if (t + 1 == m.periods) wanted = 0;
    f.at(Line::closure_fund_change, t) = wanted - held;
    held = wanted;
  }
}

void write_vat(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  const Tax& tax = m.terms.fiscal.tax;
  for (std::size_t t = 0; t < m.periods && tax.vat_rate > 0; ++t)
    book_vat(f, m.calendar, t, tax.vat_rate * m.vat[t] * scenario.capital, tax.vat_delay_y);
}

void write_levies_and_sums(const CashFlowModel& m, CashFlow& f) {
  const Fiscal& fiscal = m.terms.fiscal;
  for (std::size_t t = 0; t < m.periods; ++t) {
    f.at(Line::social_tax, t) = fiscal.tax.social_rate * m.payroll[t];
    f.at(Line::import_duty, t) = fiscal.tax.import_duty * m.imported[t];
    f.at(Line::services_withholding, t) = fiscal.tax.services_withholding * m.services[t];
    f.at(Line::given_royalty, t) = m.given_royalty[t];
    f.at(Line::given_income_tax, t) = m.given_income_tax[t];
    f.at(Line::given_other_tax, t) = m.given_other_tax[t];
    double pretax = f.at(Line::revenue, t) + f.at(Line::other_income, t);
    for (const Line line : kLineOfKind) pretax -= f.at(line, t);
    f.at(Line::pretax_cash, t) = pretax;
    f.at(Line::before_income_tax, t) = pretax - f.at(Line::marketing, t) - f.at(Line::stream, t) -
                                       f.at(Line::royalty, t) - f.at(Line::extraction_tax, t) -
                                       m.given_royalty[t];
    f.base_cash[t] = f.at(Line::before_income_tax, t) - f.at(Line::social_tax, t) -
                     f.at(Line::import_duty, t) - f.at(Line::services_withholding, t) -
                     m.given_other_tax[t];
  }
}

// What each ring's income tax takes that does not depend on finance.
void write_rings(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  const ClosureFund& fund = m.terms.closure_fund;
  const double allowance = m.terms.fiscal.tax.investment_allowance * scenario.capital;
  for (std::size_t r = 0; r < m.ring.size(); ++r) {
    const RingRows& rows = m.rows[r];
    for (std::size_t t = 0; t < m.periods; ++t) {
      RingPeriod& at = f.ring[r * m.periods + t];
      const double part = part_of_ring(m, f, r, t);
      // Deposits of a stream are no income when they come, deliveries are income forgone.
      double forgone = f.at(Line::stream, t);
      for (const Stream& s : m.terms.stream)
        if (s.deposit.given()) forgone += s.deposit.at(t) * m.index[t];
      const double closure =
          fund.deductible
              ? m.ring[r].share * (f.at(Line::closure, t) + f.at(Line::closure_fund_change, t))
              : rows.closure[t];
      at.income = at.revenue + rows.other_income[t] - part * forgone;
      at.cost += rows.operating[t] * scenario.operating + part * levies(f, t);
      at.apart = closure + allowance * rows.allowance_base[t];
    }
  }
}

}  // namespace

void write_business(const CashFlowModel& m, const CashScenario& scenario, CashFlow& f) {
  write_revenue(m, scenario, f);
  write_costs(m, scenario, f);
  add_working_capital(m, f);
  write_streams(m, scenario, f);
  write_royalties(m, scenario, f);
  write_extraction(m, scenario, f);
  write_closure_fund(m, f);
  write_vat(m, scenario, f);
  write_levies_and_sums(m, f);
  write_rings(m, scenario, f);
}

}  // namespace lode::finance
