#include "decision/finite_differences.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace lode::decision {
namespace {

constexpr double kReach = 7;  // standard deviations of the whole horizon

// One step of theta-weighted differences: (1 - theta dt L) V = (1 + (1 - theta) dt L) V', L the operator
// above. At both ends the value is linear in the price: V_xx = V_x.
class Stepper {
 public:
  Stepper(const OneFactor& model, double low, double width, std::size_t nodes)
      : below_(nodes, 0.0), at_(nodes), above_(nodes, 0.0) {
    const Process& p = model.process;
    const double spread = p.volatility * p.volatility / 2;
    for (std::size_t j = 0; j < nodes; ++j) {
      const double x = low + width * static_cast<double>(j);
      const double drift = p.speed == 0 ? p.drift : p.speed * (p.level - x);
      at_[j] = -model.rate;
      if (j == 0) {
        const double slope = (drift + spread) / width;
        at_[j] -= slope, above_[j] += slope;
      } else if (j + 1 == nodes) {
        const double slope = (drift + spread) / width;
        at_[j] += slope, below_[j] -= slope;
      } else {
        // Central, but from upstream where drift outweighs the spread of a node.
        const bool central = std::abs(drift) * width <= 2 * spread;
        const double up = central ? drift / 2 : std::max(drift, 0.0);
        const double down = central ? -drift / 2 : std::max(-drift, 0.0);
        below_[j] = spread / (width * width) + down / width;
        above_[j] = spread / (width * width) + up / width;
        at_[j] -= below_[j] + above_[j];
      }
    }
  }

  void step(std::vector<double>& v, double dt, double theta) {
    // Steps that differ by rounding alone are one.
    if (std::abs(dt - dt_) > 1e-9 * dt || theta != theta_) factor(dt, theta);
    const std::size_t n = v.size();
    right_.resize(n);
    const double e = (1 - theta) * dt;
    for (std::size_t j = 0; j < n; ++j)
      right_[j] = v[j] + e * (at_[j] * v[j] + (j > 0 ? below_[j] * v[j - 1] : 0) +
                              (j + 1 < n ? above_[j] * v[j + 1] : 0));
    for (std::size_t j = 1; j < n; ++j) right_[j] -= lower_[j] * right_[j - 1];
    v[n - 1] = right_[n - 1] * pivot_[n - 1];
    for (std::size_t j = n - 1; j-- > 0;)
      v[j] = (right_[j] + theta * dt * above_[j] * v[j + 1]) * pivot_[j];
  }

 private:
  void factor(double dt, double theta) {
    dt_ = dt, theta_ = theta;
    const double i = theta * dt;
    const std::size_t n = at_.size();
    lower_.assign(n, 0.0), pivot_.resize(n);
    pivot_[0] = 1 / (1 - i * at_[0]);
    for (std::size_t j = 1; j < n; ++j) {
      lower_[j] = -i * below_[j] * pivot_[j - 1];
      pivot_[j] = 1 / (1 - i * at_[j] + lower_[j] * i * above_[j - 1]);
    }
  }

  std::vector<double> below_, at_, above_, lower_, pivot_, right_;
  double dt_ = 0, theta_ = -1;
};

// Nodes of equal width in the log price, from all that is likely; the start stands on one of them.
struct PriceGrid {
  double low = 0, width = 0;
  std::size_t start = 0;      // its node
  std::vector<double> price;  // [node]

  PriceGrid(const OneFactor& model, int wanted_nodes) {
    const double at = std::log(model.process.start);
    low = at;
    double high = at;
    for (const double years : model.years) {
      const Step s = step(model.process, years);
      low = std::min(low, s.scale * at + s.shift - kReach * s.deviation);
      high = std::max(high, s.scale * at + s.shift + kReach * s.deviation);
    }
    if (!(high > low)) low -= 1e-3, high += 1e-3;
    width = (high - low) / wanted_nodes;
    start = static_cast<std::size_t>(std::ceil((at - low) / width)) + 1;
    const auto over = static_cast<std::size_t>(std::ceil((high - at) / width)) + 1;
    low = at - width * static_cast<double>(start);
    price.resize(start + over + 1);
    for (std::size_t j = 0; j < price.size(); ++j)
      price[j] = std::exp(low + width * static_cast<double>(j));
  }
};

// Value of each mode at each node, from the last date backward.
class Backward {
 public:
  Backward(const Rights& rights, const OneFactor& model, const Differences& options)
      : rights_(rights),
        model_(model),
        grid_(model, options.nodes),
        value_(rights.mode.size(), std::vector<double>(grid_.price.size(), 0.0)),
        next_(value_),
        best_(grid_.price.size()),
        implicit_(model, grid_.low, grid_.width, grid_.price.size()),
        central_(implicit_) {
    const double last = model.years.back();
    steps_per_year_ = options.steps_per_year * std::max(1.0, last > 0 ? 1 / last : 1.0);
  }

