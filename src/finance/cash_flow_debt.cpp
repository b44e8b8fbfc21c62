// Loans, reserves and distributions of a study's cash flow.
#include <algorithm>
#include <cmath>

#include "finance/cash_flow_passes.h"
#include "finance/participation.h"

namespace lode::finance {
namespace {

double operating_cost(const CashFlow& f, std::size_t t) {
  return f.at(CashLine::mining, t) + f.at(CashLine::processing, t) + f.at(CashLine::general, t) +
         f.at(CashLine::selling, t) + f.at(CashLine::other_cost, t);
}

// What cover ratios take, before debt.
double service_cash(const CashFlowModel& m, const CashFlow& f, std::size_t t) {
  switch (m.terms.debt.cash) {
    case SizingCash::operating:
      return f.at(CashLine::revenue, t) + f.at(CashLine::other_income, t) - operating_cost(f, t);
    case SizingCash::pre_tax:
      return f.at(CashLine::pretax_cash, t);
    case SizingCash::after_tax:
      break;
  }
  return f.at(CashLine::after_tax, t);
}

struct Debt {
  const CashFlowModel& m;
  CashFlow& f;
  const DebtTerms& terms;
  LoanBook& book;
  double built_y = 0;
  double upfront = 0, commitment = 0, exposure = 0, exposure_signing = 0;  // means of the loans
  double cash = 0, reserve = 0, operating_reserve = 0, support_left = 0;
  double expected = 0;  // what will be drawn, of the last pass
  double gearing = 0;
  int in_arrears = 0;
  bool called = false;
};

bool is_sculpted(const Loan& loan) { return loan.repayment == Repayment::sculpted; }

// Service of each sculpted loan over its term, and what it is worth at the end of construction:
// the loan that cash carries. None if all loans have sizes of their own.
double size_loans(Debt& d) {
  const CashFlowModel& m = d.m;
  double size = 0;
  bool any = false, room = false;
  for (std::size_t i = 0; i < m.loan.size(); ++i) {
    if (!is_sculpted(m.loan[i])) continue;
    any = true;
    auto& e = d.book.entry[i];
    const double start = std::max(m.calendar.end_y(m.first_capital) + m.loan[i].grace_y, d.built_y);
    double factor = 1, worth = 0;
    for (std::size_t t = m.construction; t < m.periods; ++t) {
      const double length = m.calendar.length_y[t], mid = m.calendar.mid_y(t);
      factor /= 1 + m.loan[i].rate * length;
      e.service[t] = 0;
      if (mid < start) {
        // Interest paid in grace does not change what is owed.
        if (m.loan[i].grace_interest == GraceInterest::paid) factor = 1;
        continue;
      }
      if (mid > start + m.loan[i].term_y) continue;
      e.service[t] = std::max(0.0, d.f.size_cash[t]) * e.share / m.loan[i].cover;
      worth += factor * e.service[t];
      room = room || e.service[t] > 0;
    }
    size += worth;
  }
  if (!any) return kInfinity;
  d.f.debt = room ? CashDebt::none : CashDebt::no_debt_meets_cover;
  return size;
}

// A smaller loan than cash carries has the same shape of service, at a higher cover.
void scale_services(Debt& d, double size, double drawn) {
  if (!std::isfinite(size) || size <= 0) return;
  for (std::size_t i = 0; i < d.m.loan.size(); ++i)
    if (is_sculpted(d.m.loan[i]))
      for (double& service : d.book.entry[i].service) service *= drawn / size;
}

void schedule_next(Debt& d, std::size_t t) {
  if (t + 1 < d.m.periods) make_schedule(d.book, d.m.loan, d.m.calendar, t + 1, d.built_y);
}

double wanted_reserve(const Debt& d, std::size_t t) {
  if (d.terms.reserve_y == 0 || t + 1 >= d.m.periods) return 0;
  return d.terms.reserve_y * scheduled_service(d.book) / d.m.calendar.length_y[t + 1];
}

double wanted_operating_reserve(const Debt& d, std::size_t t) {
  if (d.terms.operating_reserve_y == 0 || t + 1 >= d.m.periods) return 0;
  return d.terms.operating_reserve_y * operating_cost(d.f, t + 1) / d.m.calendar.length_y[t + 1];
}

void pay_service(Debt& d, std::size_t t, double cash) {
  const Payment paid = pay(d.book, d.m.loan, cash, d.called || t + 1 == d.m.periods);
  d.f.at(CashLine::interest, t) = paid.interest;
  d.f.at(CashLine::principal, t) = paid.principal;
  d.f.at(CashLine::interest_withholding, t) = d.m.terms.fiscal.interest_withholding * paid.interest;
}

double given_draw(const Debt& d, std::size_t t) {
  double sum = 0;
  for (const CashLoan& loan : d.terms.loan)
    if (loan.draw.given()) sum += loan.draw.at(t) * d.m.index[t];
  return sum;
}

void construct(Debt& d, std::size_t t) {
  CashFlow& f = d.f;
  const double interest = scheduled_interest(d.book);
  const bool first = d.book.first_draw_y < 0 && t >= d.m.first_capital;
  const double commitment_fee =
      t >= d.m.first_capital && d.gearing > 0
          ? d.commitment * std::max(0.0, d.expected - d.book.drawn_usd) * d.m.calendar.length_y[t]
          : 0;
  double fees = commitment_fee, upfront = 0, exposure = 0;
  if (first && d.gearing > 0) {
    upfront = d.upfront * d.expected;
    exposure = d.exposure_signing * d.expected;
    fees += upfront + exposure;
  }
  const bool closes = t + 1 == d.m.construction && d.terms.reserves_at_close;
  // The reserves at close are those of the pass before: they follow the service that they are for.
  const double reserves =
      closes ? f.at(CashLine::reserve_balance, t) + f.at(CashLine::operating_reserve_balance, t)
             : 0;
  const double need =
      interest + fees + reserves - f.at(CashLine::after_tax, t) - f.earned[t] - d.cash;
  double drawn = 0;
  if (d.terms.loan.empty() || d.gearing == 0) {
    drawn = 0;
  } else if (d.terms.loan[0].draw.given()) {
    drawn = given_draw(d, t);
  } else if (need > 0 && t >= d.m.first_capital) {
    drawn = d.gearing * need / (1 - d.gearing * d.exposure);
  }
  const double by_draw = d.exposure * drawn;
  f.uses += std::max(0.0, need + by_draw);
  pay_service(d, t, interest);
  f.at(CashLine::capitalised_interest, t) = 0;
  for (const auto& e : d.book.entry) f.at(CashLine::capitalised_interest, t) += e.capitalised;
  draw(d.book, drawn, d.m.calendar.end_y(t));
  const double left = drawn - need - by_draw;
  const double before = d.cash;
  d.cash = std::max(0.0, left);
  f.at(CashLine::draw, t) = drawn;
  f.at(CashLine::upfront_fee, t) = upfront;
  f.at(CashLine::commitment_fee, t) = commitment_fee;
  f.at(CashLine::exposure_fee, t) = exposure + by_draw;
  f.at(CashLine::equity, t) = std::max(0.0, -left);
  f.at(CashLine::distribution, t) = 0;
  f.at(CashLine::cash_change, t) = d.cash - before;
  f.at(CashLine::reserve_change, t) = reserves;
  schedule_next(d, t);
  if (closes) {
    d.reserve = f.at(CashLine::reserve_balance, t);
    d.operating_reserve = f.at(CashLine::operating_reserve_balance, t);
    f.at(CashLine::reserve_balance, t) = wanted_reserve(d, t);
    f.at(CashLine::operating_reserve_balance, t) = wanted_operating_reserve(d, t);
  }
}

// Fills the reserves out of cash, in this order; a reserve that is too full gives back.
void fill_reserves(Debt& d, std::size_t t) {
  const auto fill = [&](double& held, double wanted) {
    if (d.terms.reserves_supported && wanted - held > d.cash) {
      d.f.at(CashLine::equity, t) += wanted - held - d.cash;
      d.cash = wanted - held;
    }
    const double change = std::min(wanted - held, std::max(0.0, d.cash));
    held += change;
    d.cash -= change;
  };
  fill(d.reserve, d.called ? 0 : wanted_reserve(d, t));
  fill(d.operating_reserve, d.called ? 0 : wanted_operating_reserve(d, t));
}

void serve(Debt& d, std::size_t t) {
  CashFlow& f = d.f;
  const double service = due(d.book);
  f.at(CashLine::scheduled_service, t) = scheduled_service(d.book);
  const bool all = d.called || t + 1 == d.m.periods;
  double lacking = std::max(0.0, service - std::max(0.0, d.cash));
  const double from_operating = all ? d.operating_reserve : std::min(lacking, d.operating_reserve);
  lacking -= std::min(lacking, from_operating);
  const double from_reserve = all ? d.reserve : std::min(lacking, d.reserve);
  lacking -= std::min(lacking, from_reserve);
  d.operating_reserve -= from_operating;
  d.reserve -= from_reserve;
  d.cash += from_operating + from_reserve;
  // Bills are the holders'; debt service is theirs up to the cap.
  const double bills = std::max(0.0, -d.cash);
  const double support = std::min(lacking, d.support_left);
  d.support_left -= support;
  d.cash += bills + support;
  f.at(CashLine::equity, t) = bills + support;
  double capital_interest = 0;
  for (std::size_t i = 0; i < d.m.loan.size(); ++i) {
    const auto& e = d.book.entry[i];
    capital_interest += e.capitalised;
    if (is_sculpted(d.m.loan[i]) && e.repayment_end_y >= 0 && e.capitalised > 0 && !f.rising_debt)
      f.rising_debt = t;
  }
  f.at(CashLine::capitalised_interest, t) = capital_interest;
  pay_service(d, t, std::max(0.0, d.cash));
  d.cash -= f.at(CashLine::interest, t) + f.at(CashLine::principal, t);
  if (std::abs(d.cash) < 1e-12 * service) d.cash = 0;
  d.in_arrears = arrears(d.book) > 1e-12 * service ? d.in_arrears + 1 : 0;
  if (d.in_arrears >= d.terms.arrears_until_default && !d.called) {
    d.called = true;
    if (!f.default_period) f.default_period = t;
  }
}

void operate(Debt& d, std::size_t t) {
  CashFlow& f = d.f;
  const double cash_before = d.cash, reserves_before = d.reserve + d.operating_reserve;
  d.cash += f.at(CashLine::after_tax, t) + f.earned[t];
  serve(d, t);
  const double scheduled = f.at(CashLine::scheduled_service, t);
  const double cover = scheduled > 0 ? service_cash(d.m, f, t) / scheduled : kInfinity;
  f.debt_cover[t] = scheduled > 0 ? cover : std::nan("");
  schedule_next(d, t);
  fill_reserves(d, t);
  double swept = 0;
  if (d.terms.sweep > 0 && d.cash > 0) {
    swept = sweep(d.book, d.terms.sweep * d.cash);
    d.cash -= swept;
    schedule_next(d, t);
    fill_reserves(d, t);
  }
  f.at(CashLine::cash_for_debt_service, t) = service_cash(d.m, f, t);
  f.at(CashLine::sweep, t) = swept;
  f.at(CashLine::principal, t) += swept;
  const bool locked = cover < d.terms.lock_up && t + 1 < d.m.periods && owed(d.book) > 0;
  const double distribution = locked || (d.called && owed(d.book) > 0) ? 0 : std::max(0.0, d.cash);
  d.cash -= distribution;
  f.at(CashLine::distribution, t) = distribution;
  f.at(CashLine::cash_change, t) = d.cash - cash_before;
  f.at(CashLine::reserve_change, t) = d.reserve + d.operating_reserve - reserves_before;
  f.at(CashLine::reserve_balance, t) = d.reserve;
  f.at(CashLine::operating_reserve_balance, t) = d.operating_reserve;
}

// Interest and fees as the income tax of the next pass takes them. Returns the change.
double note_interest(Debt& d, std::size_t t) {
  CashFlow& f = d.f;
  const bool building = t < d.m.construction;
  const ConstructionFinance how = d.terms.construction_finance;
  const double interest = f.at(CashLine::interest, t) + f.at(CashLine::capitalised_interest, t);
  const double fees = f.at(CashLine::commitment_fee, t) + f.at(CashLine::upfront_fee, t) +
                      f.at(CashLine::exposure_fee, t);
  double deducted = building && how != ConstructionFinance::deducted ? 0 : interest + fees;
  double pooled =
      building && how == ConstructionFinance::pooled && !d.m.terms.fiscal.tax.pool.empty()
          ? interest + fees
          : 0;
  const double earned =
      t + 1 < d.m.periods
          ? d.terms.reserve_rate * d.m.calendar.length_y[t + 1] *
                (f.at(CashLine::reserve_balance, t) + f.at(CashLine::operating_reserve_balance, t))
          : 0;
  double change = std::abs(deducted - f.interest[t]) + std::abs(pooled - f.finance_to_pools[t]);
  f.interest[t] = deducted;
  f.finance_to_pools[t] = pooled;
  if (t + 1 < d.m.periods) {
    change += std::abs(earned - f.earned[t + 1]);
    f.earned[t + 1] = earned;
  }
  f.at(CashLine::reserve_interest, t) = f.earned[t];
  return change;
}

void note_life_covers(Debt& d) {
  const CashFlowModel& m = d.m;
  CashFlow& f = d.f;
  double rate = 0, end_y = 0;
  for (std::size_t i = 0; i < m.loan.size(); ++i) {
    rate += d.book.entry[i].share * m.loan[i].rate;
    end_y = std::max(end_y, d.book.entry[i].repayment_end_y);
  }
  double loan_life = 0, project_life = 0;
  for (std::size_t t = m.periods; t-- > m.construction && t > 0;) {
    const double cash = service_cash(m, f, t), factor = 1 / (1 + rate * m.calendar.length_y[t]);
    project_life = factor * (project_life + cash);
    loan_life = m.calendar.mid_y(t) < end_y ? factor * (loan_life + cash) : 0;
    const double opening = f.at(CashLine::debt_balance, t - 1);
    if (opening <= 1e-9 * f.drawn) continue;
    f.loan_life_cover[t] = loan_life / opening;
    f.project_life_cover[t] = project_life / opening;
  }
}

void write_status(Debt& d) {
  CashFlow& f = d.f;
  if (f.debt == CashDebt::no_debt_meets_cover) return;
  if (f.drawn == 0)
    f.debt = CashDebt::none;
  else if (owed(d.book) <= 1e-9 * f.drawn)
    f.debt = CashDebt::repaid;
  else
    f.debt = d.called ? CashDebt::in_default : CashDebt::outstanding_at_end;
}

}  // namespace

double write_debt(const CashFlowModel& m, CashFlow& f) {
  Debt d{m, f, m.terms.debt, f.loans};
  reopen(d.book);
  d.built_y = m.construction > 0 ? m.calendar.end_y(m.construction - 1) : 0;
  d.support_left = m.loan.empty() ? kInfinity : d.terms.support_cap;
  double change = 0, scale = 1e-300;
  for (std::size_t t = 0; t < m.periods; ++t) {
    const double cash = service_cash(m, f, t);
    change += m.loan.empty() ? 0 : std::abs(cash - f.size_cash[t]);
    f.size_cash[t] = cash;
    scale += std::abs(cash);
  }
  for (std::size_t i = 0; i < m.loan.size(); ++i) {
    const double share = d.book.entry[i].share;
    d.upfront += share * m.loan[i].upfront_fee;
    d.commitment += share * m.loan[i].commitment_fee;
    (d.terms.loan[i].exposure_at_signing ? d.exposure_signing : d.exposure) +=
        share * m.loan[i].exposure_fee;
  }
  d.expected = f.drawn;
  const double uses = f.uses;
  if (!m.loan.empty()) {
    const double size = size_loans(d);
    double most = std::min(size, d.book.commitment_usd);
    d.gearing = uses > 0              ? std::min(d.terms.share, most / uses)
                : std::isfinite(most) ? 0
                                      : d.terms.share;
    if (uses == 0 && most > 0) d.gearing = d.terms.share;
    scale_services(d, size, f.drawn);
  }
  f.uses = 0;
  f.default_period.reset();
  f.rising_debt.reset();
  std::fill(f.debt_cover.begin(), f.debt_cover.end(), std::nan(""));
  std::fill(f.loan_life_cover.begin(), f.loan_life_cover.end(), std::nan(""));
  std::fill(f.project_life_cover.begin(), f.project_life_cover.end(), std::nan(""));
  for (std::size_t t = 0; t < m.periods; ++t) {
    if (t < m.construction && !m.loan.empty())
      construct(d, t);
    else
      operate(d, t);
    f.at(CashLine::arrears, t) = arrears(d.book);
    f.at(CashLine::debt_balance, t) = owed(d.book);
    change += note_interest(d, t);
  }
  change += std::abs(d.book.drawn_usd - f.drawn) + (m.loan.empty() ? 0 : std::abs(uses - f.uses));
  f.drawn = d.book.drawn_usd;
  if (!m.loan.empty()) note_life_covers(d);
  write_status(d);
  return change / scale;
}

void write_parties(const CashFlowModel& m, CashFlow& f) {
  const auto& partners = m.terms.partner;
  const double withheld_rate = m.terms.fiscal.dividend_withholding;
  double paying = 0;
  for (const Partner& p : partners)
    if (p.kind == Carried::paid) paying += p.stake;
  for (std::size_t t = 0; t < m.periods; ++t) {
    const double equity = f.at(CashLine::equity, t), paid = f.at(CashLine::distribution, t);
    double investor = 0, state = 0, withheld = 0, state_equity = 0, state_share = 0;
    if (partners.empty()) {
      withheld = withheld_rate * paid;
      investor = paid - withheld - equity;
    }
    // Holders that are carried first: what they do not pay and repay is the payers', by stake.
    double carried = 0, repaid = 0;
    for (std::size_t k = 0; k < partners.size(); ++k) {
      const Partner& p = partners[k];
      if (p.kind == Carried::paid) continue;
      const double part = p.stake * equity, dividend = p.stake * paid;
      const double by_others = p.kind == Carried::free ? part : p.carried_share * part;
      double back = 0;
      if (p.kind == Carried::carried)
        back = repay_carry(f.carry[k], std::pow(1 + p.carry_rate, m.calendar.length_y[t]),
                           by_others, dividend);
      carried += by_others;
      repaid += back;
      const double tax = p.state ? 0 : withheld_rate * (dividend - back);
      f.party[k * m.periods + t] = dividend - back - tax - (part - by_others);
      withheld += tax;
      if (p.state) {
        state_share += dividend - back;
        state_equity += part - by_others;
      } else {
        investor += f.party[k * m.periods + t];
      }
    }
    for (std::size_t k = 0; k < partners.size(); ++k) {
      const Partner& p = partners[k];
      if (p.kind != Carried::paid) continue;
      const double calls = p.stake * equity + carried * p.stake / paying;
      const double dividend = p.stake * paid, back = repaid * p.stake / paying;
      const double tax = p.state ? 0 : withheld_rate * (dividend + back);
      f.party[k * m.periods + t] = dividend + back - tax - calls;
      withheld += tax;
      if (p.state) {
        state_share += dividend + back;
        state_equity += calls;
      } else {
        investor += f.party[k * m.periods + t];
      }
    }
    f.at(CashLine::dividend_withholding, t) = withheld;
    f.at(CashLine::state_share, t) = state_share;
    f.at(CashLine::state_equity, t) = state_equity;
    f.at(CashLine::investor, t) = investor;
    state = state_share - state_equity + withheld + f.at(CashLine::interest_withholding, t);
    for (const CashLine line :
         {CashLine::royalty, CashLine::extraction_tax, CashLine::given_royalty,
          CashLine::property_tax, CashLine::social_tax, CashLine::import_duty,
          CashLine::services_withholding, CashLine::rent_tax, CashLine::income_tax,
          CashLine::given_income_tax, CashLine::given_other_tax})
      state += f.at(line, t);
    f.at(CashLine::government, t) = state;
    f.at(CashLine::lenders, t) = f.at(CashLine::interest, t) -
                                 f.at(CashLine::interest_withholding, t) +
                                 f.at(CashLine::principal, t) + f.at(CashLine::upfront_fee, t) +
                                 f.at(CashLine::commitment_fee, t) - f.at(CashLine::draw, t);
  }
}

}  // namespace lode::finance
