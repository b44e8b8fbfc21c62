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

double principal_due(const Loan& loan, double balance, double length_y, double remaining_y,
                     double service) {
  const double payments = remaining_y / length_y;
  if (payments <= 1 + 1e-9) return balance;
  switch (loan.repayment) {
    case Repayment::equal_principal:
      return balance / payments;
    case Repayment::bullet:
      return 0;
    case Repayment::sculpted:
      return std::min(balance, service - balance * loan.rate * length_y);
    case Repayment::level:
      break;
  }
  return level_principal(balance, loan.rate, length_y, remaining_y);
}

LoanBook open_loan_book(const std::vector<Loan>& loans) {
  LoanBook book;
  for (const Loan& loan : loans) book.commitment_usd += loan.commitment_usd;
  book.entry.resize(loans.size());
  for (std::size_t i = 0; i < loans.size(); ++i)
    if (book.commitment_usd > 0)
      book.entry[i].share = loans[i].commitment_usd / book.commitment_usd;
  return book;
}

void reopen(LoanBook& book) {
  for (auto& e : book.entry) {
    e.swept = e.balance = e.interest_arrears = e.principal_arrears = 0;
    e.interest = e.arrears_interest = e.principal = e.capitalised = 0;
    e.repayment_end_y = -1;
  }
  book.drawn_usd = 0;
  book.first_draw_y = -1;
}

void make_schedule(LoanBook& book, const std::vector<Loan>& loans, const Calendar& calendar,
                   std::size_t t, double construction_end_y) {
  const double length = calendar.length_y[t];
  for (std::size_t i = 0; i < loans.size(); ++i) {
    auto& e = book.entry[i];
    const double rate = loans[i].rate;
    e.interest = e.balance * rate * length;
    e.arrears_interest = (e.interest_arrears + e.principal_arrears) * rate * length;
    e.principal = e.capitalised = 0;
    const double start = std::max(book.first_draw_y + loans[i].grace_y, construction_end_y);
    if (book.first_draw_y < 0 || calendar.mid_y(t) < start) {
      if (loans[i].grace_interest == GraceInterest::capitalised)
        std::swap(e.interest, e.capitalised);
      continue;
    }
    if (e.repayment_end_y < 0) e.repayment_end_y = calendar.start_y[t] + loans[i].term_y;
    e.principal = principal_due(loans[i], e.balance + e.swept, length,
                                e.repayment_end_y - calendar.start_y[t],
                                t < e.service.size() ? e.service[t] : 0);
    if (e.swept > 0) e.principal = std::min(e.principal, e.balance);
    if (e.principal < 0) {  // sculpted service below the interest: the rest is added to the loan
      e.capitalised = std::min(-e.principal, e.interest);
      e.interest -= e.capitalised;
      e.principal = 0;
    }
  }
}

void stop_interest(LoanBook& book) {
  for (auto& e : book.entry) e.interest = e.arrears_interest = e.capitalised = 0;
}

double scheduled_interest(const LoanBook& book) {
  double sum = 0;
  for (const auto& e : book.entry) sum += e.interest;
  return sum;
}

double scheduled_service(const LoanBook& book) {
  double sum = 0;
  for (const auto& e : book.entry) sum += e.interest + e.principal;
  return sum;
}

double due(const LoanBook& book) {
  double sum = 0;
  for (const auto& e : book.entry)
    sum += e.interest + e.arrears_interest + e.interest_arrears + e.principal_arrears + e.principal;
  return sum;
}

double arrears(const LoanBook& book) {
  double sum = 0;
  for (const auto& e : book.entry) sum += e.interest_arrears + e.principal_arrears;
  return sum;
}

double owed(const LoanBook& book) {
  double sum = 0;
  for (const auto& e : book.entry) sum += e.balance + e.interest_arrears + e.principal_arrears;
  return sum;
}

double capitalised(const LoanBook& book) {
  double sum = 0;
  for (const auto& e : book.entry) sum += e.capitalised;
  return sum;
}

double sweep(LoanBook& book, double cash_usd) {
  double balance = 0;
  for (const auto& e : book.entry) balance += e.balance;
  if (cash_usd <= 0 || balance <= 0) return 0;
  const double share = std::min(1.0, cash_usd / balance);
  for (auto& e : book.entry) {
    e.swept += share * e.balance;
    e.balance *= 1 - share;
  }
  return share * balance;
}

void draw(LoanBook& book, double amount_usd, double end_y) {
  if (amount_usd <= 0) return;
  if (book.first_draw_y < 0) book.first_draw_y = end_y;
  book.drawn_usd += amount_usd;
  for (auto& e : book.entry) e.balance += e.share * amount_usd;
}

Payment pay(LoanBook& book, const std::vector<Loan>& loans, double cash_usd, bool all_called_in) {
  double interest_due = 0, principal_due = 0, later = 0;
  for (auto& e : book.entry) {
    interest_due += e.interest + e.arrears_interest + e.interest_arrears;
    principal_due += e.principal + e.principal_arrears;
    later += e.balance - e.principal;
  }
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
  for (std::size_t i = 0; i < loans.size(); ++i) {
    auto& e = book.entry[i];
    const double interest = e.interest + e.arrears_interest + e.interest_arrears;
    const double principal = e.principal + e.principal_arrears;
    e.balance += e.capitalised - e.principal;
    e.capitalised = 0;
    const double early = e.balance * later_share;
    e.balance -= early;
    e.interest_arrears = interest * (1 - interest_share);
    e.principal_arrears = principal * (1 - principal_share);
    paid.interest += interest * interest_share;
    paid.principal += principal * principal_share + early;
    paid.withholding += loans[i].withholding * interest * interest_share;
  }
  return paid;
}

}  // namespace lode::finance
