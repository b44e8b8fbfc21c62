// One march from period to period settles tax, debt and what holders pay in and get, for a study's
// venture (venture.h) and for a table's cash flow (cash_flow.h). Each writes the business lines of
// a ledger and says what the march goes by; the march fills all that depends on how it is financed.
//
// In a period, in this order: pools and the interest that falls due; taxes on rent and income;
// construction's draws or debt service, reserves, sweep; distribution to the holders. What a march
// cannot know before its end is sought: what construction uses or draws (fees are of what will be
// drawn), then what the cash of sculpted loans is worth, where it decides their size. Secant steps
// until a march repeats what it assumed to 1e-13 of the cash for debt service; `passes` of them,
// `residual` says how well.
//
// Taxes. Capital enters the pools; a tax year's last period takes its depreciation, then the income
// tax. Property tax is on the mean of the pools before and after that; where the processing
// agreement may waive it, it waits for the year's end. Interest counts when due, as far as the
// limits leave it: thin capitalisation by the debt and the equity paid in when the period opens,
// then interest_cap of the taxable income before depreciation and interest; what the cap holds back
// counts in later periods, what thin capitalisation does is lost. Fees know no limit.
//
// Low profit: extraction tax above that at low_profit_rate waits for the year's end. It is due then
// unless the year's profit before tax over its deductible cost, with all of it, before taxes on
// rent and before property tax that waits, is at most low_profit_limit.
//
// Taxes on rent: their cash is the pre-tax cash less the claims on it (capital spent, balances
// not), for one after income tax less property, income and earlier rent tax too. The R-factor's
// cost: operating cost, capital, closure, private royalties.
//
// Construction. Cash in hand, then draws (FinancingRules::draws), then equity pay capital,
// interest, fees and losses. Cash not needed stays.
//
// Operation. FinancingRules::shortfall says who pays bills and debt service that cash does not.
// What lenders lack goes to arrears (at the loan's rate, due next). Then the reserves, for the time
// to come; then `sweep` of what is left prepays the last repayments; the rest is distributed,
// unless the period's cover (before guarantee fees, which are paid like a bill) is below lock_up:
// then it stays.
//
// Default, after arrears_until_default tax years in a row that end with arrears (with `stops`: when
// lenders close the mine, march_stop.cpp): the loans are called in, all cash goes to the lenders
// until they are whole. So it does in the calendar's last period. Loans called in bear no interest
// once the mine is closed: there is nothing left to earn it from.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "finance/financing.h"
#include "finance/fiscal.h"
#include "finance/ledger.h"
#include "finance/loan_book.h"
#include "finance/ranks.h"
#include "finance/tax_books.h"