  DifferencesValue run() {
    DifferencesValue out;
    for (std::size_t t = model_.years.size(); t-- > 0;) {
      const std::vector<Trigger> found = decide(t);
      out.trigger.insert(out.trigger.begin(), found.begin(), found.end());
      if (t > 0) step_back(t);
    }
    out.value = value_[rights_.start][grid_.start];
    return out;
  }

 private:
  // The best action of each mode at a date; where it changes.
  std::vector<Trigger> decide(std::size_t t) {
    std::vector<Trigger> found;
    const std::size_t nodes = grid_.price.size();
    for (std::size_t m = 0; m < rights_.mode.size(); ++m) {
      actions_ = rights_.actions(m, t);
      if (actions_.empty()) continue;
      worth_.assign(actions_.size(), std::vector<double>(nodes));
      for (std::size_t k = 0; k < actions_.size(); ++k) {
        const std::vector<double>& after = value_[rights_.action[actions_[k]].to];
        for (std::size_t j = 0; j < nodes; ++j)
          worth_[k][j] = model_.payoff(t, actions_[k], grid_.price[j]) + after[j];
      }
      for (std::size_t j = 0; j < nodes; ++j) {
        best_[j] = 0;
        for (std::size_t k = 1; k < actions_.size(); ++k)
          if (worth_[k][j] > worth_[best_[j]][j]) best_[j] = k;
        next_[m][j] = worth_[best_[j]][j];
      }
      for (std::size_t j = 1; j < nodes; ++j) {
        if (best_[j] == best_[j - 1]) continue;
        const std::size_t a = best_[j - 1], b = best_[j];
        found.push_back({t, m, actions_[a], actions_[b], edge_between(t, a, b, j)});
      }
    }
    std::swap(value_, next_);
    return found;
  }

  // The price between nodes j - 1 and j up to which action a is at least as good as b: payoffs as
  // they are, values linear between the nodes.
  double edge_between(std::size_t t, std::size_t a, std::size_t b, std::size_t j) const {
    const auto worth = [&](std::size_t k, double way) {
      const std::vector<double>& after = value_[rights_.action[actions_[k]].to];
      const double at = std::exp(grid_.low + grid_.width * (static_cast<double>(j - 1) + way));
      return model_.payoff(t, actions_[k], at) + after[j - 1] * (1 - way) + after[j] * way;
    };
    double from = 0, to = 1;
    for (int i = 0; i < 40; ++i) {
      const double way = (from + to) / 2;
      (worth(a, way) >= worth(b, way) ? from : to) = way;
    }
    return std::exp(grid_.low + grid_.width * (static_cast<double>(j - 1) + from));
  }

  // To the date before.
  void step_back(std::size_t t) {
    const double gap = model_.years[t] - model_.years[t - 1];
    const double whole = std::round(gap * steps_per_year_);
    const auto steps = static_cast<int>(whole < 1 ? 1 : std::max(whole, 4.0));
    const double dt = gap / steps;
    for (std::size_t m = 0; m < rights_.mode.size(); ++m) {
      if (rights_.is_end(m)) continue;
      // Dates that lie close together leave no kinks but the last one.
      if (steps == 1 && t + 2 < model_.years.size()) {
        central_.step(value_[m], dt, 0.5);
        continue;
      }
      implicit_.step(value_[m], dt / 2, 1);
      implicit_.step(value_[m], dt / 2, 1);
      for (int s = 1; s < steps; ++s) central_.step(value_[m], dt, 0.5);
    }
  }

  const Rights& rights_;
  const OneFactor& model_;
  PriceGrid grid_;
  double steps_per_year_ = 0;
  std::vector<std::vector<double>> value_, next_;  // [mode][node]
  std::vector<std::size_t> actions_;               // of one mode and date
  std::vector<std::vector<double>> worth_;         // [action][node]
  std::vector<std::size_t> best_;                  // [node] place in actions_
  Stepper implicit_, central_;
};

}  // namespace

DifferencesValue finite_differences(const Rights& rights, const OneFactor& model,
                                    const Differences& options) {
  check(rights, model.years.size());
  if (model.years.empty() || model.years[0] != 0) throw InputError("the first date is now, year 0");
  if (!(model.process.volatility > 0))
    throw InputError("finite differences need a volatility above 0");
  return Backward(rights, model, options).run();
}

}  // namespace lode::decision
