// The steps of a venture's cash flow; finance/venture.h says what they do.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "finance/business.h"
#include "finance/loan_book.h"
#include "finance/tax_books.h"

namespace lode::finance {

// What stays the same while the fixed point on the facility is sought.
struct Setting {
  const Calendar& calendar;
  std::span<const Tax* const> tax;
  const Financing& financing;
  const VentureTerms& terms;
  const Timeline& timeline;
  const Index& index;
  const Business& business;
  std::vector<std::size_t> year;  // [period] index of the tax year
  std::vector<char> ends_year;    // [period]
  std::size_t production_year = 0, last_year = 0;
  std::size_t construction_periods = 0, signing = 0;
  std::vector<double> milled_t;           // [tax year]
  std::vector<double> milled_from_now_t;  // and in all later ones
  bool has_debt = false;
  double upfront_fee = 0, commitment_fee = 0, exposure_fee = 0, rate = 0;  // means of the loans
};

// What a tax year's profit decides.
struct Verdict {
  bool free = false;      // of income tax, by the processing agreement
  bool low_rate = false;  // of extraction tax
};

struct State {
  TaxBooks books;
  LoanBook loans;
  double cash = 0, reserve = 0, support_left = 0, capital_spent = 0;
  double capitalised = 0;            // of the running period, USD
  double property_usd = 0;           // tax accrued in the tax year that the agreement may waive
  double held_usd = 0;               // extraction tax of the tax year that low profit may waive
  double interest_kept = 0;          // by the cap, for later periods
  double equity = 0;                 // paid in so far, with support
  double credit = 0;                 // on investment, not yet used
  RFactor r_factor;                  // before the period
  std::vector<double> rent_balance;  // [tax on rent]
  double rent_usd = 0;               // deducted from the tax year's income
  std::vector<Verdict> found;        // [tax year]
  std::vector<Verdict> settled;      // the same, where it is no longer to be asked
  int years_in_arrears = 0;
  bool in_default = false;
  std::optional<std::size_t> default_period;
};

// Taxes of one period: fills property_tax, income_tax, rent_tax, what extraction_tax waited for,
// cash_for_debt_service and the tax memo. What is left to capitalise stands in the state.
void pay_taxes(const Setting& setting, State& state, Ledger& ledger, std::size_t t);

}  // namespace lode::finance