namespace lode::finance {

// What the income tax takes of a period that no march changes.
struct TaxPeriod {
  double local = 1, to_case = 1;  // of the tax's currency for one of the ledger's; the reverse
  double rate = -1;               // of the income tax; negative: the law's income_rate
  double minimum_rate = -1;       // of the minimum tax; negative: there is none
  bool amends = false;            // minimum tax, or losses that are carried back or grow
  std::size_t year = 0;           // tax year
  std::size_t pools_from = 0;     // the first in which capital of the period may be deducted
  bool ends_year = false;
  bool deducts = false;                          // pools, at its end
  bool tax_free = false, property_free = false;  // by the years of the processing agreement
  bool before_production = false;
  DepreciationYear deduction;
};

// What pays income tax by itself: a deposit that is ring-fenced; else the whole.
struct Ring {
  double share = 1;              // of what belongs to none
  std::vector<double> pool;      // [period * pools + pool] capital put into it
  std::size_t pooled_until = 0;  // no capital from this period on
};

// What one ring's income tax takes of a period. Money of the ledger but for the last two.
struct RingPeriod {
  double revenue = 0, income = 0;      // income: taxable, with what is not revenue
  double cost = 0;                     // operating and claims on it, as far as they are deductible
  double apart = 0;                    // deducted too, but no running cost: closure, allowances
  double minimum_base = 0;             // of the minimum tax, but for base before_losses
  double held = 0;                     // extraction tax that waits for the year's profit
  double deduction = 0, property = 0;  // out of the pools; on them, as tax. Money of the tax
};

// What a tax year's profit decides.
struct Verdict {
  bool free = false;      // of income tax, by the processing agreement
  bool low_rate = false;  // of extraction tax
};
struct RingState {
  TaxBooks books;
  // Of the running tax year: property and extraction tax that may be waived, taxes on rent and
  // second taxes on profit that are deducted.
  double property = 0, extraction = 0, rent = 0;
  double pooled = 0;  // of the running period, instead of deducted
};

// What one period hands to the next.
struct MarchState {
  std::vector<RingState> ring;
  std::vector<double> rent_balance;  // [tax on rent]
  std::vector<TaxBooks> profit;      // [second tax on profit]
  std::vector<Verdict> verdict;      // [ring * tax years + year]; empty where no profit decides
  double interest_kept = 0;          // above the cap, for later years
  double credit = 0;                 // investment credit not yet used
  double invested = 0, equity = 0;   // so far; equity with support
  RFactor r_factor;                  // before the period
  LoanBook loans;
  double cash = 0, reserve = 0, operating_reserve = 0, maintenance = 0;
  double earned = 0;  // on the reserves, in the next period
  double support_left = 0;
  std::array<double, kClaims> unpaid{};  // put off by rank, with interest
  double gearing = 0, expected = 0;      // of what is drawn; what will be drawn
  double uses = 0;                       // of construction so far
  int years_in_arrears = 0, missed = 0;  // missed: services in a row
  bool called = false;
};

// All that marches read and no march changes, but the taxes.
struct MarchModel {
  Calendar calendar;
  std::size_t periods = 0, tax_years = 0;
  FinancingRules rules;
  std::vector<Loan> loan;
  std::vector<TaxPeriod> tax;  // [period]
  std::vector<Ring> ring;
  MinimumTax minimum;
  std::vector<ProfitTax> profit;
  MarchState opening;            // nothing spent, nothing drawn
  std::size_t construction = 0;  // periods of it; 0: every period is one of operation
  double repayment_y = 0;        // repayment starts then at the earliest
  double deferred_rate = 0;      // a year, of claims put off, without loans
  bool marketer_is_affiliate = false;
  double limit_usd = kInfinity;       // that was signed: most that is drawn, and fees are of it
  std::size_t signing = 0;            // first period in which loans may be drawn
  std::size_t closed = 0;             // the mine is, from this period on
  std::vector<double> closure_cost;   // [period] nominal, if the site is closed in it
  double ore_end_y = kInfinity;       // as planned, or the licence's
  std::vector<double> loan_discount;  // [loan * periods + t] of one period
  std::vector<double> mean_discount;  // [period] at the loans' mean rate
  double upfront = 0, commitment = 0, exposure = 0, exposure_at_signing = 0;  // means of the loans
  std::vector<char> exposed_at_signing;  // [loan] fee on all of it with the first draw
  std::vector<double> given_draw;        // [period * loans + i]; empty: with the need
  double given_draws = 0;                // in all
  // Of construction as the case stands: where a search starts, and by which slope. What is sought
  // is what it uses where draws are even, else what it draws.
  double uses = 0, uses_slope = 0;
};
// From model.loan, its given draws and the calendar: each loan's share of every draw (by what is
// given, else by the commitments), discounts, mean fees.
void open_loans(MarchModel& model);

// quick: secants, and a short march of interest and income tax alone that foresees where the whole
// will end. plain: each march starts from what the last one found. Both end at the same.
enum class Search { quick, plain };
// x = g(x): the next x after the pair (x, g); plain where the slope says nothing.
struct Repeat {
  double last_x = 0, last_g = 0, slope = 0;
  bool has_last = false;
  double next(double x, double g, Search search);
};

enum class DebtStatus {
  none,
  repaid,
  outstanding_at_end,
  in_default,
  no_debt_meets_cover  // sculpted loans, but no cash to size them on
};
std::string_view name_of(DebtStatus status);  // "none", "repaid", ...

// A sculpted loan's cash over its cover, and what it is worth when construction ends.
struct Sculpture {
  std::vector<double> cash;      // [period] of the last march
  double worth = kInfinity;      // assumed; infinite where the loan is not sculpted
  double scale = 1;              // of its service: drawn over worth
  double found = 0, factor = 1;  // worth by the march so far; its discount factor
  double end_y = -1;             // of repayment; negative in grace
  Repeat search;
};

// What a short march of interest and income tax alone goes by.
struct Foresight {
  struct Period {
    double income = 0, cash = 0;    // taxable, money of the tax; for service, before income tax
    double interest = 0, cost = 0;  // of the balance; with the guarantor's fee
    double discount = 0;
  };
  std::vector<Period> period;
  std::size_t repaid_from = 0, repaid_to = 0;  // periods of the loan's term
  TaxBooks books;                              // losses alone
};

// One loan's lines in a period, where there are several.
struct LoanPeriod {
  double draw = 0, interest = 0, principal = 0, fees = 0, balance = 0;
};

// A ledger with its debt; and the memory that marches work in, which a second evaluation of the
// same size does not allocate again.
struct FinancedLedger : Ledger {
  std::vector<double> debt_cover;                           // [period] NaN where no service is due
  std::vector<double> loan_life_cover, project_life_cover;  // [period] likewise, opening balance
  std::vector<LoanPeriod> loan;                             // [loan * periods + t], of several
  // [second tax on profit * periods + t] income before losses and tax of the tax year that ends.
  std::vector<double> profit_income, profit_tax;
  double drawn = 0, uses = 0;  // of construction
  double residual = 0;         // of the last pass, relative
  int passes = 0;
  DebtStatus debt = DebtStatus::none;
  std::optional<std::size_t> default_period;
  std::optional<std::size_t> stopped_period;  // first in which going on was chosen, or closing
  std::optional<std::size_t> closed_after;    // that period: the lenders closed the mine
  std::optional<std::size_t> rising_debt;     // first period in which sculpting lets debt grow

