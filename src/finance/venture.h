// One scenario's cash flow of the venture: taxes year by year, construction funding, loans,
// shortfall, distributions.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "finance/ledger.h"
#include "finance/macro.h"
#include "finance/tax.h"

namespace lode::finance {

// How principal comes back over the term: in equal payments with the interest, in equal parts, all
// at its end, or so that cash for debt service is `cover` times the service of each period.
enum class Repayment { level, equal_principal, bullet, sculpted };
enum class GraceInterest { paid, capitalised };

struct Loan {
  std::string id;
  double commitment_usd = kRequired;  // nominal
  double rate = kRequired;            // nominal, a year
  std::vector<double> rates{};        // [period], instead of it: of a study's table alone
  Repayment repayment = Repayment::level;
  double term_y = kRequired;  // of repayment
  double grace_y = 0;         // from the first draw; never ends before construction does
  GraceInterest grace_interest = GraceInterest::paid;
  double cover = 1;           // of a sculpted loan
  double upfront_fee = 0;     // of the amount that will be drawn, at the first draw
  double commitment_fee = 0;  // a year, of what will be drawn and is not yet (opening)
  double exposure_fee = 0;    // of each draw, to the guarantor
  double guarantee_fee = 0;   // a year, of the opening balance, to the guarantor
  double withholding = 0;     // of interest, to the state, borne by the lender
  double opening_usd = 0;  // owed when the calendar starts: nothing more is drawn; a table's alone

