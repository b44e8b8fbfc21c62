// Operation in the march: debt service, reserves and distribution.
#include "finance/march_passes.h"

namespace lode::finance {

void March::operate(std::size_t t) {
  FinancedLedger& f = f_;
  const LoanBook::Entry& all = s_.loans.all;
  if (loans_ > 1) open_loan_lines(t);
  const double guarantee = guarantee_fee(t);
  const double interest = all.interest + all.arrears_interest + all.capitalised;
  if (pools_late_) deduct_pools(t, t + 1, 0);
  pay_taxes(t, interest, guarantee);
  if (pools_late_) pool_late(t, 0);
  f.at(Line::interest_due, t) = interest;
  f.at(Line::guarantee_fee, t) = guarantee;
  const double cash = service_cash(t);
  cash_per_y_ = cash / m_.calendar.length_y[t];
  if (sculpted_) {
    cash_sum_ += std::abs(cash);
    sculpt(t, cash);
  } else if (committed_) {
    sculpt_committed(t);
  }
  if (is_idle() && (rules_.shortfall == Shortfall::holders_pay || f.at(Line::after_tax, t) >= 0))
    return hand_out(t, cash);
  for (const Line line : {Line::draw, Line::upfront_fee, Line::commitment_fee, Line::exposure_fee})
    f.at(line, t) = 0;
  const double cash_before = s_.cash, reserves_before = s_.reserve + s_.operating_reserve;
  const double put_by = f.maintenance_change.empty() ? 0 : f.maintenance_change[t];
  s_.cash += f.at(Line::after_tax, t) + s_.earned - guarantee - put_by;
  const double scheduled = scheduled_service(s_.loans);
  f.at(Line::scheduled_service, t) = scheduled;
  f.at(Line::cash_for_debt_service, t) = cash;
  f.debt_cover[t] = scheduled > 0 ? cash / scheduled : std::nan("");
  if (by_rank_)
    pay_by_rank(t, guarantee);
  else
    serve(t);
  watch_arrears(t);
  look_ahead(t);
  double swept = 0;
  if (rules_.sweep > 0 && s_.cash > 0) {
    swept = sweep(s_.loans, rules_.sweep * s_.cash);
    s_.cash -= swept;
    look_ahead(t);
  }
  f.at(Line::sweep, t) = swept;
  f.at(Line::principal, t) += swept;
  const bool owing = owed(s_.loans) > 1e-9 * lent();  // else repaid, but for rounding
  // A loan sculpted to the lock-up's cover keeps it, whatever the last digit.
  const bool locked = f.debt_cover[t] < rules_.lock_up * (1 - 1e-9) && t + 1 < m_.periods && owing;
  const double distribution = locked || (s_.called && owing) ? 0 : std::max(0.0, s_.cash);
  s_.cash -= distribution;
  s_.equity += f.at(Line::equity, t) + f.at(Line::support, t);
  f.at(Line::distribution, t) = distribution;
  f.at(Line::cash_change, t) = s_.cash - cash_before;
  f.at(Line::reserve_change, t) = s_.reserve + s_.operating_reserve - reserves_before + put_by;
  note_balances(t);
  if (stops_) watch_for_stop(t);
}

// What is left after tax, where nothing is owed or held: all lines of debt are nothing.
void March::hand_out(std::size_t t, double service_cash) {
  FinancedLedger& f = f_;
  constexpr auto kLinesOfDebt = static_cast<std::size_t>(Line::equity) -
                                static_cast<std::size_t>(Line::cash_for_debt_service);
  std::fill_n(&f.at(Line::cash_for_debt_service, t), kLinesOfDebt, 0.0);
  const double left = f.at(Line::after_tax, t);
  f.at(Line::cash_for_debt_service, t) = service_cash;
  f.at(Line::equity, t) = std::max(0.0, -left);
  f.at(Line::support, t) = 0;
  f.at(Line::distribution, t) = std::max(0.0, left);
  f.debt_cover[t] = std::nan("");
  if (loans_ > 1) open_loan_lines(t);
  s_.equity += f.at(Line::equity, t);
  s_.years_in_arrears = 0;
  // The term of a loan that is repaid before its repayment starts still begins when it would have.
  const auto& loans = s_.loans.entry;
  if (s_.loans.first_draw_y >= 0 &&
      std::any_of(loans.begin(), loans.end(), [](auto& e) { return e.repayment_end_y < 0; }))
    schedule(t + 1);
}

void March::serve(std::size_t t) {
  FinancedLedger& f = f_;
  const bool holders_pay = rules_.shortfall == Shortfall::holders_pay;
  const double service = due(s_.loans), bills = holders_pay ? std::max(0.0, -s_.cash) : 0;
  s_.cash += bills;
  const double support = meet_shortage(t, std::max(0.0, service - s_.cash));
  f.at(Line::equity, t) = holders_pay ? bills + support : 0;
  f.at(Line::support, t) = holders_pay ? 0 : support;
  pay_lenders(t);
}

double March::meet_shortage(std::size_t t, double lacking) {
  const bool all = calls_all(t);
  const auto take = [&](double& reserve) {
    const double taken = all ? reserve : std::min(lacking, reserve);
    lacking -= std::min(lacking, taken);
    reserve -= taken;
    s_.cash += taken;
  };
  take(s_.operating_reserve);
  take(s_.reserve);
  const double support = std::min(lacking, s_.support_left);
  s_.support_left -= support;
  s_.cash += support;
  return support;
}

void March::pay_lenders(std::size_t t) {
  FinancedLedger& f = f_;
  const double added = capitalised(s_.loans);
  f.at(Line::capitalised_interest, t) = added;
  if (sculpted_ && added > 0 && !f.rising_debt) note_rising_debt(t);
  const double for_lenders = std::max(0.0, s_.cash);
  pay_service(t, for_lenders);
  s_.cash -= f.at(Line::interest, t) + f.at(Line::principal, t);
  // Rounding: a payment leaves no cash below zero, and none in hand while lenders wait for theirs.
  const bool lenders_wait = arrears(s_.loans) > 0 || (calls_all(t) && owed(s_.loans) > 0);
  if (for_lenders > 0) s_.cash = lenders_wait ? 0 : std::max(0.0, s_.cash);
}

void March::watch_arrears(std::size_t t) {
  if (stops_ || !m_.tax[t].ends_year) return;
  const bool waits = arrears(s_.loans) > 1e-9 * lent();
  s_.years_in_arrears = waits ? s_.years_in_arrears + 1 : 0;
  if (s_.called || s_.years_in_arrears < std::max(1, rules_.arrears_until_default)) return;
  s_.called = true;
  f_.default_period = t;
}

void March::note_rising_debt(std::size_t t) {
  for (std::size_t i = 0; i < loans_; ++i) {
    const auto& e = s_.loans.entry[i];
    if (is_sculpted(m_.loan[i]) && e.repayment_end_y >= 0 && e.capitalised > 1e-12 * e.balance)
      f_.rising_debt = t;
  }
}

// What falls due next, and the reserves for it.
void March::look_ahead(std::size_t t) {
  schedule(t + 1);
  if (s_.called && t >= closed_) stop_interest(s_.loans);
  fill_reserves(t);
  if (by_rank_) pay_standing_claims(t);
}

// Of the service of the next reserve_y years; the next period's stands in the loans.
double March::wanted_reserve(std::size_t t) {
  if (rules_.reserve_y == 0 || t + 1 >= m_.periods) return 0;
  const double length = m_.calendar.length_y[t + 1];
  if (rules_.reserve_y <= length + 1e-9)
    return rules_.reserve_y * scheduled_service(s_.loans) / length;
  f_.ahead = s_.loans;
  return service_ahead(f_.ahead, m_.loan, m_.calendar, t + 1, rules_.reserve_y, m_.repayment_y,
                       [&](std::size_t i, std::size_t u) {
                         return committed_ ? committed_service(i, f_.ahead, u)
                                           : assumed_service(i, u);
                       });
}

double March::wanted_operating_reserve(std::size_t t) const {
  double sum = 0, years = rules_.operating_reserve_y;
  for (std::size_t s = t + 1; years > 1e-9 && s < m_.periods; ++s) {
    const double length = m_.calendar.length_y[s];
    sum += std::min(1.0, years / length) * operating_cost(f_, s);
    years -= length;
  }
  return sum;
}

// Fills the reserves out of cash, in this order; a reserve that is too full gives back.
void March::fill_reserves(std::size_t t) {
  const auto fill = [&](double& held, double wanted) {
    if (rules_.reserves_supported && wanted - held > s_.cash) {
      f_.at(Line::equity, t) += wanted - held - s_.cash;
      s_.cash = wanted - held;
    }
    const double change = std::min(wanted - held, std::max(0.0, s_.cash));
    held += change;
    s_.cash -= change;
  };
  fill(s_.reserve, s_.called ? 0 : wanted_reserve(t));
  fill(s_.operating_reserve, s_.called ? 0 : wanted_operating_reserve(t));
}

}  // namespace lode::finance
