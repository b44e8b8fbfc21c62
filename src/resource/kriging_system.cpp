#include "resource/kriging_system.h"

#include <algorithm>
#include <cmath>
#include <experimental/simd>

#include "base/error.h"
#include "resource/covariance_kernel.h"

namespace lode::resource {
namespace {

namespace simd = std::experimental;
using Lanes = simd::fixed_size_simd<double, kLanes>;

Lanes load(const double* from) { return Lanes(from, simd::element_aligned); }
void store(const Lanes& a, double* to) { a.copy_to(to, simd::element_aligned); }
double total(const Lanes& a) { return (a[0] + a[1]) + (a[2] + a[3]); }

constexpr double kSingular = 1e-10;  // of the diagonal

}  // namespace

void KrigingSystem::resize(std::size_t n, std::size_t p) {
  n_ = n, m_ = padded(n), p_ = p;
  stride_ = m_ + padded(p);
  matrix_.resize(m_ * stride_);
  inverse_.resize(m_);
  y_.resize(m_), w_.resize(m_), mu_.resize(p);
  for (std::size_t j = 0; j < m_; ++j) {
    for (std::size_t r = m_; r < stride_; ++r) column(j)[r] = 0;
    if (j < n) continue;
    std::fill(column(j), column(j) + m_, 0.0);
    column(j)[j] = 1;
  }
}

// Columns j0 .. j0 + 3 less what the columns before them explain.
void KrigingSystem::update_panel(std::size_t j0) {
  double *a0 = column(j0), *a1 = a0 + stride_, *a2 = a1 + stride_, *a3 = a2 + stride_;
  std::size_t r = j0;
  for (; r + 2 * kLanes <= stride_; r += 2 * kLanes) {
    Lanes x0 = load(a0 + r), x1 = load(a1 + r), x2 = load(a2 + r), x3 = load(a3 + r);
    Lanes z0 = load(a0 + r + 4), z1 = load(a1 + r + 4), z2 = load(a2 + r + 4),
          z3 = load(a3 + r + 4);
    const double* l = matrix_.data();
    for (std::size_t k = 0; k < j0; ++k, l += stride_) {
      const Lanes low = load(l + r), high = load(l + r + 4);
      const double* b = l + j0;
      x0 -= low * b[0], z0 -= high * b[0];
      x1 -= low * b[1], z1 -= high * b[1];
      x2 -= low * b[2], z2 -= high * b[2];
      x3 -= low * b[3], z3 -= high * b[3];
    }
    store(x0, a0 + r), store(x1, a1 + r), store(x2, a2 + r), store(x3, a3 + r);
    store(z0, a0 + r + 4), store(z1, a1 + r + 4), store(z2, a2 + r + 4), store(z3, a3 + r + 4);
  }
  for (; r < stride_; r += kLanes) {
    Lanes x0 = load(a0 + r), x1 = load(a1 + r), x2 = load(a2 + r), x3 = load(a3 + r);
    const double* l = matrix_.data();
    for (std::size_t k = 0; k < j0; ++k, l += stride_) {
      const Lanes low = load(l + r);
      const double* b = l + j0;
      x0 -= low * b[0], x1 -= low * b[1], x2 -= low * b[2], x3 -= low * b[3];
    }
    store(x0, a0 + r), store(x1, a1 + r), store(x2, a2 + r), store(x3, a3 + r);
  }
}

std::optional<std::size_t> KrigingSystem::factor(double least) {
  for (std::size_t j0 = 0; j0 < m_; j0 += kLanes) {
    if (j0 > 0) update_panel(j0);
    double* a[kLanes];
    for (std::size_t c = 0; c < kLanes; ++c) a[c] = column(j0 + c);
    // The 4 x 4 block on the diagonal, column by column.
    for (std::size_t c = 0; c < kLanes; ++c) {
      const double pivot = a[c][j0 + c];
      if (j0 + c < n_ && !(pivot >= least)) return j0 + c;
      const double inverse = 1 / std::sqrt(pivot);
      inverse_[j0 + c] = inverse;
      for (std::size_t r = c; r < kLanes; ++r) a[c][j0 + r] *= inverse;
      for (std::size_t next = c + 1; next < kLanes; ++next)
        for (std::size_t r = next; r < kLanes; ++r)
          a[next][j0 + r] -= a[c][j0 + r] * a[c][j0 + next];
    }
    for (std::size_t r = j0 + kLanes; r < stride_; r += kLanes) {
      const Lanes x0 = load(a[0] + r) * inverse_[j0];
      const Lanes x1 = (load(a[1] + r) - x0 * a[0][j0 + 1]) * inverse_[j0 + 1];
      const Lanes x2 = (load(a[2] + r) - x0 * a[0][j0 + 2] - x1 * a[1][j0 + 2]) * inverse_[j0 + 2];
      const Lanes x3 =
          (load(a[3] + r) - x0 * a[0][j0 + 3] - x1 * a[1][j0 + 3] - x2 * a[2][j0 + 3]) *
          inverse_[j0 + 3];
      store(x0, a[0] + r), store(x1, a[1] + r), store(x2, a[2] + r), store(x3, a[3] + r);
    }
  }
  return std::nullopt;
}

bool KrigingSystem::factor_drift() {
  schur_.assign(p_ * p_, 0.0);
  for (std::size_t j = 0; j < m_; ++j)
    for (std::size_t a = 0; a < p_; ++a)
      for (std::size_t b = 0; b <= a; ++b) schur_[a * p_ + b] += drift(j, a) * drift(j, b);
  for (std::size_t a = 0; a < p_; ++a)
    for (std::size_t b = 0; b <= a; ++b) {
      const double whole = schur_[a * p_ + b];
      double left = whole;
      for (std::size_t k = 0; k < b; ++k) left -= schur_[a * p_ + k] * schur_[b * p_ + k];
      if (a == b && !(left > kSingular * whole)) return false;
      schur_[a * p_ + b] = a == b ? std::sqrt(left) : left / schur_[b * p_ + b];
    }
  return true;
}

// y = L^-1 c
void KrigingSystem::forward(std::span<const double> c) {
  std::copy(c.begin(), c.end(), y_.begin());
  double* y = y_.data();
  for (std::size_t j0 = 0; j0 < m_; j0 += kLanes) {
    const double *a0 = column(j0), *a1 = a0 + stride_, *a2 = a1 + stride_, *a3 = a2 + stride_;
    const double y0 = y[j0] * inverse_[j0];
    const double y1 = (y[j0 + 1] - a0[j0 + 1] * y0) * inverse_[j0 + 1];
    const double y2 = (y[j0 + 2] - a0[j0 + 2] * y0 - a1[j0 + 2] * y1) * inverse_[j0 + 2];
    const double y3 =
        (y[j0 + 3] - a0[j0 + 3] * y0 - a1[j0 + 3] * y1 - a2[j0 + 3] * y2) * inverse_[j0 + 3];
    y[j0] = y0, y[j0 + 1] = y1, y[j0 + 2] = y2, y[j0 + 3] = y3;
    for (std::size_t r = j0 + kLanes; r < m_; r += kLanes)
      store(load(y + r) - load(a0 + r) * y0 - load(a1 + r) * y1 - load(a2 + r) * y2 -
                load(a3 + r) * y3,
            y + r);
  }
}

// w = L^-T w
void KrigingSystem::backward() {
  double* w = w_.data();
  for (std::size_t j0 = m_; j0 > 0;) {
    j0 -= kLanes;
    const double *a0 = column(j0), *a1 = a0 + stride_, *a2 = a1 + stride_, *a3 = a2 + stride_;
    Lanes s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    for (std::size_t r = j0 + kLanes; r < m_; r += kLanes) {
      const Lanes x = load(w + r);
      s0 += load(a0 + r) * x, s1 += load(a1 + r) * x;
      s2 += load(a2 + r) * x, s3 += load(a3 + r) * x;
    }
    const double w3 = (w[j0 + 3] - total(s3)) * inverse_[j0 + 3];
    const double w2 = (w[j0 + 2] - total(s2) - a2[j0 + 3] * w3) * inverse_[j0 + 2];
    const double w1 =
        (w[j0 + 1] - total(s1) - a1[j0 + 3] * w3 - a1[j0 + 2] * w2) * inverse_[j0 + 1];
    const double w0 =
        (w[j0] - total(s0) - a0[j0 + 3] * w3 - a0[j0 + 2] * w2 - a0[j0 + 1] * w1) * inverse_[j0];
    w[j0] = w0, w[j0 + 1] = w1, w[j0 + 2] = w2, w[j0 + 3] = w3;
  }
}

void KrigingSystem::solve(std::span<const double> c, std::span<const double> f) {
  LODE_CHECK(c.size() == m_ && f.size() == p_);
  forward(c);
  for (std::size_t k = 0; k < p_; ++k) {
    double sum = 0;
    for (std::size_t j = 0; j < m_; ++j) sum += drift(j, k) * y_[j];
    mu_[k] = sum - f[k];
  }
  for (std::size_t a = 0; a < p_; ++a) {
    for (std::size_t k = 0; k < a; ++k) mu_[a] -= schur_[a * p_ + k] * mu_[k];
    mu_[a] /= schur_[a * p_ + a];
  }
  for (std::size_t a = p_; a-- > 0;) {
    for (std::size_t k = a + 1; k < p_; ++k) mu_[a] -= schur_[k * p_ + a] * mu_[k];
    mu_[a] /= schur_[a * p_ + a];
  }
  for (std::size_t j = 0; j < m_; ++j) {
    double rest = y_[j];
    for (std::size_t k = 0; k < p_; ++k) rest -= drift(j, k) * mu_[k];
    w_[j] = rest;
  }
  backward();
}

}  // namespace lode::resource
