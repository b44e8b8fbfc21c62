// Polynomials of the state, and least squares on them.
//
// The terms are products of Hermite polynomials of the standardised factors, ordered by total
// degree, so that those of a lower degree are the first ones of a higher. A Moments holds sums
// alone: every degree, and the error of one half's fit on the other half, follow from it without a
// second look at the paths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lode::decision {

class Basis {
 public:
  // Up to this total degree. Throws InputError beyond 8 or 16 factors.
  Basis(std::size_t factors, int degree);

  std::size_t factors() const { return factors_; }
  int degree() const { return degree_; }
  std::size_t terms() const { return count_.back(); }
  std::size_t terms(int degree) const { return count_[static_cast<std::size_t>(degree)]; }
  // state: [factor], standardised; out: [term].
  void evaluate(std::span<const double> state, std::span<double> out) const;

 private:
  std::size_t factors_;
  int degree_;
  std::vector<std::uint8_t> power_;  // [term][factor]
  std::vector<std::size_t> count_;   // [degree] terms up to it
};

// Centre and width of each factor at one date.
struct Scale {
  std::vector<double> centre, width;  // [factor]; width 0: the factor does not vary
  double apply(std::size_t factor, double value) const {
    return width[factor] > 0 ? (value - centre[factor]) / width[factor] : 0.0;
  }
};

// Sums over paths of products of terms, and of terms and targets.
struct Moments {
  std::size_t terms = 0, targets = 0;
  double paths = 0;
  std::vector<double> gram;    // [i][j <= i]
  std::vector<double> cross;   // [target][term]
  std::vector<double> square;  // [target]

  Moments() = default;
  Moments(std::size_t terms_, std::size_t targets_);
  void add(const Moments& other);
  // One path: its terms and its targets.
  void add(std::span<const double> x, std::span<const double> y);
};

// Coefficients [target][term] of the first `terms` terms. A term that the ones before it explain gets 0.
std::vector<double> solve(const Moments& sums, std::size_t terms);

// Sum of squared errors over all targets of these coefficients on the paths of `sums`.
double squared_error(const Moments& sums, std::span<const double> coefficients, std::size_t terms);

}  // namespace lode::decision
