// The equations of kriging at one set of data, for any number of targets and right-hand sides:
//
//   [ C  F ] [ w  ]   [ c ]          C  covariances between the data (n x n, positive definite)
//   [ F' 0 ] [ mu ] = [ f ]          F  drift at the data (n x p): none, 1, or 1 and functions
//
// solved through one Cholesky factor C = L L': with y = L^-1 c and Y = L^-1 F, (Y'Y) mu = Y'y - f
// and w = L^-T (y - Y mu). Error variance: C(v,v) - w'c - mu'f.
// Deutsch & Journel (1998), section IV.1; the Schur complement is textbook algebra.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace lode::resource {

class KrigingSystem {
 public:
  // n data, p columns of drift. Rows and columns are padded to lanes; column j of C starts at
  // column(j), and holds C(i, j) for i >= j (others are not read); row n_padded + k of column j is
  // F(j, k), set through drift(j, k).
  void resize(std::size_t n, std::size_t p);
  std::size_t size() const { return n_; }
  std::size_t padded_size() const { return m_; }
  double* column(std::size_t j) { return matrix_.data() + j * stride_; }
  double& drift(std::size_t j, std::size_t k) { return matrix_[j * stride_ + m_ + k]; }

  // The factor in place. A pivot below `least`: the index of that datum, which the ones before it
  // determine; the system must be filled anew without it.
  std::optional<std::size_t> factor(double least);
  // After factor: the factor of Y'Y. False if the drift is singular at these data: a pivot below
  // 1e-10 of its diagonal.
  bool factor_drift();

  // c has padded_size() entries, those beyond n zero; f has p. weights(): n; multipliers(): p.
  void solve(std::span<const double> c, std::span<const double> f);
  std::span<const double> weights() const { return {w_.data(), n_}; }
  std::span<const double> multipliers() const { return mu_; }

 private:
  void update_panel(std::size_t j0);
  void forward(std::span<const double> c);
  void backward();
  std::size_t n_ = 0, m_ = 0, p_ = 0, stride_ = 0;
  std::vector<double> matrix_;   // columns of L, then Y' below them
  std::vector<double> inverse_;  // 1 / L(j, j)
  std::vector<double> schur_;    // factor of Y'Y, p x p, lower
  std::vector<double> y_, w_, mu_;
};

}  // namespace lode::resource
