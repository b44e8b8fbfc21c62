// A bid as data.
#pragma once

#include <string>
#include <vector>

#include "base/describe.h"
#include "finance/venture.h"

namespace lode::deal {

// The state fund's stake is paid for by nobody (free), by the sponsor as a loan repaid from the
// fund's dividends (repaid), or by the fund itself (pro_rata).
enum class Carry { free, repaid, pro_rata };

// Price of the sponsor's stake:
//   given           stake_price_usd
//   share_of_value  stake_price_premium x the market price: stake_price_share of the stake's part
//   of
//                   the planned project's value, or what the first bid pays, whichever is more
enum class StakePrice { given, share_of_value };

// Who gets which share of a product.
struct Offtake {
  std::string id;
  std::string product{};     // of the case; empty: the refinery's
  double share = kRequired;  // of that product; a bid's shares of each product add to 1
  std::string buyer;         // a [buyer.NAME] of the case, or a country that is none of them
  std::string marketed_by, refined_in;
  std::vector<std::string> transit;
};
void describe(Visitor& visit, Offtake& offtake);

struct Bid {
  std::string id;
  std::string name;                                          // "Bid of the first company"
  std::string sponsor;                                       // the company that bids
  double sponsor_stake = kRequired, fund_stake = kRequired;  // add to 1
  Carry carry = Carry::free;
  double carry_rate = 0.08;  // nominal, of a carry that is repaid
  StakePrice stake_price_rule = StakePrice::given;
  double stake_price_usd = 0;  // real; paid to the seller at closing
  double stake_price_share = 0.5;
  double stake_price_premium = 1;
  double profit_share = 0;  // of distributions beyond the hurdle, to the state
  double profit_share_hurdle = 0.15;
  double capital_factor = 1;        // of the case's initial capital
  double capacity_factor = 1;       // of mill and refinery capacity (moves the plan)
  double delay_y = 0;               // whole years, of construction and production (moves the plan)
  double closing_probability = 1;   // that it closes
  double equity_rate = 0.12;        // the sponsor's own discount rate, real
  bool marketer_is_sponsor = true;  // the marketer belongs to the sponsor's side
  double home_dividend_tax = 0;     // of the sponsor's dividends, to its own government
  finance::VentureTerms venture;    // its keys stand in the bid's own table
  std::vector<Offtake> offtake;
};
void describe(Visitor& visit, Bid& bid);
// Stakes and offtake shares add to 1, the delay is whole, marketing leaves something; each begins
// with the key it is about, empty if all is well.
std::vector<std::string> faults_of(const Bid& bid);

}  // namespace lode::deal
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::deal::Carry> = {
    "free", "repaid", "pro_rata"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::deal::StakePrice> = {
    "given", "share_of_value"};
