// Loans: how they are drawn, repaid and enforced in default.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"

namespace lode::finance {

// How principal comes back over the term: in equal payments with the interest, in equal parts, all
// at its end, or so that cash for debt service is `cover` times the service of each period.
enum class Repayment { level, equal_principal, bullet, sculpted };
enum class GraceInterest { paid, capitalised };

struct Loan {
  std::string id;
  std::string name{};                 // the lender's, as it stands in tables
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
  // [period] share of what is owed when repayment starts, due in the period, instead of `repayment`;
  // negative: repayment has not started. Of loans signed (signing.h).
  std::vector<double> instalment{};
  double opening_usd = 0;  // owed when the calendar starts: nothing more is drawn; a table's alone

  double rate_in(std::size_t period) const { return rates.empty() ? rate : rates[period]; }
};
void describe(Visitor& visit, Loan& loan);

// What sculpting and cover ratios take of a period: cash after all taxes (before_capital: initial
// capital that is spent after construction not taken off it), before all taxes, or operating.
enum class SizingCash { after_tax, pre_tax, operating, before_capital };

// How loans are drawn while construction needs money.
//   even      at one gearing of all uses, at most `share`: drawn in full when construction ends
//   at_share  `share` of each need until the commitments are drawn; equity pays the rest
enum class Draws { even, at_share };

// How large a sculpted loan is.
//   by_cover   what the cash of its term carries at its cover, when construction ends
//   committed  what construction draws; a period's service is its share of the cash over its cover,
//              at least its interest, and the last period of the term repays the rest
//   at_signing limit and schedule of every loan are those that were signed (signing.h); loans that
//              were not signed: as committed. A study's alone
enum class Sizing { by_cover, committed, at_signing };

// What a study's lenders sign.
//   policy  as much as the central case draws: a state lends its share whatever cover says
//   bank    at most what the cash of the bank case carries at the covenant's cover
enum class Lending { policy, bank };

// Who pays what cash in hand does not.
//   holders_pay     bills are called from the holders at once; debt service is paid from cash, the
//                   reserves, then support, which all holders pay, up to its cap
//   creditors_wait  bills and debt service are paid from cash, reserves, then support, up to its
//                   cap; bills beyond it stay unpaid, without interest, until cash comes back
//   by_rank         claims are paid by rank (ranks.h). What cash does not pay down to debt service is
//                   paid from the reserves, then support up to its cap; what is left stands with the
//                   claimants, the lowest first, bears interest, and is paid before anybody below
//                   when cash comes back
// In all, service that is not paid goes to the arrears.
enum class Shortfall { holders_pay, creditors_wait, by_rank };

// Interest and fees until construction ends, in the income tax: put into the pools, deducted, or
// left out. pre_production: interest and running fees are a cost like any other; what is spent
// before first production beyond income then is put into the pools, and so are the fees of a draw.
enum class ConstructionFinance { pooled, deducted, not_deductible, pre_production };

// What a study and a study's table have alike. Money is nominal, in the unit of the ledger.
struct FinancingRules {
  double share = 1;                         // most of the uses of construction that is borrowed
  SizingCash cash = SizingCash::after_tax;  // what sculpting and cover ratios take
  Draws draws = Draws::even;
  Sizing sizing = Sizing::by_cover;
  double reserve_y = 0;             // of the next debt service
  double operating_reserve_y = 0;   // of the next operating cost
  bool reserves_at_close = false;   // funded in the last construction period, else from cash
  bool reserves_supported = false;  // holders pay what they lack, else they wait for cash
  double reserve_rate = 0;  // interest earned, on the opening balance; a table's: among a study's
                            // parties no bank pays it
  double sweep = 0;         // of cash after service and reserves, to prepay
  double lock_up = 0;       // cover below which nothing is distributed
  Shortfall shortfall = Shortfall::holders_pay;
  // A year, nominal, on claims put off by rank; infinite: the loans' mean rate, without loans the
  // risk-free rate.
  double deferred_rate = kInfinity;
  // By rank: after a period with unpaid bills, or two missed services in a row, the lenders choose
  // between going on and closing (march_stop.cpp).
  bool stops = false;
  double support_cap = 0;         // most that holders pay into debt service, in all
  int arrears_until_default = 2;  // tax years in a row, then the lenders take all cash
  ConstructionFinance construction_finance = ConstructionFinance::pooled;
};
// The keys of all but `share` and `support_cap`, which each says its own way, and `reserve_rate`.
void describe_rules(Visitor& visit, FinancingRules& rules);

// How the cost of closing the site is secured.
//   fund        put by, per tonne milled and up to the whole estimate over a part of the life
//   guaranteed  by somebody else's guarantee: nothing is put by
enum class ClosureSecurity { fund, guaranteed };

// A study's: no cap on support without loans.
struct Financing : FinancingRules {
  Financing() {
    cash = SizingCash::before_capital;
    draws = Draws::at_share;
    sizing = Sizing::at_signing;
    shortfall = Shortfall::by_rank;
    stops = true;
    construction_finance = ConstructionFinance::pre_production;
  }
  Lending lending = Lending::policy;
  double repayment_after_y = 1;     // repayment starts so long after construction at the earliest,
  double reserve_tail_y = 2;        // and as signed ends so long before the ore or the licence
  double working_capital_days = 0;  // of revenue
  double closure_usd = 0;           // real, spent after the last ore and the last care
  ClosureSecurity closure_security = ClosureSecurity::fund;
  double closure_usd_per_t = 0;  // real, paid into the fund per tonne milled
  // Part of the planned life of the ore in which the fund is built up to the estimate; infinite: it
  // holds what is paid per tonne.
  double closure_funded_by = kInfinity;
};
void describe(Visitor& visit, Financing& financing);

}  // namespace lode::finance
#define LODE_NAMES(Type, count, ...)                                                         \
  template <>                                                                                \
  inline constexpr std::array<std::string_view, count> lode::kNames<lode::finance::Type> = { \
      __VA_ARGS__}
LODE_NAMES(Repayment, 4, "level", "equal_principal", "bullet", "sculpted");
LODE_NAMES(GraceInterest, 2, "paid", "capitalised");
LODE_NAMES(SizingCash, 4, "after_tax", "pre_tax", "operating", "before_capital");
LODE_NAMES(Draws, 2, "even", "at_share");
LODE_NAMES(Sizing, 3, "by_cover", "committed", "at_signing");
LODE_NAMES(ClosureSecurity, 2, "fund", "guaranteed");
LODE_NAMES(Lending, 2, "policy", "bank");
LODE_NAMES(Shortfall, 3, "holders_pay", "creditors_wait", "by_rank");
LODE_NAMES(ConstructionFinance, 4, "pooled", "deducted", "not_deductible", "pre_production");
#undef LODE_NAMES
