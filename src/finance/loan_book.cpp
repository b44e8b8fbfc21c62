#include "finance/loan_book.h"

#include <algorithm>
#include <cmath>

namespace lode::finance {

double level_principal(double balance, double rate, double length_y, double remaining_y) {
  const double payments = remaining_y / length_y;
  if (payments <= 1 + 1e-9) return balance;
  const double r = rate * length_y;
  if (r == 0) return balance / payments;
  return balance * r / std::expm1(payments * std::log1p(r));
}

double principal_due(const Loan& loan, double rate, double balance, double length_y,
                     double remaining_y, double service) {
  const double payments = remaining_y / length_y;
  if (payments <= 1 + 1e-9) return balance;
  switch (loan.repayment) {
    case Repayment::equal_principal:
      return balance / payments;
    case Repayment::bullet:
      return 0;
    case Repayment::sculpted:
      return std::min(balance, service - balance * rate * length_y);
    case Repayment::level:
      break;
  }
  return level_principal(balance, rate, length_y, remaining_y);
}

LoanBook open_loan_book(const std::vector<Loan>& loans) {
  LoanBook book;
  open_loan_book(loans, book);
  return book;
}

void open_loan_book(const std::vector<Loan>& loans, LoanBook& book) {
  book.entry.assign(loans.size(), {});
  book.all = {};
  book.commitment_usd = book.drawn_usd = book.opening_usd = 0;
  book.first_draw_y = -1;
  for (std::size_t i = 0; i < loans.size(); ++i) {
    if (loans[i].opening_usd == 0) book.commitment_usd += loans[i].commitment_usd;
    book.opening_usd += book.entry[i].balance = loans[i].opening_usd;
  }
  book.all.balance = book.opening_usd;
  for (std::size_t i = 0; i < loans.size(); ++i)
    if (book.commitment_usd > 0 && loans[i].opening_usd == 0)
      book.entry[i].share = loans[i].commitment_usd / book.commitment_usd;
}

namespace {

// Of interest and principal of one loan that is being repaid.
void repay(LoanBook::Entry& e, const Loan& loan, const Calendar& calendar, std::size_t t) {
  e.principal = principal_due(loan, loan.rate_in(t), e.balance + e.swept, calendar.length_y[t],
                              e.repayment_end_y - calendar.start_y[t], e.service);
  if (e.swept > 0) e.principal = std::min(e.principal, e.balance);
  if (e.principal < 0) {  // sculpted service below the interest: the rest is added to the loan
    e.capitalised = std::min(-e.principal, e.interest);
    e.interest -= e.capitalised;
    e.principal = 0;
  }
}

// The part of the period in what was owed when repayment started; the last one takes what is left.
void repay_as_signed(LoanBook::Entry& e, const Loan& loan, const Calendar& calendar,
                     std::size_t t) {
  if (e.repayment_end_y < 0) {
    e.owed_at_start = e.balance;
    for (std::size_t u = t; u < loan.instalment.size(); ++u)
      if (loan.instalment[u] > 1e-9) e.repayment_end_y = calendar.end_y(u);
  }
  const bool last = calendar.end_y(t) > e.repayment_end_y - 1e-9;
  e.principal = last ? e.balance : std::min(e.balance, loan.instalment[t] * e.owed_at_start);
}

}  // namespace

void make_schedule(LoanBook& book, const std::vector<Loan>& loans, const Calendar& calendar,
                   std::size_t t, double repayment_y) {
  const double length = calendar.length_y[t];
  LoanBook::Entry& all = book.all;
  all.interest = all.arrears_interest = all.principal = all.capitalised = 0;
  for (std::size_t i = 0; i < book.entry.size(); ++i) {
    auto& e = book.entry[i];
    const Loan& loan = loans[i];
    const double rate = loan.rate_in(t);
    e.interest = e.balance * rate * length;
    e.arrears_interest = (e.interest_arrears + e.principal_arrears) * rate * length;
    e.principal = e.capitalised = 0;
    const bool stands = loan.opening_usd > 0;
    const double start =
        stands ? loan.grace_y : std::max(book.first_draw_y + loan.grace_y, repayment_y);
    const bool in_grace =
        loan.instalment.empty() ? calendar.mid_y(t) < start : loan.instalment[t] < 0;
    if ((book.first_draw_y < 0 && !stands) || in_grace) {
      if (loan.grace_interest == GraceInterest::capitalised) std::swap(e.interest, e.capitalised);
    } else if (!loan.instalment.empty()) {
      repay_as_signed(e, loan, calendar, t);
    } else {
      if (e.repayment_end_y < 0) e.repayment_end_y = calendar.start_y[t] + loan.term_y;
      repay(e, loan, calendar, t);
    }
    all.interest += e.interest;
    all.arrears_interest += e.arrears_interest;
    all.principal += e.principal;
    all.capitalised += e.capitalised;
  }
}

void sculpt(LoanBook& book, std::size_t i, const Loan& loan, const Calendar& calendar,
            std::size_t t, double service) {
  auto& e = book.entry[i];
  if (e.repayment_end_y < 0 || service == e.service) return;
  const double interest = e.interest, principal = e.principal, added = e.capitalised;
  e.service = service;
  e.interest += e.capitalised;
  e.capitalised = 0;
  repay(e, loan, calendar, t);
  book.all.interest += e.interest - interest;
  book.all.principal += e.principal - principal;
  book.all.capitalised += e.capitalised - added;
}

void stop_interest(LoanBook& book) {
  const auto stop = [](LoanBook::Entry& e) { e.interest = e.arrears_interest = e.capitalised = 0; };
  for (auto& e : book.entry) stop(e);
  stop(book.all);
}

double sweep(LoanBook& book, double cash_usd) {
  const double balance = book.all.balance;
  if (cash_usd <= 0 || balance <= 0) return 0;
  const double share = std::min(1.0, cash_usd / balance);
  book.all.balance = 0;
  for (auto& e : book.entry) {
    e.swept += share * e.balance;
    e.paid_principal += share * e.balance;
    e.balance *= 1 - share;
    book.all.balance += e.balance;
  }
  return share * balance;
}

void draw(LoanBook& book, double amount_usd, double end_y) {
  if (amount_usd <= 0) return;
  if (book.first_draw_y < 0) book.first_draw_y = end_y;
  book.drawn_usd += amount_usd;
  book.all.balance = 0;
  for (auto& e : book.entry) {
    e.balance += e.share * amount_usd;
    book.all.balance += e.balance;
  }
}

void draw(LoanBook& book, std::span<const double> amount_usd, double end_y) {
  double all = 0;
  for (std::size_t i = 0; i < book.entry.size(); ++i) {
    book.entry[i].balance += amount_usd[i];
    all += amount_usd[i];
  }
  if (all > 0 && book.first_draw_y < 0) book.first_draw_y = end_y;
  book.drawn_usd += all;
  book.all.balance += all;
}

double service_ahead(LoanBook& ahead, const std::vector<Loan>& loans, const Calendar& calendar,
                     std::size_t t, double years, double repayment_y,
                     const std::function<double(std::size_t, std::size_t)>& service) {
  const auto forgive = [](LoanBook::Entry& e) {
    e.interest_arrears = e.principal_arrears = e.arrears_interest = 0;
  };
  for (auto& e : ahead.entry) forgive(e);
  forgive(ahead.all);
  for (double sum = 0;; ++t) {
    const double length = calendar.length_y[t], due = scheduled_service(ahead);
    sum += std::min(1.0, years / length) * due;
    years -= length;
    if (years <= 1e-9 || t + 1 >= calendar.periods()) return sum;
    pay(ahead, loans, due, false);
    for (std::size_t i = 0; i < loans.size(); ++i)
      if (loans[i].repayment == Repayment::sculpted) ahead.entry[i].service = service(i, t + 1);
    make_schedule(ahead, loans, calendar, t + 1, repayment_y);
  }
}

Payment pay(LoanBook& book, const std::vector<Loan>& loans, double cash_usd, bool all_called_in) {
  LoanBook::Entry& all = book.all;
  const double interest_due = all.interest + all.arrears_interest + all.interest_arrears;
  const double principal_due = all.principal + all.principal_arrears;
  const double later = all.balance + all.capitalised - all.principal;
  // A shortage in the last digit is none.
  const double slack = 1e-12 * (interest_due + principal_due + cash_usd);
  const auto share_of = [&](double amount) {
    return amount <= cash_usd + slack ? 1.0 : cash_usd / amount;
  };
  Payment paid;
  const double interest_share = share_of(interest_due);
  cash_usd = std::max(0.0, cash_usd - interest_due);
  const double principal_share = interest_share < 1 ? 0.0 : share_of(principal_due);
  cash_usd = std::max(0.0, cash_usd - principal_due);
  const double later_share = all_called_in && later > 0 ? share_of(later) : 0.0;
  all.balance = all.interest_arrears = all.principal_arrears = all.capitalised = 0;
  for (std::size_t i = 0; i < book.entry.size(); ++i) {
    auto& e = book.entry[i];
    const double interest = e.interest + e.arrears_interest + e.interest_arrears;
    const double principal = e.principal + e.principal_arrears;
    e.balance += e.capitalised - e.principal;
    e.capitalised = 0;
    const double early = e.balance * later_share;
    e.balance -= early;
    e.interest_arrears = interest * (1 - interest_share);
    e.principal_arrears = principal * (1 - principal_share);
    all.balance += e.balance;
    all.interest_arrears += e.interest_arrears;
    all.principal_arrears += e.principal_arrears;
    e.paid_interest = interest * interest_share;
    e.paid_principal = principal * principal_share + early;
    paid.interest += e.paid_interest;
    paid.principal += e.paid_principal;
    paid.withholding += loans[i].withholding * interest * interest_share;
  }
  return paid;
}

}  // namespace lode::finance
