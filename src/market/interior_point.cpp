#include "market/interior_point.h"

#include <algorithm>
#include <cmath>

namespace lode::market {

double room_of_smooth(const Program& p, const std::vector<double>& x,
                      const std::vector<double>& dx) {
  double room = 1;
  for (const Smooth& s : p.smooth)
    if (dx[s.column] < 0) room = std::min(room, -0.9 * x[s.column] / dx[s.column]);
  return room;
}

void linearise_smooth(const Program& p, const std::vector<double>& x, std::vector<double>& g,
                      std::vector<double>& weight) {
  for (const Smooth& s : p.smooth) {
    const double at = x[s.column];
    const double price = s.price * std::pow(at / s.quantity, 1 / s.elasticity);
    const double other = s.sign * (s.sign * price - g[s.column]);  // what the price should be
    if (other > 0 && price > 0 && std::isfinite(price)) {
      g[s.column] = s.sign * other * std::log(price / other);
      weight[s.column] += other / (std::abs(s.elasticity) * at);
    } else {
      weight[s.column] += price / (std::abs(s.elasticity) * at);
    }
  }
}

namespace {

constexpr int kMostIterations = 120;
constexpr double kFixed = 1e40, kShift = 1e-11, kEnough = 1e-10;
constexpr double kInside = 0.02;  // how far inside its bounds a warm start begins

class Run {
 public:
  Run(const Program& program, Factor& factor, const Solution* from) : p_(program), factor_(factor) {
    start();
    if (from) start_from(*from);
  }

  InteriorPoint go() {
    double best = HUGE_VAL;
    int worse = 0;
    for (; out_.iterations < kMostIterations; ++out_.iterations) {
      evaluate();
      const double error = dual_error_ + primal_error_ + mu_;
      if (!std::isfinite(error)) break;
      worse = error < 0.9 * best ? 0 : worse + 1;
      if (error < best) best = error, best_ = out_;
      if (error < 1e-13 || worse > (best < kEnough ? 2 : 25)) break;
      step();
    }
    best_.iterations = out_.iterations;
    best_.converged = best < kEnough;
    return best_;
  }

 private:
  void start();
  void start_from(const Solution& from);
  void evaluate();
  void step();
  void direction(double target, bool corrected, std::vector<double>& dx, std::vector<double>& dy,
                 std::vector<double>& dl, std::vector<double>& dh);
  double longest(const std::vector<double>& dx, const std::vector<double>& dl,
                 const std::vector<double>& dh) const;

  bool has_low(std::size_t j) const {
    return !fixed_[j] && !smooth_[j] && std::isfinite(p_.low[j]);
  }
  bool has_high(std::size_t j) const { return !fixed_[j] && std::isfinite(p_.high[j]); }

