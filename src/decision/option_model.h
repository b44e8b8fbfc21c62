// One decider: from a case's terms to rights, states and payoffs.
#pragma once

#include <cstddef>
#include <vector>

#include "decision/least_squares.h"
#include "decision/option_terms.h"
#include "decision/process.h"
#include "decision/upper_bound.h"

namespace lode::decision {

// Names that no case gives: the end that actions without `to` lead to, and doing nothing.
inline constexpr const char* kEnd = "ended";
inline constexpr const char* kStayName = "stay";
inline constexpr std::size_t kStay = static_cast<std::size_t>(-1);

struct OptionModel {
  Rights rights;
  std::vector<std::size_t> source;  // [action] of the terms; kStay
  std::vector<bool> floor;  // [action] not taken where it pays nothing: staying costs nothing
  OneFactor factor;         // of a process; of given paths its rate and years alone
};

// Of a process: dates as the terms say, or these (from now) instead. The payoff of `factor` refers to the terms,
// which must outlive it.
OptionModel model_of(const OptionTerms& terms, const std::vector<double>& years = {});

// Paths that are given, with what is paid on them.
inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);
struct GivenPaths {
  std::vector<double> years;                // [date] from now, rising
  Paths paths;                              // its first state is the price
  std::vector<std::vector<double>> column;  // [column][date x paths + path] money of the date
  // [action of the terms], [mode]: places in `column`; kNoColumn: none.
  std::vector<std::size_t> action_column, mode_column;
};
OptionModel model_of(const OptionTerms& terms, const GivenPaths& given);

// In present value. Refers to all three.
Payoff payoff_of(const OptionTerms& terms, const OptionModel& model, const GivenPaths& given);

// What a project is worth when it is started, as a function of the price then: output sold at forward prices at each
// year's end, discounted, less costs and investment; Schwartz (1997), equation 57.
class Project {
 public:
  Project() = default;
  Project(const OptionTerms& terms, const OptionAction& action, const Process& process);
  double value(double price) const;

 private:
  struct Term {
    double power = 0, factor = 0;  // factor x price^power
  };
  std::vector<Term> term_;
  double slope_ = 0, constant_ = 0;
};

// slope x price + constant, under a geometric process.
struct Line {
  double slope = 0, constant = 0;
};
Line line_of(const OptionTerms& terms, const OptionAction& action);

Process process_of(const OptionTerms& terms, double start);

}  // namespace lode::decision
