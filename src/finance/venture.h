// One scenario's cash flow of a study's venture, from its operations.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/calendar.h"
#include "finance/macro.h"
#include "finance/march.h"
#include "finance/operations.h"

namespace lode::finance {

// A loan as it was signed, before the first scenario: no scenario moves it.
struct SignedLoan {
  double start_y = 0;          // of repayment, after construction ends
  std::vector<double> repaid;  // [year after that] share of what is owed then; they add to 1
};
struct Signed {
  double life_y = kInfinity;  // of the ore as planned, from first ore; infinite: that of its case
  double limit_usd = kInfinity;  // most that is drawn in all, nominal
  std::vector<SignedLoan> loan;  // as the venture's loans; none: they were not signed
};

// What a bid changes in the venture itself; the rest of a bid is between its holders (room deal).
struct VentureTerms {
  std::vector<Loan> loan;
  double royalty_uplift = 0;      // of revenue at arm's length, to the state, on top of other taxes
  double marketing_discount = 0;  // off the arm's-length price, share of marketed revenue
  double marketing_fee = 0;       // likewise
  bool marketer_is_sponsor = true;  // what the marketer takes is an affiliate's fee
  double management_fee = 0;        // of revenue, to the manager, an affiliate
  double management_usd_per_y = 0;  // real, likewise, while ore is milled
  Signed as_signed;                 // sizing at_signing
};

struct Timeline {                 // years after the base date
  double production_start_y = 0;  // first ore of the first plant
  double construction_end_y = 0;  // last initial capital
  double licence_end_y = 0;
};
// Index of the tax year of first ore.
std::size_t production_year(const Timeline& timeline);

struct Venture {
  Ledger ledger;
  Index index;
  double drawn_usd = 0;
  double peak_debt_usd = 0;  // largest balance until the loans are called in, nominal
  // Certificate of what was sought (march.h), relative; above 1e-9: not converged.
  double facility_residual = 0;
  DebtStatus debt_status = DebtStatus::none;
  // Where arrears_until_default was reached, even if the lenders were made whole later.
  std::optional<std::size_t> default_period;
  // Rule `stop`: the first period at whose end the lenders chose; that at whose end they closed the
  // mine: nothing is mined or sold after it.
  std::optional<std::size_t> stopped_period, closed_after;
  bool closure_is_guaranteed = false;  // closure_beyond_fund is the guarantor's, else the state's
  // Lenders, against the service of the contract, nominal. Service was missed: what was owed at the
  // end of that period, and the part of it that was not recovered, later payments discounted at the
  // loans' mean rate; NaN where none was missed.
  bool service_missed = false;
  double exposure_usd, loss_given_default;
  double exposure_y = 0;  // date of the exposure
  double unpaid_usd = 0;  // bills that nobody has paid when the calendar ends: the creditors' loss
  double unpaid_taxes_usd = 0, unpaid_fees_usd = 0;  // likewise: the state's, the affiliates'
  // [calendar year] cash for debt service over scheduled service; NaN where none is due.
  std::vector<double> cover;
  // Cash for debt service until the last repayment, discounted from each period's end to
  // construction end at the loans' mean rate, over the debt then; NaN without debt.
  double loan_life_cover = 0;
};

// tax[period]: the regime in force (an event may change it; all have the same number of pools and
// of taxes on rent).
// capital_usd [period]: initial capital, real. index: of the same periods (make_index).
// Business and claims here (business.h); taxes, construction, debt, shortfall and distribution by
// the march of march.h. With the rules that a study has unless its case says otherwise (Financing):
// loans are signed in the first period of construction with a need (capital above the cash before
// income and property tax), from then the commitment fee runs; each draw is a share of the need
// until the commitments are drawn; before first ore, what is spent beyond income (operating cost,
// taxes on it, interest that the limits leave, commitment and guarantee fees) enters the pools, and
// so do the fees of a draw at any time: they move no tax of their own period; what cash, reserves
// and the sponsor's support do not pay stands with the claimants by rank (ranks.h) and is paid when
// cash comes back; what stands at the end is its bearers' loss; the lenders may close the mine
// (march_stop.cpp). Capital after construction_end_y is paid like a bill.
// Guarantees, held by tests in every scenario:
//   drawn <= debt_share x funding need and <= commitments; equity, support, draws >= 0;
//   pretax_cash = claims + lenders + holders + changes of balances, less claims that were put off
//   and closure borne by others, in each period, to 1e-9 of the gross flow;
//   without loans: the same venture paid by equity alone (the project before financing).
//
// Simplified: VAT is refunded in dollars; licence_end_y ends no operation here (they end by it), it
// bounds what lenders expect of going on.
Venture venture_cash_flow(const Calendar& calendar, const Operations& operations,
                          const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                          const Financing& financing, const Index& index, const VentureTerms& terms,
                          const Timeline& timeline);
// The same in the memory of an earlier call, of whatever venture: nothing is allocated for one of the
// same size. The result stands in it until the next call; it may be moved out.
struct VentureMemory {
  MarchModel model;
  FinancedLedger flow;
  std::vector<double> milled, milled_from_now, service;  // [calendar year]
  Venture venture;
};
Venture& venture_cash_flow(const Calendar& calendar, const Operations& operations,
                           const std::vector<double>& capital_usd, std::span<const Tax* const> tax,
                           const Financing& financing, const Index& index,
                           const VentureTerms& terms, const Timeline& timeline,
                           VentureMemory& memory);

}  // namespace lode::finance
