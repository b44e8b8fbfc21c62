#include "resource/change_of_support.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "base/distribution.h"
#include "base/error.h"

namespace lode::resource {
namespace {

constexpr double kThinnestStep = 0.005;  // of Y
constexpr int kHalfNodes = 600;
constexpr double kReach = 6, kSpacing = kReach / kHalfNodes;
constexpr int kHermite = 200;

double node(std::size_t k) { return (static_cast<double>(k) - kHalfNodes) * kSpacing; }

// Integral of the line through (y0, z0) and (y1, z1) times the normal density, from a to b.
double line_integral(double y0, double z0, double y1, double z1, double a, double b) {
  const double slope = (z1 - z0) / (y1 - y0), at_zero = z0 - slope * y0;
  return at_zero * (normal_cdf(b) - normal_cdf(a)) - slope * (normal_pdf(b) - normal_pdf(a));
}

void check_samples(std::span<const double> grade, std::span<const double> weight) {
  if (grade.empty()) throw InputError("a law of grades needs at least one sample");
  if (!weight.empty() && weight.size() != grade.size())
    throw InputError("a law of grades needs a weight for each sample");
  double sum = 0;
  for (std::size_t i = 0; i < grade.size(); ++i) {
    const double w = weight.empty() ? 1 : weight[i];
    if (!std::isfinite(grade[i]) || !std::isfinite(w) || w < 0)
      throw InputError("a law of grades needs finite grades and weights of 0 or more");
    sum += w;
  }
  if (!(sum > 0)) throw InputError("a law of grades needs a weight above 0");
}

// The chance that the point is above a bound is 1 and 0 to the last digit outside +-9 of its sd.
double phi_r(const Anamorphosis& point, double r, double y) {
  const double s = std::sqrt(1 - r * r);
  const auto& bound = point.bound;
  const auto sure = std::upper_bound(bound.begin(), bound.end(), r * y - 9 * s);
  const auto never = std::upper_bound(sure, bound.end(), r * y + 9 * s);
  double out = point.grade[static_cast<std::size_t>(sure - bound.begin())];
  for (auto b = sure; b != never; ++b) {
    const auto i = static_cast<std::size_t>(b - bound.begin());
    out += (point.grade[i + 1] - point.grade[i]) * normal_cdf((r * y - *b) / s);
  }
  return out;
}

// Integral of phi_r times the density up to y.
double metal_below(const BlockLaw& law, double y) {
  const std::size_t last = law.grade.size() - 1;
  if (y <= -kReach) return law.grade.front() * normal_cdf(y);
  if (y >= kReach) return law.mean - law.grade.back() * normal_cdf(-y);
  const auto k = std::min(static_cast<std::size_t>((y + kReach) / kSpacing), last - 1);
  return law.metal_below[k] +
         line_integral(node(k), law.grade[k], node(k + 1), law.grade[k + 1], node(k), y);
}

}  // namespace

Anamorphosis make_anamorphosis(std::span<const double> grade, std::span<const double> weight) {
  check_samples(grade, weight);
  std::vector<std::size_t> order(grade.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return grade[a] != grade[b] ? grade[a] < grade[b] : a < b;
  });
  const auto weight_of = [&](std::size_t i) { return weight.empty() ? 1 : weight[i]; };
  double total = 0;
  for (const std::size_t i : order) total += weight_of(i);

  Anamorphosis out;
  double below = 0, step = 0, metal = 0, y = -kInfinity;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const double w = weight_of(order[k]), z = grade[order[k]];
    step += w;
    metal += w * z;
    out.mean += w / total * z;
    const bool is_last = k + 1 == order.size();
    if (step == 0 || (!is_last && grade[order[k + 1]] == z)) continue;
    const double upper = is_last ? kInfinity : normal_quantile((below + step) / total);
    if (!(upper - y >= kThinnestStep)) continue;
    out.grade.push_back(metal / step);
    if (!is_last) out.bound.push_back(upper);
    below += step;
    step = metal = 0;
    y = upper;
  }
  // Samples of no weight at the end leave a bound without a step above it.
  if (out.bound.size() == out.grade.size()) out.bound.pop_back();
  for (std::size_t i = 0; i < out.grade.size(); ++i) {
    const double p = (i < out.bound.size() ? normal_cdf(out.bound[i]) : 1) -
                     (i > 0 ? normal_cdf(out.bound[i - 1]) : 0);
    out.variance += p * (out.grade[i] - out.mean) * (out.grade[i] - out.mean);
  }
  return out;
}

