// Distributions that a sampled parameter may have, all with bounded support, drawn by inversion so
// that one uniform gives one draw and two runs pair scenario by scenario.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/describe.h"

namespace lode {

struct Distribution {
  enum class Kind { triangular, uniform, truncated_normal, discrete, lognormal };
  Kind kind = Kind::uniform;
  // triangular {low, mode, high}; uniform {low, high}; truncated_normal {mean, sd, low, high} (of
  // the untruncated law, then its bounds); discrete {value...} with equal or given weights;
  // lognormal {low, mean, log_sd, high}: low + a lognormal, mean of the whole before it is cut at
  // high.
  std::vector<double> values;
  std::vector<double> weights;  // discrete only; sums to 1

  double low() const;
  double high() const;
  double mean() const;              // truncated_normal, lognormal: of the truncated law
  double quantile(double u) const;  // u in (0, 1)
  std::string text() const;         // "triangular(0.65, 0.72, 0.78)"
};

// Empty if the values are in order for the kind; otherwise what is allowed.
std::string fault_of(const Distribution& distribution);

double normal_pdf(double x);  // of mean 0 and variance 1, as the next two
double normal_cdf(double x);
double normal_quantile(double p);  // Acklam's start, one Halley step: |error| < 1e-15 relative

}  // namespace lode
template <>
inline constexpr std::array<std::string_view, 5> lode::kNames<lode::Distribution::Kind> = {
    "triangular", "uniform", "truncated_normal", "discrete", "lognormal"};
