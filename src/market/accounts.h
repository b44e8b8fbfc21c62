// Who gains what in an equilibrium, in present values: every column's receipts at the prices less its
// costs and taxes, booked to a region. They add up to the objective:
//
//   sum of all accounts = objective + tax revenue + conduct term
//
// since what one column pays another receives. The left side is computed from prices, the right one
// from the program alone.
#pragma once

#include <vector>

#include "market/equilibrium.h"

namespace lode::market {

struct Account {
  double consumer = 0;  // benefit less what is paid; of a fixed quantity: what is paid, below 0
  double producer = 0;  // producers, plants and firms, with the rents of their capacity
  double storage = 0;   // stocks, with the value of those at the start
  double revenue = 0;   // taxes and duties
  double rent = 0;      // quotas
  double friction = 0;  // half the rise of a route's own cost: where flows are calibrated or sticky
  double tie = 0;       // what clauses cost the sellers, below 0
  double total() const { return consumer + producer + storage + revenue + rent + friction + tie; }
};

struct Welfare {
  std::vector<Account> region;
  Account world;
  double objective = 0;  // benefits less costs and taxes, as maximised
  double revenue = 0, conduct = 0;
  // |sum of accounts - (objective + revenue + conduct)| over the gross of all bookings.
  double error = 0;
};

Welfare welfare(const Model& model, const Equilibrium& answer);

}  // namespace lode::market
