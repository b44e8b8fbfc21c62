// What a case says of a right to choose, in numbers and names: one decider on an uncertain price or on
// given paths, a mine that opens and closes, or a tree with several holders (docs/option.md).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/describe.h"
#include "decision/depletable_mine.h"

namespace lode::decision {

enum class PriceKind { geometric, mean_reverting };
enum class Pays { put, call, project, amount, column };
enum class JointRule { none, proposal, sum };

struct OptionProcess {
  PriceKind kind = PriceKind::geometric;
  double start = kRequired;
  double volatility = kRequired;  // 1/sqrt(year)
  double yield = 0;
  double speed = kInfinity, mu = kInfinity, lambda = 0;  // mean-reverting; infinite: not given
  double unit = 1;  // what the price was measured in when mu was fitted
};
void describe(Visitor& visit, OptionProcess& process);

struct OptionDates {
  std::vector<double> at;
  double per_year = 0, first = kInfinity, until = 0;  // instead of `at`; infinite: one step
  bool any_time = false, perpetual = false;
};
void describe(Visitor& visit, OptionDates& dates);

struct OptionMode {
  std::string id;
  double output = 0, unit_cost = 0, fixed_cost = 0;
  std::string column;  // of given paths; empty: none
};
void describe(Visitor& visit, OptionMode& mode);

struct OptionAction {
  std::string id;
  Pays pays = Pays::amount;
  std::vector<std::string> from;
  std::string to;
  double first = 0, last = kInfinity;
  double strike = 0, amount = 0, cost = 0;
  double output = 0, unit_cost = 0, investment = 0, life = 0;
  std::string column;  // of given paths
  bool later = false;
};
void describe(Visitor& visit, OptionAction& action);

struct OptionMethod {
  int paths = 100'000, bound_paths = 2000, degree = 4, nodes = 2000, seed = 1;
};
void describe(Visitor& visit, OptionMethod& method);

struct OptionHolder {
  std::string id;
  std::string name;
};
void describe(Visitor& visit, OptionHolder& holder);

struct OptionChoice {
  std::string id;
  std::string to, refused;
  std::vector<double> pays;
  double probability = 0;
  std::vector<std::string> consent;
  double first = -kInfinity, last = kInfinity;  // infinite: not given
};
void describe(Visitor& visit, OptionChoice& choice);

struct OptionNode {
  std::string id;
  std::string holder;
  std::vector<std::string> jointly;
  JointRule rule = JointRule::none;
  std::string refused;
  double year = kInfinity;  // infinite: not given
  std::vector<OptionChoice> choice, chance;
  std::vector<double> pays;
};
void describe(Visitor& visit, OptionNode& node);

struct OptionTerms {
  std::string title, start;
  double rate = kInfinity;  // infinite: not given; a mine and a tree without years have none
  std::vector<double> prices, dcf_rates;
  std::optional<OptionProcess> process;
  std::optional<OptionDates> dates;
  std::optional<DepletableMine> mine;
  std::vector<OptionMode> mode;
  std::vector<OptionAction> action;
  std::vector<OptionHolder> holder;
  std::vector<OptionNode> node;
  OptionMethod method;
};

// Years of decisions, and those of some years that lie in an action's window.
std::vector<double> decision_years(const OptionDates& dates);
std::vector<double> open_years(std::span<const double> years, const OptionAction& action);

bool in_window(const OptionNode& node, const OptionChoice& choice);

}  // namespace lode::decision

namespace lode {

template <>
inline constexpr std::array<std::string_view, 2> kNames<decision::PriceKind> = {"geometric",
                                                                                "mean_reverting"};
template <>
inline constexpr std::array<std::string_view, 5> kNames<decision::Pays> = {"put", "call", "project",
                                                                           "amount", "column"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<decision::JointRule> = {"none", "proposal",
                                                                                "sum"};

}  // namespace lode
