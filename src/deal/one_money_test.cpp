// The cash flow of one mine computed from both inputs: a study's operations with a bid, and a table
// with partners. Rows, pools, claims, calendars and holders are made twice. The march over the
// periods is the same code for both, so its rules are tested elsewhere: by hand (cases/cashflow,
// venture_test) and by tests/recompute_scenario.py.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "deal/deal.h"

namespace lode::deal {
namespace {

using finance::Line;

double between(double low, double high) {
  return low + (high - low) * *rc::gen::resize(100, rc::gen::inRange(0, 1001)) / 1000.0;
}
bool one_in(int n) { return *rc::gen::resize(100, rc::gen::inRange(0, n)) == 0; }

struct Mine {
  Calendar calendar;
  std::size_t built = 0;                       // periods
  double built_y = 0, start_y = 0, end_y = 0;  // of construction; first ore, last ore
  std::vector<double> sold, price, contained, capital, sustaining, mining, processing, general,
      selling, refining, care;  // real
  double inflation = 0, local_inflation = 0, local_per_usd = 1;
  finance::Tax tax;
  finance::Financing financing;
  Bid bid;
  std::size_t periods() const { return calendar.periods(); }
};

finance::Tax random_tax(bool rents) {
  finance::Tax tax;
  tax.income_rate = between(0, 0.4);
  tax.pool = {{"a", 0.4, between(0.05, 0.5)}, {"b", 0.6, 0}};
  tax.pool[1].method = *rc::gen::element(finance::Depreciation::straight_line,
                                         finance::Depreciation::units_of_production,
                                         finance::Depreciation::immediate);
  tax.pool[1].life_y = 7;
  tax.loss_years = one_in(3) ? kInfinity : between(1, 12);
  tax.loss_cap = one_in(3) ? between(0.3, 1) : 1;
  tax.processing_agreement = {one_in(3), between(0, 600), 10, between(0, 0.5),
                              one_in(2) ? 8.0 : 0.0};
  if (one_in(2)) tax.debt_to_equity = between(0, 4);
  if (one_in(2)) tax.interest_cap = between(0, 0.5);
  tax.investment_allowance = one_in(3) ? between(0, 0.5) : 0;
  tax.investment_credit = one_in(3) ? between(0, 0.2) : 0;
  tax.property_rate = between(0, 0.03);
  tax.payroll_share = between(0, 0.4), tax.social_rate = between(0, 0.2);
  tax.vat_rate = between(0, 0.2), tax.vat_delay_y = between(0, 3);
  tax.import_duty = between(0, 0.1), tax.imported_share = between(0, 1);
  tax.services_withholding = between(0, 0.2), tax.services_share = between(0, 0.3);
  tax.capital_services_share = between(0, 0.3);
  tax.dividend_rate = between(0, 0.2);
  tax.normative_loss = between(0, 0.1), tax.extraction_relief_y = one_in(3) ? 5 : 0;
  tax.extraction = {
      {"main", between(0, 0.1),
       one_in(2) ? finance::ExtractionBase::quote : finance::ExtractionBase::cost_plus}};
  finance::RoyaltyRate royalty;
  royalty.id = "royalty";
  royalty.base = *rc::gen::element(finance::RoyaltyBase::revenue, finance::RoyaltyBase::nsr,
                                   finance::RoyaltyBase::profit);
  royalty.scale =
      *rc::gen::element(finance::Scale::flat, finance::Scale::price, finance::Scale::margin,
                        finance::Scale::production, finance::Scale::r_factor);
  royalty.bands = {{0, 0.5, 1}, {0.01, 0.03, between(0.03, 0.1)}, finance::Manner::marginal};
  if (royalty.scale == finance::Scale::flat) royalty.rate = between(0, 0.1), royalty.bands = {};
  royalty.product = "main";
  royalty.to_state = !one_in(3), royalty.deductible = !one_in(3);
  royalty.holiday_y = one_in(3) ? between(0, 6) : 0;
  tax.royalty = {royalty};
  if (!rents) return tax;
  finance::RentTax rent;
  rent.id = "rent";
  rent.kind =
      *rc::gen::element(finance::RentKind::resource_rent, finance::RentKind::r_factor,
                        finance::RentKind::excess_profit, finance::RentKind::production_share);
  rent.rate = between(0, 0.5), rent.hurdle = between(0, 0.2), rent.cost_limit = between(0, 1);
  rent.bands = {{0, 0.3, 1}, {0, between(0, 0.2), between(0, 0.5)}, finance::Manner::marginal};
  if (rent.kind != finance::RentKind::excess_profit && one_in(2))
    rent.base = finance::RentBase::before_income_tax;
  tax.rent = {rent};
  return tax;
}

void random_loans(Mine& mine) {
  finance::Financing& f = mine.financing;
  f.share = between(0.1, 1);
  f.repayment_after_y = 0;  // a table's repayment starts with operation
  f.stops = false;
  f.draws = *rc::gen::element(finance::Draws::even, finance::Draws::at_share);
  f.sizing = *rc::gen::element(finance::Sizing::committed, finance::Sizing::by_cover);
  f.shortfall = *rc::gen::element(finance::Shortfall::holders_pay,
                                  finance::Shortfall::creditors_wait, finance::Shortfall::by_rank);
  f.cash = *rc::gen::element(finance::SizingCash::after_tax, finance::SizingCash::operating,
                             finance::SizingCash::before_capital);
  f.construction_finance = *rc::gen::element(
      finance::ConstructionFinance::pooled, finance::ConstructionFinance::deducted,
      finance::ConstructionFinance::not_deductible, finance::ConstructionFinance::pre_production);
  f.reserve_y = one_in(2) ? between(0, 1) : 0;
  f.operating_reserve_y = one_in(3) ? between(0, 0.5) : 0;
  f.reserves_supported = one_in(3);
  f.sweep = one_in(3) ? between(0, 1) : 0;
  f.lock_up = one_in(3) ? between(0, 2) : 0;
  f.support_cap = one_in(3) ? 0 : between(0, 300);
  f.arrears_until_default = one_in(2) ? 1 : 3;
  const int loans = *rc::gen::element(0, 1, 2);
  if (loans == 0)  // rules of loans go with loans
    f.lock_up = f.operating_reserve_y = 0, f.shortfall = finance::Shortfall::holders_pay;
  const bool sculpted = one_in(3);
  for (int i = 0; i < loans; ++i) {
    finance::Loan loan;
    loan.id = i == 0 ? "first" : "second";
    loan.commitment_usd = between(10, 900);
    loan.rate = 0.02 + between(0, 0.1), loan.grace_y = between(0, mine.built_y);
    loan.term_y = between(1, mine.end_y - mine.built_y - 2);  // a table refuses more
    loan.upfront_fee = between(0, 0.03), loan.commitment_fee = between(0, 0.02);
    loan.exposure_fee = between(0, 0.12), loan.guarantee_fee = one_in(2) ? between(0, 0.02) : 0;
    loan.withholding = 0.1;
    loan.repayment =
        sculpted ? finance::Repayment::sculpted
                 : *rc::gen::element(finance::Repayment::level, finance::Repayment::equal_principal,
                                     finance::Repayment::bullet);
    loan.cover = 1 + between(0, 1);
    if (one_in(2)) loan.grace_interest = finance::GraceInterest::capitalised;
    mine.bid.venture.loan.push_back(loan);
  }
}

void random_holders(Bid& bid) {
  bid.sponsor_stake = between(0.3, 0.95), bid.fund_stake = 1 - bid.sponsor_stake;
  bid.carry = *rc::gen::element(Carry::free, Carry::repaid, Carry::pro_rata);
  bid.carry_rate = between(0, 0.1);
  if (bid.carry == Carry::pro_rata && one_in(2)) bid.fund_call_cap_usd = between(0, 200);
  bid.dilution = between(0, 2);
  bid.shareholder_loan_share = one_in(2) ? between(0, 1) : 0;
  bid.shareholder_loan_rate = between(0, 0.2), bid.shareholder_loan_withholding = between(0, 0.2);
  bid.preferred =
      *rc::gen::element(Preferred::none, Preferred::return_only, Preferred::capital_and_return);
  bid.preferred_return = between(0, 0.2);
  bid.profit_share = one_in(2) ? between(0, 0.3) : 0;
  bid.profit_share_hurdle = between(0, 0.15);
  bid.profit_floor = one_in(2) ? between(0, 0.3) : 0;
  for (const char* id : {"partner", "agency"}) {
    if (one_in(2)) continue;
    BidHolder holder;
    holder.id = holder.terms.id = id;
    finance::Holder& h = holder.terms;
    h.stake = between(0, 0.4) * bid.sponsor_stake, bid.sponsor_stake -= h.stake;
    h.state = one_in(2);
    h.kind = *rc::gen::element(finance::Carried::paid, finance::Carried::free,
                               finance::Carried::carried);
    h.carry_rate = between(0, 0.1), h.carried_share = between(0, 1);
    if (h.kind == finance::Carried::paid && one_in(2)) h.call_cap = between(0, 200);
    h.dilution = between(0, 2);
    h.loan_share = h.kind != finance::Carried::free && one_in(2) ? between(0, 1) : 0;
    h.loan_rate = between(0, 0.2), h.loan_withholding = h.state ? 0 : between(0, 0.2);
    h.preferred =
        *rc::gen::element(Preferred::none, Preferred::return_only, Preferred::capital_and_return);
    h.preferred_return = between(0, 0.2);
    h.profit_floor = one_in(3) ? between(0, 0.2) : 0;
    bid.holder.push_back(holder);
  }
}

std::shared_ptr<Mine> random_mine() {
  auto made = std::make_shared<Mine>();
  Mine& m = *made;
  const int quarters = *rc::gen::resize(100, rc::gen::inRange(0, 4));
  m.calendar =
      make_calendar(2026, 2026 + quarters, *rc::gen::resize(100, rc::gen::inRange(12, 30)));
  const std::size_t n = m.periods();
  m.built_y = 1 + *rc::gen::resize(100, rc::gen::inRange(0, 4));
  m.start_y = m.built_y + (one_in(3) ? 1 : 0);
  m.end_y = std::min(between(m.start_y + 4, 30), m.calendar.end_y(n - 1) - 1.5);
  const double revenue = between(50, 600), cost = between(10, 150), collapse_y = between(3, 40);
  for (auto* row : {&m.sold, &m.price, &m.contained, &m.capital, &m.sustaining, &m.mining,
                    &m.processing, &m.general, &m.selling, &m.refining, &m.care})
    row->assign(n, 0.0);
  for (std::size_t t = 0; t < n; ++t) {
    const double time = m.calendar.mid_y(t), length = m.calendar.length_y[t];
    m.price[t] = (time > collapse_y ? between(0, 0.5) : between(0.7, 1.3));
    if (time < m.built_y) m.built = t + 1, m.capital[t] = between(1, 300) * length;
    if (time < m.start_y) m.care[t] = between(0, 10) * length;
    if (time < m.start_y || time > m.end_y) continue;
    m.sold[t] = revenue * between(0.5, 1) * length;
    m.contained[t] = m.sold[t] * 1.2;
    m.mining[t] = cost * length, m.processing[t] = cost * between(0, 1) * length;
    m.general[t] = between(0, 20) * length, m.selling[t] = between(0, 20) * length;
    m.refining[t] = between(0, 20) * length, m.sustaining[t] = between(0, 20) * length;
  }
  m.inflation = between(0, 0.06), m.local_inflation = between(0, 0.1);
  m.local_per_usd = between(0.5, 500);
  const bool rents = one_in(2);
  m.tax = random_tax(rents);
  random_loans(m);
  // Without loans a table has no construction: what comes in then is distributed, not kept.
  if (m.bid.venture.loan.empty()) m.tax.vat_rate = 0;
  // A table counts working capital as cash before tax, which taxes on rent are taken of.
  m.financing.working_capital_days = rents ? 0 : between(0, 120);
  m.financing.closure_usd = between(0, 200);
  random_holders(m.bid);
  m.bid.id = "bid";
  m.bid.venture.royalty_uplift = between(0, 0.05);
  m.bid.venture.marketing_discount = between(0, 0.1);
  m.bid.venture.marketer_is_sponsor = false;  // a table's offtaker is nobody's affiliate
  return made;
}

struct Study {
  finance::Venture venture;
  PartyFlows flows;
};

Study by_operations(const Mine& m) {
  finance::Operations o = finance::make_operations(m.periods(), 1);
  o.commodity = {"main"};
  for (std::size_t t = 0; t < m.periods(); ++t)
    o.revenue_usd[t] = o.marketed_usd[t] = o.sales_usd[0][t] = m.sold[t] * m.price[t];
  o.mining_usd = m.mining, o.processing_usd = m.processing, o.general_usd = m.general;
  o.selling_usd = m.selling, o.refining_usd = m.refining, o.care_usd = m.care;
  o.sustaining_usd = m.sustaining;
  o.ore_milled_t = o.sold_t[0] = m.sold;
  o.contained_t[0] = m.contained, o.price_usd_per_t[0] = m.price;
  finance::Macro macro;
  macro.inflation = m.inflation, macro.local_inflation_start = m.local_inflation;
  macro.local_per_usd = m.local_per_usd;
  const std::vector<const finance::Tax*> regime(m.periods(), &m.tax);
  Study out;
  out.venture = finance::venture_cash_flow(m.calendar, o, m.capital, regime, m.financing,
                                           finance::make_index(macro, m.calendar), m.bid.venture,
                                           {m.start_y, m.built_y, 30});
  out.flows = waterfall(m.calendar, out.venture, regime, m.bid, 0, {0, 0});
  return out;
}

finance::Cost cost_row(const Mine& m, const char* id, finance::CostKind kind,
                       const std::vector<double>& amount) {
  finance::Cost row;
  row.id = id, row.kind = kind, row.amount.values = amount;
  if (kind <= finance::CostKind::other && kind != finance::CostKind::selling)
    row.payroll = m.tax.payroll_share, row.services = m.tax.services_share;
  if (kind == finance::CostKind::sustaining || kind == finance::CostKind::capital)
    row.vat = true, row.imported = m.tax.imported_share;
  if (kind == finance::CostKind::capital) row.services = m.tax.capital_services_share;
  return row;
}

void add_costs(const Mine& m, finance::CashFlowTerms& terms) {
  using finance::CostKind;
  std::vector<double> closure(m.periods(), 0.0);
  std::size_t after = m.periods();
  while (m.sold[after - 1] <= 0 && m.care[after - 1] <= 0) --after;
  closure[std::min(after, m.periods() - 1)] = m.financing.closure_usd;
  terms.cost = {cost_row(m, "mining", CostKind::mining, m.mining),
                cost_row(m, "processing", CostKind::processing, m.processing),
                cost_row(m, "general", CostKind::general, m.general),
                cost_row(m, "selling", CostKind::selling, m.selling),
                cost_row(m, "refining", CostKind::other, m.refining),
                cost_row(m, "care", CostKind::other, m.care),
                cost_row(m, "sustaining", CostKind::sustaining, m.sustaining),
                cost_row(m, "capital", CostKind::capital, m.capital),
                cost_row(m, "closure", CostKind::closure, closure)};
}

void add_taxes(const Mine& m, finance::Fiscal& fiscal) {
  fiscal.tax = m.tax;
  fiscal.income_rate.values = {m.tax.income_rate};
  fiscal.currency = "LCY";
  fiscal.write_off = finance::WriteOff::at_closure;
  fiscal.interest_withholding = 0.1;
  const finance::RoyaltyRate& r = m.tax.royalty[0];
  finance::Royalty royalty, uplift;
  static_cast<finance::RoyaltyTerms&>(royalty) = r;
  royalty.id = r.id;
  if (r.scale == finance::Scale::flat) royalty.rate.values = {r.rate};
  uplift.id = "uplift", uplift.rate.values = {m.bid.venture.royalty_uplift};
  fiscal.royalty = {royalty, uplift};
  finance::ExtractionTax extraction;
  extraction.id = "extraction", extraction.product = "main", extraction.unit = "t";
  extraction.contained.values = m.contained;
  extraction.terms = m.tax.extraction[0];
  extraction.rate.values = {m.tax.extraction[0].rate};
  extraction.normative_loss = m.tax.normative_loss;
  extraction.relief_y = m.tax.extraction_relief_y;
  fiscal.extraction = {extraction};
}

void add_partners(const Bid& bid, finance::CashFlowTerms& terms) {
  using finance::Carried;
  finance::Holder sponsor, fund, treasury;
  sponsor.id = "sponsor", sponsor.stake = bid.sponsor_stake;
  sponsor.loan_share = bid.shareholder_loan_share, sponsor.loan_rate = bid.shareholder_loan_rate;
  sponsor.loan_withholding = bid.shareholder_loan_withholding;
  fund.id = "fund", fund.stake = bid.fund_stake, fund.state = true, fund.supports = false;
  fund.kind = bid.carry == Carry::free     ? Carried::free
              : bid.carry == Carry::repaid ? Carried::carried
                                           : Carried::paid;
  fund.carry_rate = bid.carry_rate, fund.profit_floor = bid.profit_floor;
  if (bid.carry == Carry::pro_rata)
    fund.call_cap = bid.fund_call_cap_usd, fund.dilution = bid.dilution;
  sponsor.preferred = fund.preferred = bid.preferred;
  sponsor.preferred_return = fund.preferred_return = bid.preferred_return;
  treasury.id = "treasury", treasury.stake = 0, treasury.state = true;
  treasury.kind = Carried::free, treasury.hurdle_is_real = true;
  treasury.profit_share = bid.profit_share, treasury.hurdle = bid.profit_share_hurdle;
  terms.partner = {sponsor, fund, treasury};
  for (const BidHolder& holder : bid.holder) {
    terms.partner.push_back(holder.terms);
    terms.partner.back().supports = !holder.terms.state;
  }
}

finance::CashFlow by_table(const Mine& m) {
  finance::CashFlowTerms terms;
  terms.money_unit = 1;
  terms.inflation.values = {m.inflation};
  terms.period.count = static_cast<int>(m.periods());
  terms.period.first_year = m.calendar.base_year;
  terms.period.length_y = m.calendar.length_y;
  finance::Currency local;
  local.id = "LCY", local.per_report.values = {m.local_per_usd};
  local.inflation.values = {m.local_inflation};
  terms.other_currency = {local};
  finance::Product main;
  main.id = "main", main.unit = "t", main.price_unit = "USD/t";
  main.quantity.values = m.sold, main.price.values = m.price;
  main.discount.values = {m.bid.venture.marketing_discount};
  terms.product = {main};
  add_costs(m, terms);
  add_taxes(m, terms.fiscal);
  terms.working_capital.receivable_days = m.financing.working_capital_days;
  static_cast<finance::FinancingRules&>(terms.debt) = m.financing;
  terms.debt.construction_periods = static_cast<int>(m.built);
  for (finance::Loan loan : m.bid.venture.loan) {
    finance::CashLoan row;
    row.id = loan.id, row.rate.values = {loan.rate};
    loan.withholding = 0;  // the law's, of all loans
    row.loan = loan;
    terms.debt.loan.push_back(row);
  }
  add_partners(m.bid, terms);
  return finance::cash_flow(finance::make_model(terms));
}

RC_GTEST_PROP(OneMoney, is_the_same_by_operations_and_by_table_for_all, ()) {
  const auto m = random_mine();
  const Study study = by_operations(*m);
  const finance::CashFlow table = by_table(*m);
  const finance::Ledger& l = study.venture.ledger;
  RC_TAG(std::string(study.venture.default_period ? "default" : "no default"));
  RC_ASSERT(study.flows.identity_residual <= 1e-9);
  const bool settled = study.venture.facility_residual <= 1e-12 && table.residual <= 1e-12;
  RC_ASSERT(settled || m->financing.sizing == finance::Sizing::by_cover);
  // The cash that sizes a loan follows from its interest: limits and tax relief make it jump.
  RC_PRE(settled);
  RC_ASSERT(study.venture.debt_status == table.debt);
  RC_ASSERT(study.venture.default_period == table.default_period);
  double scale = 1;
  for (std::size_t t = 0; t < l.periods; ++t)
    scale = std::max({scale, std::abs(l.at(Line::pretax_cash, t)), l.at(Line::debt_balance, t),
                      l.at(Line::pool_balance, t)});
  const auto same = [&](const char* what, std::size_t t, double a, double b) {
    if (std::abs(a - b) > 1e-9 * scale) {
      RC_FAIL(std::string(what) + " of period " + std::to_string(t) + ": " + std::to_string(a) +
              " against " + std::to_string(b));
    }
  };
  for (std::size_t t = 0; t < l.periods; ++t) {
    for (const Line line : {Line::revenue,
                            Line::marketing,
                            Line::private_royalty,
                            Line::extraction_tax,
                            Line::import_duty,
                            Line::services_withholding,
                            Line::social_tax,
                            Line::vat_due_change,
                            Line::property_tax,
                            Line::rent_tax,
                            Line::income_tax,
                            Line::depreciation,
                            Line::taxable_income,
                            Line::loss_used,
                            Line::deductible_cost,
                            Line::interest_deducted,
                            Line::after_tax,
                            Line::draw,
                            Line::interest,
                            Line::capitalised_interest,
                            Line::principal,
                            Line::sweep,
                            Line::upfront_fee,
                            Line::commitment_fee,
                            Line::exposure_fee,
                            Line::guarantee_fee,
                            Line::interest_withholding,
                            Line::scheduled_service,
                            Line::arrears,
                            Line::debt_balance,
                            Line::unpaid_bills,
                            Line::unpaid_taxes,
                            Line::unpaid_guarantee,
                            Line::bills_deferred,
                            Line::taxes_deferred,
                            Line::guarantee_deferred,
                            Line::deferred_interest,
                            Line::closure_beyond_fund,
                            Line::reserve_change,
                            Line::cash_change,
                            Line::distribution})
      same(name_of(line).data(), t, l.at(line, t), table.at(line, t));
    same("equity and support", t, l.at(Line::equity, t) + l.at(Line::support, t),
         table.at(Line::equity, t) + table.at(Line::support, t));
    same("royalty", t, l.at(Line::royalty, t) + l.at(Line::royalty_uplift, t),
         table.at(Line::royalty, t));
    const auto got = [&](Party party) {
      return study.flows.flow[static_cast<std::size_t>(party)][t];
    };
    same("lenders", t, got(Party::lenders), table.at(Line::lenders, t));
    same("state and fund", t, got(Party::state) + got(Party::fund), table.at(Line::government, t));
    same("sponsor and partners", t, got(Party::sponsor) + got(Party::partners),
         table.at(Line::investor, t));
    for (std::size_t k = 0; k < m->bid.holder.size(); ++k)
      same("further holder", t, study.flows.holder[k][t], net_of(table.shares, 3 + k)[t]);
  }
}

}  // namespace
}  // namespace lode::deal
