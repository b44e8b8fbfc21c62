// A venture that cannot pay in the march: the lenders let it go on, or close it.
//
// Asked at the end of a period in which bills could not be paid out of cash, reserves and support,
// or in which service was missed for the second time in a row. What is known then decides, the
// larger value to the lenders (without debt: to the sponsor):
//   going on  a level annuity of the last twelve months' cash for debt service, to the planned end
//             of the ore or the licence, at the loans' mean rate, less the claims that stand above
//             the lenders; arrears are added to the loans, instalments go on over the same years
//   closing   cash, reserves, working capital and VAT due, less those claims and what closure costs
//             beyond its fund
// each at most what is owed. Closed: nothing is mined or sold from the next period on; it bears the
// cost of closure, and working capital, VAT due and the fund come back in it.
#include <numeric>

#include "finance/march_passes.h"

namespace lode::finance {

void March::watch_for_stop(std::size_t t) {
  if (t >= closed_ || t + 1 >= m_.periods) return;
  s_.missed = arrears(s_.loans) > 1e-9 * lent() ? s_.missed + 1 : 0;
  const double bills = s_.unpaid[static_cast<std::size_t>(Claim::bills)];
  if (bills <= 1e-9 * operating_cost(f_, t) && s_.missed < 2) return;
  if (!f_.stopped_period) f_.stopped_period = t;
  if (worth_of_closing(t) >= worth_of_going_on(t))
    close(t);
  else
    restructure(t);
}

double March::standing_above_lenders() const {
  double sum = 0;
  for (const Claim claim : {Claim::bills, Claim::taxes, Claim::guarantee})
    sum += s_.unpaid[static_cast<std::size_t>(claim)];
  return sum;
}

// For debt service, a year; of less than a year of operation in proportion.
double March::cash_of_last_year(std::size_t t) const {
  double years = 0, cash = 0;
  for (std::size_t u = t + 1; u-- > m_.construction && years < 1 - 1e-9;) {
    const double part = std::min(m_.calendar.length_y[u], 1 - years);
    cash += part / m_.calendar.length_y[u] * f_.at(Line::cash_for_debt_service, u);
    years += part;
  }
  return cash / years;
}

// What the changes of a balance have added up to.
double March::held(Line change, std::size_t t) const {
  double sum = 0;
  for (std::size_t u = 0; u <= t; ++u) sum += f_.at(change, u);
  return sum;
}

double March::worth_of_going_on(std::size_t t) const {
  const double rate = (1 / mean_discount(t) - 1) / m_.calendar.length_y[t];
  const double years = std::max(0.0, m_.ore_end_y - m_.calendar.end_y(t));
  const double factor = rate > 0 ? -std::expm1(-years * std::log1p(rate)) / rate : years;
  const double worth = std::max(0.0, cash_of_last_year(t) * factor - standing_above_lenders());
  return owed(s_.loans) > 0 ? std::min(worth, owed(s_.loans)) : worth;
}

double March::worth_of_closing(std::size_t t) const {
  const double beyond = std::max(0.0, m_.closure_cost[t + 1] - held(Line::closure_fund_change, t));
  const double there = std::max(0.0, s_.cash) + s_.reserve + s_.operating_reserve +
                       held(Line::working_capital_change, t) + held(Line::vat_due_change, t);
  const double worth = std::max(0.0, there - standing_above_lenders() - beyond);
  return owed(s_.loans) > 0 ? std::min(worth, owed(s_.loans)) : worth;
}

void March::restructure(std::size_t t) {
  LoanBook::Entry& all = s_.loans.all;
  for (std::size_t i = 0; i < loans_; ++i) {
    LoanBook::Entry& e = s_.loans.entry[i];
    e.balance += e.interest_arrears + e.principal_arrears;
    e.interest_arrears = e.principal_arrears = 0;
    double left = 0;
    const std::vector<double>& instalment = m_.loan[i].instalment;
    for (std::size_t u = t + 1; u < instalment.size(); ++u) left += std::max(0.0, instalment[u]);
    if (left > 1e-9 && e.repayment_end_y >= 0) e.owed_at_start = e.balance / left;
  }
  all.balance += all.interest_arrears + all.principal_arrears;
  all.interest_arrears = all.principal_arrears = 0;
  s_.missed = 0;
  schedule(t + 1);
}

void March::close(std::size_t t) {
  f_.closed_after = t;
  closed_ = t + 1;
  s_.called = owed(s_.loans) > 0;
  if (s_.called) f_.default_period = t;
  const double working = held(Line::working_capital_change, t), vat = held(Line::vat_due_change, t),
               fund = held(Line::closure_fund_change, t);
  constexpr auto kBusiness = static_cast<std::size_t>(Line::after_tax);
  for (std::size_t u = t + 1; u < m_.periods; ++u) {
    std::fill_n(&f_.at(Line::revenue, u), kBusiness, 0.0);
    f_.base_cash[u] = 0;
    if (!f_.extraction.empty()) f_.extraction[u] = 0;
    for (std::size_t r = 0; r < m_.ring.size(); ++r) ring(r, u) = {};
  }
  const double cost = m_.closure_cost[t + 1];
  f_.at(Line::closure, t + 1) = cost;
  f_.at(Line::pretax_cash, t + 1) = f_.base_cash[t + 1] = -cost;
  ring(0, t + 1).apart = cost;
  f_.at(Line::working_capital_change, t + 1) = -working;
  f_.at(Line::vat_due_change, t + 1) = -vat;
  f_.at(Line::closure_fund_change, t + 1) = -fund;
}

}  // namespace lode::finance
