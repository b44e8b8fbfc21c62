#include "decision/basis.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"

namespace lode::decision {
namespace {

constexpr int kMostDegree = 8;
constexpr std::size_t kMostFactors = 16;
// Share of a term that the terms before it leave unexplained, below which it is left out.
constexpr double kExplained = 1e-9;

// He_n / sqrt(n!) = (x / sqrt(n)) He_(n-1) / sqrt((n-1)!) - sqrt((n-1) / n) He_(n-2) / sqrt((n-2)!).
struct Recurrence {
  std::array<double, kMostDegree + 1> one{}, two{};
  Recurrence() {
    for (std::size_t n = 2; n < one.size(); ++n) {
      const auto degree = static_cast<double>(n);
      one[n] = 1 / std::sqrt(degree), two[n] = std::sqrt((degree - 1) / degree);
    }
  }
};
const Recurrence kNext;

// He_n(x) / sqrt(n!), orthonormal under the normal distribution.
void powers(double x, std::span<double> out) {
  out[0] = 1;
  if (out.size() > 1) out[1] = x;
  for (std::size_t n = 2; n < out.size(); ++n)
    out[n] = x * kNext.one[n] * out[n - 1] - kNext.two[n] * out[n - 2];
}

}  // namespace

Basis::Basis(std::size_t factors, int degree) : factors_(factors), degree_(degree) {
  if (degree < 0 || degree > kMostDegree || factors == 0 || factors > kMostFactors)
    throw InputError("a basis has 1 to 16 factors and a degree from 0 to 8");
  // All powers of each total degree, first factor first.
  std::vector<std::uint8_t> power(factors, 0);
  for (int d = 0; d <= degree; ++d) {
    std::fill(power.begin(), power.end(), std::uint8_t{0});
    power[0] = static_cast<std::uint8_t>(d);
    for (;;) {
      power_.insert(power_.end(), power.begin(), power.end());
      // The next composition of d in falling lexicographic order.
      std::size_t i = factors - 1;
      while (i > 0 && power[i - 1] == 0) --i;
      if (i == 0) break;
      const int rest = power[factors - 1] + 1;
      --power[i - 1];
      power[factors - 1] = 0;
      power[i] = static_cast<std::uint8_t>(rest);
    }
    count_.push_back(power_.size() / factors);
  }
}

void Basis::evaluate(std::span<const double> state, std::span<double> out) const {
  if (factors_ == 1) return powers(state[0], out);
  std::array<std::array<double, kMostDegree + 1>, kMostFactors> h;
  for (std::size_t f = 0; f < factors_; ++f)
    powers(state[f], {h[f].data(), static_cast<std::size_t>(degree_) + 1});
  const std::uint8_t* power = power_.data();
  for (double& term : out) {
    double product = 1;
    for (std::size_t f = 0; f < factors_; ++f) product *= h[f][power[f]];
    term = product;
    power += factors_;
  }
}

Moments::Moments(std::size_t terms_, std::size_t targets_)
    : terms(terms_),
      targets(targets_),
      gram(terms_ * (terms_ + 1) / 2, 0.0),
      cross(targets_ * terms_, 0.0),
      square(targets_, 0.0) {}

void Moments::add(const Moments& other) {
  LODE_CHECK(terms == other.terms && targets == other.targets);
  paths += other.paths;
  for (std::size_t i = 0; i < gram.size(); ++i) gram[i] += other.gram[i];
  for (std::size_t i = 0; i < cross.size(); ++i) cross[i] += other.cross[i];
  for (std::size_t i = 0; i < square.size(); ++i) square[i] += other.square[i];
}

void Moments::add(std::span<const double> x, std::span<const double> y) {
  double* g = gram.data();
  for (std::size_t r = 0; r < x.size(); ++r)
    for (std::size_t s = 0; s <= r; ++s) *g++ += x[r] * x[s];
  ++paths;
  for (std::size_t k = 0; k < y.size(); ++k) {
    square[k] += y[k] * y[k];
    for (std::size_t r = 0; r < x.size(); ++r) cross[k * terms + r] += x[r] * y[k];
  }
}

std::vector<double> solve(const Moments& sums, std::size_t terms) {
  // L D L' of the leading block, rows of explained terms left out.
  std::vector<double> l(terms * terms, 0.0), d(terms, 0.0);
  for (std::size_t i = 0; i < terms; ++i) {
    const double* row = sums.gram.data() + i * (i + 1) / 2;
    for (std::size_t j = 0; j < i; ++j) {
      if (d[j] == 0) continue;
      double sum = row[j];
      for (std::size_t k = 0; k < j; ++k) sum -= l[i * terms + k] * l[j * terms + k] * d[k];
      l[i * terms + j] = sum / d[j];
    }
    double pivot = row[i];
    for (std::size_t k = 0; k < i; ++k) pivot -= l[i * terms + k] * l[i * terms + k] * d[k];
    d[i] = pivot > kExplained * row[i] ? pivot : 0.0;
  }
  std::vector<double> out(sums.targets * sums.terms, 0.0), z(terms);
  for (std::size_t g = 0; g < sums.targets; ++g) {
    const double* right = sums.cross.data() + g * sums.terms;
    for (std::size_t i = 0; i < terms; ++i) {
      z[i] = right[i];
      for (std::size_t k = 0; k < i; ++k) z[i] -= l[i * terms + k] * z[k];
      if (d[i] == 0) z[i] = 0;
    }
    double* x = out.data() + g * sums.terms;
    for (std::size_t i = terms; i-- > 0;) {
      if (d[i] == 0) continue;
      x[i] = z[i] / d[i];
      for (std::size_t k = i + 1; k < terms; ++k) x[i] -= l[k * terms + i] * x[k];
    }
  }
  return out;
}

double squared_error(const Moments& sums, std::span<const double> coefficients, std::size_t terms) {
  double all = 0;
  for (std::size_t g = 0; g < sums.targets; ++g) {
    const double* b = coefficients.data() + g * sums.terms;
    double error = sums.square[g];
    for (std::size_t i = 0; i < terms; ++i) {
      error -= 2 * b[i] * sums.cross[g * sums.terms + i];
      const double* row = sums.gram.data() + i * (i + 1) / 2;
      for (std::size_t j = 0; j < i; ++j) error += 2 * b[i] * b[j] * row[j];
      error += b[i] * b[i] * row[i];
    }
    all += std::max(error, 0.0);
  }
  return all;
}

}  // namespace lode::decision
