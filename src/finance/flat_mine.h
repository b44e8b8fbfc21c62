// A venture that can be worked out by hand, for tests.
#pragma once

#include <vector>

#include "finance/venture.h"

namespace lode::finance {

// One deposit in flat money without taxes; a test switches on what it looks at.
struct Mine {
  Calendar calendar;
  Operations operations;
  std::vector<double> capital;
  Tax tax;
  Financing financing;
  Macro macro;
  VentureTerms terms;
  Timeline timeline;
  Venture run() const {
    const std::vector<const Tax*> regime(calendar.periods(), &tax);
    return venture_cash_flow(calendar, operations, capital, regime, financing,
                             make_index(macro, calendar), terms, timeline);
  }
};

inline Mine make_mine(int years, int quarters_until = 2026) {
  Mine mine;
  mine.calendar = make_calendar(2026, quarters_until, years);
  mine.operations = make_operations(mine.calendar.periods(), 1);
  mine.capital.assign(mine.calendar.periods(), 0.0);
  mine.tax.pool = {{"all", 1.0, 0.25}};
  mine.financing.share = 0.65;
  mine.financing.repayment_after_y = 0;
  mine.financing.stops = false;
  return mine;
}

// 1,000 spent in the first year; then 300 of revenue and 100 of mining cost in every year.
inline Mine flat_mine(int years = 21) {
  Mine mine = make_mine(years);
  mine.capital[0] = 1000;
  for (std::size_t t = 1; t < mine.calendar.periods(); ++t) {
    mine.operations.revenue_usd[t] = 300;
    mine.operations.mining_usd[t] = 100;
    mine.operations.ore_milled_t[t] = 10;
  }
  mine.timeline = {1, 1, 25};
  return mine;
}

inline Loan bank(double commitment, double rate, double term) {
  Loan loan;
  loan.id = "bank";
  loan.commitment_usd = commitment;
  loan.rate = rate;
  loan.term_y = term;
  loan.grace_y = 0;
  return loan;
}

inline double sum_of(const Ledger& ledger, Line line) {
  double sum = 0;
  for (const double value : ledger.row(line)) sum += value;
  return sum;
}

}  // namespace lode::finance
