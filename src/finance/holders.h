// Who holds the venture: what each pays in and gets, period by period. One waterfall for any number
// of holders, terms as data; `lode cashflow` writes its partners so, the deal room its bids.
//
// In a period, in this order:
//
// Options that are used at its start. Profit shares: of what is distributed beyond the return of
// all holders together. Calls: by stake; those who pay also pay what others do not. Stakes fall by
// what was missed. Then, out of what is left of the distribution: shareholder loans, interest
// before principal; preferred amounts; the rest by stake. Short money is shared by what is due. A
// carried holder's dividends repay its carry to those who paid it; tax is withheld from the
// dividends of the others. Floors at the year's end, out of what the others got in the period after
// tax. Options that are used at its end. Unpaid interest and returns bear their own rate, from
// period middle to period middle.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/calendar.h"
#include "base/describe.h"
#include "finance/ledger.h"
#include "finance/tax.h"

namespace lode::finance {

// paid: pays pro rata. free: pays nothing, and nothing is repaid. carried: the others pay
// carried_share of its calls, which bears interest and is repaid out of its dividends.
enum class Carried { paid, free, carried };

// Is an option to buy in used: if what the stake gets from then on is worth its price at the
// headline's rate, known as the scenario runs; always; never; if so many times its part of the last
// year's distributions reach the price.
enum class Option { if_worth, always, never, multiple };

// What a holder gets before the rest is shared by stakes: nothing, a return on what it has paid in,
// or that and the capital itself.
enum class Preferred { none, return_only, capital_and_return };

// A sum that one holder pays once to another or to the state.
struct HolderMilestone {
  std::string id;
  double amount = kRequired;  // at the base date's prices
  int period = -1;            // index, first 0
  std::string to;             // a holder; empty: the state
};
void describe(Visitor& visit, HolderMilestone& milestone);

// Rates a year, nominal. Money in the unit of the flows.
struct Holder {
  std::string id;
  double stake = kRequired;  // all add to 1; may be nothing
  bool state = false;        // counts as the government's, bears no dividend tax
  Carried kind = Carried::paid;
  double carry_rate = 0;
  double carried_share = 1;
  double call_cap = kInfinity;  // kind paid: most that it pays in, nominal, in all
  int pays_until = -1;          // index of the first period whose calls it misses; negative: none
  double dilution = 1;          // its stake falls by this x calls missed / all paid in so far
  bool supports = true;         // pays its part of what holders add to debt service
  double loan_share = 0;        // of its calls, lent to the venture
  double loan_rate = 0;
  double loan_withholding = 0;  // of its interest, to the state
  Preferred preferred = Preferred::none;
  double preferred_return = 0;
  double profit_share = 0;  // of distributions beyond the hurdle; all holders': at most 1
  double hurdle = 0;        // of all holders together
  bool hurdle_is_real = false;
  double profit_floor = 0;  // of each year's profit after income tax, least that it gets
  double option_stake = 0;  // bought from those who pay, by their stakes
  int option_period = -1;   // index; negative: no option
  bool option_at_end = false;
  double option_price = 0;       // of all of it, at the base date's prices, and
  double option_cost_share = 0;  // of what the sellers have paid in for it,
  double option_cost_rate = 0;   // with interest
  Option option = Option::if_worth;
  double option_multiple = 1;
  double home_tax = 0;  // of its dividends, to its own government; bids alone have it
  std::vector<HolderMilestone> milestone;
};
void describe(Visitor& visit, Holder& holder);
// The keys of its stake alone, which do not speak of periods; `money` is the unit of amounts.
void describe_stake(Visitor& visit, Holder& holder, const Unit& money);
// What contradicts itself in one holder, each beginning with the key; empty if all is well.
std::vector<std::string> faults_of(const Holder& holder);

// A row of a table that is stored by lines or by periods.
struct Series {
  const double* first = nullptr;
  std::size_t step = 1;
  double operator[](std::size_t t) const { return first[t * step]; }
};

inline Series series_of(const Ledger& ledger, Line line) {
  return {&ledger.values[static_cast<std::size_t>(line)], kLines};
}

// What the venture asks of all its holders and gives to them, nominal.
struct HolderFlows {
  Series equity, support, distribution;
  Series taxable_income, income_tax;  // the year's in its last period: profit is the difference
  Series level;                       // prices over those of the base date
  // [period], or one for all: dividend_rate, dividend_rate_major, major_stake.
  std::span<const Tax* const> tax;
  double real_rate = 0;  // of Option::if_worth, or
  Series discount{};     // [period] factors to their middle, where rates differ by period
};

inline constexpr std::size_t kNoHolder = static_cast<std::size_t>(-1);
// A sum at the base date's prices; `to` kNoHolder: the state.
struct HolderSum {
  std::size_t from = 0, to = kNoHolder, period = 0;
  double amount = 0;
};
// The holders' milestones within so many periods. Names are known: faults_of tells others.
std::vector<HolderSum> sums_of(const std::vector<Holder>& holders, std::size_t periods);

// One holder in one period, nominal.
struct HolderPeriod {
  // paid to the venture
  double call = 0, lent = 0, support = 0;
  // got from it
  double interest = 0, principal = 0, preferred = 0, dividend = 0, profit_share = 0;
  // out of that: to the state, to the holder's own government
  double withheld = 0, interest_withheld = 0, home_tax = 0;
  double stake = 0;  // at the period's end
};
// Between holders, or from one to the state.
enum class TransferKind { carry_repaid, option, floor, sum };
std::string_view name_of(TransferKind kind);
struct Transfer {
  TransferKind kind;
  std::size_t from, to, period;
  double amount;
};

// An amount owed that grows at a rate; interest apart from what was lent.
struct Owed {
  double principal = 0, interest = 0;
  double all() const { return principal + interest; }
};
struct HolderAccount {
  double stake = 0, paid = 0, missed = 0, lacking = 0, carried_now = 0;
  Owed carry, loan, preferred, cost;
  double hurdle = 0;  // not yet had back with the hurdle's return, of all holders
};

// Results, and the memory they are made in.
struct HolderShares {
  std::size_t holders = 0;
  std::vector<HolderPeriod> values;  // [period][holder]
  std::vector<Transfer> transfer;
  std::vector<char> bought_in;         // [holder]
  std::vector<HolderAccount> account;  // [holder]
  std::vector<double> lender;          // [carried holder][holder] its part of the carry
  const HolderPeriod& at(std::size_t holder, std::size_t t) const {
    return values[t * holders + holder];
  }
};

// Guarantee: in each period calls, loans and support add to equity + support, and what holders get
// from the venture to the distribution, but for rounding; no allocation in a second call of the
// same size. At least one holder of kind paid pays all calls and supports: LODE_CHECK.
void share_out(const std::vector<Holder>& holders, const std::vector<HolderSum>& sums,
               const Calendar& calendar, const HolderFlows& flows, HolderShares& shares);

// What a holder gets less what it pays, [period]: with taxes and transfers.
std::vector<double> net_of(const HolderShares& shares, std::size_t holder);

}  // namespace lode::finance
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::Carried> = {
    "paid", "free", "carried"};
template <>
inline constexpr std::array<std::string_view, 4> lode::kNames<lode::finance::Option> = {
    "if_worth", "always", "never", "multiple"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::finance::Preferred> = {
    "none", "return_only", "capital_and_return"};
