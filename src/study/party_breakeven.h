// At which price each party gains by building: what must be true for each to say yes.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace lode::study {

struct Study;

struct PartyBreakeven {
  std::size_t bid = 0;
  std::string side, name;     // whose; as it stands in tables
  std::string term, setting;  // what is changed in the bid, and to what; "as it is"
  double price_usd = 0;       // flat, per quoted unit; 0: it gains at any price; NaN: at none
};

// Every input at its base value, on the expected orebody, without events, built whole in the bid's
// first year at a flat real price: the price at which a party's value at its own rate is what it is
// if nothing is built. Between 1 % and 10 times the usual price; where value falls as the price
// rises, one of several. The study has its plans and the prices of its stakes.
std::vector<PartyBreakeven> party_breakevens(const Study& study);

}  // namespace lode::study
