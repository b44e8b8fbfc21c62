#include "resource/normal_scores.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/distribution.h"
#include "base/error.h"

namespace lode::resource {
namespace {

double normal_probability(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

// Value at a share of the way, by a power.
double between(double from, double to, double share, double power) {
  return from + (to - from) * std::pow(std::clamp(share, 0.0, 1.0), 1 / power);
}

std::vector<std::size_t> measured(std::span<const double> value, std::span<const double> weight) {
  if (!weight.empty() && weight.size() != value.size())
    throw InputError(fmt::format("{} weights for {} values", weight.size(), value.size()));
  std::vector<std::size_t> out;
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (std::isnan(value[i])) continue;
    const std::string sample = fmt::format("sample {}", i + 1);
    if (std::isinf(value[i])) faults.push_back({{}, sample, {}, "its value is infinite"});
    if (!weight.empty() && !(weight[i] > 0 && std::isfinite(weight[i])))
      faults.push_back({{}, sample, fmt::format("{}", weight[i]), "its weight must be above 0"});
    out.push_back(i);
  }
  if (!faults.empty()) throw InputError(std::move(faults));
  if (out.empty()) throw InputError("normal scores need a value at least; there is none");
  return out;
}

}  // namespace

NormalScores normal_scores(std::span<const double> value, std::span<const double> weight,
                           TieRule ties) {
  std::vector<std::size_t> order = measured(value, weight);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return value[a] < value[b]; });
  const auto weight_of = [&](std::size_t i) { return weight.empty() ? 1.0 : weight[i]; };
  double total = 0;
  for (const std::size_t i : order) total += weight_of(i);

  NormalScores out{std::vector<double>(value.size(), kRequired), {}};
  double below = 0;
  for (std::size_t begin = 0, end; begin < order.size(); begin = end) {
    end = begin + 1;
    double own = weight_of(order[begin]);
    if (ties == TieRule::share)
      for (; end < order.size() && value[order[end]] == value[order[begin]]; ++end)
        own += weight_of(order[end]);
    const double score = normal_quantile((below + own / 2) / total);
    for (std::size_t k = begin; k < end; ++k) out.score[order[k]] = score;
    out.table.value.push_back(value[order[begin]]), out.table.score.push_back(score);
    below += own;
  }
  return out;
}

std::string_view fault_of(const ScoreTable& table, const Tails& tails) {
  if (table.value.empty() || table.value.size() != table.score.size())
    return "the table of scores is empty or torn";
  if (!(tails.low <= table.value.front())) return "the low end lies above the smallest value";
  if (!(tails.low_power > 0 && tails.high_power > 0)) return "powers of tails must be above 0";
  if (tails.upper == UpperTail::hyperbolic)
    return table.value.back() > 0 ? "" : "a hyperbolic tail needs a largest value above 0";
  return tails.high >= table.value.back() ? "" : "the high end lies below the largest value";
}

double back_transform(const ScoreTable& table, double score, const Tails& tails) {
  const std::vector<double>& scores = table.score;
  if (score < scores.front())
    return between(tails.low, table.value.front(),
                   normal_probability(score) / normal_probability(scores.front()), tails.low_power);
  if (score > scores.back()) {
    // Probabilities above, so that nothing is lost near 1.
    const double above = normal_probability(-score), last = normal_probability(-scores.back());
    if (tails.upper == UpperTail::hyperbolic)
      return table.value.back() * std::pow(last / above, 1 / tails.high_power);
    return between(table.value.back(), tails.high, 1 - above / last, tails.high_power);
  }
  const auto next = std::lower_bound(scores.begin(), scores.end(), score);
  const auto k = static_cast<std::size_t>(next - scores.begin());
  if (*next == score) return table.value[k];
  const double share = (score - scores[k - 1]) / (scores[k] - scores[k - 1]);
  return table.value[k - 1] + share * (table.value[k] - table.value[k - 1]);
}

}  // namespace lode::resource
