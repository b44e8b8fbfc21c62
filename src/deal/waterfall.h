// From the venture's ledger to every party, period by period, nominal USD; then its worth to each.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "deal/bid.h"
#include "deal/payments.h"
#include "finance/finance.h"

namespace lode::deal {

// The state's receipts by instrument, [instrument][period]: the payments that it receives.
enum class Instrument : std::size_t {
  extraction_tax,
  royalty_uplift,
  income_tax,
  property_tax,
  social_tax,
  dividend_withholding,
  interest_withholding,
  profit_share,
  shareholder_withholding,
  milestones,
  kCount
};
inline constexpr std::size_t kInstruments = static_cast<std::size_t>(Instrument::kCount);
std::string_view name_of(Instrument instrument);

struct PartyFlows {
  std::size_t periods = 0;
  PaymentBook payment;
  std::array<std::vector<double>, kParties> flow;          // nominal USD [party][period]
  std::array<std::vector<double>, kInstruments> receipts;  // nominal USD [instrument][period]
  std::vector<double> fund_stake;                          // [period] at its end
  bool bought_in = false;
  double identity_residual = 0;  // worst over periods of |pretax cash - sum of flows| / gross flow
};

struct Dates {           // years after the base date
  double closing_y = 0;  // when the stake is paid for; the calendar's first or last period if
                         // outside
  double construction_y = 0;
};

// stake_price_usd real. In a period, in this order:
//
// Calls. Equity by stakes (pro_rata, the fund up to its cap), else by the sponsor alone; support
// always by the sponsor. What the fund misses dilutes it at once. shareholder_loan_share of what
// the sponsor pays in equity is lent. Carry, repaid: a loan of the fund's part at carry_rate,
// nominal, repaid out of the fund's dividends before it gets cash; untaxed.
//
// Distributions. First the profit share: of what is distributed beyond the holders' real return to
// date on all contributions to the venture (sponsor and fund together; the price of the stake is
// none): an account at the hurdle's rate, from period middles. Once shared it stands at zero until
// they pay in again, as a resource rent tax does. Then the shareholder loan, interest before
// principal; then preferred amounts, in proportion to what is due to each; the rest by stakes.
// Unpaid interest and returns bear their own rate.
//
// Dividends (preferred ones too): withheld at the rate of the sponsor's stake, none from the
// resident fund; the home tax is on the gross dividend. Then the floor: at a year's end what the
// fund lacks to profit_floor x (taxable income - income tax), that of earlier years first, out of
// the sponsor's dividends of the period after taxes.
//
// Buy-in, at the end of the period in which its date falls; the new stakes count from the next.
// Milestones in the period in which their date falls; first sale: the first period with revenue.
//
// Guarantee: pretax cash = sum over all parties in every period, to 1e-9 of the gross flow (a
// test).
PartyFlows waterfall(const Calendar& calendar, const finance::Venture& venture,
                     std::span<const finance::Tax* const> tax, const Bid& bid,
                     double stake_price_usd, const Dates& dates);

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
