#include "market/active_set.h"

#include <algorithm>
#include <cmath>

#include "market/interior_point.h"

namespace lode::market {
namespace {

constexpr double kFixed = 1e40, kShift = 1e-8, kSign = 1e-12;
constexpr int kMostRefinements = 25;

double scale_of(const std::vector<double>& values) {
  double out = 1;
  for (const double value : values) out = std::max(out, std::abs(value));
  return out;
}

class Settling {
 public:
  Settling(const Program& program, Factor& factor, Solution& answer)
      : p_(program), factor_(factor), a_(answer) {}

  bool go(int most_rounds) {
    std::size_t fewest = p_.columns() + 1;
    int patience = 6;
    for (int round = 0; round < most_rounds; ++round) {
      ++a_.rounds;
      const std::vector<double> x = a_.x, y = a_.y;
      const bool exact = solve_equations();
      find_wrong();
      if (wrong_.empty()) return exact;
      // Equations that contradict each other send columns far out: their signs tell what to move,
      // and the next round starts from where this one did.
      if (!exact) a_.x = x, a_.y = y;
      if (wrong_.size() < fewest)
        fewest = wrong_.size(), patience = 6;
      else
        --patience;
      if (patience < 0) wrong_ = {wrong_.back()};
      for (const Move& move : wrong_) a_.place[move.column] = move.to;
    }
    return false;
  }

 private:
  struct Move {
    std::size_t column;
    Place to;
  };

  // Of the columns between bounds and all rows; false if they have no answer.
  bool solve_equations() {
    const std::size_t n = p_.columns();
    for (std::size_t j = 0; j < n; ++j)
      if (a_.place[j] != Place::between)
        a_.x[j] = a_.place[j] == Place::low ? p_.low[j] : p_.high[j];
    double before = HUGE_VAL;
    bool factorised = false;
    for (int i = 0; i < kMostRefinements; ++i) {
      const double error = residual();
      if (!std::isfinite(error)) return false;
      if (error < 1e-15 || (i > 0 && error < 1e-13 && error > 0.1 * before)) return true;
      if (i > (p_.smooth.empty() ? 2 : 12) && error > 0.5 * before) return error < 1e-11;
      before = error;
      if (!factorised || !p_.smooth.empty()) factor_.factorise(p_, weight_, kShift);
      factorised = true;
      factor_.solve(p_, r_, s_);
      const double room = room_of_smooth(p_, a_.x, r_);
      for (std::size_t j = 0; j < n; ++j)
        if (a_.place[j] == Place::between) a_.x[j] += room * r_[j];
      for (std::size_t k = 0; k < p_.rows(); ++k) a_.y[k] -= room * s_[k];
    }
    return residual() < 1e-11;
  }

  double residual() {
    g_ = reduced_marginals(p_, a_.x, a_.y);
    weight_ = p_.curvature;
    r_ = g_;
    linearise_smooth(p_, a_.x, r_, weight_);
    const double price = scale_of(a_.y), quantity = scale_of(a_.x);
    double worst = 0;
    left_.assign(p_.right.begin(), p_.right.end());
    for (std::size_t j = 0; j < p_.columns(); ++j) {
      for (std::size_t k = p_.start[j]; k < p_.start[j + 1]; ++k)
        left_[p_.row[k]] -= static_cast<long double>(p_.value[k]) * a_.x[j];
      const bool between = a_.place[j] == Place::between;
      if (between && !(std::abs(g_[j]) / price <= worst)) worst = std::abs(g_[j]) / price;
      r_[j] = between ? -r_[j] : 0;
      weight_[j] = between ? weight_[j] + kShift : kFixed;
    }
    s_.assign(left_.begin(), left_.end());
    for (const double s : s_)
      if (!(std::abs(s) / quantity <= worst)) worst = std::abs(s) / quantity;
    return worst;  // no number if something is none
  }

  void find_wrong() {
    const double price = kSign * scale_of(a_.y), quantity = kSign * scale_of(a_.x);
    wrong_.clear();
    for (std::size_t j = 0; j < p_.columns(); ++j) {
      if (p_.high[j] <= p_.low[j]) continue;
      switch (a_.place[j]) {
        case Place::between:
          if (a_.x[j] < p_.low[j] - quantity) wrong_.push_back({j, Place::low});
          if (a_.x[j] > p_.high[j] + quantity) wrong_.push_back({j, Place::high});
          break;
        case Place::low:
          if (g_[j] < -price) wrong_.push_back({j, Place::between});
          break;
        case Place::high:
          if (g_[j] > price) wrong_.push_back({j, Place::between});
          break;
      }
    }
  }

  const Program& p_;
  Factor& factor_;
  Solution& a_;
  std::vector<double> g_, r_, s_, weight_;
  std::vector<long double> left_;
  std::vector<Move> wrong_;
};

}  // namespace

bool settle(const Program& program, Factor& factor, Solution& answer, int most_rounds) {
  return Settling(program, factor, answer).go(most_rounds);
}

}  // namespace lode::market
