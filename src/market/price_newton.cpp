#include "market/price_newton.h"

#include <algorithm>
#include <cmath>

namespace lode::market {
namespace {

constexpr double kBalance = 1e-9, kMarginal = 1e-8;
constexpr int kMostSteps = 100, kMostCentres = 1000;

double greatest(const std::vector<double>& values) {
  double out = 0;
  for (const double v : values) out = std::max(out, std::abs(v));
  return out;
}

}  // namespace

PriceNewton::PriceNewton(const Program& p)
    : centre_(p.columns()),
      soft_(p.columns()),
      x_(p.columns()),
      left_(p.rows()),
      move_(p.rows()),
      matrix_(p.rows() * p.rows()),
      trial_(p.rows()),
      inside_(p.columns()) {}

// What each column does at these prices, and what of each row is left.
void PriceNewton::respond(const Program& p, const std::vector<double>& y) {
  std::copy(p.right.begin(), p.right.end(), left_.begin());
  for (std::size_t j = 0; j < p.columns(); ++j) {
    double earns = soft_[j] * centre_[j] - p.cost[j];
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k) earns += p.value[k] * y[p.row[k]];
    const double x = earns / (p.curvature[j] + soft_[j]);
    inside_[j] = x > p.low[j] && x < p.high[j];
    x_[j] = std::clamp(x, p.low[j], p.high[j]);
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k) left_[p.row[k]] -= p.value[k] * x_[j];
  }
}

// move_: the step of the prices that empties left_ if no column meets a bound.
bool PriceNewton::step(const Program& p) {
  const std::size_t n = p.rows();
  std::fill(matrix_.begin(), matrix_.end(), 0.0);
  double most = 0;
  for (std::size_t j = 0; j < p.columns(); ++j) {
    if (!inside_[j]) continue;
    const double weight = 1 / (p.curvature[j] + soft_[j]);
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k)
      for (std::size_t l = p.start[j]; l <= k; ++l) {
        const std::size_t a = std::max(p.row[k], p.row[l]), b = std::min(p.row[k], p.row[l]);
        matrix_[a * n + b] += weight * p.value[k] * p.value[l];
      }
  }
  for (std::size_t i = 0; i < n; ++i) most = std::max(most, matrix_[i * n + i]);
  // A row that no column answers in moves by half the largest price at a time.
  for (std::size_t i = 0; i < n; ++i) {
    double& answers = matrix_[i * n + i];
    if (answers < 1e-9 * most) answers += std::abs(left_[i]) / (0.5 * price_);
    answers += 1e-9 * most + 1e-12;
  }
  for (std::size_t i = 0; i < n; ++i) {
    double* row = &matrix_[i * n];
    for (std::size_t j = 0; j < i; ++j) {
      const double* other = &matrix_[j * n];
      double sum = row[j];
      for (std::size_t k = 0; k < j; ++k) sum -= row[k] * other[k];
      row[j] = sum / other[j];
    }
    double sum = row[i];
    for (std::size_t k = 0; k < i; ++k) sum -= row[k] * row[k];
    if (!(sum > 0)) return false;
    row[i] = std::sqrt(sum);
  }
  for (std::size_t i = 0; i < n; ++i) {
    double sum = left_[i];
    for (std::size_t k = 0; k < i; ++k) sum -= matrix_[i * n + k] * move_[k];
    move_[i] = sum / matrix_[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;) {
    move_[i] /= matrix_[i * n + i];
    for (std::size_t k = 0; k < i; ++k) move_[k] -= matrix_[i * n + k] * move_[i];
  }
  return true;
}

// To the greatest dual around the centre.
bool PriceNewton::climb(const Program& p, std::vector<double>& y) {
  respond(p, y);
  for (int i = 0; i < kMostSteps; ++i) {
    if (greatest(left_) <= kBalance * std::max(1e-300, greatest(x_))) return true;
    if (!step(p)) return false;
    // How the dual rises along the step falls all the way: the step ends where it has fallen by half,
    // or less than that below 0.
    const auto rise = [&](double length) {
      for (std::size_t k = 0; k < y.size(); ++k) trial_[k] = y[k] + length * move_[k];
      respond(p, trial_);
      double out = 0;
      for (std::size_t k = 0; k < y.size(); ++k) out += left_[k] * move_[k];
      return out;
    };
    double first = 0;
    for (std::size_t k = 0; k < y.size(); ++k) first += left_[k] * move_[k];
    double low = 0, high = 1, at_low = first, at_high = rise(1);
    if (at_high < -0.5 * first)
      for (int part = 0; part < 40; ++part) {
        const double share = std::clamp(at_low / (at_low - at_high), 0.05, 0.95);
        const double length = low + (high - low) * share, there = rise(length);
        if (std::abs(there) <= 0.5 * first) break;
        (there > 0 ? low : high) = length;
        (there > 0 ? at_low : at_high) = there;
      }
    y.swap(trial_);
  }
  return greatest(left_) <= kBalance * std::max(1e-300, greatest(x_));
}

bool PriceNewton::solve(const Program& p, std::vector<double>& x, std::vector<double>& y,
                        double softness) {
  const double price = price_ = std::max(1e-300, greatest(y));
  for (std::size_t j = 0; j < p.columns(); ++j) {
    centre_[j] = std::clamp(x[j], p.low[j], p.high[j]);
    soft_[j] = p.curvature[j] > 0 ? 0 : softness * price;
  }
  for (int i = 0; i < kMostCentres; ++i) {
    if (!climb(p, y)) return false;
    double worst = 0;
    for (std::size_t j = 0; j < p.columns(); ++j)
      worst = std::max(worst, soft_[j] * std::abs(x_[j] - centre_[j]));
    if (worst <= kMarginal * price) {
      x = x_;
      return true;
    }
    centre_ = x_;
  }
  return false;
}

}  // namespace lode::market
