// From the venture's ledger to every party, period by period, nominal USD; then its worth to each.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "deal/bid.h"
#include "finance/finance.h"

namespace lode::deal {

enum class Party : std::size_t {
  state,      // taxes, duties, royalty uplift, profit share, withholding
  fund,       // the state fund's stake
  sponsor,    // its stake: distributions after withholding less equity, support, price of the stake
  lenders,    // service and fees less draws
  guarantor,  // exposure fees
  marketer,   // discount and fee
  seller,     // the price of the stake
  other_governments,  // the sponsor's home tax
  balances,  // put by in the venture (VAT due, working capital, closure fund, reserve, cash)
  kCount
};
inline constexpr std::size_t kParties = static_cast<std::size_t>(Party::kCount);
std::string_view name_of(Party party);  // "state", ...

// The state's receipts by instrument, [instrument][period].
enum class Instrument : std::size_t {
  extraction_tax,
  royalty_uplift,
  income_tax,
  property_tax,
  social_tax,
  dividend_withholding,
  interest_withholding,
  profit_share,
  kCount
};
inline constexpr std::size_t kInstruments = static_cast<std::size_t>(Instrument::kCount);
std::string_view name_of(Instrument instrument);

struct PartyFlows {
  std::size_t periods = 0;
  std::array<std::vector<double>, kParties> flow;          // nominal USD [party][period]
  std::array<std::vector<double>, kInstruments> receipts;  // nominal USD [instrument][period]
  double identity_residual = 0;  // worst over periods of |pretax cash - sum of flows| / gross flow
};

// closing_y: years after the base date when the stake is paid for; the calendar's first or last
// period if it lies outside. stake_price_usd real.
// Equity: by stakes (pro_rata), else by the sponsor alone; support always by the sponsor.
// Carry, repaid: a loan of fund_stake x equity at carry_rate, nominal, repaid out of the fund's
// distributions before it gets cash; untaxed.
// Profit share: of what is distributed beyond the holders' real return to date on all contributions
// to the venture (sponsor and fund together; the price of the stake is none): an account at the
// hurdle's rate, from period middles. Once shared it stands at zero until they pay in again, as a
// resource rent tax does.
// Dividends: withheld at the rate of the sponsor's stake, none from the resident fund; the home tax
// is on the gross dividend.
// Guarantee: pretax cash = sum over all parties in every period, to 1e-9 of the gross flow (a
// test).
PartyFlows waterfall(const Calendar& calendar, const finance::Venture& venture,
                     std::span<const finance::Tax* const> tax, const Bid& bid,
                     double stake_price_usd, double closing_y);

// Real rates at which each party's flows are discounted.
struct DiscountRates {
  double project = 0.08, state = 0.05, fund = 0.08, seller = 0.08, marketer = 0.08,
         guarantor = 0.05, other_governments = 0.05, common = 0.08;
};
void describe(Visitor& visit, DiscountRates& rates);

// Real USD at the base date, mid-period: each party at its own rate (sponsor and its marketer at
// bid.equity_rate, lenders: nominal flows at the risk-free rate, deflated at the base date = as
// they are).
std::array<double, kParties> present_values(const Calendar& calendar, const PartyFlows& flows,
                                            const finance::Index& index, const Bid& bid,
                                            const DiscountRates& rates, double risk_free);
// All parties at one real rate.
std::array<double, kParties> present_values_at(const Calendar& calendar, const PartyFlows& flows,
                                               const finance::Index& index, double real_rate);

}  // namespace lode::deal
