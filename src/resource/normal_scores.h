// Normal scores: a variable carried onto the standard normal law by its own distribution, and back.
//
//   const NormalScores scores = normal_scores(grade, weights, TieRule::share);
//   back_transform(scores.table, 1.2, {.low = 0, .high = 30});
//
// Score of the i-th smallest: normal quantile of (weight below it + half its own) / total weight.
// Deutsch & Journel (1998), nscore and backtr.
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "base/describe.h"

namespace lode::resource {

enum class TieRule {
  share,     // equal values have one score, of the middle of their common weight
  in_order,  // equal values are told apart by their order in the data
};

struct ScoreTable {
  std::vector<double> value, score;  // ascending both; with TieRule::share strictly
};

struct NormalScores {
  std::vector<double> score;  // [sample]; NaN where the value is
  ScoreTable table;
};

// `weight` (of declustering) may be empty: all alike. Throws InputError: values infinite, none at
// all, weights not above 0 or as many as the values.
NormalScores normal_scores(std::span<const double> value, std::span<const double> weight = {},
                           TieRule ties = TieRule::share);

enum class UpperTail { power, hyperbolic };

// Beyond the smallest and the largest sample the law goes on to `low` and `high`.
struct Tails {
  double low = kRequired,
         high = kRequired;               // smallest and largest value; high unused if hyperbolic
  double low_power = 1, high_power = 1;  // 1: linear in probability
  UpperTail upper = UpperTail::power;    // hyperbolic: 1 - F(z) ~ z^-high_power, z above 0
};
std::string_view fault_of(const ScoreTable& table, const Tails& tails);  // empty if all is well

// Linear in score between samples. The score of a sample gives its value.
// Precondition: fault_of is empty.
double back_transform(const ScoreTable& table, double score, const Tails& tails);

}  // namespace lode::resource
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::TieRule> = {
    "share", "in_order"};
template <>
inline constexpr std::array<std::string_view, 2> lode::kNames<lode::resource::UpperTail> = {
    "power", "hyperbolic"};
