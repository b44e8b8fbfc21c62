// Scenarios a second: cash flow, tax, one sculpted loan and the holders over 30 years, for two
// bids, tax and debt settled; of a table, then of a study's venture with the same terms. Before any
// time is printed every line of a hundred of the scenarios is compared: the table's with the plain
// way (marches from what the last one found, until they repeat, in memory of their own), the
// venture's with the table's.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <new>
#include <span>

#include "base/random.h"
#include "finance/finance.h"

namespace {
std::size_t allocations = 0;
}
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* p = std::malloc(size)) return p;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* p) noexcept { std::free(p); }
[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept { std::free(p); }

using namespace lode::finance;

namespace {

CashFlowTerms bid(double share, bool free_carry) {
  constexpr std::size_t n = 30;
  CashFlowTerms terms;
  std::vector<double> sold(n, 1.0), cost(n, 180.0), spent(n, 0.0);
  for (std::size_t t = 0; t < 3; ++t) sold[t] = cost[t] = 0, spent[t] = 350;
  Product p;
  p.id = "metal", p.unit = p.price_unit = "unit", p.price_unit = "USD/unit";
  p.quantity.values = sold, p.price.values = {420e6};
  terms.product = {p};
  Cost mining, capital;
  mining.id = "mining", mining.kind = CostKind::mining, mining.amount.values = cost;
  capital.id = "capital", capital.kind = CostKind::capital, capital.amount.values = spent;
  terms.cost = {mining, capital};
  terms.inflation.values = {0.023};
  terms.fiscal.income_rate.values = {0.2};
  terms.fiscal.tax.loss_years = 10;
  terms.fiscal.tax.pool.resize(1);
  terms.fiscal.tax.pool[0].id = "all", terms.fiscal.tax.pool[0].share = 1;
  terms.fiscal.tax.pool[0].rate = 0.25;
  Royalty royalty;
  royalty.id = "royalty", royalty.rate.values = {0.078};
  terms.fiscal.royalty = {royalty};
  terms.fiscal.tax.dividend_rate = 0.05;
  CashLoan loan;
  loan.id = "bank", loan.rate.values = {0.07}, loan.loan.term_y = 12;
  loan.loan.repayment = Repayment::sculpted, loan.loan.upfront_fee = 0.01;
  terms.debt.loan = {loan};
  terms.debt.share = share, terms.debt.reserve_y = 0.5;
  Holder company, state;
  company.id = "company", company.stake = 0.7;
  state.id = "state", state.stake = 0.3, state.state = true;
  state.kind = free_carry ? Carried::free : Carried::carried, state.carry_rate = 0.08;
  terms.partner = {company, state};
  return terms;
}

CashScenario scenario(int s) {
  CashScenario out;
  out.price = 0.6 + 0.8 * (s % 1009) / 1009.0;
  return out;
}

// Largest difference of a line, relative to the largest number of the flow.
double difference(const CashFlow& a, const CashFlow& b) {
  double worst = 0, scale = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    worst = std::max(worst, std::abs(a.values[i] - b.values[i]));
    scale = std::max(scale, std::abs(a.values[i]));
  }
  return worst / scale;
}

// The same mine and bids as a study has them: operations, terms, the march.
struct StudyBid {
  lode::Calendar calendar = lode::make_calendar(0, 0, 30);
  Operations operations = make_operations(30, 1);
  std::vector<double> capital = std::vector<double>(30, 0.0);
  Tax tax;
  Financing financing;
  Index index = make_index({.inflation = 0.023}, calendar);
  VentureTerms terms;
  std::vector<const Tax*> regime = std::vector<const Tax*>(30, &tax);
  VentureMemory memory;

  StudyBid(const StudyBid&) = delete;
  explicit StudyBid(const CashFlowTerms& table) {
    tax = table.fiscal.tax;
    tax.income_rate = table.fiscal.income_rate.values[0];
    RoyaltyRate royalty;
    royalty.id = "royalty", royalty.rate = table.fiscal.royalty[0].rate.values[0];
    tax.royalty = {royalty};
    static_cast<FinancingRules&>(financing) = table.debt;
    financing.repayment_after_y = 0;
    Loan loan = table.debt.loan[0].loan;
    loan.rate = table.debt.loan[0].rate.values[0];
    terms.loan = {loan};
    operations.commodity = {"metal"};
    for (std::size_t t = 0; t < 30; ++t) {
      operations.mining_usd[t] = table.cost[0].amount.values[t];
      capital[t] = table.cost[1].amount.values[t];
      operations.ore_milled_t[t] = operations.sold_t[0][t] = table.product[0].quantity.values[t];
    }
  }
  const Venture& run(double price) {
    for (std::size_t t = 0; t < 30; ++t)
      operations.revenue_usd[t] = operations.sales_usd[0][t] =
          operations.sold_t[0][t] * price * 420;
    return venture_cash_flow(calendar, operations, capital, regime, financing, index, terms,
                             {3, 3, 40}, memory);
  }
};

// Of the lines that both have.
double difference(const Venture& study, const CashFlow& table) {
  double worst = 0, scale = 0;
  for (std::size_t i = 0; i < kLines; ++i) {
    const auto line = static_cast<Line>(i);
    if (kind_of(line).of != LineOf::both) continue;
    for (std::size_t t = 0; t < table.periods; ++t) {
      worst = std::max(worst, std::abs(study.ledger.at(line, t) - table.at(line, t)));
      scale = std::max(scale, std::abs(table.at(line, t)));
    }
  }
  return worst / scale;
}

// The largest over every tenth scenario and both bids.
template <class DifferenceIn>
double largest_difference(const DifferenceIn& difference_in) {
  double largest = 0;
  for (int s = 0; s < 1009; s += 10)
    for (int b = 0; b < 2; ++b) largest = std::max(largest, difference_in(s, b));
  return largest;
}

void time_study(const char* rules, int scenarios, std::span<StudyBid> bids) {
  double paid = 0;
  const std::clock_t start = std::clock();
  for (int s = 0; s < scenarios; ++s)
    for (StudyBid& one : bids) paid += one.run(scenario(s).price).ledger.at(Line::distribution, 10);
  const double taken = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  fmt::print("venture, {}: {:.0f} scenarios/s, sum {:.6g}\n", rules, scenarios / taken, paid);
}

}  // namespace

