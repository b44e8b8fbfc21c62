// The right to stop once at any time without end, on a geometric price, in closed form: McDonald &
// Siegel (1986); Dixit & Pindyck (1994), chapter 5; Schwartz (1997), his model 0.
#pragma once

namespace lode::decision {

struct Perpetual {
  double trigger = 0;  // price; infinite: never
  double slope = 0, constant = 0, power = 0;

  double value(double price) const;
};

// The payoff is slope x price + constant when it is taken. slope > 0 and constant < 0: from the trigger up (call,
// project); slope < 0 and constant > 0: from it down (put). Throws InputError otherwise, or with a rate not above 0.
Perpetual perpetual(double rate, double yield, double volatility, double slope, double constant);

}  // namespace lode::decision