  double rate_in(std::size_t period) const { return rates.empty() ? rate : rates[period]; }
};
void describe(Visitor& visit, Loan& loan);

struct Financing {
  double debt_share = 1;       // of each period's need incl. interest, fees, VAT, working capital
  double reserve_y = 0;        // of the scheduled service to come, held back first
  double sweep = 0;            // of cash after service and reserve, to prepay
  double lock_up = 0;          // cover below which nothing is distributed
  double support_cap_usd = 0;  // in a shortfall, nominal, in all; no cap without loans
  int arrears_until_default = 2;    // tax years with arrears, then lenders take all cash
  double working_capital_days = 0;  // of revenue
  double closure_usd = 0;           // real, spent after the last ore and the last care
  double closure_usd_per_t = 0;     // real, put by per tonne milled; what lacks is paid at closure
};
void describe(Visitor& visit, Financing& financing);

// What a bid changes in the venture itself; the rest of a bid is between its holders (room deal).
struct VentureTerms {
  std::vector<Loan> loan;
  double royalty_uplift = 0;      // of revenue at arm's length, to the state, on top of other taxes
  double marketing_discount = 0;  // off the arm's-length price, share of marketed revenue
  double marketing_fee = 0;       // likewise
  double management_fee = 0;      // of revenue, to the manager
  double management_usd_per_y = 0;  // real, likewise, while ore is milled
};

struct Timeline {                 // years after the base date
  double production_start_y = 0;  // first ore of the first plant
  double construction_end_y = 0;  // last initial capital
  double licence_end_y = 0;
};
// Index of the tax year of first ore.
std::size_t production_year(const Timeline& timeline);

enum class DebtStatus { none, repaid, outstanding_at_end, in_default };
std::string_view name_of(DebtStatus status);  // "none", "repaid", ...

struct Venture {
  Ledger ledger;
  Index index;
  double drawn_usd = 0;
  double peak_debt_usd = 0;  // largest balance until the loans are called in, nominal
  // Certificate of the fixed point on what will be drawn, relative; above 1e-9: not converged.
  double facility_residual = 0;
  DebtStatus debt_status = DebtStatus::none;
  // Where arrears_until_default was reached, even if the lenders were made whole later.
  std::optional<std::size_t> default_period;
  double unpaid_usd = 0;  // bills that nobody has paid when the calendar ends: the creditors' loss
  // [calendar year] cash for debt service over scheduled service; NaN where none is due.
  std::vector<double> cover;
  // Cash for debt service until the last repayment, discounted from each period's end to
  // construction end at the loans' mean rate, over the debt then; NaN without debt.
  double loan_life_cover = 0;
};

// tax[period]: the regime in force (an event may change it; all have the same number of pools and
// of taxes on rent).
// capital_usd [period]: initial capital, real.
// Guarantees, held by tests in every scenario:
//   drawn <= debt_share x funding need and <= commitments; equity, support, draws >= 0;
//   pretax_cash = claims + lenders + holders + changes of balances in each period,
//   to 1e-9 of the gross flow;
//   without loans: the same venture paid by equity alone (the project before financing).
//
// In a period, in this order:
//
// Taxes. Capital enters the pools; the year's last period takes depreciation (from the year of
// first ore; all that is left in the year of closure), then pays income tax. Property tax is on the
// mean of the pools before and after that; where the processing agreement may waive it, it waits
// for the year's end. Interest counts when due, as far as the limits leave it: thin capitalisation
// by the debt and the equity paid in when the period opens, then interest_cap of the period's
// revenue less its operating cost and claims; what the cap holds back counts in later periods, what
// thin capitalisation does is lost. What is spent before first ore beyond income then (operating
// cost, taxes on it, interest that the limits leave, commitment and guarantee fees) enters the
// pools last, and so do the fees of a draw at any time: they move no tax of their own period. The
// cost of closure is deducted when spent, what is put into its fund is not; the investment
// allowance is, when the capital is.
//
// Low profit: from the tax year of first ore on what the full extraction tax adds to that at
// low_profit_rate waits for the year's end. It is due then unless the year's profit before tax over
// its deductible cost, with all of it, before taxes on rent and before property tax that waits, is
// at most low_profit_limit.
//
// Taxes on rent: their cash is the pre-tax cash less the claims on it (capital spent, balances
// not), for one after income tax less property, income and earlier rent tax too. The R-factor's
// cost: operating cost, capital, closure, private royalties.
//
// Construction (middle of the period before construction_end_y). Cash in hand, then draws of
// debt_share x need, then equity pay capital, interest, fees and losses. Loans are signed in the
// first period with such a need (capital above the cash before income and property tax): from then
// the commitment fee runs. Cash not needed stays.
//
// Operation. Bills, then debt service, out of cash, reserve, sponsor's support up to its cap. What
// lenders lack goes to arrears (at the loan's rate, due next). What bills lack is carried as
// negative cash (`unpaid_bills`, no interest) and paid first when cash comes back; equity owes no
// more than its cap, so bills unpaid at the end are the creditors' loss (unpaid_usd). Then the
// reserve, for the schedule of the time to come; then `sweep` of what is left prepays the last
// repayments; the rest is distributed, unless the period's cover (before guarantee fees, which are
// paid like a bill) is below lock_up: then it stays. Capital after construction_end_y is paid like
// a bill.
//
// A sculpted loan's size follows from construction like any other's; its service in a period is its
// share of the period's cash for debt service over `cover`, never less than its interest; the last
// period of its term repays the rest. The reserve takes the next period's cash at this one's rate.
//
// Default, after arrears_until_default tax years in a row that end with arrears: the loans are
// called in, all cash goes to the lenders until they are whole. So it does in the calendar's last
// period, when reserve, working capital, VAT due and closure fund come back. Loans called in bear
// no interest once the mine is closed: there is nothing left to earn it from.
//
// Simplified: VAT is refunded in dollars; licence_end_y is not used here (the operations end by
// it).
Venture venture_cash_flow(const Calendar& calendar, const Operations& operations,
                          const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                          const Financing& financing, const Macro& macro, const VentureTerms& terms,
                          const Timeline& timeline);

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 4> lode::kNames<lode::finance::Repayment> = {
    "level", "equal_principal", "bullet", "sculpted"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::finance::GraceInterest> = {
    "paid", "capitalised"};
