// An upper bound on what any policy can reach: the certificate of a lower one.
//
// On each path the best actions are found by looking ahead, less a penalty that is zero on average
// whatever is decided without looking ahead (Rogers 2002; Haugh & Kogan 2004; for many modes and any
// zero-mean penalty Brown, Smith & Sun 2010, theorem 2.1). Valid for every such penalty; tight where the penalty
// is the change of the value less its expectation (Andersen & Broadie 2004).
#pragma once

#include "decision/least_squares.h"
#include "decision/process.h"

namespace lode::decision {

// Of taking an action at a date, on the paths first, first + 1, ...: present value whose
// expectation, given what is known at that date, is 0. `out` is 0 when it is called. Must be
// callable from any thread.
using Penalty = std::function<void(std::size_t date, std::size_t action, std::size_t first,
                                   std::span<double> out)>;

struct Bound {
  double value = 0, standard_error = 0;
  std::vector<double> path_value;  // [path]
};

// cluster: [path], or empty. Throws as least_squares.
Bound upper_bound(const Rights& rights, std::size_t paths, std::size_t dates,
                  std::span<const std::uint64_t> cluster, const Payoff& payoff,
                  const Penalty& penalty);

// The penalties of actions that were taken: [path] their sum. Less these a policy's values have the same mean and
// much less spread, and stay below the bound's on every path.
std::vector<double> penalties(std::span<const std::uint16_t> taken, std::size_t actions,
                              std::size_t paths, std::size_t dates, const Penalty& penalty);

// Payoffs as functions of the price: what one factor with known dynamics allows.
struct OneFactor {
  Process process;
  double rate = 0;            // of discount, 1/year, continuous
  std::vector<double> years;  // [date] from now: 0, then rising
  // Money of the date; kNotAllowed where the action cannot be taken at this price.
  std::function<double(std::size_t date, std::size_t action, double price)> payoff;
};

// The payoffs of simulated prices, discounted to now.
Payoff payoff_of(const OneFactor& model, const PricePaths& paths);

// Values of all modes, linear between the nodes of a grid of log prices, by dynamic programming. The expectation of
// a value one date ahead is exact for such functions, at any price: the penalties made of them have mean zero.
class GridValues {
 public:
  // Nodes half a standard deviation of the shortest step apart, from 64 to 4,000 of them.
  GridValues(const Rights& rights, const OneFactor& model);
  double start() const { return start_; }  // present value in the starting mode
  // E[value at date + 1 | log price at date], for each mode, in present value.
  void expected(std::size_t date, double log_price, std::span<double> out) const;
  double value(std::size_t date, std::size_t mode, double log_price) const;

 private:
  std::size_t modes_ = 0, dates_ = 0, nodes_ = 0;
  double low_ = 0, width_ = 0, start_ = 0;
  std::vector<Step> step_;     // [date] to the next
  std::vector<double> value_;  // [date][node][mode] present value
};

// The change of the mode's value to the next date less its expectation, on these paths.
Penalty martingale(const Rights& rights, const GridValues& values, const PricePaths& paths);

}  // namespace lode::decision
