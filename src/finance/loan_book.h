// The venture's loans: what is due in a period, what is paid of it, arrears.
// Interest is reckoned on opening balances: a draw or a payment counts from the period's end.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "base/calendar.h"
#include "finance/financing.h"

namespace lode::finance {

// Principal of this period so that equal payments of balance r / (1 - (1 + r)^-n) end it in
// remaining_y years, r = rate x length, n = remaining_y / length; all of it when the term ends in
// this period.
double level_principal(double balance, double rate, double length_y, double remaining_y);

// Principal of this period, of a loan with so much of its term left and this rate in force;
// `service`: interest and principal that a sculpted loan pays in it.
double principal_due(const Loan& loan, double rate, double balance, double length_y,
                     double remaining_y, double service);

struct LoanBook {
  struct Entry {
    double share = 0;    // of every draw: pro rata to the commitments
    double balance = 0;  // not yet due
    double interest_arrears = 0, principal_arrears = 0;  // were due and not paid
    // This period's, by make_schedule:
    double interest = 0;          // on the balance
    double arrears_interest = 0;  // on the arrears, at the same rate
    double principal = 0;
    double swept = 0;             // prepaid ahead of the schedule, which goes on as if it were not
    double capitalised = 0;       // interest that is added to the balance at the period's end
    double service = 0;           // of this period, of a sculpted loan: set before make_schedule
    double owed_at_start = 0;     // of repayment as it was signed
    double repayment_end_y = -1;  // negative until the first repayment is known
    double paid_interest = 0, paid_principal = 0;  // by the last pay, and sweeps since
  };
  std::vector<Entry> entry;
  Entry all;  // sums of the entries' money, kept with them
  double commitment_usd = 0, drawn_usd = 0;
  double opening_usd = 0;    // owed before anything is drawn
  double first_draw_y = -1;  // end of the period of the first draw; negative before it
};
// Loans that are owed at the start take no part in draws.
LoanBook open_loan_book(const std::vector<Loan>& loans);
// The same in the memory of another.
void open_loan_book(const std::vector<Loan>& loans, LoanBook& book);

// What falls due in period t. Repayment starts at first draw (the end of its period) + grace, at
// repayment_y at the earliest (of a loan owed at the start: after its grace): in the first
// period whose middle is not before that; the term runs from that period's start.
void make_schedule(LoanBook& book, const std::vector<Loan>& loans, const Calendar& calendar,
                   std::size_t t, double repayment_y);
// Of a sculpted loan, the principal of the period anew: its service is another than was thought.
void sculpt(LoanBook& book, std::size_t i, const Loan& loan, const Calendar& calendar,
            std::size_t t, double service);
// Takes the interest off what make_schedule found due.
void stop_interest(LoanBook& book);

inline double scheduled_interest(const LoanBook& book) { return book.all.interest; }
// And principal; without interest on arrears.
inline double scheduled_service(const LoanBook& book) {
  return book.all.interest + book.all.principal;
}
inline double arrears(const LoanBook& book) {
  return book.all.interest_arrears + book.all.principal_arrears;
}
inline double due(const LoanBook& book) {
  return scheduled_service(book) + book.all.arrears_interest + arrears(book);
}
inline double owed(const LoanBook& book) { return book.all.balance + arrears(book); }
inline double capitalised(const LoanBook& book) { return book.all.capitalised; }

void draw(LoanBook& book, double amount_usd, double end_y);
void draw(LoanBook& book, std::span<const double> amount_usd, double end_y);  // [loan]

// Scheduled service of the next `years`, from period t on (which make_schedule has found), of a
// last part in proportion, if all is paid. Runs `ahead`, a copy, through it. service(loan, t): of
// sculpted loans in later periods.
double service_ahead(LoanBook& ahead, const std::vector<Loan>& loans, const Calendar& calendar,
                     std::size_t t, double years, double repayment_y,
                     const std::function<double(std::size_t, std::size_t)>& service);

struct Payment {
  double interest = 0, principal = 0, withholding = 0;
  double total() const { return interest + principal; }
};
// Pays what is due out of cash_usd >= 0: interest, then principal, alike to all lenders in
// proportion to what is due. What is not paid goes to the arrears. Then, if everything is called
// in, the rest of the cash repays the balances.
Payment pay(LoanBook& book, const std::vector<Loan>& loans, double cash_usd, bool all_called_in);
// Repays balances ahead of schedule, alike in proportion to them: off the tail, the schedule stays.
// Returns what was repaid.
double sweep(LoanBook& book, double cash_usd);

}  // namespace lode::finance
