#include "market/price_newton.h"

#include <algorithm>
#include <cmath>

namespace lode::market {
namespace {

constexpr double kBalance = 1e-9, kMarginal = 1e-8;
constexpr int kMostSteps = 60, kMostCentres = 60;

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
    for (std::size_t k = p.start[j]; k < p.start[j + 1]; ++k)
      left_[p.row[k]] -= p.value[k] * x_[j];
  }
}

// Of x_, left_ at y: to be as great as possible.
double PriceNewton::dual(const Program& p, const std::vector<double>& y) const {
  double out = 0;
  for (std::size_t j = 0; j < p.columns(); ++j) {
    const double x = x_[j], off = x - centre_[j];
    out += (p.cost[j] + 0.5 * p.curvature[j] * x) * x + 0.5 * soft_[j] * off * off;
  }
  for (std::size_t i = 0; i < p.rows(); ++i) out += y[i] * left_[i];
  return out;
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
  double value = dual(p, y), lacking = greatest(left_);
  for (int i = 0; i < kMostSteps; ++i) {
    if (greatest(left_) <= kBalance * std::max(1e-300, greatest(x_))) return true;
    if (!step(p)) return false;
    double rises = 0;
    for (std::size_t k = 0; k < y.size(); ++k) rises += left_[k] * move_[k];
    double length = 1;
    for (int half = 0;; ++half, length *= 0.5) {
      for (std::size_t k = 0; k < y.size(); ++k) trial_[k] = y[k] + length * move_[k];
      respond(p, trial_);
      const double there = dual(p, trial_);
      const double now = greatest(left_);
      if (now <= 0.5 * lacking || half == 30 ||
          there >= value + 1e-4 * length * rises - 1e-13 * std::abs(value)) {
        value = there, lacking = now;
        break;
      }
    }
    y.swap(trial_);
  }
  return greatest(left_) <= kBalance * std::max(1e-300, greatest(x_));
}

bool PriceNewton::solve(const Program& p, std::vector<double>& x, std::vector<double>& y) {
  const double price = price_ = std::max(1e-300, greatest(y));
  for (std::size_t j = 0; j < p.columns(); ++j) {
    centre_[j] = std::clamp(x[j], p.low[j], p.high[j]);
    // So little that a unit off the centre is worth a ten-thousandth of the price.
    soft_[j] = p.curvature[j] > 0 ? 0 : 1e-4 * price;
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
