// What the march must repeat until tax and debt agree, and what comes of it.
#include "finance/march.h"

#include <algorithm>

#include "base/error.h"
#include "finance/march_passes.h"

namespace lode::finance {

std::string_view name_of(DebtStatus status) {
  constexpr std::string_view names[] = {"none", "repaid", "outstanding_at_end", "in_default",
                                        "no_debt_meets_cover"};
  return names[static_cast<std::size_t>(status)];
}

double Repeat::next(double x, double g, Search search) {
  if (search == Search::plain) return g;
  if (has_last && x != last_x) {
    slope = (g - last_g) / (x - last_x);
    if (!(slope > -10 && slope < 0.999)) slope = 0;
  }
  last_x = x, last_g = g, has_last = true;
  return x + (g - x) / (1 - slope);
}

void open_loans(MarchModel& m) {
  m.upfront = m.commitment = m.exposure = m.exposure_at_signing = 0;
  m.loan_discount.resize(m.loan.size() * m.periods);
  open_loan_book(m.loan, m.opening.loans);
  const auto drawn_later = static_cast<double>(std::count_if(
      m.loan.begin(), m.loan.end(), [](const Loan& loan) { return loan.opening_usd == 0; }));
  if (std::isinf(m.opening.loans.commitment_usd))
    for (std::size_t i = 0; i < m.loan.size(); ++i)
      if (m.loan[i].opening_usd == 0) m.opening.loans.entry[i].share = 1.0 / drawn_later;
  for (std::size_t i = 0; i < m.loan.size() && !m.given_draw.empty(); ++i) {
    double drawn = 0;
    for (std::size_t t = 0; t < m.periods; ++t) drawn += m.given_draw[t * m.loan.size() + i];
    m.opening.loans.entry[i].share = m.given_draws > 0 ? drawn / m.given_draws : 0;
  }
  m.mean_discount.assign(m.periods, 0.0);  // the mean rate at first
  for (std::size_t i = 0; i < m.loan.size(); ++i) {
    const Loan& loan = m.loan[i];
    const double share = m.opening.loans.entry[i].share;
    m.upfront += share * loan.upfront_fee;
    m.commitment += share * loan.commitment_fee;
    (m.exposed_at_signing[i] ? m.exposure_at_signing : m.exposure) += share * loan.exposure_fee;
    for (std::size_t t = 0; t < m.periods; ++t) {
      m.loan_discount[i * m.periods + t] = 1 / (1 + loan.rate_in(t) * m.calendar.length_y[t]);
      m.mean_discount[t] += share * loan.rate_in(t);
    }
  }
  for (std::size_t t = 0; t < m.periods; ++t)
    m.mean_discount[t] = 1 / (1 + m.mean_discount[t] * m.calendar.length_y[t]);
}

void resize(FinancedLedger& f, const MarchModel& m) {
  const std::size_t n = f.periods = m.periods;
  f.values.resize(kLines * n);
  for (auto* row : {&f.debt_cover, &f.loan_life_cover, &f.project_life_cover})
    row->assign(n, std::nan(""));
  f.base_cash.resize(n);
  for (auto* row : {&f.profit_income, &f.profit_tax, &f.profit_cost, &f.profit_capital})
    row->resize(m.profit.size() * n);
  f.loan.resize(m.loan.size() > 1 ? m.loan.size() * n : 0);
  f.maintenance_change.clear();
  f.extraction.clear();
  f.foresight.period.resize(n);
  f.ring.assign(m.ring.size() * n, {});
  f.sculpture.resize(m.loan.size());
  for (Sculpture& s : f.sculpture) s.cash.assign(n, 0.0);
  f.drawn = f.uses = f.residual = 0;
  f.passes = 0;
  f.debt = DebtStatus::none;
  f.default_period.reset();
  f.stopped_period.reset();
  f.closed_after.reset();
  f.rising_debt.reset();
}

March::March(const MarchModel& m, std::span<const Tax* const> taxes, FinancedLedger& f,
             double capital, Search search)
    : m_(m),
      taxes_(taxes),
      f_(f),
      s_(f.state),
      rules_(m.rules),
      capital_(capital),
      search_(search),
      loans_(m.loan.size()),
      by_rank_(m.rules.shortfall == Shortfall::by_rank),
      even_(m.rules.draws == Draws::even),
      pools_late_(m.rules.construction_finance == ConstructionFinance::pre_production),
      profit_decides_(!m.opening.verdict.empty()) {
  LODE_CHECK(taxes.size() == 1 || taxes.size() == m.periods);
  double others = 0;
  for (std::size_t i = 0; i < loans_; ++i) {
    const bool is = is_sculpted(m.loan[i]);
    (m.rules.sizing == Sizing::by_cover ? sculpted_ : committed_) |= is;
    guaranteed_ = guaranteed_ || m.loan[i].guarantee_fee > 0;
    if (!is) others += m.opening.loans.entry[i].share;
  }
  sculpted_share_ = 1 - others;
  stands_ = m.opening.loans.opening_usd > 0;
  stops_ = m.rules.stops && by_rank_ && !sculpted_;
  mixed_ = sculpted_ && (others > 0 || stands_);
}

double March::service_cash(std::size_t t) const {
  const double put_by = f_.maintenance_change.empty() ? 0 : f_.maintenance_cover[t];
  switch (rules_.cash) {
    case SizingCash::operating:
      return f_.at(Line::revenue, t) + f_.at(Line::other_income, t) - operating_cost(f_, t) -
             put_by;
    case SizingCash::pre_tax:
      return f_.at(Line::pretax_cash, t) - put_by;
    case SizingCash::before_capital:
      return f_.at(Line::after_tax, t) + f_.at(Line::capital, t) + affiliates_fees(t) - put_by;
    case SizingCash::after_tax:
      break;
  }
  return f_.at(Line::after_tax, t) + affiliates_fees(t) - put_by;
}

void March::settle(int passes) {
  for (Sculpture& c : f_.sculpture) c.worth = kInfinity, c.search = {};
  for (f_.passes = 1;; ++f_.passes) {
    if (f_.passes == 1 || rules_.reserves_at_close || size_error() > 1e-14)
      build_and_foresee();
    else
      s_ = f_.built;
    if (sculpted_) scale_services(s_.loans.drawn_usd);
    f_.default_period.reset();
    f_.stopped_period.reset();
    f_.closed_after.reset();
    closed_ = m_.closed;
    f_.rising_debt.reset();
    for (Sculpture& c : f_.sculpture) c.found = 0, c.factor = 1, c.end_y = -1;
    if (sculpted_) schedule(m_.construction);
    std::size_t t = m_.construction;
    mismatch_ = cash_sum_ = 0;
    for (; t < m_.periods && (!sculpted_ || is_in_term(t)); ++t) operate(t);
    f_.residual = residual();
    if (f_.residual <= 1e-13 || f_.passes >= passes || f_.closed_after) {
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
  const bool plain = rules_.shortfall == Shortfall::holders_pay && !pools_late_;
  for (; t < m_.periods && !(plain && is_idle()); ++t) operate(t);
  for (; t < m_.periods; ++t) {
    pay_taxes(t, 0, 0);
    f_.at(Line::interest_due, t) = 0;
    hand_out(t, service_cash(t));
  }
}

// What falls due in period t; of a sculpted loan, as the cash of the last march has it, or as if
// cash came at the last period's rate.
void March::schedule(std::size_t t) {
  if (t >= m_.periods || m_.loan.empty()) return;
  for (std::size_t i = 0; i < loans_ && (sculpted_ || committed_); ++i)
    if (sculpted_)
      s_.loans.entry[i].service = assumed_service(i, t);
    else if (is_sculpted(m_.loan[i]))
      s_.loans.entry[i].service = committed_service(i, s_.loans, t);
  make_schedule(s_.loans, m_.loan, m_.calendar, t, m_.repayment_y);
}

void March::pay_service(std::size_t t, double cash) {
  Payment paid;
  if (!m_.loan.empty()) paid = pay(s_.loans, m_.loan, cash, s_.called || t + 1 == m_.periods);
  f_.at(Line::interest, t) = paid.interest;
  f_.at(Line::principal, t) = paid.principal;
  f_.at(Line::interest_withholding, t) = paid.withholding;
}

void March::note_balances(std::size_t t) {
  FinancedLedger& f = f_;
  f.at(Line::reserve_interest, t) = s_.earned;
  f.at(Line::reserve_balance, t) = s_.reserve;
  f.at(Line::operating_reserve_balance, t) = s_.operating_reserve;
  f.at(Line::arrears, t) = arrears(s_.loans);
  f.at(Line::debt_balance, t) = owed(s_.loans);
  if (loans_ > 1) close_loan_lines(t);
  for (const PaymentRank& rank : kPaymentRanks)
    if (rank.kind == RankKind::claim)
      f.at(rank.unpaid, t) = s_.unpaid[static_cast<std::size_t>(rank.claim)];
  if (!by_rank_) f.at(Line::unpaid_bills, t) = std::max(0.0, -s_.cash);
  double held = s_.reserve + s_.operating_reserve;
  if (!f.maintenance_change.empty()) {
    s_.maintenance += f.maintenance_change[t];
    if (std::abs(s_.maintenance) < 1e-12 * std::abs(f.maintenance_change[t])) s_.maintenance = 0;
    held += s_.maintenance;
  }
  f.at(Line::maintenance_reserve_balance, t) = s_.maintenance;
  s_.earned = rules_.reserve_rate == 0 || t + 1 == m_.periods
                  ? 0
                  : rules_.reserve_rate * m_.calendar.length_y[t + 1] * held;
}

// Of each loan where there are several, when a period opens.
void March::open_loan_lines(std::size_t t) {
  for (std::size_t i = 0; i < loans_; ++i) {
    const double fee = m_.loan[i].guarantee_fee * s_.loans.entry[i].balance;
    f_.loan[i * m_.periods + t] = {0, 0, 0, fee * m_.calendar.length_y[t], 0};
  }
}

// After its last payment.
void March::close_loan_lines(std::size_t t) {
  for (std::size_t i = 0; i < loans_; ++i) {
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
    const double cash = service_cash(t), factor = mean_discount(t);
    project_life = factor * (project_life + cash);
    loan_life = m_.calendar.mid_y(t) < end_y ? factor * (loan_life + cash) : 0;
    const double opening = t > 0 ? f_.at(Line::debt_balance, t - 1) : s_.loans.opening_usd;
    if (opening <= 1e-9 * lent()) continue;
    f_.loan_life_cover[t] = loan_life / opening;
    f_.project_life_cover[t] = project_life / opening;
  }
}

void March::write_status() {
  bool worthless = sculpted_;
  for (std::size_t i = 0; i < loans_; ++i)
    if (is_sculpted(m_.loan[i]) && f_.sculpture[i].worth > 0) worthless = false;
  if (worthless)
    f_.debt = DebtStatus::no_debt_meets_cover;
  else if (f_.drawn == 0 && !stands_)
    f_.debt = DebtStatus::none;
  else if (owed(s_.loans) <= 1e-9 * lent())
    f_.debt = DebtStatus::repaid;
  else
    f_.debt = s_.called ? DebtStatus::in_default : DebtStatus::outstanding_at_end;
}

void settle(const MarchModel& model, std::span<const Tax* const> tax, FinancedLedger& flow,
            double capital, int passes, Search search) {
  March(model, tax, flow, capital, search).settle(passes);
}

}  // namespace lode::finance
