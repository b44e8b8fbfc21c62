// What holds for every study's table, whatever its terms.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>

#include "finance/cash_flow_measures.h"
#include "finance/cash_flow_payments.h"
#include "finance/loan_book.h"

namespace lode::finance {
namespace {

double between(double low, double high) {
  return low + (high - low) * *rc::gen::resize(100, rc::gen::inRange(0, 1001)) / 1000.0;
}
bool one_in(int n) { return *rc::gen::resize(100, rc::gen::inRange(0, n)) == 0; }

Row row(std::vector<double> values) {
  Row out;
  out.values = std::move(values);
  return out;
}

// Two years of building, then production, closure in the last year.
CashFlowTerms small_mine(std::size_t n, double revenue, double operating, double capital) {
  CashFlowTerms terms;
  std::vector<double> sold(n, 1.0), cost(n, operating), spent(n, 0.0), closing(n, 0.0);
  sold[0] = sold[1] = sold[n - 1] = cost[0] = cost[1] = cost[n - 1] = 0;
  spent[0] = 0.4 * capital, spent[1] = 0.6 * capital;
  closing[n - 1] = 0.1 * capital;
  Product p;
  p.id = "metal", p.unit = "unit", p.price_unit = "USD/unit";
  p.quantity = row(sold), p.price = row({revenue * 1e6});
  terms.product = {p};
  const auto add = [&](const char* id, CostKind kind, std::vector<double> amount) {
    Cost c;
    c.id = id, c.kind = kind, c.amount = row(std::move(amount));
    terms.cost.push_back(c);
  };
  add("mining", CostKind::mining, cost);
  add("plant", CostKind::capital, spent);
  add("closure", CostKind::closure, closing);
  Pool pool;
  pool.id = "all", pool.share = 1, pool.rate = 0.25;
  terms.fiscal.tax.pool = {pool};
  return terms;
}

// One for all of 14 periods, or one a period.
Row random_rate(double most) {
  Row row;
  for (int i = one_in(2) ? 1 : 14; i > 0; --i) row.values.push_back(between(0, most));
  return row;
}

void random_taxes(CashFlowTerms& terms) {
  Fiscal& f = terms.fiscal;
  f.income_rate = random_rate(0.5);
  f.tax.loss_years = 1 + between(0, 10);
  f.tax.loss_cap = between(0, 1);
  if (one_in(3)) f.tax.losses = Losses::refunded;
  if (one_in(2)) f.tax.loss_back_y = 1 + between(0, 4);
  if (one_in(2)) f.tax.loss_uplift = between(0, 0.2);
  if (one_in(2)) f.opening_losses = {between(0, 100), between(0, 100)};
  if (f.tax.losses == Losses::carried_forward && one_in(2)) {
    f.minimum.rate = random_rate(0.05);
    f.minimum.base = *rc::gen::element(MinimumBase::revenue, MinimumBase::operating_profit,
                                       MinimumBase::before_losses);
    f.minimum.credited = one_in(2);
  }
  if (one_in(2)) {
    f.opening_pool.resize(1);
    f.opening_pool[0].id = "all";
    f.opening_pool[0].balance = between(0, 200);
  }
  if (one_in(2)) {
    ProfitTax profit;
    profit.id = "mining", profit.rate = random_rate(0.3);
    profit.deductible = one_in(2), profit.interest = one_in(2), profit.royalties = one_in(2);
    profit.allowance = between(0, 0.5), profit.tax.loss_uplift = between(0, 0.2);
    if (one_in(2)) profit.not_deducted = {"mining"};
    if (one_in(2)) profit.capital = ProfitCapital::own_pools;
    if (profit.capital == ProfitCapital::own_pools) profit.tax.pool = f.tax.pool;
    f.profit = {profit};
  }
  Pool& pool = f.tax.pool[0];
  pool.method = *rc::gen::element(Depreciation::declining, Depreciation::straight_line,
                                  Depreciation::units_of_production, Depreciation::immediate);
  pool.life_y = 0.5 + between(0, 12);
  if (!f.opening_pool.empty() && pool.method == Depreciation::straight_line)
    f.opening_pool[0].years = between(0, 5);
  f.write_off = *rc::gen::element(WriteOff::at_closure, WriteOff::last_production, WriteOff::never);
  f.tax.property_rate = between(0, 0.02);
  f.tax.social_rate = between(0, 0.1);
  f.tax.vat_rate = between(0, 0.2);
  f.tax.vat_delay_y = between(0, 2);
  f.tax.import_duty = between(0, 0.1);
  f.tax.services_withholding = between(0, 0.2);
  f.interest_withholding = between(0, 0.2);
  f.tax.dividend_rate = between(0, 0.2);
  if (one_in(2)) f.tax.debt_to_equity = between(0, 4);
  if (one_in(2)) f.tax.interest_cap = between(0, 0.5);
  f.tax.investment_credit = one_in(3) ? between(0, 0.2) : 0;
  f.tax.investment_allowance = one_in(3) ? between(0, 0.5) : 0;
  f.tax.processing_agreement.in_force = one_in(3);
  f.tax.processing_agreement.years = 1 + between(0, 10);
  f.tax.processing_agreement.profitability_limit = between(0, 0.5);
  Royalty royalty;
  royalty.id = "r", royalty.scale = *rc::gen::element(Scale::margin, Scale::r_factor);
  royalty.base = *rc::gen::element(RoyaltyBase::revenue, RoyaltyBase::nsr, RoyaltyBase::profit);
  royalty.bands = {{0, 0.3, 0.6},
                   {between(0, 0.1), between(0, 0.2), between(0, 0.3)},
                   one_in(2) ? Manner::slab : Manner::marginal};
  royalty.to_state = one_in(2);
  f.royalty = {royalty};
  RentTax rent;
  rent.id = "rent",
  rent.kind = *rc::gen::element(RentKind::resource_rent, RentKind::r_factor,
                                RentKind::production_share, RentKind::excess_profit);
  rent.cost_limit = between(0, 1);
  rent.rate = between(0, 0.5), rent.hurdle = between(0, 0.2);
  rent.bands = {{0, 1}, {0, between(0, 0.5)}, Manner::slab};
  if (rent.kind != RentKind::excess_profit && one_in(2)) rent.base = RentBase::before_income_tax;
  f.tax.rent = {rent};
  for (Cost& c : terms.cost) c.vat = true, c.imported = 0.5, c.payroll = 0.2, c.services = 0.1;
}

void random_debt(CashFlowTerms& terms) {
  const int loans = *rc::gen::resize(100, rc::gen::inRange(0, 3));
  for (int i = 0; i < loans; ++i) {
    CashLoan loan;
    loan.id = i == 0 ? "first" : "second";
    loan.rate = random_rate(0.12);
    loan.loan.term_y = 1 + *rc::gen::resize(100, rc::gen::inRange(0, 5));
    loan.loan.grace_y = between(0, 2);
    loan.loan.repayment = *rc::gen::element(Repayment::level, Repayment::equal_principal,
                                            Repayment::bullet, Repayment::sculpted);
    if (one_in(2)) loan.loan.grace_interest = GraceInterest::capitalised;
    loan.loan.cover = 1 + between(0, 1);
    loan.loan.upfront_fee = between(0, 0.03);
    loan.loan.commitment_fee = between(0, 0.02);
    loan.loan.exposure_fee = between(0, 0.08);
    loan.exposure_at_signing = one_in(2);
    loan.loan.guarantee_fee = one_in(2) ? between(0, 0.02) : 0;
    if (one_in(4)) {  // owed at the start
      loan.balance = between(1, 200);
      loan.loan.upfront_fee = loan.loan.commitment_fee = loan.loan.exposure_fee = 0;
      loan.exposure_at_signing = false;
      if (loan.loan.repayment == Repayment::sculpted) loan.loan.repayment = Repayment::level;
    }
    terms.debt.loan.push_back(loan);
  }
  terms.debt.share = between(0, 0.9);
  if (loans > 0 && one_in(2)) {
    MaintenanceReserve reserve;
    reserve.id = "works", reserve.cost = one_in(2) ? "closure" : "mining";
    reserve.years = one_in(2) ? 0 : between(0.5, 4);
    terms.debt.maintenance = {reserve};
  }
  terms.debt.reserve_y = between(0, 1);
  terms.debt.operating_reserve_y = between(0, 0.5);
  terms.debt.reserve_rate = between(0, 0.03);
  terms.debt.reserves_at_close = one_in(2);
  terms.debt.sweep = one_in(2) ? between(0, 1) : 0;
  terms.debt.lock_up = loans > 0 && one_in(2) ? between(0, 2) : 0;
  terms.debt.support_cap = one_in(2) ? between(0, 200) : 0;
}

void random_partners(CashFlowTerms& terms) {
  if (one_in(3)) return;
  Holder company, state;
  company.id = "company", state.id = "state", state.state = one_in(2);
  state.stake = between(0, 0.9), company.stake = 1 - state.stake;
  state.kind = *rc::gen::element(Carried::paid, Carried::free, Carried::carried);
  if (one_in(2)) {
    state.option_stake = 0.001 + 0.9 * between(0, company.stake), state.option_period = 5;
    state.option_price = between(0, 200);
    state.option = *rc::gen::element(Option::if_worth, Option::always, Option::never);
  }
  if (one_in(2) && state.kind == Carried::paid) state.pays_until = 1;
  state.dilution = between(0, 2);
  state.profit_share = one_in(2) ? between(0, 0.5) : 0;
  state.carry_rate = between(0, 0.15), state.carried_share = between(0, 1);
  company.loan_share = one_in(2) ? between(0, 1) : 0, company.loan_rate = between(0, 0.1);
  company.loan_withholding = between(0, 0.2);
  if (one_in(2)) company.preferred = Preferred::capital_and_return;
  state.profit_floor = one_in(2) ? between(0, 0.5) : 0;
  if (one_in(2)) company.milestone = {{"sum", between(0, 20), 3, one_in(2) ? "" : "state"}};
  terms.partner = {company, state};
}

// Stream, closure fund, days of working capital; quarters until production.
void random_business(CashFlowTerms& terms, std::size_t n) {
  if (one_in(2)) {
    Stream stream;
    stream.id = "s", stream.product = "metal";
    stream.share = row({between(0, 0.5)}), stream.price_share = between(0, 1);
    std::vector<double> deposit(n, 0.0);
    deposit[0] = between(0, 100);
    stream.deposit = row(deposit);
    terms.stream = {stream};
  }
  terms.closure_fund.spread = one_in(2), terms.closure_fund.deductible = one_in(2);
  terms.working_capital = {between(0, 90), between(0, 90), between(0, 90)};
  if (one_in(2)) {
    terms.period.length_y.assign(n, 1.0);
    terms.period.length_y[0] = terms.period.length_y[1] = 0.5;
  }
}

// Several loans' own lines add to those of the debt.
void check_loans(const CashFlow& f, std::size_t loans, std::size_t t, double gross) {
  if (loans < 2) return;
  LoanPeriod sum;
  for (std::size_t i = 0; i < loans; ++i) {
    const LoanPeriod& one = f.loan[i * f.periods + t];
    sum.draw += one.draw, sum.interest += one.interest, sum.principal += one.principal;
    sum.fees += one.fees, sum.balance += one.balance;
  }
  const double fees = f.at(Line::upfront_fee, t) + f.at(Line::commitment_fee, t) +
                      f.at(Line::exposure_fee, t) + f.at(Line::guarantee_fee, t);
  const auto same = [&](double a, double b) { return std::abs(a - b) <= 1e-9 * (1 + gross); };
  RC_ASSERT(same(sum.draw, f.at(Line::draw, t)) && same(sum.fees, fees));
  RC_ASSERT(same(sum.interest, f.at(Line::interest, t)));
  RC_ASSERT(same(sum.principal, f.at(Line::principal, t)));
  RC_ASSERT(same(sum.balance, f.at(Line::debt_balance, t)));
}

// Per period: cash before tax and what reserves earn = all parties and the balances held.
RC_GTEST_PROP(CashFlowIdentity, holds_for_all, ()) {
  CashFlowTerms terms = small_mine(14, between(0, 400), between(0, 250), between(50, 900));
  random_taxes(terms);
  random_debt(terms);
  random_partners(terms);
  random_business(terms, 14);
  terms.inflation = random_rate(0.05);
  terms.product[0].discount = row({between(0, 0.1)});
  const CashFlowModel model = make_model(terms);
  const CashFlow f = cash_flow(model);
  const auto at = [&](Line line, std::size_t t) { return f.at(line, t); };
  std::vector<std::vector<double>> net;
  for (std::size_t k = 0; k < model.holder.size(); ++k) net.push_back(net_of(f.shares, k));
  std::map<std::string, std::vector<double>> party;
  for (const CashPayment& payment : payments_of(model, f))
    for (std::size_t t = 0; t < model.periods; ++t) {
      auto &from = party[payment.from], &to = party[payment.to];
      from.resize(model.periods), to.resize(model.periods);
      from[t] -= payment.amount[t], to[t] += payment.amount[t];
    }
  double reserves = 0, cash = 0;
  for (std::size_t t = 0; t < model.periods; ++t) {
    const double in = at(Line::pretax_cash, t) + at(Line::reserve_interest, t);
    const double out = at(Line::investor, t) + at(Line::government, t) + at(Line::lenders, t) +
                       at(Line::exposure_fee, t) + at(Line::guarantee_fee, t) +
                       at(Line::marketing, t) + at(Line::stream, t) + at(Line::vat_due_change, t) +
                       at(Line::closure_fund_change, t) + at(Line::reserve_change, t) +
                       at(Line::cash_change, t);
    double gross = 1e-6;
    for (std::size_t i = 0; i < kLines; ++i) gross += std::abs(f.at(static_cast<Line>(i), t));
    RC_ASSERT(std::abs(in - out) <= 1e-9 * gross);
    double partners = 0;
    for (std::size_t k = 0; k < terms.partner.size(); ++k) partners += net[k][t];
    const double holders = at(Line::distribution, t) - at(Line::equity, t) -
                           at(Line::dividend_withholding, t) - at(Line::milestones, t);
    const auto gets = [&](const std::string& name, double amount) {
      const auto found = party.find(name);
      return std::abs((found == party.end() ? 0 : found->second[t]) - amount) <= 1e-9 * gross;
    };
    RC_ASSERT(gets("venture", -at(Line::pretax_cash, t)));
    RC_ASSERT(gets("lenders", at(Line::lenders, t)));
    double government = at(Line::government, t);
    for (std::size_t k = 0; k < terms.partner.size(); ++k) {
      RC_ASSERT(gets("partner." + terms.partner[k].id, net[k][t]));
      if (terms.partner[k].state) government -= net[k][t];
    }
    RC_ASSERT(gets("state", government));
    if (!terms.partner.empty()) RC_ASSERT(std::abs(partners - holders) <= 1e-9 * gross);
    RC_ASSERT(at(Line::debt_balance, t) >= -1e-9 * gross);
    RC_ASSERT(at(Line::draw, t) >= 0 && at(Line::equity, t) >= -1e-9 * gross);
    RC_ASSERT(at(Line::distribution, t) >= 0);
    reserves += at(Line::reserve_change, t);
    cash += at(Line::cash_change, t);
    const double held = at(Line::reserve_balance, t) + at(Line::operating_reserve_balance, t) +
                        at(Line::maintenance_reserve_balance, t);
    check_loans(f, model.loan.size(), t, gross);
    RC_ASSERT(held >= -1e-9 * gross && cash >= -1e-9 * gross);
    RC_ASSERT(std::abs(held - reserves) <= 1e-9 * (1 + gross));
    // The reserve is what the next service asks for, at most; nothing is paid out before it is
    // full.
    const bool called = f.default_period && t >= *f.default_period;
    if (t >= model.construction && t + 1 < model.periods && !called && f.residual <= 1e-13) {
      const double wanted = terms.debt.reserve_y * at(Line::scheduled_service, t + 1) /
                            model.calendar.length_y[t + 1];
      const double reserve = at(Line::reserve_balance, t);
      RC_ASSERT(reserve <= wanted + 1e-9 * (1 + gross));
      if (at(Line::distribution, t) > 0) RC_ASSERT(reserve >= wanted - 1e-9 * (1 + gross));
    }
  }
  RC_ASSERT(std::abs(cash) <= 1e-9 * (1 + f.uses));
  RC_ASSERT(std::abs(reserves) <= 1e-9 * (1 + f.uses));
  RC_ASSERT(f.drawn <= terms.debt.share * f.uses * (1 + 1e-6) + 1e-6);
}

// Secants and foresight end where plain marches end, if those settle.
RC_GTEST_PROP(Search, quick_ends_where_plain_does_for_all, ()) {
  CashFlowTerms terms = small_mine(14, between(100, 400), between(0, 250), between(50, 900));
  random_taxes(terms);
  random_debt(terms);
  random_partners(terms);
  const CashFlowModel model = make_model(terms);
  CashFlow plain, quick;
  evaluate(model, {}, plain, 1000, Search::plain);
  evaluate(model, {}, quick);
  if (plain.residual > 1e-13 || quick.residual > 1e-13) return;
  double scale = 1;
  for (const double value : plain.values) scale = std::max(scale, std::abs(value));
  for (std::size_t i = 0; i < plain.values.size(); ++i)
    RC_ASSERT(std::abs(plain.values[i] - quick.values[i]) <= 1e-9 * scale);
}

// 1 on a price: the same rows again, into the same memory.
TEST(Evaluate, into_the_same_memory_gives_the_same) {
  CashFlowTerms terms = small_mine(14, 300, 100, 500);
  terms.fiscal.income_rate.values = {0.3};
  CashLoan loan;
  loan.id = "bank", loan.rate.values = {0.07}, loan.loan.term_y = 8;
  loan.loan.repayment = Repayment::sculpted;
  terms.debt.loan = {loan};
  terms.debt.share = 0.7;
  const CashFlowModel model = make_model(terms);
  CashFlow memory = cash_flow(model);
  const std::vector<double> first = memory.values;
  CashScenario low;
  low.price = 0.5;
  evaluate(model, low, memory);
  EXPECT_NE(memory.values, first);
  evaluate(model, {}, memory);
  EXPECT_EQ(memory.values, first);
}

TEST(Labels, name_the_parts_of_a_year) {
  const auto labels = [](std::vector<double> lengths) {
    CashFlowTerms terms = small_mine(lengths.size(), 300, 100, 500);
    terms.period.length_y = std::move(lengths);
    terms.period.first_year = 2027;
    return make_model(terms).label;
  };
  EXPECT_EQ(labels({0.5, 0.5, 0.25, 0.75, 1}),
            (std::vector<std::string>{"2027 H1", "2027 H2", "2028 Q1", "2028.25", "2029"}));
  const auto months = labels(std::vector<double>(13, 1.0 / 12));
  EXPECT_EQ(months[0], "2027 M1");
  EXPECT_EQ(months[11], "2027 M12");
  EXPECT_EQ(months[12], "2028 M1");
}

CashLoan sculpted_to(double cover, double rate, double term_y) {
  CashLoan loan;
  loan.id = "sculpted", loan.rate.values = {rate}, loan.loan.term_y = term_y;
  loan.loan.repayment = Repayment::sculpted, loan.loan.cover = cover;
  return loan;
}

// Interest that reserves earn is what foresight does not see: the marches must find it.
TEST(Search, settles_in_quarters_with_a_reserve_that_earns) {
  CashFlowTerms terms = small_mine(40, 60, 20, 300);
  terms.period.length_y.assign(40, 0.25);
  terms.fiscal.income_rate.values = {0.25};
  terms.debt.loan = {sculpted_to(1.35, 0.08, 5)};
  terms.debt.share = 0.95, terms.debt.reserve_y = 0.5, terms.debt.reserve_rate = 0.02;
  const CashFlow flow = cash_flow(make_model(terms));
  EXPECT_LE(flow.residual, 1e-13);
  EXPECT_EQ(flow.debt, DebtStatus::repaid);
}

// Beside loans of any kind the cover of all debt is what was asked for, if it sizes them.
RC_GTEST_PROP(Sculpting, keeps_its_cover_beside_other_loans_for_all, ()) {
  CashFlowTerms terms = small_mine(16, between(250, 400), between(0, 100), between(1500, 3000));
  terms.fiscal.income_rate.values = {between(0, 0.4)};
  const double cover = 1.1 + between(0, 1);
  terms.debt.loan = {sculpted_to(cover, between(0.02, 0.1), 10), sculpted_to(1.3, 0.06, 10)};
  Loan& other = terms.debt.loan[1].loan;
  other.repayment = *rc::gen::element(Repayment::level, Repayment::equal_principal);
  terms.debt.loan[1].id = "other";
  terms.debt.loan[0].loan.commitment_usd = 1e6;
  other.commitment_usd = between(0, 0.5e6);
  const CashFlowModel model = make_model(terms);
  const CashFlow flow = cash_flow(model);
  RC_PRE(flow.drawn > 0 && flow.drawn < 0.999 * flow.uses);
  RC_ASSERT(flow.residual <= 1e-9);
  for (std::size_t t = model.construction; t < model.construction + 10; ++t)
    RC_ASSERT(std::abs(flow.debt_cover[t] - cover) <= 1e-6 * cover);
}

// Each period's reserve is the service of the next half year, however that is cut into periods.
TEST(Reserve, holds_the_service_of_the_time_to_come) {
  CashFlowTerms terms = small_mine(24, 100, 20, 200);
  terms.period.length_y.assign(24, 0.25);
  CashLoan loan;
  loan.id = "bank", loan.rate.values = {0.08}, loan.loan.term_y = 3;
  loan.loan.repayment = Repayment::equal_principal;
  terms.debt.loan = {loan};
  terms.debt.share = 0.5, terms.debt.reserve_y = 0.6;
  const CashFlow f = cash_flow(make_model(terms));
  const auto service = [&](std::size_t t) { return f.at(Line::scheduled_service, t); };
  for (std::size_t t = 3; t < 20; ++t)
    EXPECT_NEAR(f.at(Line::reserve_balance, t),
                service(t + 1) + service(t + 2) + 0.4 * service(t + 3), 1e-9)
        << t;
}

TEST(Bands, are_slabs_or_marginal) {
  Bands bands{{0, 100, 200}, {0.01, 0.05, 0.10}, Manner::slab};
  EXPECT_DOUBLE_EQ(rate_of(bands, 150), 0.05);
  EXPECT_DOUBLE_EQ(rate_of(bands, 100), 0.05);
  bands.manner = Manner::marginal;
  EXPECT_NEAR(rate_of(bands, 150) * 150, 1 + 2.5, 1e-12);
  EXPECT_NEAR(rate_of(bands, 250) * 250, 1 + 5 + 5, 1e-12);
  EXPECT_DOUBLE_EQ(rate_of(bands, 50), 0.01);
}

std::string faults(const CashFlowTerms& terms) {
  try {
    make_model(terms);
  } catch (const InputError& error) {
    std::string out;
    for (const Fault& fault : error.faults()) out += fault.key + ": " + fault.message + "\n";
    return out;
  }
  return {};
}

TEST(Contradictions, refuses_with_the_key) {
  CashFlowTerms terms = small_mine(10, 300, 100, 500);
  EXPECT_EQ(faults(terms), "");
  CashLoan loan;
  loan.id = "bank", loan.rate.values = {0.07}, loan.loan.term_y = 30;
  terms.debt.loan = {loan};
  EXPECT_NE(faults(terms).find("debt.loan.bank.term: ends"), std::string::npos) << faults(terms);
  terms = small_mine(10, 300, 100, 500);
  terms.fiscal.tax.loss_years = 0;
  EXPECT_NE(faults(terms).find("tax.loss_years"), std::string::npos);
  terms = small_mine(10, 300, 100, 500);
  Holder partner;
  partner.id = "one", partner.stake = 0.7;
  terms.partner = {partner};
  EXPECT_NE(faults(terms).find("partner: the stakes add to 0.7"), std::string::npos);
  terms = small_mine(10, 300, 100, 500);
  CashLoan other = loan;
  loan.loan.term_y = other.loan.term_y = 3;
  other.id = "other", other.loan.commitment_usd = 100;
  terms.debt.loan = {loan, other};
  EXPECT_NE(faults(terms).find("debt.loan: commitments are given for some"), std::string::npos);
  other.draw = row({10, 0, 0, 20, 0, 0, 0, 0, 0, 0});
  terms.debt.loan = {other};
  EXPECT_NE(faults(terms).find("debt.loan.other.draw: in 3: loans are drawn in the 2 periods"),
            std::string::npos)
      << faults(terms);
  terms = small_mine(10, 300, 100, 500);
  terms.cost[0].pool = "nowhere";
  terms.product[0].price_unit = "EUR/unit";
  EXPECT_NE(faults(terms).find("cost.mining.pool"), std::string::npos);
  EXPECT_NE(faults(terms).find("'EUR' is neither"), std::string::npos);
}

// A tax on cash that also pays its rate of every outlay takes its rate of the value and nothing of
// the return (Brown 1948, "Business-income taxation and investment incentives").
RC_GTEST_PROP(MarginalTake, of_a_cash_flow_tax_is_nothing_for_all, ()) {
  CashFlowTerms terms = small_mine(14, between(250, 400), between(0, 100), between(50, 500));
  Tax& tax = terms.fiscal.tax;
  const double rate = between(0.05, 0.6);
  terms.fiscal.income_rate.values = {rate};
  tax.losses = Losses::refunded;
  tax.pool.resize(1);
  tax.pool[0].id = "all", tax.pool[0].share = 1, tax.pool[0].method = Depreciation::immediate;
  terms.fiscal.pools_start_with_production = false;
  const CashFlowStudy study = study_cash_flow(terms);
  const auto wedge = marginal_take(study), marginal = marginal_take_at_hurdle(study);
  RC_PRE(wedge && marginal);
  RC_ASSERT(std::abs(*wedge) <= 1e-9 && std::abs(*marginal) <= 1e-9);
  const auto all = take(study.model, study.flow, {0.1}, Convention::mid_period);
  if (all.pre_tax > 1) RC_ASSERT(std::abs(*all.share - rate) <= 1e-9);
}

// A royalty of a tenth on all revenue: at the price at which what is left earns 5 % the whole earns
// more.
TEST(MarginalTake, at_the_hurdle_is_that_of_the_project_that_just_meets_it) {
  CashFlowTerms terms = small_mine(14, 300, 100, 500);
  Royalty royalty;
  royalty.id = "royalty", royalty.rate = row({0.1});
  terms.fiscal.royalty = {royalty};
  terms.valuation.hurdle = 0.05;
  const CashFlowStudy study = study_cash_flow(terms);
  const auto factor = breakeven(study, Valued::investor, {0.05}).factor;
  ASSERT_TRUE(factor.has_value());
  terms.product[0].price.values[0] *= *factor;
  const CashFlowStudy at = study_cash_flow(terms);
  const auto before = internal_rate_of_return(valued_flow(at, Valued::pre_tax), at.model.calendar);
  EXPECT_NEAR(*marginal_take_at_hurdle(study), 1 - 0.05 / *before.value, 1e-8);
  EXPECT_LT(*marginal_take(study), *marginal_take_at_hurdle(study));
}

TEST(Sculpting, of_no_cash_is_a_status) {
  CashFlowTerms terms = small_mine(10, 50, 100, 500);
  CashLoan loan;
  loan.id = "bank", loan.rate.values = {0.07}, loan.loan.term_y = 5;
  loan.loan.repayment = Repayment::sculpted;
  terms.debt.loan = {loan};
  const CashFlow flow = cash_flow(make_model(terms));
  EXPECT_EQ(flow.debt, DebtStatus::no_debt_meets_cover);
  EXPECT_EQ(flow.drawn, 0);
}

// Half of a metal streamed at a tenth of its price against a deposit: 0.5 x 0.9 of its revenue is
// forgone.
TEST(Streams, deliver_below_the_price) {
  CashFlowTerms terms = small_mine(10, 300, 100, 500);
  Stream stream;
  stream.id = "s", stream.product = "metal";
  stream.share = row({0.5}), stream.price_share = 0.1;
  stream.deposit = row({100, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  terms.stream = {stream};
  const CashFlow flow = cash_flow(make_model(terms));
  EXPECT_NEAR(flow.at(Line::stream, 0), -100, 1e-9);
  EXPECT_NEAR(flow.at(Line::stream, 4), 135, 1e-9);
}

}  // namespace
}  // namespace lode::finance
