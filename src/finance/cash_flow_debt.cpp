// What a study's cash flow must repeat until tax and debt agree, and what comes of it.
#include <algorithm>
#include <cmath>

#include "finance/cash_flow_march.h"

namespace lode::finance {

// Of the scenario, before any march.
void March::put_by_for_maintenance() {
  if (m_.maintenance.empty()) return;
  f_.maintenance_change.assign(m_.periods, 0.0);
  f_.maintenance_cover.assign(m_.periods, 0.0);
  for (const ModelMaintenance& reserve : m_.maintenance) {
    const bool operating = reserve.kind <= CostKind::other;
    const bool capital = reserve.kind == CostKind::capital || reserve.kind == CostKind::sustaining;
    const double factor = operating ? f_.operating : capital ? f_.capital : 1;
    // Operating cash does not hold what capital and closure cost.
    const bool counts = operating || terms_.cash != SizingCash::operating;
    for (std::size_t t = 0; t < m_.periods; ++t) {
      f_.maintenance_change[t] += factor * (reserve.put[t] - reserve.spent[t]);
      f_.maintenance_cover[t] += factor * (reserve.put[t] - (counts ? reserve.spent[t] : 0));
    }
  }
}

void March::settle(int passes) {
  put_by_for_maintenance();
  for (Sculpture& c : f_.sculpture) c.worth = kInfinity, c.search = {};
  for (f_.passes = 1;; ++f_.passes) {
    if (f_.passes == 1 || terms_.reserves_at_close || gearing_error() > 1e-14)
      build_and_foresee();
    else
      s_ = f_.built;
    scale_services(s_.loans.drawn_usd);
    f_.default_period.reset();
    f_.rising_debt.reset();
    for (Sculpture& c : f_.sculpture) c.found = 0, c.factor = 1, c.end_y = -1;
    if (sculpted_) schedule(m_.construction);
    std::size_t t = first_operated();
    mismatch_ = cash_sum_ = 0;
    for (; t < m_.periods && (!sculpted_ || is_in_term(t)); ++t) operate(t);
    f_.residual = residual();
    if (f_.residual <= 1e-13 || f_.passes >= passes) {
      finish(t);
      break;
    }
    assume();
  }
  f_.drawn = s_.loans.drawn_usd;
  f_.uses = s_.uses;
  write_life_covers();
  write_status();
}

// Periods after the term of sculpted loans: mostly nothing is owed any more, and then never again.
void March::finish(std::size_t t) {
  for (; t < m_.periods && !is_idle(); ++t) operate(t);
  for (; t < m_.periods; ++t) {
    tax_period(m_, f_, t, 0);
    hand_out(t);
  }
}

// What falls due in period t; of a sculpted loan, as the cash of the last march has it.
void March::schedule(std::size_t t) {
  if (t >= m_.periods || m_.loan.empty()) return;
  for (std::size_t i = 0; i < loans_ && sculpted_; ++i)
    s_.loans.entry[i].service = assumed_service(i, t);
  make_schedule(s_.loans, m_.loan, m_.calendar, t, built_y_);
}

void March::pay_service(std::size_t t, double cash) {
  if (m_.loan.empty()) {
    f_.at(Line::interest, t) = f_.at(Line::principal, t) = 0;
    f_.at(Line::interest_withholding, t) = 0;
    return;
  }
  const Payment paid = pay(s_.loans, m_.loan, cash, s_.called || t + 1 == m_.periods);
  f_.at(Line::interest, t) = paid.interest;
  f_.at(Line::principal, t) = paid.principal;
  f_.at(Line::interest_withholding, t) = m_.terms.fiscal.interest_withholding * paid.interest;
}

void March::note_balances(std::size_t t) {
  CashFlow& f = f_;
  f.at(Line::reserve_interest, t) = s_.earned;
  f.at(Line::reserve_balance, t) = s_.reserve;
  f.at(Line::operating_reserve_balance, t) = s_.operating_reserve;
  f.at(Line::arrears, t) = arrears(s_.loans);
  f.at(Line::debt_balance, t) = owed(s_.loans);
  close_loan_lines(t);
  double held = s_.reserve + s_.operating_reserve;
  if (!m_.maintenance.empty()) {
    s_.maintenance += f.maintenance_change[t];
    if (std::abs(s_.maintenance) < 1e-12 * std::abs(f.maintenance_change[t])) s_.maintenance = 0;
    held += s_.maintenance;
  }
  f.at(Line::maintenance_reserve_balance, t) = s_.maintenance;
  s_.earned = terms_.reserve_rate == 0 || t + 1 == m_.periods
                  ? 0
                  : terms_.reserve_rate * m_.calendar.length_y[t + 1] * held;
}

// Of each loan where there are several, when a period opens.
void March::open_loan_lines(std::size_t t) {
  for (std::size_t i = 0; loans_ > 1 && i < loans_; ++i) {
    const double fee = m_.loan[i].guarantee_fee * s_.loans.entry[i].balance;
    f_.loan[i * m_.periods + t] = {0, 0, 0, fee * m_.calendar.length_y[t], 0};
  }
}

// After its last payment.
void March::close_loan_lines(std::size_t t) {
  for (std::size_t i = 0; loans_ > 1 && i < loans_; ++i) {
    const LoanBook::Entry& e = s_.loans.entry[i];
    LoanPeriod& out = f_.loan[i * m_.periods + t];
    out.interest = e.paid_interest;
    out.principal = e.paid_principal;
    out.balance = e.balance + e.interest_arrears + e.principal_arrears;
  }
}

// At the mean rate of what is lent: of loans owed at the start, and of what was drawn.
double March::mean_discount(std::size_t t) const {
  if (!stands_) return m_.mean_discount[t];
  double rate = 0, lent = 0;
  for (std::size_t i = 0; i < loans_; ++i) {
    const double amount = m_.loan[i].opening_usd + s_.loans.entry[i].share * f_.drawn;
    rate += amount * m_.loan[i].rate_in(t);
    lent += amount;
  }
  return lent > 0 ? 1 / (1 + rate / lent * m_.calendar.length_y[t]) : 1;
}

void March::write_life_covers() {
  if (m_.loan.empty()) return;
  double end_y = 0, loan_life = 0, project_life = 0;
  for (const auto& e : s_.loans.entry) end_y = std::max(end_y, e.repayment_end_y);
  for (std::size_t t = m_.periods; t-- > m_.construction && (t > 0 || stands_);) {
    const double cash = service_cash(m_, f_, t), factor = mean_discount(t);
    project_life = factor * (project_life + cash);
    loan_life = m_.calendar.mid_y(t) < end_y ? factor * (loan_life + cash) : 0;
    const double opening = t > 0 ? f_.at(Line::debt_balance, t - 1) : s_.loans.opening_usd;
    if (opening <= 1e-9 * (f_.drawn + s_.loans.opening_usd)) continue;
    f_.loan_life_cover[t] = loan_life / opening;
    f_.project_life_cover[t] = project_life / opening;
  }
}

void March::write_status() {
  bool worthless = sculpted_;
  for (std::size_t i = 0; i < loans_; ++i)
    if (is_sculpted(m_.loan[i]) && f_.sculpture[i].worth > 0) worthless = false;
  if (worthless)
    f_.debt = CashDebt::no_debt_meets_cover;
  else if (f_.drawn == 0 && !stands_)
    f_.debt = CashDebt::none;
  else if (owed(s_.loans) <= 1e-9 * (f_.drawn + s_.loans.opening_usd))
    f_.debt = CashDebt::repaid;
  else
    f_.debt = s_.called ? CashDebt::in_default : CashDebt::outstanding_at_end;
}

void settle(const CashFlowModel& model, const CashScenario& scenario, CashFlow& flow, int passes,
            Search search) {
  March(model, scenario, flow, search).settle(passes);
}

}  // namespace lode::finance
