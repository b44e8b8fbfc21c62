// What the right to choose is worth to one decider, by least-squares Monte Carlo.
//
//   Paths paths{...};                       // state [date][factor][path], clusters
//   Valued v = least_squares(rights, paths, payoff);
//   v.value, v.standard_error, v.taken      // [date][path] who did what when
//
// Longstaff & Schwartz (2001), for any number of modes. Backward over the dates the payoff that is
// realised after each action is regressed on the state; an action is chosen by its known payoff plus
// that regression. Two folds: the policy that values a path was fitted on the other fold's
// paths alone (cross-fitting, Chernozhukov et al. 2018), so that no path is valued by a policy
// fitted on it; the value is one that a decider can reach: on average at most the best one.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "decision/basis.h"
#include "decision/rights.h"

namespace lode::decision {

inline constexpr std::uint16_t kNone = 0xFFFF;

struct Paths {
  std::size_t paths = 0, dates = 0, factors = 1;
  std::vector<double> state;  // [date][factor][path]: what is known at that date
  // [path] any number; paths of one cluster (an antithetic pair, one realisation of the ground)
  // stay in one fold and count once in the standard error. Empty: each path is its own.
  std::vector<std::uint64_t> cluster;

  std::span<const double> factor(std::size_t date, std::size_t f) const {
    return {state.data() + (date * factors + f) * paths, paths};
  }
};

struct LeastSquares {
  int greatest_degree = 4;  // of the polynomials; the degree used is chosen by cross-validation
};

// One regression: the mode decided from, at one date, on one fold.
struct Regression {
  std::size_t date = 0, mode = 0;
  int fold = 0, degree = 0;
  double paths = 0;
  double error = 0;   // root mean square, of one half of the fold by the fit on the other half
  double spread = 0;  // the same of the mean alone: what the state does not explain
};

// A decision as a function of the state.
struct Policy {
  std::vector<Scale> scale;                       // [date]
  std::vector<std::vector<double>> continuation;  // [date x actions + action] coefficients, or none
  std::size_t actions = 0;
};

struct Valued {
  double value = 0,
         standard_error = 0;  // mean over paths of the present value; by clusters, NaN of one
  std::size_t clusters = 0;
  std::vector<double> path_value;      // [path]
  std::vector<std::uint16_t> taken;    // [date][path] action; kNone once an end is reached
  std::array<Policy, 2> policy;        // [fold that it was fitted on]
  std::vector<std::uint8_t> fold;      // [path]; its policy is that of the other
  std::vector<Regression> regression;  // where there was a choice, from the last date backward
  Basis basis{1, 0};
};

// Clusters are dealt to the two folds in turn, in the order of their first paths.
// Ties between actions go to the one that stands first in `rights`.
// Memory: two doubles and two bytes a path for each mode and date. Cost: dates x paths x (terms^2 +
// modes' actions x terms). Throws InputError: check(rights), sizes that do not fit, fewer than 4
// clusters.
Valued least_squares(const Rights& rights, const Paths& paths, const Payoff& payoff,
                     const LeastSquares& options = {});

// The action that this policy takes: from a mode, in a state [factor], with the known payoffs of
// all actions [action] (kNotAllowed where one cannot be taken). With its value: known + expected.
struct Choice {
  std::uint16_t action = kNone;
  double value = 0;
};
Choice decide(const Rights& rights, const Basis& basis, const Policy& policy, std::size_t date,
              std::size_t mode, std::span<const double> state, std::span<const double> known);

// Fitted policies on paths that they were not fitted on: path p by policy[use[p]].
struct Followed {
  std::vector<double> path_value;    // [path]
  std::vector<std::uint16_t> taken;  // [date][path]
};
Followed follow(const Rights& rights, const Basis& basis, const std::array<Policy, 2>& policy,
                std::span<const std::uint8_t> use, const Paths& paths, const Payoff& payoff);

}  // namespace lode::decision