  // What the march takes beside the ledger's business lines.
  std::vector<double> base_cash;   // [period] before income tax, property tax and rent taxes
  std::vector<double> extraction;  // [period] tax that does not wait; empty: none waits
  std::vector<RingPeriod> ring;    // [ring * periods + t]
  // [second tax on profit * periods + t] what it deducts beside interest and depreciation, capital.
  std::vector<double> profit_cost, profit_capital;
  // [period] of reserves for maintenance: put by less spent; what of it cover ratios take. Empty:
  // there are none.
  std::vector<double> maintenance_change, maintenance_cover;

  // Working memory.
  // Now; when construction ends; when loans are signed; when a period of construction opens.
  MarchState state, built, signing, opening;
  std::vector<Verdict> settled;  // verdicts that are no longer asked for
  LoanBook ahead;                // the loans of later periods, if all is paid
  Foresight foresight;
  Repeat uses_search;                // of construction
  std::vector<Sculpture> sculpture;  // [loan]
};
// Sizes it; results and what the march takes are zero, lines of the ledger that the march or the
// business writes stay as they are.
void resize(FinancedLedger& flow, const MarchModel& model);

// Fills taxes, the debt and what holders pay in and get. tax: [period], or one for all.
// capital: times what goes into the pools. passes: most that tax and debt are sought for.
void settle(const MarchModel& model, std::span<const Tax* const> tax, FinancedLedger& flow,
            double capital = 1, int passes = 100, Search search = Search::quick);

// Mining, processing and all that is spent to run and to sell.
inline double operating_cost(const Ledger& l, std::size_t t) {
  return l.at(Line::mining, t) + l.at(Line::processing, t) + l.at(Line::general, t) +
         l.at(Line::refining, t) + l.at(Line::care, t) + l.at(Line::selling, t) +
         l.at(Line::other_cost, t);
}

// What of claims on the whole falls on one ring: by revenue, else by its share.
double part_of_ring(const MarchModel& model, const FinancedLedger& flow, std::size_t ring,
                    std::size_t t);

// VAT that is paid in a period and comes back in the one in which the delay ends, counted from its
// middle; in the calendar's last at the latest.
void book_vat(Ledger& ledger, const Calendar& calendar, std::size_t t, double paid, double delay_y);

}  // namespace lode::finance
