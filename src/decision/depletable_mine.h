// A stock that may be mined, left in the ground for a time, or abandoned: the mine of Brennan & Schwartz (1985), "Evaluating
// natural resource investments", J. Business 58(2), by finite differences. All in real money.
//
//   open    (v^2/2) S^2 V_SS + drift S V_S - q V_Q + cash(S) - (rate + property_tax_open) V = 0,
//           V >= W - close_cost
//   closed  (v^2/2) S^2 W_SS + drift S W_S - maintenance - (rate + property_tax_closed) W = 0,
//           W >= V - open_cost,   both >= -abandon_cost
//   cash    q (S - unit_cost) less royalty q S and income tax on the rest (equations 11 to 16)
//
// Q is the stock, q the output; rate = nominal rate - inflation, drift = rate - yield, costs rise with
// inflation. A closed mine waits without end, so that time does not enter.
#pragma once

#include <cstddef>
#include <vector>

#include "base/describe.h"

namespace lode::decision {

struct DepletableMine {
  double volatility = kRequired;    // 1/sqrt(year)
  double yield = 0;                 // convenience, 1/year
  double nominal_rate = kRequired;  // 1/year
  double inflation = 0;             // of costs and of money, 1/year
  double reserve = kRequired;       // units of output
  double output = kRequired;        // units a year while open
  double unit_cost = 0;             // money a unit
  double maintenance = 0;           // money a year while closed, after tax
  double open_cost = 0, close_cost = 0, abandon_cost = 0;
  double royalty = 0, income_tax = 0;  // shares of revenue; of revenue less royalty and cost
  bool loss_offset = true;             // a year's loss lowers the tax of other income
  double property_tax_open = 0, property_tax_closed = 0;  // share of the value, 1/year
  bool may_close = true;  // false: open or abandoned, nothing between
};
void describe(Visitor& visit, DepletableMine& mine);

struct MineGrid {
  int nodes = 1600;                // of the log price
  int steps = 300;                 // of the stock
  double lowest = 0, highest = 0;  // prices that must lie well inside the grid
};

// Prices at which decisions change with this much stock; NaN: at none of the grid.
struct MineTriggers {
  double stock = 0;
  double open_at = 0;   // a closed mine opens at this price or above
  double close_at = 0;  // an open mine closes at this price or below
  // Given up at this price or below, from each of the two.
  double abandon_closed_at = 0, abandon_open_at = 0;
};

struct MineValues {
  std::vector<double> price;          // [node]
  std::vector<double> open, closed;   // [node] with the whole reserve
  std::vector<MineTriggers> trigger;  // from the whole reserve down, one for each step

  bool converged = true;  // every policy iteration came to rest

  double open_at(double price_now) const;  // by the cubic through four nodes of the log price
  double closed_at(double price_now) const;
};

// Implicit in the stock, extrapolated from steps and 2 x steps (Richardson); the stopping regions of both
// modes are found together by policy iteration (Howard 1960). Throws InputError: rate + property taxes not above 0.
MineValues solve(const DepletableMine& mine, const MineGrid& grid);

// With no right to close or give up before the stock is gone: V = a S - b, in real terms. Where losses are
// offset; for checks.
double without_rights(const DepletableMine& mine, double price);

}  // namespace lode::decision