  const Program& p_;
  Factor& factor_;
  InteriorPoint out_, best_;
  std::vector<bool> fixed_, smooth_;
  std::vector<double> g_, left_, weight_;  // residuals of columns and rows, diagonal
  std::vector<double> dx_aff_, dl_aff_, dh_aff_;
  double dual_error_ = 0, primal_error_ = 0, mu_ = 0;
  std::size_t bounds_ = 0;
};

void Run::start() {
  const std::size_t n = p_.columns();
  out_.x.resize(n), out_.zlow.assign(n, 0), out_.zhigh.assign(n, 0);
  out_.y.assign(p_.rows(), 0);
  fixed_.assign(n, false), smooth_.assign(n, false);
  for (const Smooth& s : p_.smooth) smooth_[s.column] = true;
  for (std::size_t j = 0; j < n; ++j) {
    fixed_[j] = p_.high[j] <= p_.low[j];
    const double low = p_.low[j], high = p_.high[j];
    double& x = out_.x[j];
    if (fixed_[j])
      x = low;
    else if (std::isfinite(low))
      x = low + std::min(1.0, (high - low) / 2);
    else
      x = std::isfinite(high) ? high - 1 : 0;
    if (has_low(j)) out_.zlow[j] = 1, ++bounds_;
    if (has_high(j)) out_.zhigh[j] = 1, ++bounds_;
  }
  for (const Smooth& s : p_.smooth)
    out_.x[s.column] =
        std::min(s.quantity, std::isfinite(p_.high[s.column]) ? p_.high[s.column] / 2 : s.quantity);
  if (!p_.smooth.empty())
    for (double& y : out_.y) y = p_.smooth[0].price;
}

void Run::start_from(const Solution& from) {
  out_.y = from.y;
  const std::vector<double> g = reduced_marginals(p_, from.x, from.y);
  for (std::size_t j = 0; j < p_.columns(); ++j) {
    if (fixed_[j]) continue;
    const double low = p_.low[j], high = p_.high[j];
    const double inside = std::min(kInside, (high - low) / 4);
    double& x = out_.x[j];
    x = from.x[j];
    if (has_low(j)) x = std::max(x, low + inside), out_.zlow[j] = std::max(g[j], kInside);
    if (has_high(j)) x = std::min(x, high - inside), out_.zhigh[j] = std::max(-g[j], kInside);
  }
}

void Run::evaluate() {
  g_ = reduced_marginals(p_, out_.x, out_.y);
  left_ = p_.right;
  weight_ = p_.curvature;
  dual_error_ = primal_error_ = mu_ = 0;
  for (std::size_t j = 0; j < p_.columns(); ++j) {
    g_[j] -= out_.zlow[j] - out_.zhigh[j];
    if (!fixed_[j]) dual_error_ = std::max(dual_error_, std::abs(g_[j]));
    for (std::size_t k = p_.start[j]; k < p_.start[j + 1]; ++k)
      left_[p_.row[k]] -= p_.value[k] * out_.x[j];
    if (has_low(j)) mu_ += out_.zlow[j] * (out_.x[j] - p_.low[j]);
    if (has_high(j)) mu_ += out_.zhigh[j] * (p_.high[j] - out_.x[j]);
  }
  double price = 1, quantity = 1;
  for (const double y : out_.y) price = std::max(price, std::abs(y));
  for (const double x : out_.x) quantity = std::max(quantity, std::abs(x));
  for (const double l : left_) primal_error_ = std::max(primal_error_, std::abs(l) / quantity);
  dual_error_ /= price;
  if (bounds_ > 0) mu_ /= static_cast<double>(bounds_);
  linearise_smooth(p_, out_.x, g_, weight_);
  for (std::size_t j = 0; j < p_.columns(); ++j) {
    if (has_low(j)) weight_[j] += out_.zlow[j] / (out_.x[j] - p_.low[j]);
    if (has_high(j)) weight_[j] += out_.zhigh[j] / (p_.high[j] - out_.x[j]);
    weight_[j] = fixed_[j] ? kFixed : weight_[j] + kShift;
  }
}

// Towards complementarity `target`; corrected: by the second-order terms of the affine direction.
void Run::direction(double target, bool corrected, std::vector<double>& dx, std::vector<double>& dy,
                    std::vector<double>& dl, std::vector<double>& dh) {
  const std::size_t n = p_.columns();
  dl.assign(n, 0), dh.assign(n, 0), dx.assign(n, 0);
  dy = left_;
  for (std::size_t j = 0; j < n; ++j) {
    if (fixed_[j]) continue;
    dx[j] = -g_[j];
    if (has_low(j)) {
      const double w = out_.x[j] - p_.low[j];
      dl[j] = (target - (corrected ? dx_aff_[j] * dl_aff_[j] : 0)) / w - out_.zlow[j];
      dx[j] += dl[j];
    }
    if (has_high(j)) {
      const double v = p_.high[j] - out_.x[j];
      dh[j] = (target + (corrected ? dx_aff_[j] * dh_aff_[j] : 0)) / v - out_.zhigh[j];
      dx[j] -= dh[j];
    }
  }
  factor_.solve(p_, dx, dy);
  for (double& y : dy) y = -y;
  for (std::size_t j = 0; j < n; ++j) {
    if (fixed_[j]) dx[j] = 0;
    if (has_low(j)) dl[j] -= out_.zlow[j] / (out_.x[j] - p_.low[j]) * dx[j];
    if (has_high(j)) dh[j] += out_.zhigh[j] / (p_.high[j] - out_.x[j]) * dx[j];
  }
}

double Run::longest(const std::vector<double>& dx, const std::vector<double>& dl,
                    const std::vector<double>& dh) const {
  double room = 1e30;
  for (std::size_t j = 0; j < p_.columns(); ++j) {
    if (has_low(j)) {
      if (dx[j] < 0) room = std::min(room, -(out_.x[j] - p_.low[j]) / dx[j]);
      if (dl[j] < 0) room = std::min(room, -out_.zlow[j] / dl[j]);
    }
    if (has_high(j)) {
      if (dx[j] > 0) room = std::min(room, (p_.high[j] - out_.x[j]) / dx[j]);
      if (dh[j] < 0) room = std::min(room, -out_.zhigh[j] / dh[j]);
    }
  }
  return room;
}

void Run::step() {
  factor_.factorise(p_, weight_, kShift);
  std::vector<double> dx, dy, dl, dh;
  direction(0, false, dx, dy, dl, dh);
  double target = 0;
  if (bounds_ > 0) {
    const double room = std::min({1.0, longest(dx, dl, dh), room_of_smooth(p_, out_.x, dx)});
    double after = 0;
    for (std::size_t j = 0; j < p_.columns(); ++j) {
      const double x = out_.x[j] + room * dx[j];
      if (has_low(j)) after += (out_.zlow[j] + room * dl[j]) * (x - p_.low[j]);
      if (has_high(j)) after += (out_.zhigh[j] + room * dh[j]) * (p_.high[j] - x);
    }
    const double share = std::clamp(after / static_cast<double>(bounds_) / mu_, 0.0, 1.0);
    target = mu_ * std::max(share * share * share, 1e-6);
    dx_aff_ = dx, dl_aff_ = dl, dh_aff_ = dh;
    direction(target, true, dx, dy, dl, dh);
  }
  const double room = std::min({1.0, 0.9995 * longest(dx, dl, dh), room_of_smooth(p_, out_.x, dx)});
  for (std::size_t j = 0; j < p_.columns(); ++j) {
    double& x = out_.x[j];
    x += room * dx[j];
    if (has_high(j) && x >= p_.high[j]) x = std::nextafter(p_.high[j], p_.low[j]);
    if (has_low(j) && x <= p_.low[j]) x = std::nextafter(p_.low[j], p_.high[j]);
    out_.zlow[j] += room * dl[j];
    out_.zhigh[j] += room * dh[j];
  }
  for (std::size_t i = 0; i < p_.rows(); ++i) out_.y[i] += room * dy[i];
}

}  // namespace

InteriorPoint interior_point(const Program& program, Factor& factor, const Solution* from) {
  return Run(program, factor, from).go();
}

}  // namespace lode::market
