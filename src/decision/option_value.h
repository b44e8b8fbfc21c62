// What `lode option` answers, from a case's terms to plain results:
//
//   RightOnPrice  right_on_price(terms)          least squares, dual bound, finite differences, closed forms
//   RightOnPaths  right_on_paths(terms, given)   least squares and perfect foresight on given paths
//   RightToMine   right_to_mine(terms)           a stock that is mined, suspended or abandoned
//
// The terms must be without contradictions (io/option_case.h says what those are).
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/clusters.h"
#include "decision/depletable_mine.h"
#include "decision/finite_differences.h"
#include "decision/least_squares.h"
#include "decision/option_model.h"
#include "decision/option_terms.h"

namespace lode::decision {

// Paths on which an action but staying is taken at a date, each by the policy of the other fold.
struct Exercised {
  std::size_t date = 0, action = 0;
  double paths = 0;
  double price = 0;  // mean on those of the price, or of the first state that is given
};

// The regressions for which cross-validation chose a degree, in sum.
struct DegreeUse {
  int degree = 0;
  std::size_t terms = 0;
  double regressions = 0;
  double error = 0, spread = 0;  // root mean squares, weighted by paths
  double explained = 0;          // share of the spread's square; NaN: there is no spread
};

// By least squares, on simulated or given paths.
struct FittedRight {
  Rights rights;
  std::vector<double> years;  // [date]
  std::size_t paths = 0;
  Mean value;
  std::vector<Exercised> exercised;  // by date, then action
  double never = 0;                  // paths on which no action but staying is ever taken
  std::vector<DegreeUse> degree;
  std::vector<Regression> regression;  // from the last date backward
};

// The fitted policy and the dual bound on the same other paths: no policy can beat `upper`.
struct Bounds {
  Mean lower, upper, gap;
};

// With another price now; NaN: not asked for.
struct AtPrice {
  double price = 0;
  double now = 0;  // paid by acting at once; NaN: nothing can be
  double last_date = 0, at_dates = 0, any_time = kRequired;  // by finite differences
  double perpetual = kRequired;
};

// A price at which the decision changes, and where the policies fitted on each fold put it (NaN: nowhere
// that many paths come near).
struct SeenTrigger {
  Trigger trigger;
  std::array<double, 2> fold = {kRequired, kRequired};
};

// The worth of starting a project at once.
struct ProjectWorth {
  std::size_t action = 0;  // of the terms
  struct Row {
    std::optional<double> dcf_rate;  // at a flat price; none: at forward prices
    double zero_price = 0;           // at which it is worth nothing; NaN: at none
    std::vector<double> value;       // [RightOnPrice::price]
  };
  std::vector<Row> row;
};

struct RightOnPrice {
  FittedRight fitted;
  std::optional<Bounds> bounds;
  std::vector<AtPrice> price;  // the process's own first
  std::vector<SeenTrigger> trigger;
  std::vector<double> any_time_years;  // the dates that stand for any time; empty: not asked for
  Rights any_time_rights;
  std::vector<Trigger> any_time_trigger;
  double perpetual_trigger = kRequired;  // infinite: never
  std::vector<ProjectWorth> project;
};
// Throws InputError where the paths need more memory than is left.
RightOnPrice right_on_price(const OptionTerms& terms);

struct RightOnPaths {
  FittedRight fitted;
  Mean foresight;  // each path's future known
};
RightOnPaths right_on_paths(const OptionTerms& terms, const GivenPaths& given);

struct MineAtPrice {
  double price = 0;
  double open = 0, closed = 0;  // with all rights; closed is NaN where the mine may not close
  double abandon_only = 0;      // open, may be given up but not closed
  double no_rights = 0;         // NaN: no closed form, since losses are not offset
};
struct RightToMine {
  bool converged = true;  // the regions of its decisions came to rest
  std::vector<MineAtPrice> price;
  std::vector<MineTriggers> trigger;  // from the whole reserve down
};
RightToMine right_to_mine(const OptionTerms& terms);

}  // namespace lode::decision