int main(int argc, char** argv) {
  const int scenarios = argc > 1 ? std::atoi(argv[1]) : 20000;
  const int passes = argc > 2 ? std::atoi(argv[2]) : 10;
  const CashFlowModel models[] = {make_model(bid(0.65, true)), make_model(bid(0.5, false))};
  CashFlow flows[2];
  double unlike = largest_difference([&](int s, int b) {
    CashFlow plain;
    evaluate(models[b], scenario(s), plain, 1000, Search::plain);
    evaluate(models[b], scenario(s), flows[b], passes);
    return difference(plain, flows[b]);
  });
  fmt::print("differs from the plain way by {:.1e} of the largest line\n", unlike);
  if (!(unlike <= 1e-10)) return 1;
  const std::size_t before = allocations;
  double sum = 0, worst = 0;
  const std::clock_t start = std::clock();
  for (int s = 0; s < scenarios; ++s)
    for (int b = 0; b < 2; ++b) {
      evaluate(models[b], scenario(s), flows[b], passes);
      worst = std::max(worst, flows[b].residual);
      sum += flows[b].at(Line::investor, 10);
    }
  const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  const std::size_t allocated = allocations - before;
  fmt::print(
      "{} scenarios, 2 bids, 30 years: {:.0f} scenarios/s, residual at worst {:.1e}, {} "
      "allocations, sum {:.6g}\n",
      scenarios, scenarios / seconds, worst, allocated, sum);

  StudyBid study[] = {StudyBid(models[0].terms), StudyBid(models[1].terms)};
  unlike = largest_difference([&](int s, int b) {
    evaluate(models[b], scenario(s), flows[b], passes);
    return difference(study[b].run(scenario(s).price), flows[b]);
  });
  fmt::print("a study's venture differs from the table by {:.1e} of the largest line\n", unlike);
  if (!(unlike <= 1e-9)) return 1;
  time_study("the table's rules", scenarios, study);
  for (StudyBid& one : study) {  // what a study does unless its case says otherwise
    const double share = one.financing.share, reserve = one.financing.reserve_y;
    one.financing = Financing();
    one.financing.share = share, one.financing.reserve_y = reserve;
    one.terms.loan[0].commitment_usd = 600;
    one.run(1);
    one.terms.as_signed = sign_loans(one.calendar, one.operations, one.capital, one.regime,
                                     one.financing, one.index, one.terms, {3, 3, 40})
                              .loans;
  }
  time_study("a study's own rules", scenarios, study);
  return allocated == 0 ? 0 : 1;
}