// The integral of h_n g up to b is -h_{n-1}(b) g(b) / sqrt(n); summed by parts over the steps.
std::vector<double> hermite_coefficients(const Anamorphosis& point, int count) {
  LODE_CHECK(count >= 1);
  std::vector<double> out(static_cast<std::size_t>(count), 0.0);
  out[0] = point.mean;
  for (std::size_t i = 0; i < point.bound.size(); ++i) {
    const double b = point.bound[i], jump = (point.grade[i + 1] - point.grade[i]) * normal_pdf(b);
    double before = 0, h = 1;  // h_{n-2}, h_{n-1}
    for (int n = 1; n < count; ++n) {
      out[static_cast<std::size_t>(n)] += jump * h / std::sqrt(n);
      const double next = (b * h - std::sqrt(n - 1) * before) / std::sqrt(n);
      before = h;
      h = next;
    }
  }
  return out;
}

double block_coefficient(const Variogram& gaussian, const Grid& grid, int points_per_axis) {
  double sill = gaussian.nugget;
  for (const VariogramStructure& s : gaussian.structure) sill += s.contribution;
  if (!(sill > 0)) throw InputError("the variogram of the Gaussian variable has no sill");
  return std::sqrt(block_covariance(gaussian, grid, {}, points_per_axis) / sill);
}

double block_coefficient_for_variance(const Anamorphosis& point, double block_variance) {
  if (block_variance >= point.variance) return 1;
  if (block_variance <= 0) return 0;
  const std::vector<double> phi = hermite_coefficients(point, kHermite);
  double rest = point.variance;  // of the polynomials that are not listed: given to the next one
  for (std::size_t n = 1; n < phi.size(); ++n) rest -= phi[n] * phi[n];
  const auto variance = [&](double r) {
    double sum = 0, power = 1;
    for (std::size_t n = 1; n < phi.size(); ++n) {
      power *= r * r;
      sum += phi[n] * phi[n] * power;
    }
    return sum + std::max(0.0, rest) * power * r * r;
  };
  double low = 0, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (variance(middle) < block_variance ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

BlockLaw make_block_law(const Anamorphosis& point, double r) {
  LODE_CHECK(r >= 0 && r <= 1);
  BlockLaw out;
  out.r = r;
  const std::size_t nodes = 2 * kHalfNodes + 1;
  for (std::size_t k = 0; k < nodes; ++k) out.grade.push_back(phi_r(point, r, node(k)));
  double square = out.grade.front() * out.grade.front() * normal_cdf(-kReach);
  out.metal_below.push_back(out.grade.front() * normal_cdf(-kReach));
  for (std::size_t k = 0; k + 1 < nodes; ++k) {
    const double a = out.grade[k], b = out.grade[k + 1];
    out.metal_below.push_back(out.metal_below[k] +
                              line_integral(node(k), a, node(k + 1), b, node(k), node(k + 1)));
    square += 0.5 * (a * a + b * b) * (normal_cdf(node(k + 1)) - normal_cdf(node(k)));
  }
  out.mean = out.metal_below.back() + out.grade.back() * normal_cdf(-kReach);
  square += out.grade.back() * out.grade.back() * normal_cdf(-kReach);
  out.variance = std::max(0.0, square - out.mean * out.mean);
  return out;
}

ShareAbove share_above(const BlockLaw& law, double cut_off) {
  if (cut_off <= law.grade.front()) return {1, law.mean};
  if (cut_off > law.grade.back()) return {};
  const auto above = std::lower_bound(law.grade.begin(), law.grade.end(), cut_off);
  const auto k = static_cast<std::size_t>(above - law.grade.begin()) - 1;
  const double part = (cut_off - law.grade[k]) / (law.grade[k + 1] - law.grade[k]);
  const double y = node(k) + part * kSpacing;
  return {normal_cdf(-y), law.mean - metal_below(law, y)};
}

std::vector<double> corrected_to_law(const BlockLaw& law, std::span<const double> grade,
                                     std::span<const double> tonnes) {
  LODE_CHECK(grade.size() == tonnes.size());
  std::vector<double> out(grade.begin(), grade.end());
  std::vector<std::size_t> order(grade.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return grade[a] != grade[b] ? grade[a] < grade[b] : a < b;
  });
  double total = 0, metal = 0;
  for (std::size_t b = 0; b < grade.size(); ++b) {
    total += tonnes[b];
    metal += tonnes[b] * grade[b];
  }
  if (!(total > 0) || !(law.mean > 0)) return out;
  double below = 0, metal_before = 0, given = 0;
  for (const std::size_t b : order) {
    below += tonnes[b];
    if (!(tonnes[b] > 0)) continue;
    const double share = std::min(1.0, below / total);
    const double metal_to = share < 1 ? metal_below(law, normal_quantile(share)) : law.mean;
    out[b] = (metal_to - metal_before) / (tonnes[b] / total);
    given += tonnes[b] * out[b];
    metal_before = metal_to;
  }
  for (double& z : out) z *= metal / given;
  return out;
}

}  // namespace lode::resource
