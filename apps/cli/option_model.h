// One decider of `lode option`: from the case's tables to the decision room's rights, states and
// payoffs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "decision/decision.h"
#include "option_case.h"

namespace lode::cli {

// Names that no case gives: the end that actions without `to` lead to, and doing nothing.
inline constexpr const char* kEnd = "ended";
inline constexpr const char* kStayName = "stay";
inline constexpr std::size_t kStay = static_cast<std::size_t>(-1);

struct OptionModel {
  decision::Rights rights;
  std::vector<std::size_t> source;  // [action] of the case; kStay
  std::vector<bool> floor;     // [action] not taken where it pays nothing: staying costs nothing
  decision::OneFactor factor;  // of a process; years[0] = 0
  decision::Paths paths;       // given, or empty
  std::vector<std::vector<double>>
      column;  // of the table of paths: [asked column][date x paths + path]
  // [action of the case], [mode]: places in `column`; kStay: none.
  std::vector<std::size_t> action_column, mode_column;
};

// Dates as the case says, or these (from now) instead.
OptionModel model_of(const OptionCase& values, const std::vector<double>& years = {});

// Reads the table of paths into the model. Throws InputError with every fault and its line.
OptionModel read_paths(const OptionCase& values, const std::filesystem::path& folder,
                       std::vector<std::string>& notes);

// Of the given paths.
decision::Payoff payoff_of_paths(const OptionCase& values, const OptionModel& model);

// What a project is worth when it is started, as a function of the price then: output sold at forward prices at each
// year's end, discounted, less costs and investment; Schwartz (1997), equation 57.
class Project {
 public:
  Project() = default;
  Project(const OptionCase& values, const OptionAction& action, const decision::Process& process);
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
Line line_of(const OptionCase& values, const OptionAction& action);

decision::Process process_of(const OptionCase& values, double start);

}  // namespace lode::cli
