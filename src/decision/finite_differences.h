// The same decisions for one factor without chance: the value of each mode on a grid of log
// prices, by finite differences backward in time, the best action taken at each date.
//
//   V_t + (volatility^2 / 2) V_xx + (drift + speed (level - x)) V_x - rate V = 0,  x = ln S
//
// Crank & Nicolson (1947), two half steps of implicit Euler first after every date (Rannacher 1984), since
// decisions leave kinks. Error: second order in the width of the grid and in time.
#pragma once

#include "decision/upper_bound.h"

namespace lode::decision {

struct Differences {
  int nodes = 2000;  // of the grid, start and all that is likely between
  // At least so many until the last date too, and 4 between two that are a step or more apart.
  double steps_per_year = 250;
};

// The price at which the best action of a mode changes, at one date.
struct Trigger {
  std::size_t date = 0, mode = 0;
  std::size_t below = 0, above = 0;  // actions
  double price = 0;
};

struct DifferencesValue {
  double value = 0;              // now, at the process's start, in the starting mode
  std::vector<Trigger> trigger;  // by date, mode, price
};

// model.years[0] is 0. A right of any day: dates so close that nothing is gained by more of them (some
// thousands). Throws InputError: check(rights), a volatility of 0.
DifferencesValue finite_differences(const Rights& rights, const OneFactor& model,
                                    const Differences& options = {});

}  // namespace lode::decision
