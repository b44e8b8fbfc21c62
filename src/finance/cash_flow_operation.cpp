// Operation of a study's cash flow: debt service, reserves and distribution.
#include <algorithm>
#include <cmath>

#include "finance/cash_flow_march.h"

namespace lode::finance {

void March::operate(std::size_t t) {
  CashFlow& f = f_;
  const LoanBook::Entry& all = s_.loans.all;
  open_loan_lines(t);
  const double guarantee = guarantee_fee(t);
  tax_period(m_, f, t, all.interest + all.arrears_interest + all.capitalised + guarantee);
  f.at(Line::guarantee_fee, t) = guarantee;
  const double cash = service_cash(m_, f, t);
  if (sculpted_) {
    cash_sum_ += std::abs(cash);
    sculpt(t, cash);
  }
  if (is_idle()) return hand_out(t);
  for (const Line line : {Line::draw, Line::upfront_fee, Line::commitment_fee, Line::exposure_fee})
    f.at(line, t) = 0;
  const double cash_before = s_.cash, reserves_before = s_.reserve + s_.operating_reserve;
  const double put_by = m_.maintenance.empty() ? 0 : f.maintenance_change[t];
  s_.cash += f.at(Line::after_tax, t) + s_.earned - guarantee - put_by;
  const double scheduled = scheduled_service(s_.loans);
  f.at(Line::scheduled_service, t) = scheduled;
  f.at(Line::cash_for_debt_service, t) = cash;
  f.debt_cover[t] = scheduled > 0 ? cash / scheduled : std::nan("");
  serve(t);
  schedule(t + 1);
  fill_reserves(t);
  double swept = 0;
  if (terms_.sweep > 0 && s_.cash > 0) {
    swept = sweep(s_.loans, terms_.sweep * s_.cash);
    s_.cash -= swept;
    schedule(t + 1);
    fill_reserves(t);
  }
  f.at(Line::sweep, t) = swept;
  f.at(Line::principal, t) += swept;
  const bool owing = owed(s_.loans) > 0;
  const bool locked = f.debt_cover[t] < terms_.lock_up && t + 1 < m_.periods && owing;
  const double distribution = locked || (s_.called && owing) ? 0 : std::max(0.0, s_.cash);
  s_.cash -= distribution;
  s_.equity += f.at(Line::equity, t);
  f.at(Line::distribution, t) = distribution;
  f.at(Line::cash_change, t) = s_.cash - cash_before;
  f.at(Line::reserve_change, t) = s_.reserve + s_.operating_reserve - reserves_before + put_by;
  note_balances(t);
}

// What is left after tax, where nothing is owed or held: all lines of debt are nothing.
void March::hand_out(std::size_t t) {
  CashFlow& f = f_;
  constexpr auto kLinesOfDebt = static_cast<std::size_t>(Line::equity) -
                                static_cast<std::size_t>(Line::cash_for_debt_service);
  std::fill_n(&f.at(Line::cash_for_debt_service, t), kLinesOfDebt, 0.0);
  const double left = f.at(Line::after_tax, t);
  f.at(Line::cash_for_debt_service, t) = service_cash(m_, f, t);
  f.at(Line::equity, t) = std::max(0.0, -left);
  f.at(Line::distribution, t) = std::max(0.0, left);
  f.debt_cover[t] = std::nan("");
  open_loan_lines(t);
  s_.equity += f.at(Line::equity, t);
  s_.in_arrears = 0;
}

// Bills are the holders'; debt service is paid from cash, then the reserves, then the holders'
// support up to its cap.
void March::serve(std::size_t t) {
  CashFlow& f = f_;
  const double service = due(s_.loans);
  const bool all = s_.called || t + 1 == m_.periods;
  double lacking = std::max(0.0, service - std::max(0.0, s_.cash));
  const auto take = [&](double& reserve) {
    const double taken = all ? reserve : std::min(lacking, reserve);
    lacking -= std::min(lacking, taken);
    reserve -= taken;
    s_.cash += taken;
  };
  take(s_.operating_reserve);
  take(s_.reserve);
  const double bills = std::max(0.0, -s_.cash);
  const double support = std::min(lacking, s_.support_left);
  s_.support_left -= support;
  s_.cash += bills + support;
  f.at(Line::equity, t) = bills + support;
  const double added = capitalised(s_.loans);
  f.at(Line::capitalised_interest, t) = added;
  if (sculpted_ && added > 0 && !f.rising_debt) note_rising_debt(t);
  pay_service(t, std::max(0.0, s_.cash));
  s_.cash -= f.at(Line::interest, t) + f.at(Line::principal, t);
  if (std::abs(s_.cash) < 1e-12 * service) s_.cash = 0;
  s_.in_arrears = arrears(s_.loans) > 1e-9 * s_.loans.drawn_usd ? s_.in_arrears + 1 : 0;
  if (s_.in_arrears >= terms_.arrears_until_default && !s_.called) {
    s_.called = true;
    f.default_period = t;
  }
}

void March::note_rising_debt(std::size_t t) {
  for (std::size_t i = 0; i < loans_; ++i) {
    const auto& e = s_.loans.entry[i];
    if (is_sculpted(m_.loan[i]) && e.repayment_end_y >= 0 && e.capitalised > 1e-12 * e.balance)
      f_.rising_debt = t;
  }
}

// Of the service of the next reserve_y years; the next period's stands in the loans.
double March::wanted_reserve(std::size_t t) {
  if (terms_.reserve_y == 0 || t + 1 >= m_.periods) return 0;
  const double length = m_.calendar.length_y[t + 1];
  if (terms_.reserve_y <= length + 1e-9)
    return terms_.reserve_y * scheduled_service(s_.loans) / length;
  f_.ahead = s_.loans;
  return service_ahead(f_.ahead, m_.loan, m_.calendar, t + 1, terms_.reserve_y, built_y_,
                       [&](std::size_t i, std::size_t u) { return assumed_service(i, u); });
}

double March::wanted_operating_reserve(std::size_t t) const {
  double sum = 0, years = terms_.operating_reserve_y;
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
    if (terms_.reserves_supported && wanted - held > s_.cash) {
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
