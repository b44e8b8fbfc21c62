// A bid as data.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "deal/rights.h"
#include "finance/finance.h"

namespace lode::deal {

// The state fund's stake is paid for by nobody (free), by the sponsor as a loan repaid from the
// fund's dividends (repaid), or by the fund itself (pro_rata).
enum class Carry { free, repaid, pro_rata };

// Price of the sponsor's stake:
//   given           stake_price_usd
//   share_of_value  stake_price_premium x the greater of
//                     stake_price_share x stake x value of the planned project, and
//                     the price that the first bid pays
enum class StakePrice { given, share_of_value };

// Who gets which share of a product.
struct Offtake {
  std::string id;
  std::string product{};     // of the case; empty: the one that is marketed
  double share = kRequired;  // of that product; a bid's shares of each product add to 1
  std::string buyer;         // a [buyer.NAME] of the case, or a country that is none of them
  std::string marketed_by, refined_in;
  std::vector<std::string> transit;
  // Where the study has a market: the producer of its world that stands for these tonnes, and the
  // region at whose price they are sold (empty: that of the quotation).
  std::string market_producer, priced_in;
};
void describe(Visitor& visit, Offtake& offtake);

// A sum that the sponsor pays once, real: a signature payment (at closing, after 0 years), or a
// milestone payment after the start of construction or the first sale. One that falls due after the
// end of the calendar is not paid.
enum class When { closing, construction, first_sale };
enum class Payee { state, fund, seller };
struct Milestone {
  std::string id;
  double amount_usd = kRequired;
  When when = When::closing;
  double after_y = 0;
  Payee to = Payee::state;
};
void describe(Visitor& visit, Milestone& milestone);

using finance::Preferred;

// Option to buy a share of the venture, a stated time after the first sale, from the holders that
// pay for their stakes.
struct BuyIn {
  double share = 0, after_y = 0;
  double price_usd = 0;   // real
  double cost_share = 0;  // plus this part of what the sellers have paid in for it,
  double rate = 0;        // with interest, nominal
  // Exercised if this multiple of the share's part of the last year's distributions is at least the
  // price; 0: always exercised.
  double multiple = 0;
};

// A holder beside the sponsor and the state's fund: another body of the state, a company that earns
// its stake.
struct BidHolder {
  std::string id;
  std::string name;
  finance::Holder terms;
  BuyIn buy_in;
  double rate = kInfinity;  // real, its flows'; infinite: discount.fund or discount.partners
};
void describe(Visitor& visit, BidHolder& holder);

struct Bid {
  std::string id;
  std::string name;                                          // "Bid of the first company"
  std::string sponsor;                                       // the company that bids
  double sponsor_stake = kRequired, fund_stake = kRequired;  // with other holders' they add to 1
  Carry carry = Carry::free;
  double carry_rate = 0;  // nominal, of a carry that is repaid
  // carry pro_rata: most that the fund pays in, nominal, in all. The others pay what the fund does
  // not, and its stake falls by dilution x unpaid / all that both have paid in.
  double fund_call_cap_usd = kInfinity;
  double dilution = 1;
  double shareholder_loan_share = 0;        // of the sponsor's calls, lent to the venture
  double shareholder_loan_rate = 0;         // nominal; repaid before any dividend
  double shareholder_loan_withholding = 0;  // of its interest, to the state
  Preferred preferred = Preferred::none;
  double preferred_return = 0;  // nominal
  BuyIn buy_in;                 // the fund's
  // Minimum share of each year's profit after income tax that the fund gets; the sponsor pays the
  // difference out of its dividends, later if they do not suffice.
  double profit_floor = 0;
  StakePrice stake_price_rule = StakePrice::given;
  double stake_price_usd = 0;  // real; paid to the seller at closing
  double stake_price_share = 1;
  double stake_price_premium = 1;
  double profit_share = 0;  // of distributions beyond the hurdle, to the state
  double profit_share_hurdle = 0;
  double capital_factor = 1;       // of the case's initial capital
  double capacity_factor = 1;      // of mill and refinery capacity (moves the plan)
  double delay_y = 0;              // whole years, of construction and production (moves the plan)
  double closing_probability = 1;  // that it closes
  double equity_rate = kInfinity;  // the sponsor's own discount rate, real; infinite: the project's
  double home_dividend_tax = 0;    // of the sponsor's dividends, to its own government
  finance::VentureTerms venture;   // its keys stand in the bid's own table
  std::vector<Offtake> offtake;
  std::vector<Milestone> milestone;
  std::vector<BidHolder> holder;
  std::vector<Right> right;
};
void describe(Visitor& visit, Bid& bid);
bool has_partners(const Bid& bid);  // a further holder that is private
// Stakes and offtake shares add to 1, the delay is whole, marketing terms leave some of the price;
// each begins with the key it is about, empty if all is well.
std::vector<std::string> faults_of(const Bid& bid);

}  // namespace lode::deal
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::deal::When> = {
    "closing", "construction", "first_sale"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::deal::Payee> = {"state", "fund",
                                                                                    "seller"};
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::deal::Carry> = {
    "free", "repaid", "pro_rata"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::deal::StakePrice> = {
    "given", "share_of_value"};
