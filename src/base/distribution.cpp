#include "base/distribution.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lode {

double normal_pdf(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

// P. J. Acklam's rational approximation (2003), refined by one step of Halley's method.
double normal_quantile(double p) {
  if (p <= 0) return -kInfinity;
  if (p >= 1) return kInfinity;
  if (p > 0.5) return -normal_quantile(1 - p);
  double x;
  if (p < 0.02425) {
    const double q = std::sqrt(-2 * std::log(p));
    x = (((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q -
           2.549732539343734e+00) *
              q +
          4.374664141464968e+00) *
             q +
         2.938163982698783e+00) /
        ((((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q +
          3.754408661907416e+00) *
             q +
         1);
  } else {
    const double q = p - 0.5, r = q * q;
    x = (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
           1.383577518672690e+02) *
              r -
          3.066479806614716e+01) *
             r +
         2.506628277459239e+00) *
        q /
        (((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
           6.680131188771972e+01) *
              r -
          1.328068155288572e+01) *
             r +
         1);
  }
  const double error = (normal_cdf(x) - p) / normal_pdf(x);
  return x - error / (1 + 0.5 * x * error);
}

namespace {

// Of a lognormal above its low: log-mean, and how many standard deviations high lies above it.
struct LogLaw {
  double mean, sd, high;
};
LogLaw log_law(const std::vector<double>& v) {
  const double mean = std::log(v[1] - v[0]) - 0.5 * v[2] * v[2];
  return {mean, v[2], (std::log(v[3] - v[0]) - mean) / v[2]};
}

}  // namespace

double Distribution::low() const {
  switch (kind) {
    case Kind::truncated_normal:
      return values[2];
    case Kind::discrete:
      return *std::min_element(values.begin(), values.end());
    default:
      return values.front();
  }
}

double Distribution::high() const {
  if (kind == Kind::discrete) return *std::max_element(values.begin(), values.end());
  return values.back();
}

double Distribution::mean() const {
  switch (kind) {
    case Kind::triangular:
      return (values[0] + values[1] + values[2]) / 3;
    case Kind::uniform:
      return 0.5 * (values[0] + values[1]);
    case Kind::truncated_normal: {
      const double a = (values[2] - values[0]) / values[1], b = (values[3] - values[0]) / values[1];
      return values[0] +
             values[1] * (normal_pdf(a) - normal_pdf(b)) / (normal_cdf(b) - normal_cdf(a));
    }
    case Kind::discrete: {
      double sum = 0;
      for (std::size_t i = 0; i < values.size(); ++i) sum += values[i] * weights[i];
      return sum;
    }
    case Kind::lognormal: {  // E[X; X < high] = mean x Phi(high - sd), in standard deviations
      const LogLaw law = log_law(values);
      return values[0] +
             (values[1] - values[0]) * normal_cdf(law.high - law.sd) / normal_cdf(law.high);
    }
  }
  return 0;
}

double Distribution::quantile(double u) const {
  switch (kind) {
    case Kind::triangular: {
      const double a = values[0], c = values[1], b = values[2];
      if (b == a) return a;
      return u * (b - a) < c - a ? a + std::sqrt(u * (b - a) * (c - a))
                                 : b - std::sqrt((1 - u) * (b - a) * (b - c));
    }
    case Kind::uniform:
      return values[0] + u * (values[1] - values[0]);
    case Kind::truncated_normal: {
      const double a = normal_cdf((values[2] - values[0]) / values[1]);
      const double b = normal_cdf((values[3] - values[0]) / values[1]);
      return std::clamp(values[0] + values[1] * normal_quantile(a + u * (b - a)), values[2],
                        values[3]);
    }
    case Kind::discrete: {
      double sum = 0;
      for (std::size_t i = 0; i + 1 < values.size(); ++i) {
        sum += weights[i];
        if (u < sum) return values[i];
      }
      return values.back();
    }
    case Kind::lognormal: {
      const LogLaw law = log_law(values);
      const double z = normal_quantile(u * normal_cdf(law.high));
      return std::min(values[0] + std::exp(law.mean + law.sd * z), values[3]);
    }
  }
  return 0;
}

std::string Distribution::text() const {
  return fmt::format("{}({})", kNames<Kind>[static_cast<std::size_t>(kind)],
                     fmt::join(values, ", "));
}

std::string fault_of(const Distribution& d) {
  const auto& v = d.values;
  for (const double value : v)
    if (!std::isfinite(value)) return "a distribution needs finite numbers";
  switch (d.kind) {
    case Distribution::Kind::triangular:
      if (v.size() != 3 || !(v[0] <= v[1] && v[1] <= v[2]))
        return "triangular needs [low, mode, high] with low <= mode <= high";
      break;
    case Distribution::Kind::uniform:
      if (v.size() != 2 || !(v[0] <= v[1])) return "uniform needs [low, high] with low <= high";
      break;
    case Distribution::Kind::truncated_normal:
      if (v.size() != 4 || !(v[1] > 0) || !(v[2] < v[3]) || v[0] < v[2] || v[0] > v[3])
        return "truncated_normal needs [mean, sd, low, high] with sd > 0 and low <= mean <= high";
      break;
    case Distribution::Kind::discrete: {
      double sum = 0;
      for (const double w : d.weights) {
        if (!(w >= 0)) return "weights of discrete must not be negative";
        sum += w;
      }
      if (v.empty() || d.weights.size() != v.size() || std::abs(sum - 1) > 1e-9)
        return "discrete needs as many weights as values, adding to 1";
      break;
    }
    case Distribution::Kind::lognormal:
      if (v.size() != 4 || !(v[2] > 0) || !(v[0] < v[1] && v[1] < v[3]))
        return "lognormal needs [low, mean, log_sd, high] with low < mean < high and log_sd > 0";
      break;
  }
  return {};
}

}  // namespace lode
