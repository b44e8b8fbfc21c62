// Rights to decide: who may choose what, when, and who must agree. Data of a bid.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"
#include "deal/payments.h"

namespace lode::deal {

struct Bid;

// How several holders of one right use it: its holder alone; the holder proposes and the others may
// refuse; by the sum of what it is worth to all of them.
enum class RightRule { one, proposal, sum };

// build   construction may start in a year of the window, or never; without this right the venture
//         is built in the first year, whatever happens
// expand  the deposits after the first are built later than the first, or never
// operate whether the mines suspend by the case's rule or run on; without it they follow the rule
// sell    who markets what is marketed, and earns the discount and the fee; whose consent is needed
//         audits the price: there is no discount (marketing_discount 0), the fee alone is kept
struct Right {
  std::string id;
  std::string holder;                // one of kDeciders
  std::vector<std::string> jointly;  // further holders, by `rule`
  RightRule rule = RightRule::one;
  std::vector<std::string> consent;  // who may refuse
  // build: calendar years in which construction may start, `every` so many; 0: the bid's own.
  int from = 0, until = 0, every = 1;
  // build: the year by which construction is promised to start (0: no promise), and what the sponsor
  // pays the state at its end where it has not (real).
  int promised = 0;
  double penalty_usd = 0;
};
void describe(Visitor& visit, Right& right);

inline constexpr std::string_view kBuild = "build", kExpand = "expand", kOperate = "operate",
                                  kSell = "sell";

// Whose value counts where such a holder decides. host: the state with its fund and the seller;
// sponsor: with its marketer where that is its own; lenders: with the guarantor.
inline constexpr std::array<std::string_view, 6> kDeciders = {"sponsor", "fund",    "state",
                                                              "host",    "lenders", "partners"};
// Whoever holds the right to sell has what the marketer earns.
std::optional<Side> deciding_side(std::string_view holder, const Bid& bid);

const Right* right_of(const Bid& bid, std::string_view id);  // nullptr: it has none

// Of one right, each beginning with a key of it; empty if all is well.
std::vector<std::string> faults_of(const Right& right);

}  // namespace lode::deal
template <>
inline constexpr std::array<std::string_view, 3> lode::kNames<lode::deal::RightRule> = {
    "one", "proposal", "sum"};
