// From the venture's ledger to the cash flow of every party, by period, nominal USD; then its
// present value to each.
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

// The state's receipts by instrument: the payments that it receives, less those that it makes.
enum class Instrument : std::size_t {
  extraction_tax,
  royalty_uplift,
  royalty,
  import_duty,
  services_withholding,
  rent_tax,
  income_tax,
  property_tax,
  social_tax,
  dividend_withholding,
  interest_withholding,
  profit_share,
  shareholder_withholding,
  milestones,
  partners_withholding,
  taxes_deferred,       // put off by rank, less what is paid late with interest
  closure_beyond_fund,  // borne by the state
  kCount
};
inline constexpr std::size_t kInstruments = static_cast<std::size_t>(Instrument::kCount);
std::string_view name_of(Instrument instrument);
Payment payment_of(Instrument instrument);
inline double sign_of(Instrument instrument) {  // of the payment in the receipts
  return kind_of(payment_of(instrument)).to == Party::state ? 1 : -1;
}

struct PartyFlows {
  std::size_t periods = 0;
  PaymentBook payment;
  std::array<std::vector<double>, kParties> flow;  // nominal USD [party][period]
  std::vector<double> fund_stake;                  // [period] at its end
  std::vector<std::vector<double>> holder;         // nominal USD [Bid::holder][period], net
  bool bought_in = false;
  double identity_residual = 0;  // worst over periods of |pretax cash - sum of flows| / gross flow
};

struct Dates {           // years after the base date
  double closing_y = 0;  // when the stake is paid for; the calendar's first or last period if
                         // outside
  double construction_y = 0;
};

// stake_price_usd: real. The bid becomes holders of finance/holders.h, which states the order of
// payments within a period. The sponsor, together with other private holders that pay calls, pays
// the calls that the others do not pay, and gives support. The fund is resident and untaxed, with
// its carry, cap on calls, floor and option (exercised at the end of the period in which its date
// falls). The treasury has no stake and receives the profit share beyond a real hurdle. Further
// holders follow: public ones are counted with the fund, private ones as partners. The price of the
// stake is not a contribution to the venture. Milestones are paid in the period in which their date
// falls; the first sale is in the first period with revenue.
//
// Guarantee: pretax cash = sum over all parties in every period, to 1e-9 of the gross flow (a
// test).
PartyFlows waterfall(const Calendar& calendar, const finance::Venture& venture,
                     std::span<const finance::Tax* const> tax, const Bid& bid,
                     double stake_price_usd, const Dates& dates);

// Real rates at which each party's flows are discounted.
// Infinite: the project's.
struct DiscountRates {
  double project = kRequired, state = kInfinity, fund = kInfinity, seller = kInfinity,
         marketer = kInfinity, guarantor = kInfinity, other_governments = kInfinity,
         royalty_holder = kInfinity, partners = kInfinity, common = kInfinity;
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
